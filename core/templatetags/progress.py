"""How far something has come, as tags: numbers, bars and marks."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import components, suppression
from core.components import FEELS, STATUS, TONES, ComponentError, typed
from core.templatetags.components import NOTHING

register = template.Library()

# More than this are a number, not something one sees at a glance.
MOST_MARKS = 12


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
    number, rest = _("%(done)s of %(all)s") % {"done": f"{so_far:,}", "all": f"{target:,}"}, unit
    if components.is_share(unit):
        number, rest = components.share_words(so_far, target, unit)
    return format_html(
        '<div class="progress{}"><svg class="bar" width="100%" height="12" aria-hidden="true">'
        '<rect class="bar-done" width="{}%" height="12"/></svg>'
        '<p class="progress-words"><b>{}</b> {}</p></div>',
        f" tone-{tone}" if tone in TONES else "",
        width,
        number,
        rest,
    )


@register.simple_tag
@typed
def count_so_far(
    *, count: object, unit: str = "", tone: str = "", rule: object = suppression.DEFAULT
) -> SafeString:
    """How far a `suppression.Count` has come, as the audience of `rule` may see it: with a bar, or
    "a few of 100 linked" without one. Nothing without a target."""
    if not isinstance(count, suppression.Count) or not isinstance(rule, suppression.Rule):
        raise ComponentError(f"count_so_far: {count!r} is not a count, or {rule!r} not a rule")
    if not count.target:
        return NOTHING
    seen = suppression.show_count(count, rule)
    if seen.is_exact:
        return progress_of(reached=count.reached, target=count.target, unit=unit, tone=tone)
    if not seen.words:
        return format_html('<p class="progress-words">{}</p>', f"{suppression.too_small()}.")
    return format_html('<p class="progress-words"><b>{}</b> {}</p>', capfirst(seen.words), unit)


@register.simple_tag
@typed
def small_numbers_note(*, rule: object) -> SafeString:
    """Whether the numbers of people on a page are exact, or how small ones are shown."""
    if not isinstance(rule, suppression.Rule):
        raise ComponentError(f"small_numbers_note: {rule!r} is not a rule")
    words = _(
        "You can see exact numbers of people. Most people see “a few” when a number is small."
    )
    if not rule.is_exact:
        words = _(
            "“A few” means 1 to %(highest)s people. We don’t show small numbers exactly, so that "
            "nobody can be recognised."
        ) % {"highest": rule.highest}
    return format_html('<p class="meta">{}</p>', words)


@register.simple_tag
@typed
def progress_of_set(*, done: int, of: int, words: str) -> SafeString:
    """ "2 of 3 have signed", with a mark for each of a small set: full for who has, open for who
    has not. `words` is the whole sentence, with {count} where the numbers go. Nothing for an empty
    set."""
    before, found, after = str(words).partition("{count}")
    if not found:
        raise ComponentError(f"progress_of_set: no {{count}} in {words!r}")
    if of < 1:
        return NOTHING
    marks = NOTHING
    if of <= MOST_MARKS:
        marks = format_html(
            '<svg class="marks" width="{}em" height="1em" aria-hidden="true">{}</svg>',
            round(1.3 * of, 1),
            format_html_join(
                "",
                '<circle class="mark-{}" cx="{}em" cy="0.5em" r="0.4em"/>',
                (("full" if at < done else "open", round(0.5 + 1.3 * at, 1)) for at in range(of)),
            ),
        )
    count = _("%(done)s of %(all)s") % {"done": f"{done:,}", "all": f"{of:,}"}
    return format_html(
        '<p class="set">{}<span>{}<b>{}</b>{}</span></p>', marks, before, count, after
    )


@register.simple_tag
@typed
def stacked_status(*, counts: list | tuple) -> SafeString:
    """How many are where: a bar, and the same in a sentence. `counts` is (status, label, n). How
    many of them are late ("behind") is said after them, and is no part of the bar."""
    shown = [(str(status), label, n) for status, label, n in counts if n and status != "behind"]
    behind = sum(n for status, _label, n in counts if status == "behind")
    total = sum(n for _, _, n in shown)
    if not total:
        return NOTHING
    if unknown := [
        status for status, _, _ in shown if status not in STATUS and status not in FEELS
    ]:
        raise ComponentError(f"stacked_status: no status {unknown}")
    parts, before = [], 0
    for status, _label, n in shown:
        start, before = before, before + n
        left, width = round(100 * start / total, 2), round(100 * n / total, 2)
        parts.append((_mood_of(status), left, width))
    bar = format_html_join("", '<rect class="fill-{}" x="{}%" width="{}%" height="20"/>', parts)
    words = format_html_join(
        " · ",
        '<span class="nowrap"><span class="key fill-{}"></span><b>{}</b> {}</span>',
        ((_mood_of(status), f"{n:,}", str(label).lower()) for status, label, n in shown),
    )
    if behind:
        late = ngettext("%(n)s of these is late", "%(n)s of these are late", behind)
        words = format_html(
            '{}. <b class="is-late is-behind">{}</b>', words, late % {"n": f"{behind:,}"}
        )
    return format_html(
        '<div class="stacked"><svg class="stacked-bar" width="100%" height="20" '
        'aria-hidden="true">{}</svg><p class="meta">{}</p></div>',
        bar,
        words,
    )


def _mood_of(status: str) -> str:
    return (STATUS.get(status) or FEELS[status]).mood
