"""A care consultant's priorities: what is finished, what to look at, what became of them."""

import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    Min,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from cooperative.models import Meeting
from core import suppression
from core.components import ThreadStep, feels_badge, is_share, share_words
from core.dates import days_late
from core.templatetags.words import ago
from outcomes.enums import NEVER_AGREED, OPEN_STATUSES
from outcomes.models import Action, Priority, ProgressUpdate, Verdict
from outcomes.models.action import is_late
from portal.queries.homes.cards import (
    Card,
    Row,
    Story,
    actions_in_words,
    cards_of,
    days_in_words,
    link,
)
from portal.queries.homes.open_actions import STALE
from voice.models import Ask

# So many priorities are named on a home.
LOOK_AT = 4


def open_priorities(actor: Membership) -> list[Any]:
    """The open priorities, the one that moved last first, each with what its story needs."""
    # Which of several small numbers is the greatest must not show by which of them is told.
    highest = actor.authority.small_numbers.highest
    many = Case(When(said_by__gt=highest, then="said_by"), default=0)
    asks = Ask.objects.filter(priorities=OuterRef("pk")).order_by(many.desc(), "pk")
    agreed = ~Q(actions__status__in=NEVER_AGREED) & Q(actions__isnull=False)
    latest = ProgressUpdate.objects.filter(action__priority=OuterRef("pk")).order_by("-at")
    counted = Action.objects.filter(priority=OuterRef("pk"), target__isnull=False).order_by(
        "number"
    )
    verdict = Verdict.objects.filter(
        Q(priority=OuterRef("pk")) | Q(action__priority=OuterRef("pk"))
    ).order_by("-at", "-pk")
    today = timezone.localdate()
    found = (
        Priority.objects.visible_to(actor)
        .open()
        .select_related("workplan__outcome", "workplan__period")
        .annotate(
            agreed=Count("actions", filter=agreed),
            owed=Count("actions", filter=Q(actions__status__in=OPEN_STATUSES)),
            next_due=Min(
                "actions__due_on",
                filter=Q(actions__status__in=OPEN_STATUSES, actions__due_on__gte=today),
                output_field=DateField(),
            ),
            late_since=Min(
                Least("actions__due_on", "actions__first_due_on"),
                filter=is_late(today, "actions__"),
                output_field=DateField(),
            ),
            moved_at=Subquery(latest.values("at")[:1]),
            ask_text=Subquery(asks.values("text")[:1], output_field=CharField()),
            ask_source=Subquery(asks.values("source_name")[:1]),
            ask_said_by=Subquery(asks.values("said_by")[:1]),
            feels=Subquery(verdict.values("feels")[:1]),
            counted_reached=Subquery(counted.values("reached")[:1]),
            counted_target=Subquery(counted.values("target")[:1]),
            counted_unit=Subquery(counted.values("unit")[:1]),
            counted_people=Subquery(counted.values("counts_people")[:1]),
            counted_shown=Subquery(counted.values("last_shown")[:1]),
        )
        .order_by(F("moved_at").desc(nulls_last=True), "rank", "pk")
    )
    return list(found)


def finished(actor: Membership, priorities: list[Any]) -> list[Card]:
    """Priorities whose work is all over: only care consultants can say that they are met."""
    found = [one for one in priorities if one.agreed and not one.owed]

    def card(priority: Any) -> Card:
        return Card(
            _("Has it been met?"),
            url=link(actor, "portal:journey", priority.pk),
            label=_("Look back and decide"),
            lines=(
                _("Everything planned for “%(title)s” is finished.") % {"title": priority.title},
            ),
            outcome=priority.workplan.outcome,
        )

    return cards_of(
        found,
        card,
        more=lambda rest: (
            ngettext("And %(n)s more finished priority", "And %(n)s more finished priorities", rest)
            % {"n": rest}
        ),
        url=link(actor, "outcomes:outcome-list"),
        label=_("See all outcomes"),
        row=lambda one: Row(one.title, url=link(actor, "portal:journey", one.pk)),
    )


