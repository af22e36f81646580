"""Days and places in words, and an authority's own."""

import datetime

import pytest
from django.utils import timezone

from tests.core.drawing import draw
from tests.factories import days_from_now
from tests.support.asking import request_for


@pytest.mark.parametrize(
    "days, words",
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (9, "in 9 days"),
        (-6, "6 days ago"),
        (-90, "3 months ago"),
        (800, "in 2 years"),
    ],
)
def test_how_long_ago(days: int, words: str) -> None:
    moment = days_from_now(days)
    assert draw("{{ when|ago }}", when=moment) == words
    assert draw("{{ when|ago }}", when=timezone.localdate() + datetime.timedelta(days)) == words


def test_days_as_people_say_them() -> None:
    day = datetime.date(2025, 6, 12)
    assert draw("{{ d|day }}|{{ d|short_day }}|{{ n|day }}{{ n|ago }}", d=day, n=None) == (
        "Thursday 12 June 2025|12 June 2025|"
    )
    this_year = timezone.localdate().replace(month=6, day=12)
    assert draw("{{ d|short_day }}", d=this_year) == "12 June"
    # Half past eleven at night in summer, told in UTC, is the next day here.
    late = datetime.datetime(2025, 6, 12, 23, 30, tzinfo=datetime.UTC)
    assert draw("{{ d|day }}", d=late) == "Friday 13 June 2025"


def test_an_authority_says_its_own_words() -> None:
    from accounts.models import Authority

    request = request_for()
    source = '{% word "impact report" many=True capital=True %} {% word "body" many=True %}'
    assert draw(source, request) == "Impact reports bodies"
    own = {"impact report": {"one": "quarter's story", "many": "stories"}}
    assert draw(source, request_for(authority=Authority(terminology=own))) == "Stories bodies"
