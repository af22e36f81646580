"""The charts: true to their numbers, readable without colour and without eyes, alike on paper."""

import re
from typing import Any

import pytest
from django.utils.html import strip_tags

from core import charts
from core.charts import Chart, Series
from core.charts.shapes import MOODS, fitted
from core.components import ComponentError
from tests.core.drawing import CHART, CSS, contrast, draw, palettes

KINDS = {"line_chart": charts.line, "bar_chart": charts.bars, "stacked_chart": charts.stacked}


def chart(**changed: object) -> Chart:
    """A chart of one series, with something changed."""
    usual: dict[str, Any] = {
        "title": "Days",
        "says": "Sooner.",
        "about": "Quarter",
        "labels": ["Spring", "Summer", "Autumn"],
        "series": [Series("Days", [4, 8, 2])],
        "unit": "days",
    }
    return Chart(**{**usual, **changed})


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_says_in_words_all_that_it_draws(kind: str) -> None:
    drawn = draw("{% " + kind + " chart=chart %}", chart=CHART)
    assert drawn.index("Answers came sooner.") < drawn.index("<svg")
    assert '<svg class="chart-drawing" role="img"' in drawn
    assert "<title>Asked and answered</title>" in drawn
    assert "<desc>Spring: Asked 4, Answered 1; Summer: Asked 6, Answered –</desc>" in drawn
    table = drawn[drawn.index("<table") :]
    cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", table)
    assert cells == ["Quarter", "Asked", "Answered", "Spring", "4", "1", "Summer", "6", "–"]
    assert "style=" not in drawn
    assert draw("{% " + kind + " chart=chart %}", chart=None) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_words_of_people_are_harmless_in_a_chart(kind: str) -> None:
    bad = "<script>x</script>"
    strange = chart(
        title=bad, says=bad, about=bad, labels=[bad] * 3, series=[Series(bad, [1, 2, 3])], unit=bad
    )
    assert "<script" not in draw("{% " + kind + " chart=chart %}", chart=strange)


def test_bars_are_as_long_as_their_values() -> None:
    drawn = str(charts.bars(chart()))
    wide = [float(one) for one in re.findall(r'<rect[^>]* width="([\d.]+)%"', drawn)]
    assert [round(one / wide[1], 2) for one in wide] == [0.5, 1, 0.25]
    assert max(wide) == 78, "as long as can be, with room for the words"
    assert re.findall(r">(\d+ days)<", drawn) == ["4 days", "8 days", "2 days"]


LONG = ["September", "October", "November", "December", "January", "February"]
ROOMY = {
    "months": lambda: charts.line(chart(labels=LONG, series=[Series("n", [9, 41, 7, 88, 120, 3])])),
    "a year": lambda: charts.line(
        chart(labels=[*LONG, *LONG], series=[Series("n", range(100, 1300, 100))], aim=1300)
    ),
    "down to an aim": lambda: charts.line(
        chart(labels=[*LONG, *LONG], series=[Series("n", range(1300, 100, -100))], aim=1299)
    ),
    "two lines": lambda: charts.line(
        chart(labels=LONG, series=[Series("a", [1204] * 6), Series("b", [12] * 6)])
    ),
    "bars": lambda: charts.bars(chart(series=[Series("Answered in time", [4, 8, 2])] * 2)),
    "stacked": lambda: charts.stacked(
        chart(labels=["Being healthy in body and mind and liking it"] * 3, unit="actions")
    ),
}


@pytest.mark.parametrize("kind", ROOMY)
def test_words_do_not_meet_when_their_spacing_is_widened(kind: str) -> None:
    """WCAG 1.4.12, on the narrowest card: 300 pixels, words of 12.8, each letter half an em and
    0.12 wide."""
    letter = 0.62 * 12.8 / 300 * 100
    found = []
    for x, y, more, words in re.findall(
        r'<text class="[^"]*" x="([\d.]+)%" y="([\d.]+)em"([^>]*)>([^<]*)<', str(ROOMY[kind]())
    ):
        wide, left = letter * len(words), float(x) + (1.7 if "dx" in more else 0)
        left -= wide if 'anchor="end"' in more else wide / 2 if 'anchor="middle"' in more else 0
        found.append((float(y), left, left + wide, words))
    assert len(found) > 3
    for y, left, right, words in found:
        assert right <= 104, words
        for other_y, other_left, other_right, other in found:
            if (y, left) != (other_y, other_left) and abs(y - other_y) < 0.7:
                assert right <= other_left or other_right <= left, (words, other)


