"""What a chart is told, and the pieces every chart is drawn from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.components import ComponentError

MOODS = ("done", "good", "warn", "late", "calm", "still", "new", "voice")
# The second sign beside each colour: how the lower edge of a bar is dashed. None is a plain bar.
TEXTURE = {
    "good": "2 5",
    "warn": "7 4",
    "late": "2 2",
    "calm": "1 8",
    "new": "12 4",
    "voice": "4 4",
}
# What one letter takes of the width on the narrowest card, in per cent, also where a reader has
# widened the space between letters by the 0.12 em that WCAG 1.4.12 asks for.
LETTER = 3.0


@dataclass(frozen=True)
class Series:
    """One line, or the bars of one kind. None is a figure that is not known."""

    name: str
    values: Sequence[float | None]
    mood: str = "new"

    def __post_init__(self) -> None:
        if self.mood not in MOODS:
            raise ComponentError(f"chart: there is no mood {self.mood!r}")


@dataclass(frozen=True)
class Chart:
    """What a chart shows. `title` names the drawing, `says` is the one sentence it proves, `about`
    heads the column of `labels` in its table, `unit` follows a value ("days").

    A line may say `where` its points stand (0 to 1, for days that are not evenly spaced), and draw
    an `aim`, a level that is wanted."""

    title: str
    says: str
    about: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    where: Sequence[float] = ()
    aim: float | None = None

    def __post_init__(self) -> None:
        if not self.labels or not self.series:
            raise ComponentError(f"chart: {self.title!r} has nothing to draw")
        if any(len(one.values) != len(self.labels) for one in self.series):
            raise ComponentError(f"chart: {self.title!r} has as many values as labels in no series")
        if self.where and len(self.where) != len(self.labels):
            raise ComponentError(f"chart: {self.title!r} does not say where each label stands")
        if any(value is not None and value < 0 for one in self.series for value in one.values):
            raise ComponentError(f"chart: {self.title!r} has a value below nought")

    @property
    def most(self) -> float:
        """The largest value, and never nought."""
        known = [value for one in self.series for value in one.values if value is not None]
        return max([*known, self.aim or 0]) or 1

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The same as a table: each label with its values in words."""
        return [
            (label, [said(one.values[at]) for one in self.series])
            for at, label in enumerate(self.labels)
        ]


def said(value: float | None) -> str:
    """A value as it is written; a dash for what is not known."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def bar(
    left: float, top: float, width: float, height: float, mood: str, *, plain: bool = False
) -> SafeString:
    """A bar, its lower edge dashed as its mood is; `plain` where all bars are of one kind."""
    if not width:
        return SafeString("")
    edge = SafeString("")
    if mood in TEXTURE and not plain:
        edge = format_html(
            '<line class="chart-edge" x1="{0}%" x2="{1}%" y1="{2}em" y2="{2}em" '
            'stroke-width="3" stroke-dasharray="{3}"/>',
            short(left),
            short(left + width),
            short(top + height - 0.12),
            TEXTURE[mood],
        )
    return format_html(
        '<rect class="fill-{}" x="{}%" y="{}em" width="{}%" height="{}em"/>{}',
        mood,
        short(left),
        short(top),
        short(width),
        short(height),
        edge,
    )


def drawing(chart: Chart, height: float, parts: Iterable[SafeString]) -> SafeString:
    """The SVG with its name and, for who does not see it, all it shows."""
    told = "; ".join(
        f"{label}: "
        + ", ".join(
            _named(chart, one, value) for one, value in zip(chart.series, values, strict=True)
        )
        for label, values in chart.rows
    )
    return format_html(
        '<svg class="chart-drawing" role="img" width="100%" height="{}em">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        short(height),
        chart.title,
        told,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _named(chart: Chart, one: Series, value: str) -> str:
    return f"{one.name} {value}" if len(chart.series) > 1 else f"{value} {chart.unit}".strip()


def text(
    x: float, y: float, words: str, kind: str, anchor: str = "start", dx: float = 0
) -> SafeString:
    """Words in a drawing, `x` percent from its left and `y` lines from its top; `kind` is their
    class, `dx` moves them by so many letters."""
    extra = f' text-anchor="{anchor}"' if anchor != "start" else ""
    extra += f' dx="{short(dx)}em"' if dx else ""
    return format_html(
        '<text class="{}" x="{}%" y="{}em"{}>{}</text>',
        kind,
        short(x),
        short(y),
        SafeString(extra),
        words,
    )


def fitted(words: str, taken: int = 0) -> str:
    """Words that fit beside `taken` letters on the narrowest card. The table has them whole."""
    room = int(98 / LETTER) - taken
    return words if len(words) <= room else words[: room - 1].rstrip() + "…"


def short(value: float) -> str:
    """A length, short."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
