"""How a workplan and the list of actions draw them."""

import datetime
from collections.abc import Callable
from functools import lru_cache, partial
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import suppression
from core.components import (
    ComponentError,
    badge,
    feels_badge,
    status_badge,
    typed,
)
from core.drawn import drawn
from core.templatetags.progress import count_so_far
from core.templatetags.words import Days
from core.voices import Voice, two_voices
from outcomes.models.action import moved_words
from outcomes.queries.actions import ActionRow, blocked_words, due_words

register = template.Library()


@register.simple_tag
@typed
def action_articles(
    *, rows: list, url: str, tone: str = "", rule: object = suppression.DEFAULT
) -> SafeString:
    """The actions under one priority (`outcomes.queries.actions.ActionRow`): the title, which leads
    below `url`, how it stands, who answers for it and until when, how far it has come as whoever
    `rule` is for may see it, both voices.

    Drawn as one string, with what is the same for all rows asked once: a workplan shows fifty, and
    as a template they cost twice as much as the rest of its page."""
    if not all(isinstance(row, ActionRow) for row in rows):
        raise ComponentError("action_articles: rows are outcomes.queries.actions.ActionRow")
    days = Days()
    words = _words(days.language)
    if not isinstance(rule, suppression.Rule):
        raise ComponentError(f"action_articles: {rule!r} is not a rule")
    count = partial(count_so_far, tone=tone, rule=rule)
    articles = (_article(row, escape(url), count, days, words) for row in rows)
    return drawn(articles if rows else [words["none"]])


@register.simple_tag
@typed
def action_table_rows(*, rows: list, url: str, outcome: str) -> SafeString:
    """The rows of the table of actions. `outcome` is the authority's own word, which a phone shows
    before each outcome as it shows the other headings. Drawn as one string for the same reason."""
    if not all(isinstance(row, ActionRow) for row in rows):
        raise ComponentError("action_table_rows: rows are outcomes.queries.actions.ActionRow")
    days = Days()
    heads = [escape(head) for head in (_("Action"), outcome, _("Owner"), _("Due"))]
    heads += [escape(head) for head in (_("Late"), _("Status"), _("Care consultants say"))]
    return drawn(_table_row(row, escape(url), heads, days) for row in rows)


def _table_row(row: ActionRow, url: str, heads: list[str], days: Days) -> str:
    action, outcome, who, due, late, status, ours = heads
    behind = status_badge(row.status, row.days_late, language=days.language)
    acts_for = (
        f'<br><span class="meta">{escape(row.organisation)}</span>' if row.organisation else ""
    )
    return (
        f'\n<tr><th scope="row" data-label="{action}"><a href="{url}{row.id}/">'
        f'{escape(row.title)}</a></th><td data-label="{outcome}">{escape(row.outcome)}</td>'
        f'<td data-label="{who}">{escape(row.owner)}{_left(row)}{acts_for}</td>'
        f'<td data-label="{due}">{days.full(row.due_on)}{_moved(row, days)}</td>'
        f'<td data-label="{late}">{behind if row.days_late else ""}</td>'
        f'<td data-label="{status}">{status_badge(row.status, language=days.language)}'
        f"{_blocked(row, days)}</td>"
        f'<td data-label="{ours}">{feels_badge(row.feels)}</td></tr>'
    )


def _moved(row: ActionRow, days: Days) -> str:
    """That its date has moved, and from which: else a date to come stands beside "late"."""
    if row.first_due_on == row.due_on and not row.times_moved:
        return ""
    words = moved_words(days.full(row.first_due_on), row.times_moved)
    return f'<br><span class="meta">{escape(words)}</span>'


def _left(row: ActionRow) -> str:
    """That its owner is not here any more; nothing where that is not so."""
    if not row.owner_has_left:
        return ""
    return f" {badge(_('Has left'), 'late', 'user')}"


def _blocked(row: ActionRow, days: Days) -> str:
    """That it is blocked, with whom and since when; nothing for what is not."""
    if row.blocked_since is None:
        return ""
    words = escape(blocked_words(row.blocked_with, row.blocked_since, days))
    return (
        f'<p>{badge(_("Blocked"), "late", "octagon-alert")} <span class="meta">{words}</span></p>'
    )


@register.simple_tag
def blocked_since(*, body: object, since: datetime.datetime) -> str:
    """ "With Strategic Partnership since today"."""
    return blocked_words(str(body), since, Days())


@register.simple_tag
def blocked_line(*, row: ActionRow) -> SafeString:
    """The same for a page that draws its rows itself; nothing for an action that is not blocked."""
    return drawn([_blocked(row, Days())])


@lru_cache(maxsize=8)
def _words(language: str | None) -> dict[str, str]:
    """What every row says, in the language that is on."""
    return {
        "none": f'<p class="meta">{escape(_("No actions yet."))}</p>',
        "updated": _("updated %(ago)s"),
        "differ": '<p class="meta">{}</p>'.format(
            escape(_("The two voices don’t agree. It’s worth talking about."))
        ),
    }


def _article(
    row: ActionRow, url: str, count: Callable[..., str], days: Days, words: dict[str, str]
) -> str:
    told, judged = days.of(row.officer_at), days.of(row.feels_at)
    facts = [row.organisation, row.owner, due_words(row, days)]
    if told:
        facts.append(words["updated"] % {"ago": days.ago(told)})
    reached = count(count=row.count, unit=row.unit)
    officer = Voice(row.status, row.officer_words, days.short(told))
    ours = Voice(row.feels, row.feels_words, days.short(judged))
    return (
        f'<article class="action"><div class="row-heading"><h3><a href="{url}{row.id}/">'
        f"{escape(row.title)}</a></h3>"
        f"{status_badge(row.status, row.days_late, language=days.language)}</div>"
        f'{_blocked(row, days)}<p class="meta">'
        f"{_left(row)} "
        f"{escape(' · '.join(fact for fact in facts if fact))}</p>{reached}"
        f"{two_voices(officer, ours, days.language, row.officer_who)}"
        f"{words['differ'] if row.voices_differ else ''}</article>"
    )
