"""An authority's own words, and days as people say them."""

import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.languages import generic_word

register = template.Library()


@register.simple_tag(takes_context=True)
def word(context: Context, key: str, *, many: bool = False, capital: bool = False) -> str:
    """`{% word "impact report" many=True %}`: this authority's own word for one of the product's.
    `capital=True` where it begins a line."""
    request = context.get("request")
    authority = getattr(request, "authority", None)
    words = (
        generic_word(key, many=many) if authority is None else str(authority.word(key, many=many))
    )
    return words[:1].upper() + words[1:] if capital else words


@register.simple_tag(takes_context=True)
def explain(context: Context, key: str, *, label: str = "", many: bool = False) -> SafeString:
    """`{% explain "scrutiny" %}`: a word with dots under it that shows, when pressed, what it means
    here; the bare word where nobody has said, or it was explained on this page already. `label` is
    how it stands in the sentence, else the authority's own word, of `many`. Works without a script.
    One query a page, however many words."""
    request = context.get("request")
    authority = getattr(request, "authority", None)
    shown = label or word(context, key, many=many)
    if authority is None:
        return format_html("{}", shown)
    found = authority.meanings.get(authority.word(key).casefold()) or authority.meanings.get(
        key.casefold()
    )
    said = request.__dict__.setdefault("explained", set())
    if found is None or found.pk in said:
        return format_html("{}", shown)
    said.add(found.pk)
    return format_html(
        '{1}<span class="meaning" id="meaning-{0}" role="note" popover><b>{2}</b> {3}</span>',
        found.pk,
        _pressed(found.pk, shown),
        found.word,
        found.meaning,
    )


def _pressed(key: int, shown: str) -> SafeString:
    """What opens a meaning. No button breaks where its line ends, so of several words only the last
    is one; those before it press it, and it is called by all of them."""
    before, _space, last = shown.rpartition(" ")
    if not before:
        return format_html(
            '<button type="button" class="explained" popovertarget="meaning-{}">{}</button>',
            key,
            last,
        )
    return format_html(
        '<label class="explained" for="explained-{0}" aria-hidden="true">{1}</label> '
        '<button type="button" class="explained" id="explained-{0}" aria-label="{3}" '
        'popovertarget="meaning-{0}">{2}</button>',
        key,
        before,
        last,
        shown,
    )


def local_day(value: Any) -> datetime.date | None:
    """The day of a date or a moment, here in this country; None for nothing."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, datetime.date) else None


@register.filter(is_safe=True)
def day(value: Any) -> str:
    """ "Thursday 12 June 2026"."""
    found = local_day(value)
    return _formatted(found, "l j F Y", get_language()) if found else ""


@register.filter(is_safe=True)
def full_day(value: Any) -> str:
    """ "12 June 2026"."""
    found = local_day(value)
    return _formatted(found, "j F Y", get_language()) if found else ""


@register.filter(is_safe=True)
def short_day(value: Any) -> str:
    """ "12 June", with the year only when it is not this one."""
    found = local_day(value)
    return Days().short(found) if found else ""


@register.filter(is_safe=True)
def ago(value: Any) -> str:
    """ "6 days ago", "in 9 days", "today"; months and years once days say little."""
    found = local_day(value)
    return Days().ago(found) if found else ""


class Days:
    """Days in few words, for whoever draws many: which day it is, where we are and which language
    is on are asked once."""

    def __init__(self) -> None:
        self.zone = timezone.get_current_timezone()
        self.today = timezone.localdate(timezone=self.zone)
        self.language = get_language()

    def of(self, moment: datetime.datetime | None) -> datetime.date | None:
        """The day of a moment, here in this country; None for nothing."""
        return moment.astimezone(self.zone).date() if moment else None

    def short(self, found: datetime.date | None) -> str:
        """ "12 June", with the year only when it is not this one; nothing for nothing."""
        if found is None:
            return ""
        form = "j F" if found.year == self.today.year else "j F Y"
        return _formatted(found, form, self.language)

    def full(self, found: datetime.date | None) -> str:
        """ "12 June 2026"; nothing for nothing."""
        return _formatted(found, "j F Y", self.language) if found else ""

    def ago(self, found: datetime.date) -> str:
        """ "6 days ago"."""
        return _ago((self.today - found).days, self.language)


@lru_cache(maxsize=4096)
def _formatted(found: datetime.date, form: str, language: str | None) -> str:
    """A day in the language that is on; `language` is there to tell what is remembered apart."""
    return date_format(found, form)


@lru_cache(maxsize=4096)
def _ago(days: int, language: str | None) -> str:
    if days == 0:
        return _("today")
    if abs(days) == 1:
        return _("yesterday") if days > 0 else _("tomorrow")
    return _past(days) if days > 0 else _future(-days)


def _past(days: int) -> str:
    """Days up to two months, then months, then years."""
    if days < 61:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    if days < 730:
        months = round(days / 30.44)
        return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}
    years = days // 365
    return ngettext("%(n)s year ago", "%(n)s years ago", years) % {"n": years}


def _future(days: int) -> str:
    """The same, of what is still to come."""
    if days < 61:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    if days < 730:
        months = round(days / 30.44)
        return ngettext("in %(n)s month", "in %(n)s months", months) % {"n": months}
    years = days // 365
    return ngettext("in %(n)s year", "in %(n)s years", years) % {"n": years}
