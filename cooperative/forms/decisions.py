"""What a meeting decided and agreed to do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.queries import by_organisation
from accounts.roles import OWNING_ROLES
from cooperative.enums import ItemStatus
from cooperative.forms.common import PeopleChoice, PersonChoice
from cooperative.models import AgendaItem, Challenge, Meeting, MeetingDecision
from cooperative.queries.people import duty_holders
from core.forms import DateInput, Form, offer_words, set_queryset
from core.personal_data import WarnsOfPersonalData
from expectations.models import Expectation
from outcomes.models import Priority, Workplan


class DecisionForm(WarnsOfPersonalData, Form):
    """Something the meeting decided."""

    watched = ("text", "reason", "alternatives", "if_not_decided")
    told_to_everyone = watched

    text = forms.CharField(
        label=_("What was decided?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label=_("Which agenda item was it under?"),
        required=False,
        empty_label=_("None"),
    )
    reason = forms.CharField(
        label=_("Why?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    alternatives = forms.CharField(
        label=_("What other options did you consider?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    if_not_decided = forms.CharField(
        label=_("What would happen without this decision?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_queryset(self, "item", meeting.items.filter(status=ItemStatus.ON_AGENDA))


class AgreedActionForm(WarnsOfPersonalData, Form):
    """An action the meeting agreed; it lands in the workplan."""

    watched = ("title", "success_measure")

    priority = forms.ModelChoiceField(
        Priority.objects.none(), label=_("Which priority is it for?"), empty_label=_("Choose one")
    )
    title = forms.CharField(label=_("What will be done?"), max_length=160)
    owner = PersonChoice(
        Membership.objects.none(),
        label=_("Owner"),
        help_text=_("The one person responsible for it."),
        empty_label=_("Choose a person"),
    )
    due_on = forms.DateField(label=_("By when?"), widget=DateInput())
    success_measure = forms.CharField(label=_("How will we know it worked?"), max_length=300)
    decision = forms.ModelChoiceField(
        MeetingDecision.objects.none(),
        label=_("Which decision does it follow from?"),
        required=False,
        empty_label=_("None"),
    )
    challenge = forms.ModelChoiceField(
        Challenge.objects.none(),
        label=_("Which challenge does it answer?"),
        required=False,
        empty_label=_("None"),
    )
    collaborators = PeopleChoice(
        Membership.objects.none(), label=_("Who else is helping?"), required=False
    )
    expectations = forms.ModelMultipleChoiceField(
        Expectation.objects.none(),
        label=_("Which expectations does it help to meet?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Membership, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = actor.authority_id
        workplan = Workplan.objects.filter(
            outcome__in=[meeting.theme] if meeting.theme else [], period_id=meeting.period_id
        )
        holders = duty_holders(own)
        choices: dict[str, Any] = {
            "priority": Priority.objects.open().filter(workplan__in=workplan).ranked(),
            "owner": holders.filter(role__in=OWNING_ROLES),
            "collaborators": holders,
            "decision": meeting.decisions.all(),
            "challenge": meeting.challenges.all(),
            "expectations": Expectation.objects.in_main_set().visible_to(actor),
        }
        for name, queryset in choices.items():
            set_queryset(self, name, queryset)
        # Read once for both lists; each still checks an answer against the database.
        people = list(holders)
        owners = by_organisation([one for one in people if one.role in OWNING_ROLES], actor)
        offer_words(self, "owner", [("", _("Choose a person")), *owners])
        offer_words(self, "collaborators", [(one.pk, one.standing) for one in people])
