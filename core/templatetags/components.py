"""The components every page is built from, as tags with keyword-only props.

A misspelt or missing prop fails when the template is compiled; a value the prop cannot be fails
when it is drawn (`core.components.typed`). `/components/` shows each in all its states.
"""

import datetime
from typing import Any, Literal

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import components
from core.components import FEELS, STATUS, TONES, ComponentError, ThreadStep, typed
from core.decisions import Decision
from core.fields import draw_field, draw_hidden, error_links
from core.templatetags.words import short_day

register = template.Library()

Kind = Literal["strong", "quiet", "danger"]
Mood = Literal["done", "good", "warn", "late", "calm", "still", "new", "voice"]
Moment = datetime.date | datetime.datetime | str | None
NOTHING = SafeString("")


# --- Small things --------------------------------------------------------------------------------


@register.simple_tag
@typed
def icon(*, name: str) -> SafeString:
    """A drawing beside a word. Raises for a name that does not exist."""
    return components.icon(name)


@register.simple_tag
def outcome_tag(*, outcome: Any) -> SafeString:
    """An outcome's name, icon and tone. Nothing for None."""
    if outcome is None:
        return NOTHING
    try:
        return components.outcome_tag(outcome.short_name, outcome.tone, outcome.icon)
    except AttributeError:
        raise ComponentError(f"outcome_tag: {outcome!r} is not an outcome") from None


@register.simple_tag
@typed
def status_badge(*, status: str, days_late: int | None = 0, label: str = "") -> SafeString:
    """A status in a word, with its icon; "23 days late" when it is. `label` says it otherwise."""
    return components.status_badge(str(status), days_late or 0, str(label))


@register.simple_tag
@typed
def feels_badge(*, feels: str | None) -> SafeString:
    """What care consultants say about the difference. Nothing while they have not said."""
    return components.feels_badge(str(feels or ""))


@register.simple_tag
@typed
def badge(*, label: str, mood: Mood = "calm", icon: str = "info") -> SafeString:
    """A pill of one's own, for what is no status."""
    return components.badge(str(label), mood, icon)


@register.simple_tag
@typed
def person(*, membership: Any, vacant: str = "Nobody yet", post: bool = True) -> SafeString:
    """Somebody, as they chose to be listed, with their post. None is an empty place."""
    if membership is None:
        return format_html('<span class="person is-vacant">{}</span>', vacant)
    try:
        label, standing = membership.label, membership.standing if post else ""
    except AttributeError:
        raise ComponentError(f"person: {membership!r} is not a membership") from None
    rest = standing.removeprefix(label)
    return format_html('<span class="person"><b>{}</b>{}</span>', label, rest)


@register.simple_tag
@typed
def progress_of(
    *, reached: int | None, target: int | None, unit: str = "", tone: str = ""
) -> SafeString:
    """ "61 of 100 linked", with a bar in an outcome's tone. Nothing when nothing is counted."""
    if target is None and reached is None:
        return NOTHING
    if not target:
        return format_html('<p class="progress-words"><b>{}</b> {}</p>', f"{reached:,}", unit)
    so_far = reached or 0
    width = max(0, min(100, round(100 * so_far / target)))
    return format_html(
        '<div class="progress{}"><svg class="bar" width="100%" height="12" aria-hidden="true">'
        '<rect class="bar-done" width="{}%" height="12"/></svg>'
        '<p class="progress-words"><b>{} of {}</b> {}</p></div>',
        f" tone-{tone}" if tone in TONES else "",
        width,
        f"{so_far:,}",
        f"{target:,}",
        unit,
    )


