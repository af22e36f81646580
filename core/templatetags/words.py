"""An authority's own words, and days as people say them."""

import datetime
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.simple_tag(takes_context=True)
def word(context: Context, key: str, *, many: bool = False, capital: bool = False) -> str:
    """`{% word "impact report" many=True %}`: this authority's own word for one of the product's.
    `capital=True` where it begins a line."""
    request = context.get("request")
    authority = getattr(request, "authority", None)
    words = _generic(key, many) if authority is None else str(authority.word(key, many=many))
    return words[:1].upper() + words[1:] if capital else words


def _generic(key: str, many: bool) -> str:
    """The product's own word, on the pages that belong to no authority."""
    if not many:
        return key
    return key[:-1] + "ies" if key.endswith("y") and key[-2] not in "aeiou" else key + "s"


def _local_day(value: Any) -> datetime.date | None:
    """The day of a date or a moment, here in this country; None for nothing."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, datetime.date) else None


@register.filter(is_safe=True)
def day(value: Any) -> str:
    """ "Thursday 12 June 2026"."""
    found = _local_day(value)
    return date_format(found, "l j F Y") if found else ""


@register.filter(is_safe=True)
def short_day(value: Any) -> str:
    """ "12 June", with the year only when it is not this one."""
    found = _local_day(value)
    if found is None:
        return ""
    return date_format(found, "j F" if found.year == timezone.localdate().year else "j F Y")


@register.filter(is_safe=True)
def ago(value: Any) -> str:
    """ "6 days ago", "in 9 days", "today"; months and years once days say little."""
    found = _local_day(value)
    if found is None:
        return ""
    days = (timezone.localdate() - found).days
    if days == 0:
        return "today"
    if abs(days) == 1:
        return "yesterday" if days > 0 else "tomorrow"
    length = _length(abs(days))
    return f"{length} ago" if days > 0 else f"in {length}"


def _length(days: int) -> str:
    """Days up to two months, then months, then years."""
    if days < 61:
        return f"{days} days"
    if days < 730:
        return f"{round(days / 30.44)} months"
    return f"{days // 365} years"
