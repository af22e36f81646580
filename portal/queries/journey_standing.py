"""Where a journey stands now, since which day, and what has to happen next."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperative.models import Meeting
from core.dates import full_day
from outcomes.enums import ActionStatus, PriorityStatus
from portal.queries.journey_told import Standing, Told


def standing_of(told: Told) -> Standing:
    """Where it stands now, since which day, and what has to happen next."""
    priority = told.priority
    if priority.closed_on:
        met = priority.status == PriorityStatus.MET
        met_words = _("met, say %(consultants)s") % {"consultants": told.consultants}
        words = met_words if met else _("closed without being met")
        return Standing(words, priority.closed_on, "")
    if not told.agreed:
        return _without_actions(told)
    if not told.owed:
        finished = max(timezone.localdate(one.status_changed_at) for one in told.agreed)
        return Standing(
            _("all its actions are finished"),
            finished,
            _("%(consultants)s decide if it’s been met.") % {"consultants": told.consultants_first},
        )
    started = min(timezone.localdate(one.created_at) for one in told.agreed)
    return Standing(_work_words(told), started, _next_words(told))


def _without_actions(told: Told) -> Standing:
    lead = told.priority.workplan.outcome.lead
    if told.actions:
        first = min(timezone.localdate(one.created_at) for one in told.actions)
        number = len(told.actions)
        words = ngettext(
            "%(number)s proposed action, none agreed yet",
            "%(number)s proposed actions, none agreed yet",
            number,
        ) % {"number": number}
        coming = _("Once there’s a lead, they’ll say yes or no.")
        if lead:
            coming = _("%(who)s will say yes or no.") % {"who": lead.label}
        return Standing(words, first, coming)
    coming = _("Once there’s a lead, they’ll turn it into actions.")
    if lead:
        coming = _("%(who)s will turn it into actions.") % {"who": lead.label}
    return Standing(_("chosen, but nobody has planned an action yet"), told.priority.set_on, coming)


def _work_words(told: Told) -> str:
    """ "being worked on: 1 of 3 actions done, 1 late"."""
    done = sum(1 for one in told.agreed if one.status == ActionStatus.DONE)
    late = sum(1 for one in told.owed if one.days_late)
    total = len(told.agreed)
    words = ngettext(
        "being worked on: %(done)s of %(total)s action done",
        "being worked on: %(done)s of %(total)s actions done",
        total,
    ) % {"done": done, "total": total}
    if not late:
        return words
    return _("%(words)s, %(late)s late") % {"words": words, "late": late}


def _next_words(told: Told) -> str:
    """The one thing to wait for first."""
    if told.unanswered:
        waiting = min(told.unanswered, key=lambda one: (one.reply_by, one.id))
        return _("%(who)s needs to answer %(consultants)s by %(day)s.") % {
            "consultants": told.consultants,
            "who": waiting.asked_of,
            "day": full_day(waiting.reply_by),
        }
    action = min(told.owed, key=lambda one: (one.due_on, one.pk))
    if action.days_late:
        return _("%(who)s needs to say why “%(action)s” is late.") % {
            "who": action.owner.label,
            "action": action.title,
        }
    meeting = _next_meeting(told)
    if meeting and timezone.localdate(meeting.starts_at) <= action.due_on:
        return f"{meeting.title}, {full_day(timezone.localdate(meeting.starts_at))}."
    return _("“%(action)s” is due by %(day)s.") % {
        "action": action.title,
        "day": full_day(action.due_on),
    }


def _next_meeting(told: Told) -> Meeting | None:
    return next((one for one in told.meetings if one.is_ahead), None)
