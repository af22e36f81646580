"""Everything that people here are told of, in words, in one place.

A kind belongs to a topic, which can be stopped, and to what it is about: a record whose
`visible_to` says who may be told. Its words are a whole sentence; `%(…)s` are the authority's own
words, and `%(day)s` the day that was named. The words go on pages only: an e-mail holds none of
them. The operations of the apps above tell (`accounts.operations.notices.tell`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Topic

if TYPE_CHECKING:
    from accounts.models.authority import Authority

ACTION, PRIORITY, OUTCOME = "outcomes.action", "outcomes.priority", "outcomes.outcome"
CHALLENGE, MEETING, BODY = "cooperative.challenge", "cooperative.meeting", "cooperative.body"
EXPECTATION = "expectations.expectation"
ESCALATION = "cooperative.escalation"
REPORT, ANNUAL = "impact.impactreport", "impact.annualreport"
SCRUTINY = "impact.scrutinycomment"
MEMBERSHIP = "accounts.membership"
ASK = "voice.ask"


@dataclass(frozen=True)
class Kind:
    """One kind of news. `asks` is true of what waits for the reader, and so stands first. `holds`
    says as long as what it is news: look-ups on what it is about, where F("day") and
    F("membership") are the notice's own. Without any, it stays true."""

    topic: Topic
    about: str
    words: Promise
    asks: bool = False
    # The manager of the model whose `visible_to` says who may be told, where it is not the default.
    manager: str = ""
    holds: Mapping[str, Any] = field(default_factory=dict)


# An action that is owed by this very day; a challenge that waits for the answer by it; one that
# waits for a verdict; an obstacle that is with a group the reader sits on; a meeting that is still
# to come on that day.
_UNANSWERED = {"status": "open", "reply_by": F("day")}
_UNJUDGED = {"status": "answered"}
_SITS = {
    "status": "open",
    "body__seats__membership": F("membership"),
    "body__seats__status": "active",
}
_OWED = {
    "status__in": ["not-started", "on-track", "at-risk", "off-track"],
    "due_on": F("day"),
}
_ON_THAT_DAY = {"status__in": ["planned", "papers-out"], "starts_at__date": F("day")}


