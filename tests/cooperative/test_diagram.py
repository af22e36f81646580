"""The picture of how we are run: every box inside it, none over another, an arrow per relation."""

from hypothesis import given
from hypothesis import strategies as st

from cooperative.diagram import draw


def test_rows_stand_one_below_another_with_an_arrow_for_each_relation() -> None:
    drawn = draw(
        [[(1, "Executive")], [(2, "Corporate Family Cooperative")]],
        [(1, 2), (2, 1), (2, 1), (2, 9)],
    )
    executive, coop = drawn.boxes
    assert executive.y + executive.height < coop.y
    assert executive.middle == coop.middle
    assert len(drawn.lines) == 2
    assert [words for words, _ in coop.lines] == ["Corporate Family Cooperative"]


def test_nothing_to_draw_is_drawn_as_nothing() -> None:
    assert draw([], []).boxes == []


@given(st.lists(st.lists(st.text(min_size=1, max_size=160), min_size=1, max_size=14), max_size=6))
def test_boxes_stay_inside_and_apart(names: list[list[str]]) -> None:
    rows = [
        [(nth * 100 + place, name) for place, name in enumerate(row)]
        for nth, row in enumerate(names)
    ]
    drawn = draw(rows, [])
    for box in drawn.boxes:
        assert box.x >= 0
        assert box.x + box.width <= drawn.width
        assert box.y + box.height <= drawn.height
        assert len(box.lines) <= 3
    for row in rows:
        mine = [box for box in drawn.boxes if box.key in {key for key, _ in row}]
        for left, right in zip(mine, mine[1:], strict=False):
            assert left.x + left.width < right.x
