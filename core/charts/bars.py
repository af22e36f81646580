"""Bars: one for each value, or the pieces of a whole end to end."""

from django.utils.safestring import SafeString

from core.charts.shapes import LETTER, Chart, Series, bar, drawing, fitted, said, text


def bars(chart: Chart) -> SafeString:
    """A bar for each value, below its label, with the value at its end. Several series make groups,
    each bar with its own name."""
    many = len(chart.series) > 1
    words = [
        [_bar_words(chart, one, one.values[at], many) for one in chart.series]
        for at in range(len(chart.labels))
    ]
    room = min(62.0, 4 + LETTER * max(len(one) for row in words for one in row))
    parts, down = [], 0.0
    for at, label in enumerate(chart.labels):
        parts.append(text(0, down + 1, fitted(label), "chart-label"))
        down += 1.35
        for one, value in zip(chart.series, words[at], strict=True):
            width = (100 - room) * (one.values[at] or 0) / chart.most
            parts.append(bar(0, down, width, 1.2, one.mood, plain=not many))
            parts.append(text(width, down + 0.9, value, "chart-text", dx=0.4 if width else 0))
            down += 1.45
        down += 0.5
    return drawing(chart, down - 0.4, parts)


def _bar_words(chart: Chart, one: Series, value: float | None, many: bool) -> str:
    unit = one.name.lower() if many else chart.unit if value is not None else ""
    return f"{said(value)} {unit}".strip()


def stacked(chart: Chart) -> SafeString:
    """A bar for each label, made of its series end to end and as long as their sum, with the number
    in each piece that has room for it."""
    totals = [sum(one.values[at] or 0 for one in chart.series) for at in range(len(chart.labels))]
    longest = max(totals) or 1
    parts, down = [], 0.0
    for at, label in enumerate(chart.labels):
        total = f"{said(totals[at])} {chart.unit}".strip()
        parts.append(text(0, down + 1, fitted(label, len(total) + 2), "chart-label"))
        parts.append(text(100, down + 1, total, "chart-soft", "end"))
        left = 0.0
        for one in chart.series:
            value = one.values[at] or 0
            width = 100 * value / longest
            parts.append(bar(left, down + 1.4, width, 1.7, one.mood))
            if width >= LETTER * len(said(value)) + 2:
                middle = left + width / 2
                parts.append(
                    text(
                        middle,
                        down + 2.45,
                        said(value),
                        " ".join(["chart-on", f"fill-{one.mood}"]),
                        "middle",
                    )
                )
            left += width
        down += 3.8
    return drawing(chart, down - 0.5, parts)
