"""What the components of the pages are made of: icons, tones, status words, and checked props.

The tags themselves are in `core.templatetags.components`; this module is what Python code needs of
them. Small things that a list repeats (icons, badges) are built once and remembered, because a
page's time goes into its templates.
"""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

# The tested palette (static/css/tokens.css). The first four are Manchester's outcomes; an authority
# picks a tone by name, and the contrast of each is proved in both modes by a test.
TONES = "amber teal blue plum rose green violet indigo sky brick moss brown slate cyan ink".split()


class ComponentError(TypeError):
    """A component was given a prop it does not know, or a value the prop cannot be."""


def typed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Check a component's props against its annotations each time it is drawn. Names are checked by
    Django when the template is compiled, since all props are keyword-only."""
    hints = get_type_hints(function)
    checks = {name: check for name, hint in hints.items() if (check := _check_of(hint))}
    checks.pop("return", None)

    @wraps(function)
    def inner(*args: Any, **props: Any) -> Any:
        for name, value in props.items():
            check = checks.get(name)
            if check is not None and not check(value):
                raise ComponentError(
                    f"{function.__name__}: {name}={value!r} is not {hints[name]!r}"
                )
        return function(*args, **props)

    return inner


def _check_of(hint: Any) -> Callable[[Any], bool] | None:
    """What a value of this annotation must pass; None where anything goes."""
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    allowed = {value for part in parts if get_origin(part) is Literal for value in get_args(part)}
    classes = tuple(
        part for part in parts if part in (str, int, float, bool, NoneType, list, tuple)
    )
    if str in classes:
        classes += (Promise,)
    if not allowed and len(classes) < len(parts):
        return None
    return lambda value: isinstance(value, classes) or (bool(allowed) and value in allowed)


# --- Icons ---------------------------------------------------------------------------------------


def _icon_folder() -> Path:
    return Path(settings.STATICFILES_DIRS[0]) / "vendor" / "icons"


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    """Every icon there is. Empty only where `make assets` has not run."""
    return frozenset(path.stem for path in _icon_folder().glob("*.svg"))


@cache
def icon(name: str) -> SafeString:
    """An icon as inline SVG, in the colour of the text around it, silent to screen readers: the
    word beside it says the same. Raises `ComponentError` for a name that does not exist."""
    path = _icon_folder() / f"{name}.svg"
    if name not in icon_names():
        raise ComponentError(
            f"There is no icon {name!r}"
            if icon_names()
            else f"There is no icon {name!r}, nor any other: run `make assets`"
        )
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(), re.DOTALL)
    if drawing is None:
        raise ComponentError(f"{path.name} is not a drawing")
    shapes = re.sub(r"\s+", " ", drawing[1]).replace("> <", "><").strip()
    return mark_safe(  # noqa: S308  our own file, named by a checked name
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        f'aria-hidden="true">{shapes}</svg>'
    )


# --- Status --------------------------------------------------------------------------------------

Mood = Literal["done", "good", "warn", "late", "calm", "still", "new"]


@dataclass(frozen=True)
class Look:
    """How a status is shown: always a word and an icon, with a colour beside them."""

    label: str | Promise
    icon: str
    mood: Mood


STATUS: dict[str, Look] = {
    # what an officer says of an action
    "proposed": Look(gettext_lazy("Proposed"), "lightbulb", "new"),
    "not-started": Look(gettext_lazy("Not started"), "circle-dashed", "calm"),
    "on-track": Look(gettext_lazy("On track"), "check", "good"),
    "at-risk": Look(gettext_lazy("At risk"), "triangle-alert", "warn"),
    "off-track": Look(gettext_lazy("Off track"), "octagon-alert", "late"),
    "done": Look(gettext_lazy("Done"), "circle-check", "done"),
    "stopped": Look(gettext_lazy("Stopped"), "ban", "still"),
    "not-taken-up": Look(gettext_lazy("Not taken up"), "minus", "still"),
    "late": Look(gettext_lazy("Late"), "clock", "late"),
    # how many of the others are late: told beside them (`stacked_status`)
    "behind": Look(gettext_lazy("Late"), "clock", "late"),
    # priorities and workplans
    "open": Look(gettext_lazy("Open"), "circle-dot", "new"),
    "met": Look(gettext_lazy("Met"), "circle-check", "done"),
    "closed": Look(gettext_lazy("Closed"), "lock", "calm"),
    "draft": Look(gettext_lazy("Draft"), "pencil", "calm"),
    "shared": Look(gettext_lazy("Shared"), "share-2", "good"),
    # meetings and agenda items
    "planned": Look(gettext_lazy("Being planned"), "calendar", "new"),
    "papers-out": Look(gettext_lazy("Papers published"), "file-text", "good"),
    "held": Look(gettext_lazy("Held"), "check", "done"),
    "cancelled": Look(gettext_lazy("Cancelled"), "ban", "still"),
    "unrecorded": Look(gettext_lazy("Not written up yet"), "clock", "warn"),
    "on-agenda": Look(gettext_lazy("On the agenda"), "check", "good"),
    "declined": Look(gettext_lazy("Left for another time"), "minus", "calm"),
    # challenges
    "answered": Look(gettext_lazy("Answered, not accepted yet"), "message-circle", "warn"),
    "accepted": Look(gettext_lazy("Answer accepted"), "circle-check", "done"),
    # escalations
    "resolved": Look(gettext_lazy("Decided"), "circle-check", "done"),
    "sent-back": Look(gettext_lazy("Sent back"), "undo-2", "warn"),
    # reports and the making of documents
    "signed-off": Look(gettext_lazy("Signed off"), "badge-check", "good"),
    "published": Look(gettext_lazy("Published"), "globe", "done"),
    "endorsed": Look(gettext_lazy("Endorsed"), "badge-check", "done"),
    "waiting": Look(gettext_lazy("Waiting to start"), "hourglass", "calm"),
    "running": Look(gettext_lazy("In progress"), "refresh-cw", "new"),
    "failed": Look(gettext_lazy("Couldn’t be created"), "circle-x", "late"),
    # bodies, seats, invitations, expectation sets
    "active": Look(gettext_lazy("Active"), "check", "good"),
    "to-be-set-up": Look(gettext_lazy("To be set up"), "circle-dashed", "calm"),
    "ended": Look(gettext_lazy("Ended"), "minus", "calm"),
    "withdrawn": Look(gettext_lazy("Withdrawn"), "undo-2", "calm"),
    "expired": Look(gettext_lazy("Expired"), "clock", "calm"),
    "adopted": Look(gettext_lazy("Adopted"), "check", "good"),
    "under-review": Look(gettext_lazy("Under review"), "refresh-cw", "warn"),
    "retired": Look(gettext_lazy("No longer in use"), "archive", "calm"),
    "named-only": Look(gettext_lazy("Name only"), "info", "calm"),
}

FEELS: dict[str, Look] = {
    "yes": Look(gettext_lazy("Really different"), "smile", "done"),
    "a-bit": Look(gettext_lazy("A bit different"), "meh", "new"),
    "not-yet": Look(gettext_lazy("No different yet"), "frown", "late"),
}
# The same steps, of a promise: does it feel kept?
KEPT: dict[str, Look] = {
    "yes": Look(gettext_lazy("It feels kept"), "smile", "done"),
    "a-bit": Look(gettext_lazy("Partly kept"), "meh", "new"),
    "not-yet": Look(gettext_lazy("Not kept yet"), "frown", "late"),
}


@lru_cache(maxsize=2048)
def badge(label: str, mood: str, icon_name: str) -> SafeString:
    """A small pill: an icon and a word."""
    return format_html('<span class="badge is-{}">{}{}</span>', mood, icon(icon_name), label)


def status_badge(
    status: str, days_late: int = 0, label: str = "", language: str | None = None
) -> SafeString:
    """What an officer says, or how late it is, whichever matters more to somebody waiting. Whoever
    draws many may say which `language` is on."""
    return _status_badge(status, days_late, label, language or get_language())


@lru_cache(maxsize=2048)
def _status_badge(status: str, days_late: int, label: str, language: str | None) -> SafeString:
    """`language`, which is on, tells what is remembered apart."""
    look = STATUS.get(status)
    if look is None:
        raise ComponentError(f"There is no status {status!r}; see core.components.STATUS")
    if days_late > 0:
        words = ngettext("%(n)s day late", "%(n)s days late", days_late) % {"n": f"{days_late:,}"}
        return badge(words, "late", STATUS["late"].icon)
    return badge(label or str(look.label), look.mood, look.icon)


def feels_badge(feels: str) -> SafeString:
    """Care consultants' own verdict. Nothing for no verdict yet."""
    return _voice_badge("FEELS", feels, get_language()) if feels else SafeString("")


