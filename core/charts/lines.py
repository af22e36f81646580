"""Lines: how something went, as a drawing or in a word's height."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.charts.shapes import LETTER, Chart, Series, bar, drawing, said, short, text

# In the order the lines are given: how they are dashed. The first has full dots, the others open.
DASHES = ("", "7 5", "2 5")
TOP, HEIGHT = 1.7, 6.5  # of the field, in heights of a line of text
LEFT, RIGHT = 2.0, 98.0


class Point(NamedTuple):
    """One value of a line: how far across (per cent), how far down (em), and its place."""

    x: float
    y: float
    at: int
    value: float


def line(chart: Chart) -> SafeString:
    """A line for each series from nought up, with its values written where there is room: all of a
    short single line, else the first, the highest and the last."""
    floor, many = TOP + HEIGHT, len(chart.series) > 1
    # The second line's values are written below it, and below the field when it runs there.
    foot = floor + (2.6 if many else 1.3)
    parts: list[SafeString] = [_rule("chart-grid", floor)]
    if chart.aim is not None:
        level = floor - HEIGHT * chart.aim / chart.most
        parts.append(_rule("chart-aim", level))
        words = _("target: %(n)s") % {"n": said(chart.aim)}
        ends = _points(chart, chart.series[0])
        # Where the line is further away from it.
        if ends and abs(chart.aim - ends[0].value) < abs(chart.aim - ends[-1].value):
            parts.append(text(RIGHT, level - 0.35, words, "chart-soft", "end"))
        else:
            parts.append(text(LEFT, level - 0.35, words, "chart-soft"))
    for order, one in enumerate(chart.series):
        parts += _line(_points(chart, one), one, DASHES[order % len(DASHES)], order)
    named = _points(chart, chart.series[0], known=False)
    for point in _spaced(named, _apart(chart.labels)):
        parts.append(text(point.x, foot, chart.labels[point.at], "chart-soft", _anchor(point.x)))
    for order, one in enumerate(chart.series):
        shown = _told(_points(chart, one), freely=not many)
        for point in shown:
            lift = 0.6 if order == 0 else -1.45
            parts.append(
                text(point.x, point.y - lift, said(point.value), "chart-text", _anchor(point.x))
            )
    return drawing(chart, foot + 0.5, parts)


def _points(chart: Chart, one: Series, known: bool = True) -> list[Point]:
    last = len(chart.labels) - 1
    where = chart.where or [at / last if last else 0.5 for at in range(last + 1)]
    return [
        Point(
            LEFT + (RIGHT - LEFT) * where[at],
            TOP + HEIGHT - HEIGHT * (value or 0) / chart.most,
            at,
            value or 0,
        )
        for at, value in enumerate(one.values)
        if value is not None or not known
    ]


def _line(points: list[Point], one: Series, dash: str, order: int) -> list[SafeString]:
    """Its pieces, then a dot on each value: full in the first line, open in the others."""
    dashed = format_html(' stroke-dasharray="{}"', dash) if dash else ""
    pieces = [
        format_html(
            '<line class="chart-line fill-{}" x1="{}%" y1="{}em" x2="{}%" y2="{}em" '
            'stroke-width="3" stroke-linecap="round"{}/>',
            one.mood,
            short(start.x),
            short(start.y),
            short(end.x),
            short(end.y),
            dashed,
        )
        for start, end in zip(points, points[1:], strict=False)
    ]
    kind = "chart-dot" if order == 0 else "chart-ring"
    dots = [
        format_html(
            '<circle class="{} fill-{}" cx="{}%" cy="{}em" r="4.5" stroke-width="2.5"/>',
            kind,
            one.mood,
            short(point.x),
            short(point.y),
        )
        for point in points
    ]
    return [*pieces, *dots]


def _told(points: list[Point], freely: bool) -> list[Point]:
    """The points whose value is written: all that stand far apart, else first, highest and last."""
    if not points:
        return []
    near = min((b.x - a.x for a, b in zip(points, points[1:], strict=False)), default=100)
    widest = max(len(said(point.value)) for point in points)
    if freely and near >= 1.5 * LETTER * widest + 2:
        return points
    highest = max(points, key=lambda point: (point.value, point.at))
    return _spaced(sorted({points[0], points[-1], highest}), _apart([widest * "0"]))


def _apart(words: Sequence[str]) -> float:
    """How far apart two points must stand for the longest of these words not to meet another: at an
    edge they lean inwards, so that a word and a half may lie between two points."""
    return max(17, 1.5 * LETTER * max(len(one) for one in words) + 2)


def _spaced(points: list[Point], gap: float) -> list[Point]:
    """Of points in their order, the last and whichever before it leave room for words."""
    kept = points[-1:]
    for point in reversed(points[:-1]):
        if kept[0].x - point.x >= gap:
            kept.insert(0, point)
    return kept


def _anchor(x: float) -> str:
    """Words at an edge lean inwards."""
    return "start" if x < 8 else "end" if x > 92 else "middle"


def _rule(kind: str, down: float) -> SafeString:
    return format_html(
        '<line class="{0}" x1="0" x2="100%" y1="{1}em" y2="{1}em" stroke-width="1.5"{2}/>',
        kind,
        short(down),
        SafeString(' stroke-dasharray="6 5"') if kind == "chart-aim" else "",
    )


def sparkline(values: Sequence[float], title: str) -> SafeString:
    """A line in a word's height, from nought up, its last value dotted and written. `title` says
    what it shows. Nothing for fewer than two values."""
    if len(values) < 2:
        return SafeString("")
    high = max(values) or 1
    step = 88 / (len(values) - 1)
    path = " ".join(
        f"{short(4 + step * at)},{short(20 - 16 * value / high)}" for at, value in enumerate(values)
    )
    x, _comma, y = path.split()[-1].partition(",")
    return format_html(
        '<svg class="sparkline" role="img" viewBox="0 0 96 24" width="96" height="24">'
        '<title>{}</title><polyline class="chart-line fill-new" points="{}" fill="none" '
        'stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/>'
        '<circle class="chart-dot fill-new" cx="{}" cy="{}" r="3.5"/></svg>&nbsp;<b>{}</b>',
        title,
        path,
        x,
        y,
        said(values[-1]),
    )


def legend_mark(one: Series, order: int, lines: bool) -> SafeString:
    """A series' own sign, for the list beside the drawing."""
    if lines:
        middle = [Point(0, 0.5, 0, 0), Point(100, 0.5, 1, 0)]
        inside = format_html_join(
            "",
            "{}",
            ((part,) for part in _line(middle, one, DASHES[order % len(DASHES)], order)[:1]),
        )
        kind = "chart-dot" if order == 0 else "chart-ring"
        inside += format_html(
            '<circle class="{} fill-{}" cx="50%" cy="0.5em" r="4" stroke-width="2.5"/>',
            kind,
            one.mood,
        )
    else:
        inside = bar(0, 0, 100, 1, one.mood)
    return format_html(
        '<svg class="chart-drawing chart-mark" width="1.6em" height="1em" '
        'aria-hidden="true">{}</svg>',
        inside,
    )
