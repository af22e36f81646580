"""Small numbers are hidden on every public surface (SG-090, SG-091, SG-098)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.suppression import DEFAULT, Rule, in_words, part_of, rule_of, shown, total


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0"), (1, "c"), (3, "c"), (5, "c"), (6, "6"), (43, "43")]
)
def test_one_to_five_are_c(number: int, expected: str) -> None:
    assert shown(number) == expected


def test_what_is_missing_is_never_nought() -> None:
    assert shown(None) == ":"
    assert in_words(None) == "not known"


@pytest.mark.parametrize(("number", "expected"), [(0, "0"), (4, "<5"), (5, "5")])
def test_a_council_may_hide_less_than_five(number: int, expected: str) -> None:
    rule = rule_of({"small_numbers": {"highest": 4, "sign": "<5"}})
    assert shown(number, rule) == expected


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"small_numbers": None},
        {"small_numbers": "5"},
        {"small_numbers": {"highest": "many"}},
        {"small_numbers": {"highest": 0}},
        {"small_numbers": {"highest": True}},
        {"small_numbers": {"highest": -3}},
    ],
)
def test_a_slip_in_the_settings_never_publishes_more(settings: dict) -> None:
    assert rule_of(settings).highest == DEFAULT.highest


def test_in_a_sentence() -> None:
    assert [in_words(n) for n in (0, 1, 5, 6)] == ["nobody", "a few", "a few", "6"]
    assert part_of(61, 100) == "61 of 100"
    assert part_of(0, 100) == "0 of 100"
    assert part_of(3, 100) == "a few of 100"
    assert part_of(2, 4) == "a few"
    assert part_of(0, 4) == "none"


@given(st.lists(st.integers(0, 200), min_size=1, max_size=8), st.integers(1, 20))
def test_no_hidden_part_can_be_worked_out_of_its_total(parts: list[int], highest: int) -> None:
    rule = Rule(highest=highest)
    hidden = [number for number in parts if rule.hides(number)]
    if hidden:
        assert total(parts, rule) == "c"
    else:
        assert total(parts, rule) == shown(sum(parts), rule)


def test_a_total_of_nothing_is_missing() -> None:
    assert total([]) == ":"
