"""What the templates of documents need besides the components: days out of kept facts."""

import datetime
from typing import Any

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def in_words(value: Any) -> str:
    """A kept day ("2026-06-20") or a date, as "20 June 2026"; nothing for nothing."""
    if isinstance(value, str) and value:
        try:
            value = datetime.date.fromisoformat(value[:10])
        except ValueError:
            return value
    return date_format(value, "j F Y") if isinstance(value, datetime.date) else ""


@register.filter
def done_lines(lines: list[Any]) -> list[Any]:
    """Of what a part says, what was done."""
    return [line for line in lines if not _get(line, "not_done")]


@register.filter
def not_done_lines(lines: list[Any]) -> list[Any]:
    """Of what a part says, what was not done."""
    return [line for line in lines if _get(line, "not_done")]


def _get(line: Any, name: str) -> Any:
    return line.get(name) if isinstance(line, dict) else getattr(line, name)
