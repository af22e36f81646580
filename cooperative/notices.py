"""What people are told of challenges, meetings, seats and escalations, and of work left behind."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.enums import Topic
from accounts.notice_kinds import NoticeKind, register_notice_kinds
from cooperative.enums import (
    ChallengeStatus,
    EscalationStatus,
    ItemStatus,
    MeetingStatus,
    SeatStatus,
)
from outcomes.enums import OPEN_STATUSES, ActionStatus, WorkplanStatus

MEETING, CHALLENGE, BODY = "cooperative.meeting", "cooperative.challenge", "cooperative.body"
ESCALATION, MEMBERSHIP = "cooperative.escalation", "accounts.membership"

_TO_COME = [MeetingStatus.PLANNED, MeetingStatus.PAPERS_OUT]
# A meeting that is still to come on that day; one whose papers are out.
_ON_THAT_DAY = {"status__in": _TO_COME, "starts_at__date": F("day")}
_TO_READ = {"status": MeetingStatus.PAPERS_OUT, "starts_at__date": F("day")}
# A challenge that waits for the answer by this very day; one that waits for a verdict.
_UNANSWERED = {"status": ChallengeStatus.OPEN, "reply_by": F("day")}
_UNJUDGED = {"status": ChallengeStatus.ANSWERED}
# An obstacle that is open; that is with a group the reader sits on.
_OPEN = {"status": EscalationStatus.OPEN}
_SITS = {
    **_OPEN,
    "body__seats__membership": F("membership"),
    "body__seats__status": SeatStatus.ACTIVE,
}
# A former member with work in their name: what `accounts.queries.belongings` looks for.
_HAS_WORK = (
    {
        "owned_actions__status__in": [ActionStatus.PROPOSED, *OPEN_STATUSES],
        "owned_actions__workplan__status__in": [WorkplanStatus.DRAFT, WorkplanStatus.SHARED],
    },
    {"leads__isnull": False},
    {"challenges_to_answer__status__in": [ChallengeStatus.OPEN, ChallengeStatus.ANSWERED]},
    {"meetings_led__status__in": _TO_COME},
    {"seats__status__in": [SeatStatus.PROPOSED, SeatStatus.ACTIVE]},
    {"escalations__status": EscalationStatus.OPEN},
)

NOTICE_KINDS = {
    "challenge-raised": NoticeKind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("You’ve been asked a question. Please answer it by %(day)s."),
        asks=True,
        holds=_UNANSWERED,
    ),
    "challenge-answered": NoticeKind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("Your question has been answered. Is the answer good enough?"),
        asks=True,
        holds=_UNJUDGED,
    ),
    "challenge-accepted": NoticeKind(Topic.CHALLENGES, CHALLENGE, _("Your answer was accepted.")),
    "challenge-refused": NoticeKind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("Your answer wasn’t accepted. Please answer again by %(day)s."),
        asks=True,
        holds=_UNANSWERED,
    ),
    "challenge-due-soon": NoticeKind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("Your answer is due on %(day)s."),
        asks=True,
        holds=_UNANSWERED,
    ),
    "challenge-late": NoticeKind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("Your answer was due on %(day)s."),
        asks=True,
        holds=_UNANSWERED,
    ),
    "challenge-waits": NoticeKind(
        Topic.CHALLENGES,
        CHALLENGE,
        _(
            "Your question hasn’t been answered yet. The answer was due on %(day)s. We’ve told "
            "the people in charge."
        ),
        holds=_UNANSWERED,
    ),
    "challenge-unanswered": NoticeKind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("An answer was due on %(day)s, but nobody has given one."),
        asks=True,
        holds=_UNANSWERED,
    ),
    "challenge-on-agenda": NoticeKind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("This hasn’t been answered, so it’s first on the agenda of the next %(meeting)s."),
    ),
    "challenge-undecided": NoticeKind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("You have an answer. When you’re ready, say if it’s good enough."),
        asks=True,
        holds=_UNJUDGED,
    ),
    "meeting-to-lead": NoticeKind(
        Topic.MEETINGS,
        MEETING,
        _("You lead this %(meeting)s."),
        holds={"status__in": _TO_COME, "led_by": F("membership")},
    ),
    "meeting-moved": NoticeKind(
        Topic.MEETINGS,
        MEETING,
        _("This %(meeting)s has been moved. It’s now on %(day)s."),
        holds=_ON_THAT_DAY,
    ),
    "meeting-place": NoticeKind(
        Topic.MEETINGS, MEETING, _("This %(meeting)s is now in a different place.")
    ),
    "meeting-cancelled": NoticeKind(
        Topic.MEETINGS,
        MEETING,
        _("This %(meeting)s on %(day)s has been cancelled."),
        holds={"status": MeetingStatus.CANCELLED},
    ),
    "meeting-reinstated": NoticeKind(
        Topic.MEETINGS,
        MEETING,
        _("This %(meeting)s is going ahead after all, on %(day)s."),
        holds=_ON_THAT_DAY,
    ),
    "papers-out": NoticeKind(
        Topic.MEETINGS,
        MEETING,
        _("The papers for this %(meeting)s have been published."),
        holds={"status": MeetingStatus.PAPERS_OUT},
    ),
    "workplan-to-read": NoticeKind(
        Topic.MEETINGS,
        MEETING,
        _("Please read the workplan before this %(meeting)s on %(day)s."),
        asks=True,
        holds=_TO_READ,
        until={"readings__member": F("membership")},
    ),
    "workplan-unread": NoticeKind(
        Topic.MEETINGS,
        MEETING,
        _("Some members haven’t read the workplan for this %(meeting)s on %(day)s."),
        holds=_TO_READ,
    ),
    "item-proposed": NoticeKind(
        Topic.MEETINGS,
        MEETING,
        _("Someone has suggested an item for this agenda. Please say yes or no."),
        asks=True,
        holds={"status__in": _TO_COME, "items__status": ItemStatus.PROPOSED},
    ),
    "item-accepted": NoticeKind(Topic.MEETINGS, MEETING, _("Your suggestion is on this agenda.")),
    "item-declined": NoticeKind(
        Topic.MEETINGS, MEETING, _("Your suggestion isn’t on this agenda. Read why.")
    ),
    "question-asked": NoticeKind(
        Topic.MEETINGS,
        MEETING,
        _("A member asked a question about the workplan."),
        asks=True,
        holds=(
            {"questions__answer": "", "questions__workplan__outcome__lead": F("membership")},
            {"questions__answer": "", "questions__action__owner": F("membership")},
        ),
    ),
    "question-unanswered": NoticeKind(
        Topic.MEETINGS,
        MEETING,
        _("A member’s question before this %(meeting)s still has no answer. Please answer it."),
        asks=True,
        holds={"questions__answer": ""},
    ),
    "question-answered": NoticeKind(
        Topic.MEETINGS, MEETING, _("Your question about the workplan has been answered.")
    ),
    "meeting-concern": NoticeKind(
        Topic.VOICE,
        MEETING,
        _("A concern was raised at this meeting. Please ask what happened."),
        asks=True,
        stays="what came of a concern is kept outside the program; only its reader can say",
    ),
    "notes-removed": NoticeKind(
        Topic.VOICE, MEETING, _("Notes were removed from this %(meeting)s. Please ask why.")
    ),
    "seat-taken": NoticeKind(Topic.PEOPLE, BODY, _("You now have a seat here.")),
    "escalation-raised": NoticeKind(
        Topic.ACTIONS,
        ESCALATION,
        _("This is blocked and needs a decision from your group by %(day)s."),
        asks=True,
        holds=_SITS,
    ),
    "escalation-of-yours": NoticeKind(
        Topic.ACTIONS, ESCALATION, _("Someone has reported a problem that’s blocking your work.")
    ),
    "escalation-given": NoticeKind(
        Topic.ACTIONS,
        ESCALATION,
        _("You’re now responsible for following this up until there’s a decision."),
    ),
    "escalation-passed-up": NoticeKind(
        Topic.ACTIONS, ESCALATION, _("This is now with another group. Read why.")
    ),
    "escalation-resolved": NoticeKind(
        Topic.ACTIONS, ESCALATION, _("A group has made a decision on this problem.")
    ),
    "escalation-proposed": NoticeKind(
        Topic.ACTIONS,
        ESCALATION,
        _("Someone in your group has proposed a decision. Confirm it, or propose another."),
        asks=True,
        holds=_SITS,
    ),
    "escalation-confirmed": NoticeKind(
        Topic.ACTIONS, ESCALATION, _("Your group has decided on this.")
    ),
    "escalation-undone": NoticeKind(
        Topic.ACTIONS,
        ESCALATION,
        _("The last step on this was undone. It’s waiting for a decision again."),
        holds=_OPEN,
    ),
    "escalation-sent-back": NoticeKind(
        Topic.ACTIONS,
        ESCALATION,
        _("This has been sent back to you. Read why."),
        asks=True,
        holds={"status": EscalationStatus.SENT_BACK, "action__status__in": OPEN_STATUSES},
    ),
    "escalation-withdrawn": NoticeKind(
        Topic.ACTIONS, ESCALATION, _("This has been withdrawn. You don’t need to decide on it.")
    ),
    "escalation-unseated": NoticeKind(
        Topic.ACTIONS,
        ESCALATION,
        _(
            "Nobody in the group dealing with this can decide. Move it to another group, or fill "
            "a seat."
        ),
        asks=True,
        holds=_OPEN,
    ),
    "escalation-late": NoticeKind(
        Topic.ACTIONS,
        ESCALATION,
        _("A decision on this was due by %(day)s, but hasn’t been made."),
        asks=True,
        holds={**_OPEN, "needed_by": F("day")},
    ),
    "somebody-left": NoticeKind(
        Topic.PEOPLE,
        MEMBERSHIP,
        _("Someone has left. Their work needs handing over."),
        asks=True,
        holds=_HAS_WORK,
    ),
}
register_notice_kinds(NOTICE_KINDS)
