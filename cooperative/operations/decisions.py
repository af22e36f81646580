"""What a meeting decided, and the actions it agreed, which land in the workplan."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from cooperative.models import AgendaItem, AgreedAction, Challenge, Meeting, MeetingDecision
from cooperative.policies import can_agree_action, can_record_decision
from cooperative.validators import check_whole
from core import audit
from core.decisions import require
from expectations.models import Expectation
from outcomes.enums import WorkplanStatus
from outcomes.models import Priority
from outcomes.operations.actions import make_action


@transaction.atomic
def record_decision(
    *,
    actor: Membership,
    meeting: Meeting,
    text: str,
    reason: str = "",
    alternatives: str = "",
    if_not_decided: str = "",
    item: AgendaItem | None = None,
) -> MeetingDecision:
    """Write down something the meeting decided, under an agenda item where it helps. Records
    `cooperative.decision.recorded`. Refuses the same words twice, and another meeting's item."""
    require(can_record_decision(actor, meeting))
    problems = {}
    if item is not None and item.meeting_id != meeting.pk:
        problems["item"] = _("Choose an item on this meeting’s agenda.")
    if meeting.decisions.filter(text__same_text=text).exists():
        problems["text"] = _("This decision has already been recorded.")
    if problems:
        raise ValidationError(problems)
    decision = MeetingDecision(
        meeting=meeting,
        item=item,
        text=text,
        reason=reason,
        alternatives=alternatives,
        if_not_decided=if_not_decided,
        recorded_by=actor,
        decided_at=timezone.now(),
    )
    check_whole(decision)
    decision.save()
    audit.record("cooperative.decision.recorded", actor=actor, about=decision, summary=text)
    return decision


@transaction.atomic
def agree_action(
    *,
    actor: Membership,
    meeting: Meeting,
    priority: Priority,
    title: str,
    owner: Membership,
    due_on: datetime.date,
    success_measure: str,
    description: str = "",
    collaborators: Iterable[Membership] = (),
    expectations: Iterable[Expectation] = (),
    target: int | None = None,
    unit: str = "",
    counts_people: bool | None = None,
    decision: MeetingDecision | None = None,
    challenge: Challenge | None = None,
) -> AgreedAction:
    """Put an action the meeting agreed into its theme's workplan, in answer to a decision or a
    challenge where there is one. Records `outcomes.action.agreed` and `cooperative.action.agreed`.
    Refuses a priority of another workplan, another meeting's decision or authority's challenge, and
    what `outcomes.operations.actions.plan_action` refuses."""
    require(can_agree_action(actor, meeting, priority))
    _check(meeting, priority, decision, challenge)
    action = make_action(
        actor=actor,
        priority=priority,
        code="agreed",
        title=title,
        owner=owner,
        due_on=due_on,
        success_measure=success_measure,
        description=description,
        collaborators=collaborators,
        expectations=expectations,
        target=target,
        unit=unit,
        counts_people=counts_people,
    )
    agreed = AgreedAction(meeting=meeting, action=action, decision=decision, challenge=challenge)
    check_whole(agreed)
    agreed.save()
    audit.record(
        "cooperative.action.agreed",
        actor=actor,
        about=agreed,
        summary=f"{title}, agreed at {meeting.title}",
    )
    return agreed


def _check(
    meeting: Meeting,
    priority: Priority,
    decision: MeetingDecision | None,
    challenge: Challenge | None,
) -> None:
    """Raise ValidationError, beside the fields, for whatever is not this meeting's."""
    problems = {}
    workplan = priority.workplan
    themed = (workplan.outcome_id, workplan.period_id) == (meeting.theme_id, meeting.period_id)
    if priority.authority_id != meeting.authority_id or not themed:
        problems["priority"] = _("Choose a priority that belongs to this meeting’s theme.")
    elif workplan.status == WorkplanStatus.CLOSED:
        problems["priority"] = _("This workplan is closed because its year has ended.")
    if decision is not None and decision.meeting_id != meeting.pk:
        problems["decision"] = _("Choose a decision from this meeting.")
    if challenge is not None and challenge.authority_id != meeting.authority_id:
        problems["challenge"] = _("Choose a challenge from the list.")
    if problems:
        raise ValidationError(problems)
