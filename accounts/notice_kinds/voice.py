"""What people are told of what young people said, and of challenges."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.enums import Topic
from accounts.notice_kinds.actions import FELT, OPEN
from accounts.notice_kinds.kind import ASK, CHALLENGE, EXPECTATION, MEETING, PRIORITY, Kind

# A challenge that waits for the answer by this very day; one that waits for a verdict.
_UNANSWERED = {"status": "open", "reply_by": F("day")}
_UNJUDGED = {"status": "answered"}


# Care consultants' answer to “does it feel kept?”.
_KEPT = {
    "yes": _("New verdict from %(care_consultants)s: this feels kept."),
    "a-bit": _("New verdict from %(care_consultants)s: this feels partly kept."),
    "not-yet": _("New verdict from %(care_consultants)s: this doesn’t feel kept yet."),
}

VOICE: dict[str, Kind] = {
    "ask-waits": Kind(
        Topic.VOICE,
        ASK,
        _("Something young people said is waiting to be released."),
        asks=True,
        stays="voice.operations.telling.waits_no_more settles it in the deed that ends it",
        manager="unreleased_ones",
    ),
    "concern-raised": Kind(
        Topic.VOICE,
        ASK,
        _("Someone may not be safe. Please read this straight away."),
        asks=True,
        stays="voice.operations.telling.waits_no_more settles it in the deed that ends it",
        manager="unreleased_ones",
    ),
    "ask-taken-up": Kind(
        Topic.VOICE, PRIORITY, _("What young people told you led to this %(priority)s.")
    ),
    "ask-done": Kind(
        Topic.VOICE, PRIORITY, _("An action on what young people told you is now done.")
    ),
    "priority-set": Kind(
        Topic.VOICE,
        PRIORITY,
        _("Your workplan has a new %(priority)s."),
        asks=True,
        holds={"status": "open", "workplan__outcome__lead": F("membership")},
        until={"actions__status__in": [*OPEN, "done"]},
    ),
    "priority-judged": Kind(
        Topic.VOICE,
        PRIORITY,
        _("New verdict from %(care_consultants)s."),
        details=FELT,
    ),
    "expectation-judged": Kind(
        Topic.VOICE,
        EXPECTATION,
        _("New verdict from %(care_consultants)s."),
        details=_KEPT,
    ),
    "priority-closed": Kind(Topic.VOICE, PRIORITY, _("This %(priority)s is closed. Read why.")),
    "priority-reopened": Kind(Topic.VOICE, PRIORITY, _("This %(priority)s is open again.")),
    "meeting-concern": Kind(
        Topic.VOICE,
        MEETING,
        _("A concern was raised at this meeting. Please ask what happened."),
        asks=True,
        stays="what came of a concern is kept outside the program; only its reader can say",
    ),
    "notes-removed": Kind(
        Topic.VOICE, MEETING, _("Notes were removed from this %(meeting)s. Please ask why.")
    ),
}
CHALLENGES: dict[str, Kind] = {
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
}