def test_pieces_of_a_whole_lie_end_to_end_and_bear_their_numbers() -> None:
    whole = chart(series=[Series("Done", [1, 2, 0], "done"), Series("Late", [3, 6, 8], "late")])
    drawn = str(charts.stacked(whole))
    bars = re.findall(r'<rect class="fill-(\w+)" x="([\d.]+)%" y="[^"]+" width="([\d.]+)%"', drawn)
    assert bars == [
        ("done", "0", "12.5"), ("late", "12.5", "37.5"), ("done", "0", "25"),
        ("late", "25", "75"), ("late", "0", "100"),
    ]  # fmt: skip
    assert re.findall(r'class="chart-on fill-\w+"[^>]*>(\d)<', drawn) == ["1", "3", "2", "6", "8"]


def test_a_line_stands_where_its_days_do_and_leaves_out_what_is_not_known() -> None:
    drawn = str(charts.line(chart(series=[Series("n", [0, None, 10])], where=[0, 0.2, 1], aim=20)))
    dots = re.findall(r'<circle[^>]* cx="([\d.]+)%" cy="([\d.]+)em"', drawn)
    assert dots == [("2", "8.2"), ("98", "4.95")]
    assert drawn.count('class="chart-line') == 1
    assert "target: 20" in drawn


def test_two_lines_differ_in_more_than_colour() -> None:
    drawn = str(charts.line(CHART))
    first, second = re.findall(r'<circle class="(chart-\w+)', drawn)[0::2][:2]
    assert (first, second) == ("chart-dot", "chart-ring")
    page = draw("{% line_chart chart=chart %}", chart=CHART)
    signs = page[page.index('<ul class="chart-signs">') :]
    assert "stroke-dasharray" in signs
    assert strip_tags(signs.split("</ul>")[0]) == "AskedAnswered"


def test_kinds_of_bars_differ_in_more_than_colour() -> None:
    edges = {mood: charts.shapes.TEXTURE.get(mood, "plain") for mood in MOODS}
    assert len({edges[mood] for mood in ("good", "warn", "late", "calm", "new", "voice")}) == 6


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_numbers_on_bars_can_be_read(mode: int) -> None:
    palette = palettes()[mode]
    rules = re.findall(
        r"^([^{}]+)\{ --on: (#\w+); \}", (CSS / "tokens.css").read_text(), re.MULTILINE
    )
    ink_on_light = {name.strip(): ink for names, ink in rules for name in names.split(",")}
    for mood in MOODS:
        fill = palette[f".is-{mood}"]["fill"]
        words = ink_on_light.get(f".fill-{mood}") if mode == 0 else None
        assert contrast(words or palette[":root"]["on"], fill) >= 4.5, mood


def test_a_sparkline_needs_two_values_and_says_its_words() -> None:
    drawn = str(charts.sparkline([3, 3, 9], "Done: 3, 3, 9"))
    # From nought up, with the last value in figures: a level line is not a line of nothing.
    assert 'points="4,14.67 48,14.67 92,4"' in drawn
    assert drawn.endswith("<b>9</b>")
    level = str(charts.sparkline([2, 2], "Done: 2, 2"))
    assert 'points="4,4 92,4"' in level
    assert "<title>Done: 3, 3, 9</title>" in drawn
    assert str(charts.sparkline([3], "x")) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"labels": []},
        {"series": []},
        {"series": [Series("Days", [1])]},
        {"series": [Series("Days", [1, -2, 3])]},
        {"where": [0, 1]},
    ],
)
def test_a_chart_that_cannot_be_true_fails(wrong: dict[str, object]) -> None:
    with pytest.raises(ComponentError):
        chart(**wrong)


def test_a_mood_that_does_not_exist_fails() -> None:
    with pytest.raises(ComponentError):
        Series("x", [1], "furious")


def test_nothing_but_noughts_can_be_drawn() -> None:
    empty = chart(series=[Series("n", [0, 0, 0]), Series("m", [None, None, None])])
    for kind in KINDS.values():
        assert "nan" not in str(kind(empty))


def test_long_labels_are_cut_in_the_drawing_alone() -> None:
    assert fitted("Spring", 4) == "Spring"
    long = "A label that is far longer than a phone is wide"
    assert fitted(long).endswith("…")
    drawn = draw("{% bar_chart chart=chart %}", chart=chart(labels=[long] * 3))
    assert f'<th scope="row">{long}</th>' in drawn