KINDS: dict[str, Kind] = {
    # Actions
    "action-given": Kind(
        Topic.ACTIONS, ACTION, _("You’re now responsible for this %(action)s."), asks=True
    ),
    "action-shared": Kind(Topic.ACTIONS, ACTION, _("You’re now helping with this %(action)s.")),
    "action-changed": Kind(Topic.ACTIONS, ACTION, _("The plan for this %(action)s has changed.")),
    "action-moved": Kind(
        Topic.ACTIONS, ACTION, _("The due date of this %(action)s has moved to %(day)s. Read why.")
    ),
    "action-proposed": Kind(
        Topic.ACTIONS,
        ACTION,
        _("Someone has suggested this %(action)s. Please say yes or no."),
        asks=True,
        holds={"status": "proposed"},
    ),
    "proposal-taken-up": Kind(Topic.ACTIONS, ACTION, _("Your suggestion is now in the workplan.")),
    "proposal-declined": Kind(
        Topic.ACTIONS, ACTION, _("Your suggestion wasn’t taken up. Read why.")
    ),
    "progress-recorded": Kind(Topic.ACTIONS, ACTION, _("This %(action)s has been updated.")),
    "verdict-given": Kind(
        Topic.ACTIONS, ACTION, _("This has a new verdict from %(care_consultants)s.")
    ),
    "action-due-soon": Kind(
        Topic.ACTIONS,
        ACTION,
        _("This is due on %(day)s."),
        asks=True,
        holds=_OWED,
    ),
    "action-late": Kind(
        Topic.ACTIONS,
        ACTION,
        _("This was due on %(day)s. Please update it."),
        asks=True,
        holds=_OWED,
    ),
    "action-stuck": Kind(
        Topic.ACTIONS,
        ACTION,
        _("This was due on %(day)s and hasn’t been updated since."),
        asks=True,
        holds=_OWED,
    ),
    # What young people said
    "ask-waits": Kind(
        Topic.VOICE,
        ASK,
        _("Something young people said is waiting to be released."),
        asks=True,
        manager="unreleased_ones",
    ),
    "concern-raised": Kind(
        Topic.VOICE,
        ASK,
        _("Someone may not be safe. Please read what was recorded now."),
        asks=True,
        manager="unreleased_ones",
    ),
    "ask-taken-up": Kind(
        Topic.VOICE, PRIORITY, _("What young people told you led to this %(priority)s.")
    ),
    "ask-done": Kind(
        Topic.VOICE, PRIORITY, _("An action on what young people told you is now done.")
    ),
    "priority-set": Kind(
        Topic.VOICE, PRIORITY, _("Your workplan has a new %(priority)s."), asks=True
    ),
    "priority-judged": Kind(
        Topic.VOICE, PRIORITY, _("This has a new verdict from %(care_consultants)s.")
    ),
    "expectation-judged": Kind(
        Topic.VOICE, EXPECTATION, _("This has a new verdict from %(care_consultants)s.")
    ),
    "priority-closed": Kind(Topic.VOICE, PRIORITY, _("This %(priority)s is closed. Read why.")),
    "priority-reopened": Kind(Topic.VOICE, PRIORITY, _("This %(priority)s is open again.")),
    "meeting-concern": Kind(
        Topic.VOICE,
        MEETING,
        _("A concern was raised at this meeting. Please ask what happened."),
        asks=True,
    ),
    "notes-removed": Kind(
        Topic.VOICE, MEETING, _("Notes were removed from this %(meeting)s. Please ask why.")
    ),
    # Challenges
    "challenge-raised": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("You’ve been asked a question. Please answer it by %(day)s."),
        asks=True,
        holds=_UNANSWERED,
    ),
    "challenge-answered": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("Your question has been answered. Is the answer good enough?"),
        asks=True,
        holds=_UNJUDGED,
    ),
    "challenge-accepted": Kind(Topic.CHALLENGES, CHALLENGE, _("Your answer was accepted.")),
    "challenge-refused": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("Your answer wasn’t accepted. Please answer again by %(day)s."),
        asks=True,
        holds=_UNANSWERED,
    ),
    "challenge-due-soon": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("Your answer is due on %(day)s."),
        asks=True,
        holds=_UNANSWERED,
    ),
    "challenge-late": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("Your answer was due on %(day)s."),
        asks=True,
        holds=_UNANSWERED,
    ),
    "challenge-waits": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _(
            "Your question hasn’t been answered yet. The answer was due on %(day)s. We’ve told "
            "the people in charge."
        ),
        holds=_UNANSWERED,
    ),
    "challenge-unanswered": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("An answer was due on %(day)s, but nobody has given one."),
        asks=True,
        holds=_UNANSWERED,
    ),
    "challenge-on-agenda": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("This hasn’t been answered, so it’s first on the agenda of the next %(meeting)s."),
    ),
    "challenge-undecided": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("You have an answer. When you’re ready, say if it’s good enough."),
        asks=True,
        holds=_UNJUDGED,
    ),
    # What stands in the way
    "escalation-raised": Kind(
        Topic.ACTIONS,
        ESCALATION,
        _("This is blocked and needs a decision from your group by %(day)s."),
        asks=True,
        holds=_SITS,
    ),
    "escalation-of-yours": Kind(
        Topic.ACTIONS, ESCALATION, _("Someone has reported a problem that’s blocking your work.")
    ),
    "escalation-given": Kind(
        Topic.ACTIONS,
        ESCALATION,
        _("You’re now responsible for following this up until there’s a decision."),
    ),
    "escalation-passed-up": Kind(
        Topic.ACTIONS, ESCALATION, _("This is now with another group. Read why.")
    ),
    "escalation-resolved": Kind(
        Topic.ACTIONS, ESCALATION, _("A group has made a decision on this problem.")
    ),
    "escalation-proposed": Kind(
        Topic.ACTIONS,
        ESCALATION,
        _("Someone in your group has proposed a decision. Confirm it, or propose another."),
        asks=True,
    ),
    "escalation-confirmed": Kind(Topic.ACTIONS, ESCALATION, _("Your group has decided on this.")),
    "escalation-undone": Kind(
        Topic.ACTIONS,
        ESCALATION,
        _("The last step on this was undone. It’s waiting for a decision again."),
    ),
    "escalation-sent-back": Kind(
        Topic.ACTIONS, ESCALATION, _("This has been sent back to you. Read why."), asks=True
    ),
    "escalation-withdrawn": Kind(
        Topic.ACTIONS, ESCALATION, _("This has been withdrawn. You don’t need to decide on it.")
    ),
    "escalation-unseated": Kind(
        Topic.ACTIONS,
        ESCALATION,
        _(
            "Nobody in the group dealing with this can decide. Move it to another group, or fill "
            "a seat."
        ),
        asks=True,
        holds={"status": "open"},
    ),
    "escalation-late": Kind(
        Topic.ACTIONS,
        ESCALATION,
        _("A decision on this was due by %(day)s, but hasn’t been made."),
        asks=True,
        holds={"status": "open", "needed_by": F("day")},
    ),
    # Meetings and papers
    "meeting-to-lead": Kind(
        Topic.MEETINGS,
        MEETING,
        _("You lead this %(meeting)s."),
        holds={"status__in": ["planned", "papers-out"], "led_by": F("membership")},
    ),
    "meeting-moved": Kind(
        Topic.MEETINGS,
        MEETING,
        _("This %(meeting)s has been moved. It’s now on %(day)s."),
        holds=_ON_THAT_DAY,
    ),
    "meeting-place": Kind(
        Topic.MEETINGS, MEETING, _("This %(meeting)s is now in a different place.")
    ),
    "meeting-cancelled": Kind(
        Topic.MEETINGS,
        MEETING,
        _("This %(meeting)s on %(day)s has been cancelled."),
        holds={"status": "cancelled"},
    ),
    "meeting-reinstated": Kind(
        Topic.MEETINGS,
        MEETING,
        _("This %(meeting)s is going ahead after all, on %(day)s."),
        holds=_ON_THAT_DAY,
    ),
    "papers-out": Kind(
        Topic.MEETINGS,
        MEETING,
        _("The papers for this %(meeting)s have been published."),
        holds={"status": "papers-out"},
    ),
    "workplan-to-read": Kind(
        Topic.MEETINGS,
        MEETING,
        _("Please read the workplan before this %(meeting)s on %(day)s."),
        asks=True,
        holds={"status": "papers-out", "starts_at__date": F("day")},
    ),
    "workplan-unread": Kind(
        Topic.MEETINGS,
        MEETING,
        _("Some members haven’t read the workplan for this %(meeting)s on %(day)s."),
        holds={"status": "papers-out", "starts_at__date": F("day")},
    ),
    "item-proposed": Kind(
        Topic.MEETINGS,
        MEETING,
        _("Someone has suggested an item for this agenda. Please say yes or no."),
        asks=True,
    ),
    "item-accepted": Kind(Topic.MEETINGS, MEETING, _("Your suggestion is on this agenda.")),
    "item-declined": Kind(
        Topic.MEETINGS, MEETING, _("Your suggestion isn’t on this agenda. Read why.")
    ),
    "question-asked": Kind(
        Topic.MEETINGS, MEETING, _("A member asked a question about the workplan."), asks=True
    ),
    "question-answered": Kind(
        Topic.MEETINGS, MEETING, _("Your question about the workplan has been answered.")
    ),
    # Reports
    "report-to-sign": Kind(
        Topic.REPORTS,
        REPORT,
        _("This %(report)s is ready for you to read. Change anything you need to, then sign it."),
        asks=True,
        holds={"status": "draft"},
    ),
    "report-unsigned": Kind(
        Topic.REPORTS,
        REPORT,
        _("This %(report)s is still waiting for your signature."),
        asks=True,
        holds={"status": "draft"},
    ),
    "report-stuck": Kind(
        Topic.REPORTS,
        REPORT,
        _("This %(report)s still needs more signatures."),
        asks=True,
        holds={"status": "draft"},
    ),
    "report-signed": Kind(
        Topic.REPORTS,
        REPORT,
        _("This %(report)s has all the signatures it needs. You can publish it."),
        asks=True,
        holds={"status": "signed-off"},
    ),
    "report-reopened": Kind(
        Topic.REPORTS,
        REPORT,
        _(
            "This %(report)s has been reopened and its signatures have been removed. Please read "
            "it again."
        ),
    ),
    "report-published": Kind(
        Topic.REPORTS, REPORT, _("This %(report)s has been published. Everyone can read it.")
    ),
    "foreword-to-sign": Kind(
        Topic.REPORTS, ANNUAL, _("This %(annual_report)s needs your foreword."), asks=True
    ),
    "annual-to-endorse": Kind(
        Topic.REPORTS, ANNUAL, _("This %(annual_report)s is ready to be endorsed."), asks=True
    ),
    "annual-endorsed": Kind(Topic.REPORTS, ANNUAL, _("This %(annual_report)s has been endorsed.")),
    "annual-reopened": Kind(
        Topic.REPORTS,
        ANNUAL,
        _("The endorsement of this %(annual_report)s has been withdrawn, so it’s a draft again."),
    ),
    # Scrutiny
    "scrutiny-said": Kind(
        Topic.REPORTS, SCRUTINY, _("A scrutiny committee has commented on this.")
    ),
    "scrutiny-recommended": Kind(
        Topic.REPORTS,
        SCRUTINY,
        _("A scrutiny committee has made a recommendation. Please answer it by %(day)s."),
        asks=True,
    ),
    "scrutiny-late": Kind(
        Topic.REPORTS,
        SCRUTINY,
        _("Your answer to a scrutiny committee was due on %(day)s."),
        asks=True,
    ),
    "scrutiny-answered": Kind(
        Topic.REPORTS, SCRUTINY, _("Your scrutiny committee’s recommendation has been answered.")
    ),
    "scrutiny-withdrawn": Kind(
        Topic.REPORTS, SCRUTINY, _("A scrutiny committee has withdrawn this. Read why.")
    ),
    # People and tasks
    "lead-appointed": Kind(Topic.PEOPLE, OUTCOME, _("You lead this work now."), asks=True),
    "seat-taken": Kind(Topic.PEOPLE, BODY, _("You now have a seat here.")),
    "role-changed": Kind(Topic.PEOPLE, MEMBERSHIP, _("Your role here has changed.")),
    "somebody-joined": Kind(Topic.PEOPLE, MEMBERSHIP, _("Someone you invited has joined.")),
    "somebody-left": Kind(
        Topic.PEOPLE,
        MEMBERSHIP,
        _("Someone has left. Their work needs handing over."),
        asks=True,
    ),
}
# What news may be about.
ABOUT = tuple(sorted({kind.about for kind in KINDS.values()}))
# By what they are about: the manager that says who may still see it, where it is not the default.
MANAGERS = {kind.about: kind.manager for kind in KINDS.values() if kind.manager}
ICONS = {
    Topic.ACTIONS: "list-checks",
    Topic.VOICE: "megaphone",
    Topic.CHALLENGES: "message-circle-question-mark",
    Topic.MEETINGS: "calendar",
    Topic.REPORTS: "file-text",
    Topic.PEOPLE: "users",
}
# Topics that an authority has its own word for.
_OWN = {Topic.ACTIONS: "action", Topic.CHALLENGES: "challenge"}


def topic_name(topic: str, authority: "Authority") -> str:
    """What a topic is called here, in the language that is on."""
    known = Topic(topic)
    if known not in _OWN:
        return str(known.label)
    own = authority.word(_OWN[known], many=True)
    return own[:1].upper() + own[1:]


def own_words(authority: "Authority") -> dict[str, Any]:
    """The authority's own words, as the sentences above ask for them."""
    return {
        "action": authority.word("action"),
        "priority": authority.word("priority"),
        "meeting": authority.word("meeting"),
        "report": authority.word("impact report"),
        "annual_report": authority.word("annual report"),
        "care_consultants": authority.word("care consultant", many=True),
    }
