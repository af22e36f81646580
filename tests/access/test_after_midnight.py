"""What is done half an hour after a midnight in summer was done on that day. By UTC it is still the
day before, at half past eleven, which no page and no file may name: everything in the scenes was
made at that moment or several days earlier.
"""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from impact.queries.open_data import DATA_SETS
from tests.access.conftest import make_scenes
from tests.access.doors import Doors, Who
from tests.access.entries import WORKING
from tests.access.outside import PUBLIC
from tests.access.test_matrix import address, methods_of
from tests.support.cast import Cast

# The day by UTC, as pages, tables and files write days, and in words; and the hour by UTC.
BY_UTC = re.compile(
    r"\b30 June\b|-06-30\b|\b30/0?6\b|\byesterday\b|\b1 day ago\b"
    r"|\b11:(?:29|30)pm|\b23:(?:29|30)\b",
    re.IGNORECASE,
)
FIRST_OF_JULY = datetime.date(2026, 7, 1)


def half_past_midnight() -> datetime.datetime:
    moment = datetime.datetime.combine(FIRST_OF_JULY, datetime.time(0, 30))
    return timezone.make_aware(moment)


def pages(cast: Cast, scene: Any) -> list[tuple[Who, str]]:
    """Every page for those who work here, as one who may, everybody's home, and every public page
    as nobody."""
    home = address("portal:home", "manchester", {})
    found: list[tuple[Who, str]] = [(person, home) for person in cast.people.values()]
    for name, entry in WORKING.items():
        url = address(name, "manchester", entry.arguments(scene))
        if "get" in methods_of(url):
            found.append((cast.people[sorted(entry.allowed)[0]], url))
    for name, arguments in PUBLIC.items():
        if "document" not in name:
            found.append((None, address(name, "manchester", arguments(scene))))
    for data_set in DATA_SETS:
        file = {"name": data_set.name, "kind": "csv"}
        found.append((None, address("impact:open-data-file", "manchester", file)))
    return found


@pytest.mark.django_db
def test_no_page_names_the_day_by_utc() -> None:
    with time_machine.travel(half_past_midnight(), tick=False), transaction.atomic():
        cast, scene, _neighbour, _theirs = make_scenes()
        doors = Doors(cast)
        named, read = {}, 0
        for who, url in pages(cast, scene):
            answer = doors.knock(who, "get", url)
            if answer.status != 200:
                continue
            read += 1
            if found := BY_UTC.search(answer.words):
                start = max(0, found.start() - 80)
                named[url] = answer.words[start : found.end() + 40]
        transaction.set_rollback(True)
    assert read > 120
    assert named == {}