def kept_badge(feels: str) -> SafeString:
    """Their verdict on a promise. Nothing for no verdict yet."""
    return _voice_badge("KEPT", feels, get_language()) if feels else SafeString("")


@lru_cache(maxsize=32)
def _voice_badge(scale: str, feels: str, language: str | None) -> SafeString:
    look = {"FEELS": FEELS, "KEPT": KEPT}[scale].get(feels)
    if look is None:
        raise ComponentError(f"There is no verdict {feels!r}; see core.components.{scale}")
    return format_html(
        '<span class="badge is-voice">{}<span class="visually-hidden">{} </span>{}</span>',
        icon(look.icon),
        _("Care consultants say:"),
        look.label,
    )


@lru_cache(maxsize=2048)
def outcome_tag(name: str, tone: str, icon_name: str) -> SafeString:
    """An outcome's word with its icon and tone. What is stored came through the framework's own
    check, but a page must still stand if it did not: ink and a circle then."""
    return format_html(
        '<span class="outcome-tag tone-{}">{}{}</span>',
        tone if tone in TONES else "ink",
        icon(icon_name if icon_name in icon_names() else "circle"),
        name,
    )


# Units that are a share already: "66 per cent paid", never "66 of 100 per cent paid".
_SHARES = re.compile("%|per ?cent|y cant")


