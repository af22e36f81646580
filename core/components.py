"""What the components of the pages are made of: icons, tones, status words, and checked props.

The tags themselves are in `core.templatetags.components`; this module is what Python code needs of
them. Small things that a list repeats (icons, badges) are built once and remembered, because a
page's time goes into its templates.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

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
        hint = "" if icon_names() else " (no icons at all: run `make assets`)"
        raise ComponentError(f"There is no icon {name!r}{hint}")
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

    label: str
    icon: str
    mood: Mood


STATUS: dict[str, Look] = {
    # what an officer says of an action
    "proposed": Look("Proposed", "lightbulb", "new"),
    "not-started": Look("Not started", "circle-dashed", "calm"),
    "on-track": Look("On track", "check", "good"),
    "at-risk": Look("At risk", "triangle-alert", "warn"),
    "off-track": Look("Off track", "octagon-alert", "late"),
    "done": Look("Done", "circle-check", "done"),
    "stopped": Look("Stopped", "ban", "still"),
    "not-taken-up": Look("Not taken up", "minus", "still"),
    "late": Look("Late", "clock", "late"),
    # priorities and workplans
    "open": Look("Open", "circle-dot", "new"),
    "met": Look("Met", "circle-check", "done"),
    "closed": Look("Closed", "lock", "calm"),
    "draft": Look("Being written", "pencil", "calm"),
    "shared": Look("Shared", "share-2", "good"),
    # meetings and agenda items
    "planned": Look("Being planned", "calendar", "new"),
    "papers-out": Look("Papers are out", "file-text", "good"),
    "held": Look("Held", "check", "done"),
    "on-agenda": Look("On the agenda", "check", "good"),
    "declined": Look("Not this time", "minus", "calm"),
    # challenges
    "answered": Look("Answered, waiting for us", "message-circle", "warn"),
    "accepted": Look("Answer accepted", "circle-check", "done"),
    # reports and the making of documents
    "signed-off": Look("Signed off", "badge-check", "good"),
    "published": Look("Published", "globe", "done"),
    "endorsed": Look("Endorsed", "badge-check", "done"),
    "waiting": Look("Waiting for its turn", "hourglass", "calm"),
    "running": Look("Being made", "refresh-cw", "new"),
    "failed": Look("Could not be made", "circle-x", "late"),
    # bodies, seats, invitations, expectation sets
    "active": Look("Active", "check", "good"),
    "to-be-set-up": Look("To be set up", "circle-dashed", "calm"),
    "ended": Look("Ended", "minus", "calm"),
    "withdrawn": Look("Withdrawn", "undo-2", "calm"),
    "expired": Look("Ran out", "clock", "calm"),
    "adopted": Look("Adopted", "check", "good"),
    "under-review": Look("Being reviewed", "refresh-cw", "warn"),
    "retired": Look("No longer used", "archive", "calm"),
    "named-only": Look("Named only", "info", "calm"),
}

FEELS: dict[str, Look] = {
    "yes": Look("Really different", "smile", "done"),
    "a-bit": Look("A bit different", "meh", "new"),
    "not-yet": Look("No different yet", "frown", "late"),
}


@lru_cache(maxsize=2048)
def badge(label: str, mood: str, icon_name: str) -> SafeString:
    """A small pill: an icon and a word."""
    return format_html('<span class="badge is-{}">{}{}</span>', mood, icon(icon_name), label)


@lru_cache(maxsize=2048)
def status_badge(status: str, days_late: int = 0, label: str = "") -> SafeString:
    """What an officer says, or how late it is, whichever matters more to somebody waiting."""
    look = STATUS.get(status)
    if look is None:
        raise ComponentError(f"There is no status {status!r}; see core.components.STATUS")
    if days_late > 0:
        words = f"{days_late:,} day{'' if days_late == 1 else 's'} late"
        return badge(words, "late", STATUS["late"].icon)
    return badge(label or look.label, look.mood, look.icon)


@lru_cache(maxsize=16)
def feels_badge(feels: str) -> SafeString:
    """Care consultants' own verdict. Nothing for no verdict yet."""
    if not feels:
        return SafeString("")
    look = FEELS.get(feels)
    if look is None:
        raise ComponentError(f"There is no verdict {feels!r}; see core.components.FEELS")
    return format_html(
        '<span class="badge is-voice">{}<span class="visually-hidden">Care consultants say: '
        "</span>{}</span>",
        icon(look.icon),
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


# --- The thread ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ThreadStep:
    """One step of the golden line. `tag` is a badge, or plain words to be shown as one."""

    title: str
    state: Literal["done", "now", "next"]
    when: datetime.date | datetime.datetime | str | None = None
    text: str = ""
    url: str = ""
    tag: str = ""

    def __post_init__(self) -> None:
        if self.state not in ("done", "now", "next"):
            raise ComponentError(f"A step is done, now or next, not {self.state!r}")

    @property
    def state_word(self) -> str:
        """What the filled or open circle says, for those who do not see it."""
        return {"done": "Done", "now": "Now", "next": "Still to come"}[self.state]

    @property
    def when_words(self) -> str:
        """The day in words, or the words themselves."""
        if isinstance(self.when, datetime.date):
            from core.templatetags.words import day

            return day(self.when)
        return self.when or ""