def to_look_at(actor: Membership, priorities: list[Any]) -> list[Card]:
    """Priorities that somebody should ask about: not begun, late, or gone quiet."""
    rows = [
        Row(one.title, url=link(actor, "portal:journey", one.pk), note=why)
        for one in sorted(priorities, key=_first_day)
        if (why := _why_look(one))
    ]
    if not rows:
        return []
    rest = len(rows) - LOOK_AT
    more = ngettext("And %(n)s more", "And %(n)s more", max(rest, 0)) % {"n": rest}
    return [
        Card(
            _("Priorities to check on"),
            url=rows[0].url,
            label=_("Check the first one"),
            rows=tuple(rows[:LOOK_AT]),
            folded=tuple(rows[LOOK_AT:]),
            fold=more if rest > 0 else "",
            waits=0,
        )
    ]


def _first_day(priority: Any) -> datetime.date:
    """What to look at first: what has been late longest, then what is due soonest."""
    day: datetime.date = priority.late_since or priority.next_due or datetime.date.max
    return day


def _why_look(priority: Any) -> str:
    """Why a priority is worth a look; nothing when it is on its way or done."""
    today = timezone.localdate()
    if not priority.agreed:
        return _("Nobody has planned an action yet")
    if not priority.owed:
        return ""
    if priority.late_since:
        return _late_words(priority)
    moved = priority.moved_at
    if moved is None:
        return _("%(actions)s, and no update yet") % {"actions": actions_in_words(priority.agreed)}
    if today - timezone.localdate(moved) > STALE:
        return _("Last update %(when)s") % {"when": ago(moved)}
    return ""


def story(actor: Membership, priorities: list[Any], meeting: Meeting | None) -> Story | None:
    """The thread of the priority that moved last, one that came from something said if there is."""
    found = next((one for one in priorities if one.ask_text), next(iter(priorities), None))
    if found is None:
        return None
    steps = []
    if found.ask_text:
        said = _("%(some)s of you said “%(words)s”") % {
            "some": capfirst(suppression.in_words(found.ask_said_by, actor.small_numbers)),
            "words": found.ask_text,
        }
        steps.append(ThreadStep(said, "done", when=found.ask_source))
    steps.append(
        ThreadStep(
            _("We chose it as priority %(rank)s: %(title)s")
            % {"rank": found.rank, "title": found.title},
            "done",
            when=found.set_on,
        )
    )
    if found.late_since:
        steps.append(ThreadStep(_late_words(found), "late", when=found.late_since))
    steps += [_work_step(found, actor.small_numbers), _next_step(found, meeting)]
    return Story(
        _("What happened to what we said?"),
        steps,
        url=link(actor, "portal:journey", found.pk),
        label=_("See the whole journey"),
    )


def _late_words(priority: Any) -> str:
    """ "An action is 13 days late"."""
    days = days_late(priority.late_since)
    return _("An action is %(days)s late") % {"days": days_in_words(days)}


def _work_step(found: Any, rule: suppression.Rule) -> ThreadStep:
    if not found.agreed:
        return ThreadStep(_("Nobody has planned an action yet"), "now")
    text = ""
    if found.counted_target:
        count = suppression.Count(
            found.counted_reached or 0,
            found.counted_target,
            found.counted_shown,
            of_people=found.counted_people,
        )
        text = _reached_words(count, found.counted_unit, rule)
    return ThreadStep(
        ngettext("%(n)s action started", "%(n)s actions started", found.agreed)
        % {"n": f"{found.agreed:,}"},
        "now",
        when=_("Last update %(when)s") % {"when": ago(found.moved_at)}
        if found.moved_at
        else _("No update yet"),
        text=text,
        tag=feels_badge(found.feels or ""),
    )


def _reached_words(count: suppression.Count, unit: str, rule: suppression.Rule) -> str:
    if is_share(unit) and suppression.show_count(count, rule).is_exact:
        return " ".join(share_words(count.reached, count.target or 0, unit)) + "."
    return suppression.in_sentence(count, unit, rule)


def _next_step(found: Any, meeting: Meeting | None) -> ThreadStep:
    if meeting is not None and meeting.theme_id == found.workplan.outcome_id:
        return ThreadStep(
            _("Next: we talk about it at our meeting"),
            "next",
            when=timezone.localdate(meeting.starts_at),
        )
    if found.next_due:
        return ThreadStep(_("Next: an action is due"), "next", when=found.next_due)
    if found.owed:
        return ThreadStep(_("Next: what is late gets finished"), "next")
    return ThreadStep(_("Next: you say whether it’s been met"), "next")
