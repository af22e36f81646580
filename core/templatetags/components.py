"""The components every page is built from, as tags with keyword-only props.

A misspelt or missing prop fails when the template is compiled; a value the prop cannot be fails
when it is drawn (`core.components.typed`). `/components/` shows each in all its states.
"""

import datetime
from typing import Any, Literal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import components, voices
from core.components import TONES, ComponentError, ThreadStep, typed
from core.decisions import Decision
from core.languages import own_lang
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
def kept_badge(*, feels: str | None) -> SafeString:
    """What care consultants say of a promise. Nothing while they have not said."""
    return components.kept_badge(str(feels or ""))


@register.simple_tag
@typed
def badge(*, label: str, mood: Mood = "calm", icon: str = "info") -> SafeString:
    """A pill of one's own, for what is no status."""
    return components.badge(str(label), mood, icon)


@register.simple_tag
@typed
def person(
    *, membership: Any, vacant: str = "", post: bool = True, chip: bool = False
) -> SafeString:
    """Somebody, as they chose to be listed, with their post. None is an empty place. As a `chip`
    it stands apart from the words around it: where several people are named in a row."""
    kind = " is-chip" if chip else ""
    if membership is None:
        return format_html(
            '<span class="person is-vacant{}">{}</span>', kind, vacant or _("Nobody yet")
        )
    try:
        label, standing = membership.label, membership.standing if post else ""
    except AttributeError:
        raise ComponentError(f"person: {membership!r} is not a membership") from None
    rest = standing.removeprefix(label)
    if chip:
        rest = format_html("<span><b>{}</b>{}</span>", label, rest)
        return format_html(
            '<span class="person is-chip">{}{}</span>', components.icon("user"), rest
        )
    return format_html('<span class="person"><b>{}</b>{}</span>', label, rest)


@register.simple_tag
@typed
def quote(*, text: str, attribution: str = "") -> SafeString:
    """Somebody's own words, with who may be said to have said them."""
    said = format_html("<figcaption>{}</figcaption>", attribution) if attribution else ""
    return format_html(
        '<figure class="quote"><blockquote{}><p>“{}”</p></blockquote>{}</figure>',
        own_lang(),
        text,
        said,
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
def link_button(
    *, url: str, label: str, kind: Kind = "quiet", icon: str = "", dialog: bool = False
) -> SafeString:
    """A link that looks like the next thing to do. With `dialog` the page it leads to, a question
    before something is ended, opens over this one where there is a script."""
    over = dialog_mark() if dialog else NOTHING
    return format_html(
        '<a class="button is-{}" href="{}"{}>{}{}</a>', kind, url, over, _small(icon), label
    )


@register.simple_tag
def dialog_mark() -> SafeString:
    """What makes any link open its page over this one (static/js/app.js), with the word that closes
    it again."""
    return format_html(' data-dialog="{}"', _("Back"))


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
    classes = ["card"]
    if tone in TONES:
        classes += ["is-toned", f"tone-{tone}"]
    elif tone:
        classes.append(f"is-{tone}")
    anchor = format_html(' id="{}"', id) if id else ""
    head = format_html("<h{}>{}</h{}>", level, title, level) if title else ""
    return format_html(
        '<section class="{}"{}>{}{}</section>', " ".join(classes), anchor, head, content
    )


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
    officer_who: str | None = "",
) -> SafeString:
    """What the owner says (`officer_who`: the name or the post over their words) and what care
    consultants say, side by side, of equal size, never averaged. Whoever has not spoken is said to
    have not spoken."""
    return voices.two_voices(
        voices.Voice(officer_status or "", officer_words or "", _when(officer_when)),
        voices.Voice(feels or "", words or "", _when(said_when)),
        who=str(officer_who or ""),
    )


def _when(value: Moment) -> str:
    return short_day(value) if isinstance(value, datetime.date) else value or ""


@register.simple_tag
def thread(*, steps: Any, label: str = "") -> SafeString:
    """The golden line: filled where it has happened, pale and open where it has not."""
    steps = list(steps)
    if not all(isinstance(step, ThreadStep) for step in steps):
        raise ComponentError("thread: steps are core.components.ThreadStep")
    named = format_html(' aria-label="{}"', label) if label else NOTHING
    drawn = SafeString("").join(components.thread_step(step) for step in steps)
    return format_html('<ol class="thread"{}>\n{}</ol>\n', named, SafeString(drawn))


@register.simple_tag
@typed
def toast(*, text: str, kind: str = "success") -> SafeString:
    """What was just done, or went wrong ("error", "warning"). It stays until the next page; where
    there is a script it can be put away."""
    sign = "triangle-alert" if kind in ("error", "warning") else "check"
    return format_html(
        '<div class="toast is-{}">{}<p>{}</p><button type="button" class="plain" hidden '
        'data-puts-away aria-label="{}">{}</button></div>',
        kind,
        components.icon(sign),
        text,
        _("Close this message"),
        components.icon("x"),
    )


@register.simple_tag
@typed
def work_progress(
    *, title: str, stage: str, percent: int, before: str = "", note: str = "", level: int = 2
) -> SafeString:
    """How far long work has come: what is being done, how much of it, and what the result will look
    like, in grey. `before` says what is made first, `note` that nobody need wait."""
    return format_html(
        '<div class="work"><h{0}>{1}</h{0}><p>{2}{3}</p><progress max="100" value="{4}">{4}%'
        "</progress>{5}{6}</div>",
        level,
        title,
        stage,
        format_html(". {}", before) if before else NOTHING,
        max(0, min(100, percent)),
        format_html('<p class="meta">{}</p>', note) if note else NOTHING,
        skeleton(lines=4),
    )


@register.simple_tag
@typed
def skeleton(*, lines: int = 3) -> SafeString:
    """The grey shape of what is still to come. Says nothing to screen readers: the words beside it
    do."""
    return format_html(
        '<div class="skeleton" aria-hidden="true">{}</div>', SafeString("<i></i>" * lines)
    )


@register.simple_block_tag(end_name="endbreadcrumb_area")
def breadcrumb_area(content: str) -> SafeString:
    """The way here, when a page has one. base.html only."""
    inside = SafeString(content.strip())
    if not inside:
        return NOTHING
    if "<li" in inside and "<ol" not in inside:
        inside = format_html("<ol>{}</ol>", inside)
    return format_html(
        '<nav class="breadcrumbs" aria-label="{}">{}</nav>', _("You are here"), inside
    )


@register.simple_block_tag(end_name="endaside_area")
def aside_area(content: str) -> SafeString:
    """What stands beside the page, when anything does. base.html only."""
    inside = SafeString(content.strip())
    return format_html('<aside class="stack">{}</aside>', inside) if inside else NOTHING


@register.simple_tag
def listen() -> SafeString:
    """The button that has the page read out. The script shows it where the device has a voice of
    its own for the page's language."""
    return format_html(
        '<div class="listen" data-listen data-pause="{}" data-go-on="{}" hidden>'
        '<button type="button" class="button is-quiet">{}<span>{}</span></button>'
        '<button type="button" class="button is-quiet" hidden>{}</button></div>',
        _("Pause"),
        _("Resume"),
        components.icon("circle-play"),
        _("Listen"),
        _("Stop"),
    )
