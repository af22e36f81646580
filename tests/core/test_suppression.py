"""Small numbers are hidden, and cannot be worked out (SG-090 to SG-098, SG-101)."""

from collections import defaultdict

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.suppression import (
    DEFAULT,
    EXACT,
    Count,
    Rule,
    few_young_people_in,
    given_away,
    in_sentence,
    in_words,
    numbers_in,
    rule_of,
    show_count,
    show_history,
    shown,
    total,
    young_people,
    young_people_together,
)

HIGHEST = st.integers(1, 12)


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
    assert [young_people(n) for n in (1, 3, 5, 6)] == ["a few young people"] * 3 + [
        "6 young people"
    ]
    assert young_people(1, EXACT) == "1 young person"


@given(st.lists(st.integers(0, 200), min_size=1, max_size=8), st.integers(1, 20))
def test_no_hidden_part_can_be_worked_out_of_its_total(parts: list[int], highest: int) -> None:
    rule = Rule(highest=highest)
    hidden = [number for number in parts if rule.hides(number)]
    if hidden:
        assert total(parts, rule) == "c"
    else:
        assert total(parts, rule) == shown(sum(parts), rule)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=5), st.data())
def test_points_together_say_the_same_whatever_the_small_ones_are(
    parts: list[int], data: st.DataObject
) -> None:
    other = [data.draw(st.integers(1, 5)) if DEFAULT.hides(number) else number for number in parts]
    assert young_people_together(parts) == young_people_together(other)


def test_a_total_of_nothing_is_missing() -> None:
    assert total([]) == ":"


# --- So many of so many (SG-091, SG-092) ---------------------------------------------------------


@pytest.mark.parametrize(
    ("reached", "target", "words"),
    [
        (61, 100, "61 of 100"),
        (0, 100, "0 of 100"),
        (100, 100, "100 of 100"),
        (3, 100, "a few of 100"),
        (98, 100, "all but a few of 100"),
        (105, 100, "105 of 100"),
        (2300, 4000, "2,300 of 4,000"),
        (6, 12, "6 of 12"),
        (6, 11, "all but a few of 11"),
        # Everyone, nobody and anything between are told alike in a small group.
        *((reached, 10, "") for reached in range(11)),
        *((reached, 7, "") for reached in (0, 6, 7)),
        *((reached, 4, "") for reached in (0, 2, 4)),
        (3, None, "a few"),
        (12, None, "12"),
    ],
)
def test_the_part_the_rest_and_the_whole(reached: int, target: int | None, words: str) -> None:
    assert show_count(Count(reached, target)).words == words
    assert show_count(Count(reached, target)).is_exact == words.startswith(f"{reached:,}")
    # Things, and whoever may read them exactly.
    of = f" of {target:,}" if target else ""
    assert show_count(Count(reached, target, of_people=False)).words == f"{reached:,}{of}"
    assert show_count(Count(reached, target), EXACT).words == f"{reached:,}{of}"


def test_as_a_sentence_of_its_own() -> None:
    assert in_sentence(Count(3, 100), "linked") == "A few of 100 linked."
    assert in_sentence(Count(7, 7), "trained") == "The group is too small for us to give numbers."


@given(st.integers(0, 40), st.integers(1, 40), HIGHEST)
def test_what_is_shown_never_fits_one_small_number_alone(
    reached: int, target: int, highest: int
) -> None:
    """Whoever reads the words, and knows the rule, can think of other counts behind them: wherever
    the part, the rest or all of it is small, more than one fits, unless the limit itself is 1."""
    assume(reached <= target and highest > 1)
    rule = Rule(highest=highest)
    words: dict[str, set[int]] = defaultdict(set)
    for other in range(target + 1):
        words[show_count(Count(other, target), rule).words].add(other)
    fits = words[show_count(Count(reached, target), rule).words]
    rest = target - reached
    small = rule.hides(reached) or rule.hides(rest) or rule.is_small_group(target)
    if small:
        assert len(fits) > 1
        assert not fits.isdisjoint(set(range(target + 1)) - {reached})
    if rule.is_small_group(target):
        assert fits == set(range(target + 1))


# --- One number after another (SG-094) -----------------------------------------------------------


