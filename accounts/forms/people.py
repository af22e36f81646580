"""What people fill in to bring others in, to say what they are here, and how they are listed."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Listing, OrganisationKind, Role
from accounts.forms.signing import NewPasswordForm
from accounts.invitation_import import read_list
from accounts.listings import first_name
from accounts.models import (
    Authority,
    Invitation,
    Membership,
    Organisation,
    Person,
)
from core.forms import DateInput, Form, offer_words
from core.personal_data import WarnsOfPersonalData


def _agreement(**more: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Partner’s agreement"),
        max_length=160,
        help_text=_("Its name or number, for example “Information sharing agreement 2026”."),
        **more,
    )


def _agreement_ends_on(**more: Any) -> forms.DateField:
    return forms.DateField(
        label=_("Agreement end date"),
        widget=DateInput,
        help_text=_("Their access ends on this day too."),
        **more,
    )


class _StandingForm(Form):
    """What somebody is here: one role, and the organisation they act for."""

    needed = dict.fromkeys(
        ("organisation", "agreement", "agreement_ends_on"), _("(required for partners)")
    )

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *Role.choices])
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    title = forms.CharField(
        label=_("What they do"),
        max_length=120,
        required=False,
        help_text=_("For example “Head of leisure”. It is shown beside their name."),
    )
    agreement = _agreement(required=False)
    agreement_ends_on = _agreement_ends_on(required=False)

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["organisation"]
        assert isinstance(choices, forms.ModelChoiceField)
        choices.queryset = Organisation.objects.filter(authority=authority)


class InviteForm(_StandingForm):
    """One person, and what they are to be here."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("Email address"), max_length=254)
    field_order = ("name", "email", "role")


class ChangeMembershipForm(_StandingForm):
    """What somebody is here, as it stands and as it shall be."""

    keeps_version = True

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        names = ("role", "organisation", "title", "agreement", "agreement_ends_on", "version")
        kwargs["initial"] = {name: getattr(membership, name) for name in names}
        super().__init__(*args, authority=membership.authority, **kwargs)


class EndForm(Form):
    """The day from which somebody has no access."""

    keeps_version = True
    ends_on = forms.DateField(
        label=_("When should their access end?"),
        widget=DateInput,
        help_text=_(
            "They can’t open these pages from this day on. You can choose a date in the future."
        ),
    )


class AgreementForm(Form):
    """What a partner's access rests on, and until when."""

    keeps_version = True
    agreement = _agreement()
    agreement_ends_on = _agreement_ends_on()

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        kwargs["initial"] = {"agreement": membership.agreement, "version": membership.version}
        super().__init__(*args, **kwargs)


class AcceptForm(NewPasswordForm):
    """What a new person says of themselves: their name and, if they want one, a password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("The coordinator sees this. You choose below what others see."),
    )
    listing = forms.ChoiceField(
        label=_("What should others see?"),
        choices=Listing.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("You can change this at any time under “My public name”."),
    )
    field_order = ("name", "listing", "password", "password_again")

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, whose=Person(email=invitation.email), **kwargs)
        # The most private for whoever speaks for themselves here; the others act for an office.
        careful = invitation.role == Role.CARE_CONSULTANT
        self.fields["listing"].initial = Listing.UNNAMED if careful else Listing.FULL_NAME
        offer_words(
            self,
            "listing",
            [
                (Listing.FULL_NAME, Listing.FULL_NAME.label),
                (Listing.FIRST_NAME, Listing.FIRST_NAME.label),
                (
                    Listing.UNNAMED,
                    gettext("No name, just my role: %(role)s")
                    % {"role": Role(invitation.role).label},
                ),
            ],
        )
        for name in ("password", "password_again"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        self.whose.name = self.cleaned_data.get("name", "")
        return super().clean()


def _listings(name: str, role: str) -> list[tuple[str, str]]:
    """Each way to be listed, with how it looks."""
    return [
        (Listing.FULL_NAME, gettext("My full name: %(name)s") % {"name": name}),
        (Listing.FIRST_NAME, gettext("My first name: %(name)s") % {"name": first_name(name)}),
        (Listing.CHOSEN, gettext("Another name (enter it below)")),
        (Listing.UNNAMED, gettext("No name, just my role: %(role)s") % {"role": Role(role).label}),
    ]


class ListingForm(Form):
    """How somebody wants to be shown."""

    needed = {"name": _("(required if you choose “Another name”)")}

    keeps_version = True
    listing = forms.ChoiceField(
        label=_("What should others see?"), choices=Listing.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Name to show"),
        max_length=120,
        required=False,
    )
    title = forms.CharField(
        label=_("What you do, in your own words"),
        max_length=120,
        required=False,
        help_text=_("This appears next to your name. It doesn’t have to say anything about care."),
    )

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        chosen = membership.listing == Listing.CHOSEN
        kwargs["initial"] = {
            "listing": membership.listing or Listing.FULL_NAME,
            "name": membership.listed_as if chosen else "",
            "title": membership.title,
            "version": membership.version,
        }
        super().__init__(*args, **kwargs)
        offer_words(self, "listing", _listings(membership.person.name, membership.role))


class SheetForm(Form):
    """A list of people to invite."""

    file = forms.FileField(
        label=_("Your list"),
        max_length=255,
        help_text=_("Excel (.xlsx) or CSV, up to 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )

    def read_files(self) -> None:
        """The list's rows in place of its file."""
        self.cleaned_data["rows"] = read_list(self.cleaned_data["file"])
        del self.cleaned_data["file"]


class OrganisationForm(WarnsOfPersonalData, Form):
    """A part of the council, or a partner. Of one that is there it carries the version."""

    watched = ("commitment",)

    name = forms.CharField(label=_("What is it called?"), max_length=120)
    kind = forms.ChoiceField(
        label=_("What kind of organisation is it?"),
        choices=OrganisationKind.choices,
        widget=forms.RadioSelect,
    )
    commitment = forms.CharField(
        label=_("What has it promised?"),
        help_text=_("In its own words. For example: two work placements a year."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        self.keeps_version = organisation is not None
        if organisation is not None:
            names = ("name", "kind", "commitment", "version")
            kwargs["initial"] = {name: getattr(organisation, name) for name in names}
        super().__init__(*args, **kwargs)
