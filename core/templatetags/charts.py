"""The charts: the one sentence that each proves, the drawing, and its numbers as a table."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import charts
from core.charts import Chart
from core.components import ComponentError, typed

register = template.Library()


@register.simple_tag
def line_chart(*, chart: Any) -> SafeString:
    """How something went over time. `chart` is a `core.charts.Chart`; None draws nothing."""
    return _whole(chart, charts.line, lines=True)


@register.simple_tag
def bar_chart(*, chart: Any) -> SafeString:
    """How much of each; several series make groups of bars. None draws nothing."""
    return _whole(chart, charts.bars, lines=False, named=True)


@register.simple_tag
def stacked_chart(*, chart: Any) -> SafeString:
    """What a whole is made of, time after time. None draws nothing."""
    return _whole(chart, charts.stacked, lines=False)


@register.simple_tag
@typed
def sparkline(*, values: list | tuple, title: str) -> SafeString:
    """A line in a word's height, beside the sentence it belongs to. `title` says it in words."""
    return charts.sparkline(values, str(title))


def _whole(chart: Any, draw: Any, *, lines: bool, named: bool = False) -> SafeString:
    """The sentence, the drawing, its signs (where the bars do not bear their names), the table."""
    if chart is None:
        return SafeString("")
    if not isinstance(chart, Chart):
        raise ComponentError(f"a chart is a core.charts.Chart, not {chart!r}")
    signs = SafeString("")
    if len(chart.series) > 1 and not named:
        signs = format_html(
            '<ul class="chart-signs">{}</ul>',
            format_html_join(
                "",
                "<li>{}{}</li>",
                (
                    (charts.legend_mark(one, order, lines), one.name)
                    for order, one in enumerate(chart.series)
                ),
            ),
        )
    return format_html(
        '<div class="chart"><p class="chart-says">{}</p>{}{}{}</div>',
        chart.says,
        draw(chart),
        signs,
        _table(chart),
    )


def _table(chart: Chart) -> SafeString:
    """The same as numbers. Closed on a page, open on paper."""
    heads = format_html_join(
        "", '<th scope="col" class="number">{}</th>', ((one.name,) for one in chart.series)
    )
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (label, format_html_join("", '<td class="number">{}</td>', ((v,) for v in values)))
            for label, values in chart.rows
        ),
    )
    return format_html(
        '<details class="chart-numbers"><summary>{}<span class="visually-hidden">: {}</span>'
        '</summary><div class="scroll" role="region" tabindex="0" aria-label="{}"><table '
        'class="table"><thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table>'
        "</div></details>",
        _("The numbers"),
        chart.title,
        chart.title,
        chart.about,
        heads,
        rows,
    )