@register.simple_tag
@typed
def stacked_status(*, counts: list | tuple) -> SafeString:
    """How many are where: a bar, and the same in a sentence. `counts` is (status, label, n)."""
    shown = [(str(status), label, n) for status, label, n in counts if n]
    total = sum(n for _, _, n in shown)
    if not total:
        return NOTHING
    if unknown := [
        status for status, _, _ in shown if status not in STATUS and status not in FEELS
    ]:
        raise ComponentError(f"stacked_status: no status {unknown}")
    parts, before = [], 0
    for status, _, n in shown:
        start, before = before, before + n
        left, width = round(100 * start / total, 2), round(100 * n / total, 2)
        parts.append((_mood_of(status), left, width))
    bar = format_html_join("", '<rect class="fill-{}" x="{}%" width="{}%" height="20"/>', parts)
    words = format_html_join(
        " · ",
        '<span class="nowrap"><span class="key fill-{}"></span><b>{}</b> {}</span>',
        ((_mood_of(status), f"{n:,}", str(label).lower()) for status, label, n in shown),
    )
    return format_html(
        '<div class="stacked"><svg class="stacked-bar" width="100%" height="20" '
        'aria-hidden="true">{}</svg><p class="meta">{}</p></div>',
        bar,
        words,
    )


def _mood_of(status: str) -> str:
    return (STATUS.get(status) or FEELS[status]).mood


@register.simple_tag
@typed
def quote(*, text: str, attribution: str = "") -> SafeString:
    """Somebody's own words, with who may be said to have said them."""
    said = format_html("<figcaption>{}</figcaption>", attribution) if attribution else ""
    return format_html(
        '<figure class="quote"><blockquote><p>“{}”</p></blockquote>{}</figure>', text, said
    )


@register.simple_tag
def cannot(*, decision: Decision) -> SafeString:
    """The reason, where the button would be. Nothing when the decision is yes."""
    if not isinstance(decision, Decision):
        raise ComponentError(f"cannot: {decision!r} is not a Decision")
    if decision:
        return NOTHING
    return format_html('<p class="cannot">{}{}</p>', components.icon("info"), decision.reason)


@register.simple_tag
@typed
def button(
    *, label: str, kind: Kind = "strong", icon: str = "", name: str = "", value: str = ""
) -> SafeString:
    """The button that sends a form. `name` and `value` where a form has two ways to be sent."""
    sent = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html(
        '<button class="button is-{}"{}>{}{}</button>', kind, sent, _small(icon), label
    )


@register.simple_tag
@typed
def link_button(*, url: str, label: str, kind: Kind = "quiet", icon: str = "") -> SafeString:
    """A link that looks like the next thing to do."""
    return format_html('<a class="button is-{}" href="{}">{}{}</a>', kind, url, _small(icon), label)


def _small(name: str) -> SafeString:
    return components.icon(name) if name else NOTHING


# --- Larger things -------------------------------------------------------------------------------


@register.simple_block_tag(end_name="endcard")
@typed
def card(
    content: str, *, title: str = "", tone: str = "", id: str = "", level: int = 2
) -> SafeString:
    """A white card. `tone` is "now" (the golden edge: it needs you), "dark", "plain", "warn", or an
    outcome's tone. A card with a title is a region that a screen reader can jump to."""
    if tone and tone not in ("now", "dark", "plain", "warn") and tone not in TONES:
        raise ComponentError(f"card: there is no tone {tone!r}")
    classes = f"card is-{tone}" if tone in ("now", "dark", "plain", "warn") else "card"
    if tone in TONES:
        classes = f"card is-toned tone-{tone}"
    anchor = format_html(' id="{}"', id) if id else ""
    head = format_html("<h{}>{}</h{}>", level, title, level) if title else ""
    return format_html('<section class="{}"{}>{}{}</section>', classes, anchor, head, content)


@register.simple_tag
@typed
def two_voices(
    *,
    officer_status: str | None,
    officer_words: str | None,
    officer_when: Moment,
    feels: str | None,
    words: str | None,
    said_when: Moment,
) -> SafeString:
    """What the officer says and what care consultants say, side by side, of equal size, never
    averaged. Whoever has not spoken is said to have not spoken. A string and not a template: a
    workplan draws fifty of them."""
    if officer_status and officer_status not in STATUS:
        raise ComponentError(f"two_voices: no status {officer_status!r}")
    if feels and feels not in FEELS:
        raise ComponentError(f"two_voices: no verdict {feels!r}")
    return format_html(
        '<div class="voices"><div class="voice"><p class="voice-who">The officer says</p>{}</div>'
        '<div class="voice is-ours"><p class="voice-who">Care consultants say</p>{}</div></div>',
        _voice(STATUS[officer_status].label if officer_status else "", officer_words, officer_when),
        _voice(FEELS[feels].label if feels else "", words, said_when),
    )


