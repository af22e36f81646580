"""What people are told of actions, priorities and outcomes."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import Topic
from accounts.notice_kinds import NoticeKind, register_notice_kinds
from outcomes.enums import OPEN_STATUSES, ActionStatus, PriorityStatus

ACTION, PRIORITY, OUTCOME = "outcomes.action", "outcomes.priority", "outcomes.outcome"

# An action that is owed by this very day.
_OWED = {"status__in": OPEN_STATUSES, "due_on": F("day")}

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
_FELT = {
    "yes": _("New verdict from %(care_consultants)s: this feels really different."),
    "a-bit": _("New verdict from %(care_consultants)s: this feels a bit different."),
    "not-yet": _("New verdict from %(care_consultants)s: this doesn’t feel any different yet."),
}

NOTICE_KINDS = {
    "action-given": NoticeKind(
        Topic.ACTIONS,
        ACTION,
        _("You’re now responsible for this %(action)s."),
        asks=True,
        holds={"owner": F("membership"), "status__in": [ActionStatus.PROPOSED, *OPEN_STATUSES]},
    ),
    "action-shared": NoticeKind(
        Topic.ACTIONS, ACTION, _("You’re now helping with this %(action)s.")
    ),
    "action-changed": NoticeKind(
        Topic.ACTIONS,
        ACTION,
        _("The plan for this %(action)s has changed."),
        details=_PARTS,
        # Translators: “parts” is a list, such as “title, due date and owner”.
        parts_words=_("The plan for this %(action)s has changed: its %(parts)s."),
    ),
    "action-moved": NoticeKind(
        Topic.ACTIONS, ACTION, _("The due date of this %(action)s has moved to %(day)s. Read why.")
    ),
    "action-proposed": NoticeKind(
        Topic.ACTIONS,
        ACTION,
        _("Someone has suggested this %(action)s. Please say yes or no."),
        asks=True,
        holds={"status": ActionStatus.PROPOSED},
    ),
    "proposal-taken-up": NoticeKind(
        Topic.ACTIONS, ACTION, _("Your suggestion is now in the workplan.")
    ),
    "proposal-declined": NoticeKind(
        Topic.ACTIONS, ACTION, _("Your suggestion wasn’t taken up. Read why.")
    ),
    "progress-recorded": NoticeKind(
        Topic.ACTIONS,
        ACTION,
        _("This %(action)s has been updated."),
        details=_STATUSES,
        holds={"status": F("detail")},
    ),
    "verdict-given": NoticeKind(
        Topic.ACTIONS, ACTION, _("New verdict from %(care_consultants)s."), details=_FELT
    ),
    "action-due-soon": NoticeKind(
        Topic.ACTIONS,
        ACTION,
        _("This is due on %(day)s."),
        asks=True,
        holds=_OWED,
    ),
    "action-late": NoticeKind(
        Topic.ACTIONS,
        ACTION,
        _("This was due on %(day)s. Please update it."),
        asks=True,
        holds=_OWED,
    ),
    "action-stuck": NoticeKind(
        Topic.ACTIONS,
        ACTION,
        _("This was due on %(day)s and hasn’t been updated since."),
        asks=True,
        holds=_OWED,
    ),
    "ask-taken-up": NoticeKind(
        Topic.VOICE, PRIORITY, _("What young people told you led to this %(priority)s.")
    ),
    "ask-done": NoticeKind(
        Topic.VOICE, PRIORITY, _("An action on what young people told you is now done.")
    ),
    "priority-set": NoticeKind(
        Topic.VOICE,
        PRIORITY,
        _("Your workplan has a new %(priority)s."),
        asks=True,
        holds={"status": PriorityStatus.OPEN, "workplan__outcome__lead": F("membership")},
        until={"actions__status__in": [*OPEN_STATUSES, ActionStatus.DONE]},
    ),
    "priority-judged": NoticeKind(
        Topic.VOICE, PRIORITY, _("New verdict from %(care_consultants)s."), details=_FELT
    ),
    "priority-closed": NoticeKind(
        Topic.VOICE, PRIORITY, _("This %(priority)s is closed. Read why.")
    ),
    "priority-reopened": NoticeKind(Topic.VOICE, PRIORITY, _("This %(priority)s is open again.")),
    "lead-appointed": NoticeKind(
        Topic.PEOPLE,
        OUTCOME,
        _("You’re now leading this work."),
        asks=True,
        holds={"lead": F("membership")},
    ),
}
register_notice_kinds(NOTICE_KINDS)
