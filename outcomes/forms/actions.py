"""Forms of actions: to plan one, to change it, and to say no to a proposal."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.queries import by_organisation
from accounts.roles import OWNING_ROLES
from core.forms import DateInput, Form, offer_words, set_queryset
from core.personal_data import WarnsOfPersonalData
from expectations.models import Expectation
from outcomes.enums import NEVER_AGREED
from outcomes.forms.common import NO_NAMES
from outcomes.models import Action


class _ExpectationsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        if obj.expectation_set.is_main:
            return str(obj)
        return gettext("%(words)s (earlier version)") % {"words": obj}


class ActionForm(WarnsOfPersonalData, Form):
    """A piece of work: one accountable owner, a date, and how we will know."""

    watched: ClassVar[tuple[str, ...]] = ("title", "description", "success_measure", "unit")

    title = forms.CharField(
        label=_("What will be done?"),
        max_length=160,
        help_text=_("Start with a verb, for example “Offer” or “Set up”."),
    )
    description = forms.CharField(
        label=_("More details"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NO_NAMES,
    )
    owner = forms.ModelChoiceField(
        Membership.objects.none(),
        label=_("Owner"),
        help_text=_("Choose one person. They’ll be asked about it at the meeting."),
        empty_label=_("Choose one person"),
    )
    collaborators = forms.ModelMultipleChoiceField(
        Membership.objects.none(),
        label=_("Who else is helping?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = forms.DateField(label=_("By when?"), widget=DateInput())
    success_measure = forms.CharField(label=_("How will we know that it worked?"), max_length=300)
    target = forms.IntegerField(
        label=_("Target number"), required=False, min_value=1, max_value=1_000_000
    )
    unit = forms.CharField(
        label=_("What are you counting?"),
        max_length=60,
        required=False,
        help_text=_("For example: young people linked to a club."),
    )
    counts_people = forms.TypedChoiceField(
        label=_("Does this count people?"),
        choices=[
            ("yes", _("Yes, for example young people, carers or families")),
            ("no", _("No, for example sessions, visits or laptops")),
        ],
        coerce=lambda value: value == "yes",
        initial="yes",
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=_("We hide small numbers of people, so that nobody can be recognised."),
    )
    expectations = _ExpectationsField(
        Expectation.objects.none(),
        label=_("Which expectations does it help to meet?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, authority_id: int, actor: Membership | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = Membership.objects.current().filter(authority_id=authority_id).with_names()
        # Read once for both lists; each still checks an answer against the database.
        named = [(one.pk, one.standing_in_full) for one in people]
        owners = [one for one in people if one.role in OWNING_ROLES]
        set_queryset(self, "owner", people.filter(role__in=OWNING_ROLES))
        offer_words(self, "owner", [("", _("Choose one person")), *by_organisation(owners, actor)])
        set_queryset(self, "collaborators", people)
        offer_words(self, "collaborators", named)
        ours = Expectation.objects.filter(expectation_set__authority_id=authority_id)
        set_queryset(self, "expectations", ours.in_main_set().select_related("expectation_set"))

    def values(self) -> dict[str, Any]:
        """Without an answer about people, what was so before stays so."""
        given = super().values()
        if given["counts_people"] is None:
            del given["counts_people"]
        return given

    def clean_due_on(self) -> datetime.date:
        due_on: datetime.date = self.cleaned_data["due_on"]
        if due_on.year > timezone.localdate().year + 20:
            raise forms.ValidationError(gettext("That is more than 20 years away. Check the year."))
        return due_on


class ActionEditForm(ActionForm):
    """The same, of an action that stands. A date that moves needs a reason."""

    watched = (*ActionForm.watched, "because")
    needed = {"because": _("(required if you change the due date)")}
    keeps_version = True

    because = forms.CharField(
        label=_("Why is the due date changing?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Everyone who can see the action will read this, and care consultants who follow it "
            "are told. Lateness still counts from the first date."
        ),
    )

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        # `actor`, who stands first among the owners, goes on as it is.
        kwargs.setdefault("initial", {}).update(
            {name: getattr(action, name) for name in (
                "title", "description", "owner", "due_on", "success_measure", "target", "unit",
                "version",
            )},
            counts_people="yes" if action.counts_people else "no",
            collaborators=action.collaborators.all(),
            expectations=action.expectations.all(),
        )  # fmt: skip
        super().__init__(*args, authority_id=action.authority_id, **kwargs)
        if action.status in NEVER_AGREED:
            del self.fields["because"]
        # What it serves of an earlier version of the set stays, unless somebody takes it off.
        ours = Expectation.objects.filter(expectation_set__authority_id=action.authority_id)
        served = Q(pk__in=action.expectations.values("pk"))
        offered = ours.filter(Q(expectation_set__is_main=True) | served)
        in_order = offered.order_by("-expectation_set__is_main", "number", "pk")
        set_queryset(self, "expectations", in_order.select_related("expectation_set"))


class DeclineForm(WarnsOfPersonalData, Form):
    """Say no to a proposal."""

    watched = ("because",)

    because = forms.CharField(
        label=_("Why not?"), max_length=900, widget=forms.Textarea(attrs={"rows": 3})
    )
