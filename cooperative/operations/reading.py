"""Elected members before a meeting: "I have read this", questions, and their answers."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.operations.notices import settle_moved_on
from cooperative.models import Meeting, MemberQuestion, WorkplanReading
from cooperative.operations.telling import tell_of_question
from cooperative.policies import (
    can_answer_member_question,
    can_ask_member_question,
    can_mark_workplan_read,
)
from cooperative.validators import check_whole
from core import audit
from core.decisions import require
from outcomes.models import Action, Workplan


@transaction.atomic
def mark_workplan_read(*, actor: Membership, meeting: Meeting) -> WorkplanReading:
    """Say that the actor, an elected member, has read the workplan before the meeting. Records
    `cooperative.workplan.read`. Refuses a second time, and a meeting without a workplan."""
    require(can_mark_workplan_read(actor, meeting))
    workplan = _workplan(meeting)
    # The lock makes two presses at once wait for each other; the second then sees the first.
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if meeting.readings.filter(workplan=workplan, member=actor).exists():
        raise ValidationError(_("You’ve already said you’ve read this."))
    reading = WorkplanReading(
        meeting=meeting, workplan=workplan, member=actor, read_at=timezone.now()
    )
    check_whole(reading)
    reading.save()
    audit.record(
        "cooperative.workplan.read",
        actor=actor,
        about=reading,
        summary=f"{workplan}, before {meeting.title}",
    )
    settle_moved_on(meeting)
    return reading


@transaction.atomic
def ask_member_question(
    *, actor: Membership, meeting: Meeting, text: str, action: Action | None = None
) -> MemberQuestion:
    """Leave a question on the workplan before a meeting, about one action where it helps. Records
    `cooperative.question.asked`, and tells the outcome's lead and the action's owner. Refuses an
    action of another workplan, and the same question twice."""
    require(can_ask_member_question(actor, meeting))
    workplan = _workplan(meeting)
    if action is not None and action.workplan_id != workplan.pk:
        raise ValidationError({"action": _("Choose an action from this workplan.")})
    if meeting.questions.filter(asked_by=actor, text__same_text=text).exists():
        raise ValidationError({"text": _("You’ve already asked this.")})
    question = MemberQuestion(
        meeting=meeting,
        workplan=workplan,
        action=action,
        asked_by=actor,
        asked_at=timezone.now(),
        text=text,
    )
    check_whole(question)
    question.save()
    audit.record("cooperative.question.asked", actor=actor, about=question, summary=text)
    tell_of_question(actor, question, "question-asked")
    return question


@transaction.atomic
def answer_member_question(
    *, actor: Membership, question: MemberQuestion, answer: str
) -> MemberQuestion:
    """Answer a member's question, once. Records `cooperative.question.answered`, and tells whoever
    asked. Refuses an empty answer."""
    question = MemberQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    require(can_answer_member_question(actor, question))
    if not answer:
        raise ValidationError({"answer": _("Write your answer.")})
    question.answer = answer
    question.answered_by = actor
    question.answered_at = timezone.now()
    check_whole(question)
    question.save()
    audit.record(
        "cooperative.question.answered", actor=actor, about=question, summary=question.text
    )
    tell_of_question(actor, question, "question-answered")
    return question


def _workplan(meeting: Meeting) -> Workplan:
    workplan = meeting.themed_workplan()
    if workplan is None:
        raise ValidationError(_("This meeting has no workplan to read."))
    return workplan
