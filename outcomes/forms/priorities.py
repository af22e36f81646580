"""Forms of a workplan and its priorities, and of who leads an outcome."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.roles import LEADING_ROLES
from core.folding import Folded
from core.forms import Form, offer_words, set_queryset
from core.personal_data import WarnsOfPersonalData
from core.plain_words import ChecksWords
from outcomes.forms.common import NO_NAMES
from outcomes.models import Outcome, Period, Priority, Workplan
from voice.models import Ask


class WorkplanForm(WarnsOfPersonalData, Form):
    """Start a year's workplan."""

    watched = ("title",)

    period = forms.ModelChoiceField(Period.objects.none(), label=_("Which year?"), empty_label=None)
    title = forms.CharField(
        label=_("What is this plan about, in a few words?"), max_length=160, required=False
    )

    def __init__(self, *args: Any, periods: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_queryset(self, "period", periods)


class PriorityForm(ChecksWords, WarnsOfPersonalData, Form):
    """What should change, and why."""

    watched = ("title", "why")
    told_to_everyone = watched
    plain = ("title", "why")

    title = forms.CharField(
        label=_("What do you want to change?"),
        max_length=160,
        help_text=_("One thing, in your own words."),
    )
    why = forms.CharField(
        label=_("Why does it matter?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NO_NAMES,
    )
    why_is_public = forms.BooleanField(
        label=_("Anyone may read why it matters"),
        required=False,
        help_text=_(
            "If you tick this, your reason is published in the open data on the public website. If "
            "you don’t, or if it came from a point that isn’t public, only people who sign in here "
            "can read it. Everyone can always read what you want to change."
        ),
    )
    asks = forms.ModelMultipleChoiceField(
        Ask.objects.none(),
        label=_("Which points did it come from?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, workplan: Workplan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_queryset(self, "asks", Ask.objects.filter(authority_id=workplan.authority_id))


class PriorityEditForm(PriorityForm):
    """The same, of a priority that stands."""

    keeps_version = True

    def __init__(self, *args: Any, priority: Priority, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(
            title=priority.title,
            why=priority.why,
            why_is_public=priority.why_is_public,
            asks=priority.asks.all(),
            version=priority.version,
        )
        super().__init__(*args, workplan=priority.workplan, **kwargs)


class PriorityCloseForm(ChecksWords, WarnsOfPersonalData, Form):
    """Met, or closed without being met."""

    watched = ("words",)
    told_to_everyone = watched
    plain = ("words",)

    keeps_version = True
    met = forms.TypedChoiceField(
        label=_("Has it been met?"),
        choices=[("yes", _("Yes, things have changed")), ("no", _("No, but we’re closing it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Why? In your own words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAMES,
    )
    words_are_public = forms.BooleanField(
        label=_("Anyone may read these words"),
        required=False,
        help_text=_(
            "If you tick this, they appear on the public page “You said, we did”, in the public "
            "report and in its PDF. If you don’t, only people who sign in here can read them."
        ),
    )

    def __init__(self, *args: Any, priority: Priority, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(version=priority.version)
        super().__init__(*args, **kwargs)


class LeadForm(Form):
    """Say who leads an outcome."""

    lead = forms.ModelChoiceField(
        Membership.objects.none(), label=_("Who leads it?"), required=False
    )
    # Who led it when the page was opened, so that two who change it at once do not undo each other.
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, outcome: Outcome, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Membership.objects.current().filter(authority_id=outcome.authority_id)
        people = (
            here.filter(role__in=LEADING_ROLES).with_names().order_by(Folded("person__name"), "pk")
        )
        set_queryset(self, "lead", people)
        named = [(one.pk, one.standing_in_full) for one in people]
        offer_words(self, "lead", [("", _("Nobody yet")), *named])
        self.fields["lead"].initial = outcome.lead_id
        self.fields["seen"].initial = outcome.lead_id or 0
