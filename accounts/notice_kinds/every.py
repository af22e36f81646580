"""All kinds of news together, what they are about, and their names and words here."""

from typing import TYPE_CHECKING, Any

from accounts.enums import Topic
from accounts.notice_kinds.actions import ACTIONS, OBSTACLES
from accounts.notice_kinds.kind import Kind
from accounts.notice_kinds.meetings import MEETINGS
from accounts.notice_kinds.people import PEOPLE
from accounts.notice_kinds.reports import COMMENTS, REPORTS
from accounts.notice_kinds.voice import CHALLENGES, VOICE

if TYPE_CHECKING:
    from accounts.models.authority import Authority

KINDS: dict[str, Kind] = {
    **ACTIONS,
    **VOICE,
    **CHALLENGES,
    **OBSTACLES,
    **MEETINGS,
    **REPORTS,
    **COMMENTS,
    **PEOPLE,
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
