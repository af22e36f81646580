"""What stands around a list: its states as tabs, its filters, its pages, what happened in order,
what is said where it is empty. All of it lives in the address, and works without a script."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.components import ComponentError, Filter, typed

register = template.Library()
NOTHING = SafeString("")
# With twelve signs for each, as an address writes the longest letters, less than a server takes.
SEARCH_LETTERS = 200


def _address(request: HttpRequest | None, **changed: str) -> str:
    """This page's address with these questions changed, and its first page again; a question with
    no answer is left out."""
    kept = request.GET.copy() if request is not None else None
    if kept is None:
        kept = QueryDict(mutable=True)
    kept.pop("page", None)
    for name, value in changed.items():
        kept.pop(name, None)
        if value:
            kept[name] = value
    return f"?{kept.urlencode()}"


@register.simple_tag(takes_context=True)
@typed
def tabs(
    context: Context, *, label: str, options: Any, current: str, param: str = "show", all: str = ""
) -> SafeString:
    """The states of a list, each a link that keeps the other questions in the address. `options`
    are (value, words); `all`, where given, is the tab of no answer and stands first."""
    shown = [("", all), *options] if all else list(options)
    if current not in [value for value, _words in shown]:
        raise ComponentError(f"tabs: {current!r} is none of {[value for value, _w in shown]}")
    request = context.get("request")
    return format_html(
        '<nav class="tabs" aria-label="{}"><ul>{}</ul></nav>',
        label,
        format_html_join(
            "",
            '<li><a href="{}"{}>{}</a></li>',
            (
                (
                    _address(request, **{param: value}),
                    SafeString(' aria-current="page"') if value == current else NOTHING,
                    words,
                )
                for value, words in shown
            ),
        ),
    )


@register.simple_tag(takes_context=True)
@typed
def filters(context: Context, *, questions: list | tuple, keeps: str = "") -> SafeString:
    """What a list can be narrowed to (`core.components.Filter`), and below it, in words, what it is
    narrowed to now, with a way back to all. `keeps` names what else stays in the address, such as
    the tab."""
    if not all(isinstance(one, Filter) for one in questions):
        raise ComponentError("filters: questions are core.components.Filter")
    request = context.get("request")
    kept = request.GET.get(keeps, "") if request is not None and keeps else ""
    hidden = format_html('<input type="hidden" name="{}" value="{}">', keeps, kept) if kept else ""
    said = [one.said for one in questions if one.said]
    clear = NOTHING
    if said:
        clear = format_html(
            '<p class="filtered">{} <b>{}</b>. <a href="{}">{}</a></p>',
            _("Showing only:"),
            ", ".join(said),
            _address(None, **_not_narrowed(questions, {keeps: kept} if keeps else {})),
            _("Show all"),
        )
    return format_html(
        '<form method="get" class="filters" role="search" data-no-draft>{}{}<div class="actions">'
        '<button class="button is-quiet">{}</button></div></form>{}',
        hidden,
        format_html_join("", "{}", ((_question(one),) for one in questions)),
        _("Apply"),
        clear,
    )


def _not_narrowed(questions: Iterable[Filter], kept: dict[str, str]) -> dict[str, str]:
    """What the address of the whole list says: what is kept, and that nothing narrows it unasked
    ("all" is no answer, as every list takes what it does not know)."""
    return kept | {one.name: "all" for one in questions if one.narrows_unasked}


def _question(one: Filter) -> SafeString:
    anchor = f"filter-{one.name.replace('_', '-')}"
    if one.kind == "tick":
        return format_html(
            '<div class="choice"><input type="checkbox" name="{}" value="1" id="{}"{}>'
            '<label for="{}">{}</label></div>',
            one.name,
            anchor,
            SafeString(" checked") if one.value else NOTHING,
            anchor,
            one.label,
        )
    return format_html(
        '<div class="field"><label for="{}">{}</label>{}</div>',
        anchor,
        one.label,
        _choice(one, anchor) if one.kind == "choice" else _box(one, anchor),
    )


def _choice(one: Filter, anchor: str) -> SafeString:
    options: Iterable[tuple[str, Any]] = [("", one.anything), *one.options]
    return format_html(
        '<select name="{}" id="{}">{}</select>',
        one.name,
        anchor,
        format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (value, SafeString(" selected") if value == one.value else NOTHING, words)
                for value, words in options
            ),
        ),
    )


def _box(one: Filter, anchor: str) -> SafeString:
    """A day, or words to search for. Words that an address may not be able to carry are refused by
    the browser, with the title as the reason; a `maxlength` would cut what is pasted."""
    limit = NOTHING
    if one.kind == "search":
        reason = _("Your search is too long. Use %(number)s characters or fewer.") % {
            "number": SEARCH_LETTERS
        }
        limit = format_html(' pattern="{}" title="{}"', f".{{0,{SEARCH_LETTERS}}}", reason)
    return format_html(
        '<input type="{}" name="{}" id="{}" value="{}"{}>',
        one.kind,
        one.name,
        anchor,
        one.value,
        limit,
    )


@register.simple_block_tag(end_name="endtimeline")
@typed
def timeline(content: str, *, label: str = "") -> SafeString:
    """What happened, in order, on a finer thread. Inside stand `moment`s."""
    named = format_html(' aria-label="{}"', label) if label else NOTHING
    return format_html('<ol class="timeline"{}>{}</ol>', named, content)


@register.simple_block_tag(end_name="endmoment")
@typed
def moment(content: str, *, when: str, who: str = "") -> SafeString:
    """One thing that happened, in a `timeline`: when, who did it, and what, between the tags."""
    first = " · ".join(part for part in (str(when), str(who)) if part)
    return format_html('<li><p class="meta">{}</p>{}</li>', first, content)


@register.inclusion_tag("components/empty_state.html")
@typed
def empty_state(
    *, title: str, text: str = "", url: str = "", label: str = "", icon: str = "sprout"
) -> dict[str, Any]:
    """What to say where a list would be: why it is empty, and what can be done."""
    return {"title": title, "text": text, "url": url, "label": label, "icon": icon}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, *, page: Page, label: str = "") -> dict[str, Any]:
    """Previous and next, keeping the filters in the address. Nothing for a single page. `label`
    tells two lists of one page apart."""
    if not isinstance(page, Page):
        raise ComponentError(f"pagination: {page!r} is not a Page")
    request = context.get("request")

    def address(number: int) -> str:
        kept = request.GET.copy() if request is not None else None
        if kept is None:
            return f"?page={number}"
        kept["page"] = str(number)
        return f"?{kept.urlencode()}"

    return {
        "page": page,
        "label": label or _("Pages"),
        "previous": address(page.number - 1) if page.has_previous() else "",
        "next": address(page.number + 1) if page.has_next() else "",
    }