def _voice(judgement: str, words: str | None, when: Moment) -> SafeString:
    if not judgement and not words:
        return format_html('<p class="meta">{}</p>', "Nothing yet.")
    first = format_html("<b>{}.</b> ", judgement) if judgement else NOTHING
    day = _when(when)
    last = format_html('<p class="meta">{}</p>', day) if day else NOTHING
    return format_html("<p>{}{}</p>{}", first, words or "", last)


def _when(value: Moment) -> str:
    return short_day(value) if isinstance(value, datetime.date) else value or ""


@register.inclusion_tag("components/thread.html")
def thread(*, steps: Any, label: str = "") -> dict[str, Any]:
    """The golden line: filled where it has happened, pale and open where it has not."""
    steps = list(steps)
    if not all(isinstance(step, ThreadStep) for step in steps):
        raise ComponentError("thread: steps are core.components.ThreadStep")
    return {"steps": steps, "label": label}


@register.inclusion_tag("components/empty_state.html")
@typed
def empty_state(
    *, title: str, text: str = "", url: str = "", label: str = "", icon: str = "sprout"
) -> dict[str, Any]:
    """What to say where a list would be: why it is empty, and what can be done."""
    return {"title": title, "text": text, "url": url, "label": label, "icon": icon}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, *, page: Page, label: str = "Pages") -> dict[str, Any]:
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
        "label": label,
        "previous": address(page.number - 1) if page.has_previous() else "",
        "next": address(page.number + 1) if page.has_next() else "",
    }


@register.simple_block_tag(end_name="endbreadcrumb_area")
def breadcrumb_area(content: str) -> SafeString:
    """The way here, when a page has one. base.html only."""
    inside = SafeString(content.strip())
    if not inside:
        return NOTHING
    if "<li" in inside and "<ol" not in inside:
        inside = format_html("<ol>{}</ol>", inside)
    return format_html('<nav class="breadcrumbs" aria-label="You are here">{}</nav>', inside)


@register.simple_block_tag(end_name="endaside_area")
def aside_area(content: str) -> SafeString:
    """What stands beside the page, when anything does. base.html only."""
    inside = SafeString(content.strip())
    return format_html('<aside class="stack">{}</aside>', inside) if inside else NOTHING


# --- Forms ---------------------------------------------------------------------------------------


@register.simple_tag
@typed
def field(*, field: Any, label: str = "", hint: str = "", rows: int = 0) -> SafeString:
    """A question: its label, hint, error and control, tied together, keeping what was typed."""
    if not isinstance(field, BoundField):
        raise ComponentError(f"field: {field!r} is no field of a form; is its name misspelt?")
    return draw_field(field, label=label, hint=hint, rows=rows)


@register.simple_tag
def hidden_fields(*, form: Any) -> SafeString:
    """The form's bookkeeping: the key of a single deed, and the version its writer looked at."""
    if not isinstance(form, BaseForm):
        raise ComponentError(f"hidden_fields: {form!r} is not a form")
    return draw_hidden(form)


@register.inclusion_tag("components/form_errors.html")
def form_errors(*, form: Any) -> dict[str, Any]:
    """What needs mending, at the top, each a link to its question; and, when somebody else saved
    first, both versions. Nothing while there is nothing wrong."""
    if not isinstance(form, BaseForm):
        raise ComponentError(f"form_errors: {form!r} is not a form")
    if not form.is_bound or not form.errors:
        return {"general": [], "links": [], "clash": []}
    return error_links(form)
