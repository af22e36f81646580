"""Where a journey stands now, since which day, and what has to happen next."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperative.models import Meeting
from core.dates import days_late, full_day
from core.templatetags.words import Days
from outcomes.enums import ActionStatus, PriorityStatus
from outcomes.models.action import late_from
from outcomes.queries.actions import blocked_words
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
    return Standing(_work_words(told), _since(told), _next_words(told))


def _since(told: Told) -> datetime.date:
    """The day the work came to where it stands: when its last action was agreed, finished or became
    late. What was said, and when it was first agreed, are other figures."""
    days = [timezone.localdate(one.created_at) for one in told.agreed]
    for one in told.agreed:
        if not one.is_open:
            days.append(timezone.localdate(one.status_changed_at))
        elif one.days_late:
            late = late_from(one.due_on, one.first_due_on) + datetime.timedelta(days=1)
            days.append(late)
    return max(days)


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
    if late:
        words = _("%(words)s, %(late)s late") % {"words": words, "late": late}
    blocked = sum(1 for one in told.owed if getattr(one, "blocked_with", ""))
    if blocked:
        words = _("%(words)s, %(n)s blocked") % {"words": words, "n": blocked}
    return words


@dataclass(frozen=True)
class Missed:
    """Something that should have happened by a day and has not, or that blocks what should."""

    words: str
    # Since when: the day it was due, or the day a group was asked.
    since: datetime.date
    url: str
    days_late: int = 0


def missed(told: Told) -> list[Missed]:
    """What should have happened and did not, the longest ago first; nothing of what is closed."""
    if told.priority.closed_on:
        return []
    today = timezone.localdate()
    found = list(_unanswered(told, today))
    found += [
        Missed(
            _("“%(action)s” isn’t finished. %(late)s. %(who)s is responsible.")
            % {"action": one.title, "late": late_words(one.days_late), "who": one.owner.label},
            late_from(one.due_on, one.first_due_on),
            told.action_link(one.pk),
            one.days_late,
        )
        for one in told.owed
        if one.days_late
    ]
    found += [
        Missed(
            _("“%(action)s” is blocked. %(where)s.")
            % {"action": one.title, "where": blocked_words(body, since, Days())},
            timezone.localdate(since),
            told.action_link(one.pk),
        )
        for one in told.owed
        if (body := getattr(one, "blocked_with", "")) and (since := one.blocked_since)  # type: ignore[attr-defined]
    ]
    return sorted(found, key=lambda one: one.since)


def _unanswered(told: Told, today: datetime.date) -> Iterator[Missed]:
    for one in {one.id: one for one in told.unanswered}.values():
        if days := days_late(one.reply_by, today):
            yield Missed(
                _("%(who)s hasn’t answered “%(question)s”. %(late)s.")
                % {"who": one.asked_of, "question": one.question, "late": late_words(days)},
                one.reply_by,
                told.link("cooperative:challenge-detail", one.id),
                days,
            )


def late_words(days: int) -> str:
    """ "13 days late"."""
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": f"{days:,}"}


def _next_words(told: Told) -> str:
    """The one thing to wait for first: of what is still ahead, never of what is late already."""
    today = timezone.localdate()
    ahead = [one for one in told.unanswered if one.reply_by >= today]
    if ahead:
        waiting = min(ahead, key=lambda one: (one.reply_by, one.id))
        return _("%(who)s needs to answer %(consultants)s by %(day)s.") % {
            "consultants": told.consultants,
            "who": waiting.asked_of,
            "day": full_day(waiting.reply_by),
        }
    due = [one for one in told.owed if one.due_on >= today]
    action = min(due, key=lambda one: (one.due_on, one.pk), default=None)
    meeting = _next_meeting(told)
    if meeting and (action is None or timezone.localdate(meeting.starts_at) <= action.due_on):
        return f"{meeting.title}, {full_day(timezone.localdate(meeting.starts_at))}."
    if action is None:
        return ""
    return _("“%(action)s” is due by %(day)s.") % {
        "action": action.title,
        "day": full_day(action.due_on),
    }


def _next_meeting(told: Told) -> Meeting | None:
    return next(iter(meetings_ahead(told)), None)


def meetings_ahead(told: Told) -> list[Meeting]:
    """Meetings that are still to come: a day that has passed is never next."""
    return [one for one in told.meetings if one.is_ahead]