@given(st.lists(st.integers(0, 150), min_size=1, max_size=12), st.integers(20, 150), HIGHEST)
def test_no_two_numbers_shown_differ_by_a_few(
    numbers: list[int], target: int, highest: int
) -> None:
    rule = Rule(highest=highest)
    history = show_history(numbers, target, rule)
    exact = [
        number for number, (seen, _near) in zip(numbers, history, strict=True) if seen.is_exact
    ]
    assert not any(rule.hides(abs(one - other)) for one in exact for other in exact)
    for number, (seen, near) in zip(numbers, history, strict=True):
        # As one number alone, measured against what is remembered, it is told the same way.
        assert show_count(Count(number, target, near), rule) == seen


def test_a_count_that_grows_slowly() -> None:
    told = [seen.words for seen, _near in show_history([61, 64, 66, 67, 60], 100)]
    assert told == [
        "61 of 100",
        "a few more than 61 of 100",
        "a few more than 61 of 100",
        "67 of 100",
        "a few fewer than 61 of 100",
    ]


# --- The sentence beside it (SG-101) -------------------------------------------------------------

FEW = Count(2, 60)
REST = Count(98, 100)
SMALL = Count(2, 6)


@pytest.mark.parametrize(
    ("text", "count", "words"),
    [
        ("Two are trained.", FEW, ["Two"]),
        ("2 are trained", FEW, ["2"]),
        ("Still one out of three.", FEW, ["one", "three"]),
        ("Three girls from Elm House joined.", FEW, ["Three"]),
        ("Four of us chose canoeing.", FEW, ["Four"]),
        ("Both went, and both came back.", FEW, ["Both", "both"]),
        ("A couple have started.", FEW, ["A couple"]),
        ("None of them stayed.", FEW, ["None"]),
        ("All of them stayed.", FEW, ["All of"]),
        ("Half have started.", FEW, ["Half"]),
        ("That is 50% of us.", FEW, ["50%"]),
        ("3/6 now.", FEW, ["3/6"]),
        ("Everyone has a place.", SMALL, ["Everyone"]),
        ("Nobody has left.", SMALL, ["Nobody"]),
        ("98 have a laptop now.", REST, ["98"]),
        ("Ninety and 2 to go.", REST, ["2"]),
        ("A single one is left.", REST, ["A single", "one"]),
        ("64 now.", Count(64, 100, last_shown=61), ["64"]),
        # Dates, times, money and what is no count.
        ("We begin on 5 October 2026 at 4pm, for £3 and 2 hours.", FEW, []),
        ("It was first promised for 4 December 2026.", FEW, []),
        ("It is 3 days late. Year 5 comes next, on 4/5/2027.", FEW, []),
        ("No one knows. One another, one day, this one.", FEW, ["No one"]),
        ("A few have started, and more will. 60 are wanted.", FEW, []),
        ("Room 2, part two, 2nd floor, 25, 3,000 and 2.5 miles.", FEW, []),
    ],
)
def test_what_gives_a_hidden_count_away(text: str, count: Count, words: list[str]) -> None:
    assert given_away(text, count) == words
    # Where the count is shown, there is nothing to give away.
    assert given_away(text, count, EXACT) == []
    assert given_away(text, Count(count.reached, count.target, of_people=False)) == []


_WORDS = "zero one two three four five six seven eight nine ten".split()


@given(st.integers(1, 5), st.integers(20, 200), st.booleans(), st.booleans())
def test_no_digit_or_word_of_a_hidden_count_goes_unseen(
    hidden: int, target: int, as_word: bool, is_rest: bool
) -> None:
    count = Count(target - hidden if is_rest else hidden, target)
    for number in {hidden, count.reached}:
        said = _WORDS[number] if as_word and number <= 10 else str(number)
        assert given_away(f"So far {said} of us.", count)
        assert given_away(f"{said.capitalize()}. That is it", count)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Four of us chose canoeing.", ["Four of us"]),
        ("Three girls joined, and 2 young people left.", ["Three girls", "2 young people"]),
        (
            "One 14-year-old boy and two younger children.",
            ["One 14-year-old boy", "two younger children"],
        ),
        ("It reads like one of us wrote it.", []),
        ("Every one of us goes. No one of us pays. 43 of us said it.", []),
        ("Two boxing gyms joined. Three clubs moved. One page each.", []),
    ],
)
def test_so_few_young_people_are_seen_beside_no_count(text: str, words: list[str]) -> None:
    assert few_young_people_in(text) == words
    assert few_young_people_in(text, EXACT) == []


def test_the_numbers_that_a_text_counts_with() -> None:
    assert numbers_in("61 of 1,000 linked. Two gyms joined on 5 May.") == {61, 1000, 2}
