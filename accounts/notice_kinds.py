"""Everything that people here are told of, in words, in one place.

A kind belongs to a topic, which can be stopped, and to what it is about: a record whose
`visible_to` says who may be told. Its words are a whole sentence; `%(…)s` are the authority's own
words, and `%(day)s` the day that was named. The words go on pages only: an e-mail holds none of
them. The operations of the apps above tell (`accounts.operations.notices.tell`).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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


@dataclass(frozen=True)
class Kind:
    """One kind of news. `asks` is true of what waits for the reader, and so stands first."""

    topic: Topic
    about: str
    words: Promise
    asks: bool = False


KINDS: dict[str, Kind] = {
    # Actions
    "action-given": Kind(
        Topic.ACTIONS, ACTION, _("You answer for this %(action)s now."), asks=True
    ),
    "action-shared": Kind(Topic.ACTIONS, ACTION, _("You help with this %(action)s now.")),
    "action-changed": Kind(
        Topic.ACTIONS, ACTION, _("What was planned for this %(action)s has changed.")
    ),
    "action-proposed": Kind(
        Topic.ACTIONS, ACTION, _("Somebody suggested this %(action)s. You decide."), asks=True
    ),
    "proposal-taken-up": Kind(
        Topic.ACTIONS, ACTION, _("What you suggested is now in the workplan.")
    ),
    "proposal-declined": Kind(
        Topic.ACTIONS, ACTION, _("What you suggested was not taken up. Read why.")
    ),
    "progress-recorded": Kind(Topic.ACTIONS, ACTION, _("There is news of this %(action)s.")),
    "verdict-given": Kind(
        Topic.ACTIONS, ACTION, _("There is a new verdict of %(care_consultants)s on this.")
    ),
    "action-due-soon": Kind(Topic.ACTIONS, ACTION, _("This is due on %(day)s."), asks=True),
    "action-late": Kind(
        Topic.ACTIONS, ACTION, _("This was due on %(day)s. Please say how it is going."), asks=True
    ),
    "action-stuck": Kind(
        Topic.ACTIONS,
        ACTION,
        _("This was due on %(day)s, and nobody has said since how it is going."),
        asks=True,
    ),
    # What young people said
    "ask-taken-up": Kind(
        Topic.VOICE, PRIORITY, _("What young people told you became this %(priority)s.")
    ),
    "ask-done": Kind(
        Topic.VOICE, PRIORITY, _("Something was done about what young people told you.")
    ),
    "priority-set": Kind(
        Topic.VOICE, PRIORITY, _("There is a new %(priority)s in your workplan."), asks=True
    ),
    "priority-judged": Kind(
        Topic.VOICE, PRIORITY, _("There is a new verdict of %(care_consultants)s on this.")
    ),
    "expectation-judged": Kind(
        Topic.VOICE, EXPECTATION, _("There is a new verdict of %(care_consultants)s on this.")
    ),
    "priority-closed": Kind(Topic.VOICE, PRIORITY, _("This %(priority)s is closed. Read why.")),
    "priority-reopened": Kind(Topic.VOICE, PRIORITY, _("This %(priority)s is open again.")),
    # Challenges
    "challenge-raised": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("This question is for you. Please answer it by %(day)s."),
        asks=True,
    ),
    "challenge-answered": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("There is an answer to what you asked. Is it good enough?"),
        asks=True,
    ),
    "challenge-accepted": Kind(Topic.CHALLENGES, CHALLENGE, _("Your answer was good enough.")),
    "challenge-refused": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("Your answer was not enough. Please answer again by %(day)s."),
        asks=True,
    ),
    "challenge-due-soon": Kind(
        Topic.CHALLENGES, CHALLENGE, _("Your answer is due on %(day)s."), asks=True
    ),
    "challenge-late": Kind(
        Topic.CHALLENGES, CHALLENGE, _("Your answer was due on %(day)s."), asks=True
    ),
    "challenge-waits": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("What you asked has no answer yet. It was due on %(day)s. We told those in charge."),
    ),
    "challenge-unanswered": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("This was to be answered by %(day)s, and nobody has."),
        asks=True,
    ),
    "challenge-on-agenda": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("This comes first at the next %(meeting)s: it has no answer."),
    ),
    "challenge-undecided": Kind(
        Topic.CHALLENGES,
        CHALLENGE,
        _("You have an answer. Say if it is good enough, when you are ready."),
        asks=True,
    ),
    # What stands in the way
    "escalation-raised": Kind(
        Topic.ACTIONS,
        ESCALATION,
        _("This is stuck, and is with your group. A decision is needed by %(day)s."),
        asks=True,
    ),
    "escalation-of-yours": Kind(
        Topic.ACTIONS, ESCALATION, _("Somebody passed up what stands in the way of your work.")
    ),
    "escalation-given": Kind(
        Topic.ACTIONS, ESCALATION, _("It is yours now to follow this up until it is decided.")
    ),
    "escalation-passed-up": Kind(
        Topic.ACTIONS, ESCALATION, _("This is with another group now. Read why.")
    ),
    "escalation-resolved": Kind(
        Topic.ACTIONS, ESCALATION, _("There is a decision on what stood in the way.")
    ),
    "escalation-sent-back": Kind(
        Topic.ACTIONS, ESCALATION, _("This came back to you. Read why."), asks=True
    ),
    "escalation-withdrawn": Kind(
        Topic.ACTIONS, ESCALATION, _("This was taken back. You need not decide on it.")
    ),
    "escalation-unseated": Kind(
        Topic.ACTIONS,
        ESCALATION,
        _("This is with a group where nobody can decide. Move it, or fill a seat."),
        asks=True,
    ),
    "escalation-late": Kind(
        Topic.ACTIONS,
        ESCALATION,
        _("A decision on this was needed by %(day)s, and nobody has given one."),
        asks=True,
    ),
    # Meetings and papers
    "meeting-to-lead": Kind(Topic.MEETINGS, MEETING, _("You lead this %(meeting)s.")),
    "meeting-moved": Kind(
        Topic.MEETINGS, MEETING, _("This %(meeting)s has another day, time or place now.")
    ),
    "papers-out": Kind(Topic.MEETINGS, MEETING, _("The papers for this %(meeting)s are out.")),
    "workplan-to-read": Kind(
        Topic.MEETINGS,
        MEETING,
        _("There is a workplan to read before this %(meeting)s on %(day)s."),
        asks=True,
    ),
    "workplan-unread": Kind(
        Topic.MEETINGS,
        MEETING,
        _("Not every member has read the workplan for this %(meeting)s on %(day)s."),
    ),
    "item-proposed": Kind(
        Topic.MEETINGS,
        MEETING,
        _("Somebody suggested something for this agenda. You decide."),
        asks=True,
    ),
    "item-accepted": Kind(Topic.MEETINGS, MEETING, _("What you suggested is on this agenda.")),
    "item-declined": Kind(
        Topic.MEETINGS, MEETING, _("What you suggested is not on this agenda. Read why.")
    ),
    "question-asked": Kind(
        Topic.MEETINGS, MEETING, _("A member asked a question about the workplan."), asks=True
    ),
    "question-answered": Kind(
        Topic.MEETINGS, MEETING, _("Your question about the workplan has an answer.")
    ),
    # Reports
    "report-to-sign": Kind(
        Topic.REPORTS,
        REPORT,
        _("This %(report)s is written. Read it, change it, and sign it when it is right."),
        asks=True,
    ),
    "report-unsigned": Kind(
        Topic.REPORTS, REPORT, _("This %(report)s still waits for your name."), asks=True
    ),
    "report-stuck": Kind(
        Topic.REPORTS, REPORT, _("This %(report)s still lacks names under it."), asks=True
    ),
    "report-signed": Kind(
        Topic.REPORTS,
        REPORT,
        _("This %(report)s has all its names. You can publish it."),
        asks=True,
    ),
    "report-reopened": Kind(
        Topic.REPORTS,
        REPORT,
        _("This %(report)s is open again, so the names under it are gone. Please read it again."),
    ),
    "report-published": Kind(
        Topic.REPORTS, REPORT, _("This %(report)s is out. Everybody can read it.")
    ),
    "foreword-to-sign": Kind(
        Topic.REPORTS, ANNUAL, _("This %(annual_report)s needs your foreword."), asks=True
    ),
    "annual-to-endorse": Kind(
        Topic.REPORTS, ANNUAL, _("This %(annual_report)s can be endorsed."), asks=True
    ),
    "annual-endorsed": Kind(Topic.REPORTS, ANNUAL, _("This %(annual_report)s is endorsed.")),
    # Scrutiny
    "scrutiny-said": Kind(
        Topic.REPORTS, SCRUTINY, _("A scrutiny committee has said something about this.")
    ),
    "scrutiny-recommended": Kind(
        Topic.REPORTS,
        SCRUTINY,
        _("A scrutiny committee recommends something. Please answer by %(day)s."),
        asks=True,
    ),
    "scrutiny-late": Kind(
        Topic.REPORTS,
        SCRUTINY,
        _("A scrutiny committee was to have your answer by %(day)s."),
        asks=True,
    ),
    "scrutiny-answered": Kind(
        Topic.REPORTS, SCRUTINY, _("What your scrutiny committee recommended has an answer.")
    ),
    "scrutiny-withdrawn": Kind(
        Topic.REPORTS, SCRUTINY, _("A scrutiny committee has taken this back. Read why.")
    ),
    # People and tasks
    "lead-appointed": Kind(Topic.PEOPLE, OUTCOME, _("You lead this work now."), asks=True),
    "seat-taken": Kind(Topic.PEOPLE, BODY, _("You have a seat here now.")),
    "role-changed": Kind(Topic.PEOPLE, MEMBERSHIP, _("You have another role here now.")),
    "somebody-joined": Kind(Topic.PEOPLE, MEMBERSHIP, _("Somebody you invited has joined.")),
    "somebody-left": Kind(
        Topic.PEOPLE,
        MEMBERSHIP,
        _("Somebody has moved on and leaves work to hand over."),
        asks=True,
    ),
}
# What news may be about.
ABOUT = tuple(sorted({kind.about for kind in KINDS.values()}))
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