def is_share(unit: str) -> bool:
    """Whether what is counted is a percentage."""
    return bool(_SHARES.match(unit.strip().casefold()))


def share_words(reached: int, target: int, unit: str) -> tuple[str, str]:
    """ "66 per cent paid within ten days" and "(aim 100)"."""
    unit = unit.strip()
    number = f"{reached:,}{unit}" if unit.startswith("%") else f"{reached:,} {unit}"
    return number, _("(aim %(n)s)") % {"n": f"{target:,}"}


def share_figure(reached: int, target: int, unit: str) -> tuple[str, str]:
    """ "66%" and "paid within ten days (aim 100)": a share as a figure and what stands below."""
    what = _SHARES.sub("", unit.strip().casefold(), count=1)
    what = unit.strip()[-len(what) :].strip() if what else ""
    return f"{reached:,}%", f"{what} {share_words(reached, target, unit)[1]}".strip()


# --- Filters -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filter:
    """One question a list can be narrowed by: a choice of `options` (value, words), a box to search
    in, a day, or a tick. `value` is the answer now, "" for none, which `anything` says in words."""

    name: str
    label: str | Promise
    value: str = ""
    options: Sequence[tuple[str, str | Promise]] = ()
    anything: str | Promise = ""
    kind: Literal["choice", "search", "date", "tick"] = "choice"
    # Whether an address without this question narrows the list all the same (to "mine", say), so
    # that "show all" has to say that it is not asked.
    narrows_unasked: bool = False

    def __post_init__(self) -> None:
        if self.kind not in ("choice", "search", "date", "tick"):
            raise ComponentError(f"filter: there is no kind {self.kind!r}")
        if self.kind == "choice" and not self.anything:
            raise ComponentError(f"filter: {self.name!r} has no words for any answer")
        known = [value for value, _words in self.options]
        if self.kind == "choice" and self.value and self.value not in known:
            raise ComponentError(f"filter: {self.value!r} is no answer to {self.name!r}")

    @property
    def said(self) -> str:
        """The answer in words; "" for none."""
        if not self.value:
            return ""
        if self.kind == "choice":
            return str(dict(self.options)[self.value])
        if self.kind == "tick":
            return str(self.label)
        if self.kind == "date":
            return f"{self.label} {date_format(datetime.date.fromisoformat(self.value), 'j F Y')}"
        return f"“{self.value}”"


# --- The thread ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ThreadStep:
    """One step of the golden line. `tag` is a badge, or plain words to be shown as one."""

    title: str
    # "late": it should have happened, and still can; "missed": it cannot any more.
    state: Literal["done", "missed", "late", "now", "next"]
    when: datetime.date | datetime.datetime | str | None = None
    text: str = ""
    url: str = ""
    tag: str = ""

    def __post_init__(self) -> None:
        if self.state not in ("done", "missed", "late", "now", "next"):
            raise ComponentError(f"A step is done, missed, late, now or next, not {self.state!r}")

    @property
    def state_word(self) -> str:
        """What the filled or open circle says, for those who do not see it."""
        if self.state == "next":
            return _("Still to come")
        if self.state == "missed":
            return _("Missed")
        if self.state == "late":
            return _("Hasn’t happened")
        return _("Done") if self.state == "done" else _("Now")

    @property
    def when_words(self) -> str:
        """The day in words, or the words themselves."""
        if isinstance(self.when, datetime.date):
            from core.templatetags.words import day

            return day(self.when)
        return self.when or ""


def thread_step(step: ThreadStep) -> SafeString:
    """One step as an item of the list that is the line: a journey has thirty, too many to go
    through a template."""
    title = format_html('<a href="{}">{}</a>', step.url, step.title) if step.url else step.title
    return format_html(
        '<li class="thread-step is-{}"><span class="visually-hidden">{}: </span>\n'
        '<p class="thread-title">{}</p>\n{}{}{}</li>\n',
        step.state,
        step.state_word,
        title,
        format_html("<p>{}</p>", step.text) if step.text else "",
        format_html('<p class="meta">{}</p>', step.when_words) if step.when else "",
        format_html('<p class="thread-tag">{}</p>', step.tag) if step.tag else "",
    )
