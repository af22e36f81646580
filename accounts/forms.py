"""What people fill in to come in, and to bring others in."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.colours import HEX, check_colour
from accounts.enums import Listing, Rhythm, Role, Topic
from accounts.listings import first_name
from accounts.models import (
    Authority,
    GlossaryTerm,
    Invitation,
    Membership,
    NewsChoice,
    Organisation,
    Person,
    PlainWord,
)
from accounts.notice_kinds import topic_name
from core.forms import DateInput, Form


def _password(label: Any, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        strip=False,
    )


def _email() -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


def code_field(label: Any, *, numeric: bool = False) -> forms.CharField:
    """A code to copy: phones offer it by themselves, and put up the right keys."""
    return forms.CharField(
        label=label,
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric" if numeric else "text",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class AddressForm(Form):
    """Where to send a code."""

    email = _email()
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class CodeForm(Form):
    """The code that was sent."""

    code = code_field(_("Code"))
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class SignInForm(Form):
    """Address and password. Says nothing about which of them was wrong."""

    email = _email()
    password = _password(_("Password"), "current-password")
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class CredentialField(forms.JSONField):
    """What a passkey answered, put there by the page's script."""

    widget = forms.HiddenInput
    MOST = 20_000

    def to_python(self, value: Any) -> Any:
        """Its JSON; too much of it, or too deep, is none."""
        if isinstance(value, str) and len(value) > self.MOST:
            raise ValidationError(gettext("That did not work. Try again."))
        try:
            return super().to_python(value)
        except RecursionError:
            raise ValidationError(gettext("That did not work. Try again.")) from None

    def bound_data(self, data: Any, initial: Any) -> None:
        """Nothing goes back into the form: an answer fits one challenge; the page has another."""

    def prepare_value(self, value: Any) -> str:
        return ""


