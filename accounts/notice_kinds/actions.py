"""What people are told of actions, and of what stands in the way of them."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import Topic
from accounts.notice_kinds.kind import ACTION, ESCALATION, Kind

# An action that is owed by this very day; an obstacle that is with a group the reader sits on.
OPEN = ["not-started", "on-track", "at-risk", "off-track"]
_OWED = {"status__in": OPEN, "due_on": F("day")}
_SITS = {
    "status": "open",
    "body__seats__membership": F("membership"),
    "body__seats__status": "active",
}

# Where an action stands, as its newest update says.
_STATUSES = {
    "not-started": _("This %(action)s has been updated. It hasn’t started yet."),
    "on-track": _("This %(action)s has been updated. It’s on track."),
    "at-risk": _("This %(action)s has been updated. It’s at risk."),
    "off-track": _("This %(action)s has been updated. It’s off track."),
    "done": _("This %(action)s is done."),
    "stopped": _("This %(action)s has been stopped."),
}
# What may change of a plan, as it reads after “its”.
_PARTS = {
    "title": pgettext_lazy("part of a plan", "title"),
    "description": pgettext_lazy("part of a plan", "description"),
    "owner": pgettext_lazy("part of a plan", "owner"),
    "due_on": pgettext_lazy("part of a plan", "due date"),
    "success_measure": pgettext_lazy("part of a plan", "measure of success"),
    "target": pgettext_lazy("part of a plan", "target"),
    "unit": pgettext_lazy("part of a plan", "way of counting"),
    "counts_people": pgettext_lazy("part of a plan", "way of counting"),
}
# Care consultants' answer to “does it feel different?”.
FELT = {
    "yes": _("New verdict from %(care_consultants)s: this feels really different."),
    "a-bit": _("New verdict from %(care_consultants)s: this feels a bit different."),
    "not-yet": _("New verdict from %(care_consultants)s: this doesn’t feel any different yet."),
}

ACTIONS: dict[str, Kind] = {
    "action-given": Kind(
        Topic.ACTIONS,
        ACTION,
        _("You’re now responsible for this %(action)s."),
        asks=True,
        holds={"owner": F("membership"), "status__in": ["proposed", *OPEN]},
    ),
    "action-shared": Kind(Topic.ACTIONS, ACTION, _("You’re now helping with this %(action)s.")),
    "action-changed": Kind(
        Topic.ACTIONS,
        ACTION,
        _("The plan for this %(action)s has changed."),
        details=_PARTS,
        # Translators: “parts” is a list, such as “title, due date and owner”.
        parts_words=_("The plan for this %(action)s has changed: its %(parts)s."),
    ),
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
    "progress-recorded": Kind(
        Topic.ACTIONS,
        ACTION,
        _("This %(action)s has been updated."),
        details=_STATUSES,
        holds={"status": F("detail")},
    ),
    "verdict-given": Kind(
        Topic.ACTIONS,
        ACTION,
        _("New verdict from %(care_consultants)s."),
        details=FELT,
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
}
OBSTACLES: dict[str, Kind] = {
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
        holds=_SITS,
    ),
    "escalation-confirmed": Kind(Topic.ACTIONS, ESCALATION, _("Your group has decided on this.")),
    "escalation-undone": Kind(
        Topic.ACTIONS,
        ESCALATION,
        _("The last step on this was undone. It’s waiting for a decision again."),
        holds={"status": "open"},
    ),
    "escalation-sent-back": Kind(
        Topic.ACTIONS,
        ESCALATION,
        _("This has been sent back to you. Read why."),
        asks=True,
        holds={"status": "sent-back", "action__status__in": OPEN},
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
}
