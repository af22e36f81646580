"""Forms as tags: a question with all that belongs to it, the bookkeeping, what needs mending."""

import uuid
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.components import ComponentError, typed
from core.fields import draw_field, draw_hidden, error_links, has_words
from core.plain_words import draw_check

register = template.Library()


@register.simple_tag
@typed
def field(*, field: Any, label: str = "", hint: str = "", rows: int = 0) -> SafeString:
    """A question: its label, hint, error and control, tied together, keeping what was typed."""
    if not isinstance(field, BoundField):
        raise ComponentError(f"field: {field!r} is no field of a form; is its name misspelt?")
    return draw_field(field, label=label, hint=hint, rows=rows)


@register.simple_tag(takes_context=True)
def hidden_fields(context: Context, *, form: Any) -> SafeString:
    """The form's bookkeeping: the key of a single deed, and the version its writer looked at. Above
    them, on the first form of a page with a box for words, the help lines: wherever a young person
    may be typing, or somebody who writes down what they said (SG-120)."""
    if not isinstance(form, BaseForm):
        raise ComponentError(f"hidden_fields: {form!r} is not a form")
    return format_html("{}{}", _help_above(context, form), draw_hidden(form))


def _help_above(context: Context, form: BaseForm) -> SafeString:
    request, frame = context.get("request"), context.get("frame")
    if request is None or getattr(request, "shows_help_lines", False):
        return SafeString("")
    theirs = getattr(frame, "quick_exit", "") or getattr(form, "has_young_words", False)
    if not theirs or not has_words(form):
        return SafeString("")
    request.shows_help_lines = True
    return help_lines(url=getattr(frame, "privacy", ""))


@register.simple_tag
@typed
def help_lines(*, url: str = "") -> SafeString:
    """Whom to call, that nobody watches these pages, and `url`, where it says who reads them."""
    return SafeString(render_to_string("components/help_lines.html", {"privacy": url}))


@register.simple_tag
def form_key() -> SafeString:
    """The key of a single deed alone, for a button that is no form of its own."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4())


@register.simple_tag(takes_context=True)
def check_words(context: Context, *, form: Any, action: str = "") -> SafeString:
    """The button beside the one that sends, which only looks at the words, and what it found. For a
    form that names its fields in `plain` (core.plain_words); nothing for another. `action` is the
    form’s own, where it has one."""
    if not isinstance(form, BaseForm):
        raise ComponentError(f"check_words: {form!r} is not a form")
    authority = getattr(context.get("request"), "authority", None)
    frame = context.get("frame")
    plainer = authority.plainer() if authority and getattr(form, "checking", False) else ()
    return draw_check(form, plainer, frame.check_words if frame else "", action)


@register.inclusion_tag("components/form_errors.html")
def form_errors(*, form: Any) -> dict[str, Any]:
    """What needs mending, at the top, each a link to its question; and, when somebody else saved
    first, both versions. Nothing while there is nothing wrong."""
    if not isinstance(form, BaseForm):
        raise ComponentError(f"form_errors: {form!r} is not a form")
    if not form.is_bound or not form.errors:
        return {"general": [], "links": [], "clash": None}
    return error_links(form)