class SecondStepForm(Form):
    """A code, or a passkey's answer."""

    code = code_field(_("Code"), numeric=True)
    credential = CredentialField(required=False)
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """One of the two is enough."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("credential"):
            self.errors.pop("code", None)
        return cleaned


class PasskeyForm(Form):
    """A passkey's answer."""

    credential = CredentialField(
        error_messages={"required": _("Press the button, and use your passkey.")}
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class AddPasskeyForm(Form):
    """A new passkey, and what to call it."""

    name = forms.CharField(
        label=_("What to call it"), max_length=60, help_text=_("Such as “my phone”.")
    )
    credential = CredentialField(
        error_messages={"required": _("Press the button, and use your passkey.")}
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class AddAppForm(Form):
    """The first code of a new authenticator app."""

    code = code_field(_("The code your app shows now"), numeric=True)
    next = forms.CharField(required=False, widget=forms.HiddenInput)


def _agreement(**more: Any) -> forms.CharField:
    return forms.CharField(
        label=_("A partner’s agreement"),
        max_length=160,
        help_text=_("Its name or number, for example “Information sharing agreement 2026”."),
        **more,
    )


def _agreement_ends_on(**more: Any) -> forms.DateField:
    return forms.DateField(
        label=_("When does the agreement end?"),
        widget=DateInput,
        help_text=_("Access ends on this day too."),
        **more,
    )


class _StandingForm(Form):
    """What somebody is here: one role, and the organisation they act for."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *Role.choices])
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("A partner acts for an organisation. Others may have one too."),
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
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
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

    ends_on = forms.DateField(
        label=_("From which day?"),
        widget=DateInput,
        help_text=_("From that day on they cannot open these pages. It can be a day to come."),
    )


class AgreementForm(Form):
    """What a partner's access rests on, and until when."""

    keeps_version = True
    agreement = _agreement()
    agreement_ends_on = _agreement_ends_on()

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        kwargs["initial"] = {"agreement": membership.agreement, "version": membership.version}
        super().__init__(*args, **kwargs)


class NewPasswordForm(Form):
    """A password, twice, that Django's validators take. `whose` it is, so that it is not their
    own address again."""

    password = _password(_("Choose a password"), "new-password")
    password_again = _password(_("The same password again"), "new-password")

    def __init__(self, *args: Any, whose: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whose = whose
        self.fields["password"].help_text = " ".join(password_validators_help_texts()[:1])

    def clean(self) -> dict[str, Any]:
        """Both the same, and a good one."""
        cleaned = super().clean() or self.cleaned_data
        password, again = cleaned.get("password"), cleaned.get("password_again")
        if password and not again and "password_again" not in self.errors:
            self.add_error("password_again", gettext("Fill this in."))
        elif again and again != password and "password" not in self.errors:
            self.add_error("password_again", gettext("The two passwords are not the same."))
        if not password:
            return cleaned
        try:
            validate_password(password, self.whose)
        except ValidationError as error:
            self.add_error("password", error)
        return cleaned


class AcceptForm(NewPasswordForm):
    """What a new person says of themselves: their name and, if they want one, a password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("The coordinator sees it. What others see, you choose below."),
    )
    listing = forms.ChoiceField(
        label=_("What should others see?"),
        choices=Listing.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("You can change it at any time, on the page “How I am listed”."),
    )
    field_order = ("name", "listing", "password", "password_again")

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, whose=Person(email=invitation.email), **kwargs)
        # The most private for whoever speaks for themselves here; the others act for an office.
        careful = invitation.role == Role.CARE_CONSULTANT
        self.fields["listing"].initial = Listing.UNNAMED if careful else Listing.FULL_NAME
        self.fields["listing"].choices = [  # type: ignore[attr-defined]
            (Listing.FULL_NAME, Listing.FULL_NAME.label),
            (Listing.FIRST_NAME, Listing.FIRST_NAME.label),
            (
                Listing.UNNAMED,
                gettext("No name, only: %(role)s") % {"role": Role(invitation.role).label},
            ),
        ]
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
        (Listing.CHOSEN, gettext("Another name, which I write below")),
        (Listing.UNNAMED, gettext("No name, only: %(role)s") % {"role": Role(role).label}),
    ]


class ListingForm(Form):
    """How somebody wants to be shown."""

    keeps_version = True
    listing = forms.ChoiceField(
        label=_("What should others see?"), choices=Listing.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("The other name"),
        max_length=120,
        required=False,
        help_text=_("Only if you chose another name."),
    )
    title = forms.CharField(
        label=_("What you do, in your words"),
        max_length=120,
        required=False,
        help_text=_("It stands beside your name. It need not say anything about care."),
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
        self.fields["listing"].choices = _listings(  # type: ignore[attr-defined]
            membership.person.name, membership.role
        )


class SheetForm(Form):
    """A list of people to invite."""

    file = forms.FileField(
        label=_("Your list"),
        max_length=255,
        help_text=_("Excel (.xlsx) or CSV, up to 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class ConfirmForm(Form):
    """Only the button, with the key that makes it count once."""


class SecondStepForgetForm(Form):
    """Take away somebody's second step, having made sure that it is they who ask."""

    sure = forms.BooleanField(
        label=_("I have spoken to them, and I am sure that it is they who ask"),
        error_messages={"required": _("Speak to them first, and tick this.")},
    )


class _WordForm(Form):
    """A word and what stands beside it. Of one that stands it carries the version."""

    def __init__(
        self, *args: Any, word: PlainWord | GlossaryTerm | None = None, **kwargs: Any
    ) -> None:
        self.keeps_version = word is not None
        if word is not None:
            names = [*self.base_fields, "version"]
            kwargs["initial"] = {name: getattr(word, name) for name in names}
        super().__init__(*args, **kwargs)


class PlainWordForm(_WordForm):
    """Say this, instead of that."""

    instead_of = forms.CharField(
        label=_("When somebody writes"),
        max_length=60,
        help_text=_("A word or a few, such as “placement”."),
    )
    say = forms.CharField(
        label=_("Suggest this instead"), max_length=80, help_text=_("Such as “home”.")
    )


class GlossaryTermForm(_WordForm):
    """A word, and what it means."""

    word = forms.CharField(label=_("The word"), max_length=60)
    meaning = forms.CharField(
        label=_("What it means"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a sentence or two that a nine-year-old could read."),
    )


class ColourInput(forms.TextInput):
    """The device's own picker of colours."""

    input_type = "color"


class ColourForm(Form):
    """An authority's colour."""

    colour = forms.CharField(
        label=_("Our colour"),
        max_length=7,
        widget=ColourInput,
        help_text=_("White words stand on it, so it has to be dark enough to read them."),
    )

    def clean_colour(self) -> str:
        """In small letters, as a colour, and one that white words can be read on."""
        colour = str(self.cleaned_data["colour"]).lower()
        if not HEX.fullmatch(colour):
            raise ValidationError(_("Write a colour like #1d4ed8."))
        check_colour(colour)
        return colour


class LogoForm(Form):
    """A picture, and what it shows in words."""

    file = forms.FileField(
        label=_("Our logo"),
        max_length=255,
        help_text=_("PNG, JPEG or WebP, up to 2 MB. We keep it at the size that a page needs."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    words = forms.CharField(
        label=_("What does it show?"),
        max_length=120,
        help_text=_("For people who cannot see it. For example “Manchester City Council”."),
    )


class NewsChoiceForm(Form):
    """How somebody wants to be told by e-mail."""

    rhythm = forms.ChoiceField(
        label=_("How often do you want an e-mail?"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text=_("It only comes when there is something new that you have not read here."),
    )
    topics = forms.MultipleChoiceField(
        label=_("What about?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What you do not tick comes in no e-mail. You still find it on these pages."),
    )
    language = forms.ChoiceField(
        label=_("In which language?"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, choice: NewsChoice, authority: Authority, language: str, **kwargs: Any
    ) -> None:
        wanted = [topic for topic in Topic.values if topic not in choice.stopped]
        kwargs["initial"] = {
            "rhythm": choice.rhythm,
            "topics": wanted,
            "language": choice.language if choice.pk else language,
        }
        super().__init__(*args, **kwargs)
        topics: Any = self.fields["topics"]
        topics.choices = [(one.value, topic_name(one, authority)) for one in Topic]
