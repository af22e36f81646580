"""Elected members read a workplan before a meeting, ask, and say they have read it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from cooperative.enums import MeetingStatus
from cooperative.models import Meeting, MemberQuestion
from cooperative.policies.common import holds, same_authority
from core.decisions import ALLOW, Decision, deny, first_refusal


def _before_meeting(meeting: Meeting) -> Decision:
    """Between the papers going out and the meeting being over."""
    if meeting.status == MeetingStatus.CANCELLED:
        return deny(_("This meeting was cancelled."))
    if meeting.status == MeetingStatus.PLANNED:
        return deny(_("The papers haven’t been published yet."))
    if meeting.status == MeetingStatus.HELD:
        return deny(_("This meeting has been held."))
    if timezone.localdate() > timezone.localdate(meeting.starts_at):
        return deny(_("The day of this meeting has passed."))
    return ALLOW


def can_mark_workplan_read(actor: Membership, meeting: Meeting) -> Decision:
    """Say "I have read this" before a meeting. Elected members only."""
    return first_refusal(
        same_authority(actor, meeting.authority_id),
        holds(actor, "review_workplans"),
        _before_meeting(meeting),
    )


def can_ask_member_question(actor: Membership, meeting: Meeting) -> Decision:
    """Leave a question on the workplan before a meeting. Elected members only."""
    return first_refusal(
        same_authority(actor, meeting.authority_id),
        holds(actor, "review_workplans"),
        _before_meeting(meeting),
    )


def can_answer_member_question(actor: Membership, question: MemberQuestion) -> Decision:
    """Answer one, once: whoever may answer questions, the outcome's lead, the action's owner."""
    own = same_authority(actor, question.meeting.authority_id)
    if not own:
        return own
    leads = question.workplan.outcome.lead_id == actor.pk
    owns = question.action is not None and question.action.owner_id == actor.pk
    if not (leads or owns or actor.holds("answer_questions")):
        return deny(
            _(
                "Only officers, the coordinator and the person leading this work can answer "
                "questions."
            )
        )
    if question.answer:
        return deny(_("This question has been answered."))
    return ALLOW


def can_see_readiness(actor: Membership, meeting: Meeting) -> Decision:
    """See by name who has read the workplan: those who plan the meeting, and members themselves."""
    own = same_authority(actor, meeting.authority_id)
    if not own:
        return own
    if actor.holds("plan_meetings") or actor.holds("review_workplans"):
        return ALLOW
    return deny(
        _("Only members and the people planning the meeting can see who has read the workplan.")
    )
