"""Set up a demo authority and tell its story. One transaction each: all of it, or nothing."""

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

import time_machine
from django.db import transaction

from accounts.enums import Role
from accounts.models import Authority, Membership
from accounts.operations.words import see_tour
from cooperative.models import Meeting
from frameworks.demo import (
    challenges,
    escalations,
    joining,
    leaving,
    meetings,
    plans,
    promises,
    reports,
    scrutiny,
)
from frameworks.demo.calendar import Calendar, at, make_calendar
from frameworks.demo.logos import give_logo
from frameworks.demo.story import Row, Story
from frameworks.operations.load import load_document, read_framework
from frameworks.operations.people import load_people
from frameworks.reading import PlainLoader
from outcomes.models import Period
from outcomes.operations.framework import set_year_around

HERE = Path(__file__).resolve().parent
FRAMEWORKS = HERE.parent / "authorities"
AUTHORITIES = ("manchester", "bury", "york", "solihull", "middlesbrough")

# What a story's files may hold, and who tells it, in the order it is told within one moment.
TELLERS: dict[str, Callable[[Story, Row], None]] = {
    "invitations": joining.invitation,
    "leavers": leaving.leaver,
    "erasures": joining.erasure,
    "asks": plans.ask,
    "workplans": plans.workplan,
    "expectations": promises.expectation,
    "meetings": meetings.meeting,
    "challenges": challenges.challenge,
    "escalations": escalations.escalation,
    "reports": reports.report,
    "annual_reports": reports.annual_report,
    "scrutiny": scrutiny.scrutiny,
}


def is_told(slug: str) -> bool:
    """Whether the demo's story of an authority is there already."""
    return Meeting.objects.filter(authority__slug=slug).exists()


def tell_authority(slug: str, today: datetime.date) -> int:
    """Load an authority and its people as they were at the beginning, then tell its story. Answers
    how many things were done."""
    calendar = make_calendar(today)
    with transaction.atomic(), _clock_at(calendar.begins_on):
        authority, people = _set_up(slug, calendar)
        story = Story(authority, calendar, people, _periods(authority, calendar))
        for section, tell in TELLERS.items():
            for row in _rows(slug, section):
                tell(story, row)
        return story.tell()


def _clock_at(day: datetime.date) -> AbstractContextManager[Any]:
    return time_machine.travel(at(day, "08:00"), tick=True)


def _set_up(slug: str, calendar: Calendar) -> tuple[Authority, dict[str, Membership]]:
    """The authority from its file, its year beginning where the demo's does, and its people."""
    document = read_framework(FRAMEWORKS / f"{slug}.yaml")
    if "periods" not in document.data:
        document.data["year"] = {"starts": f"{calendar.year_month:02d}-01"}
    authority = load_document(document=document, actor=None, today=calendar.last_year_starts_on)
    keys = load_people(HERE / "people" / f"{slug}.yaml", today=calendar.today)
    known = Membership.objects.select_related("person", "authority", "organisation").in_bulk(
        [one.pk for one in keys.values()]
    )
    consultants = sorted(
        (one for one in known.values() if one.is_care_consultant), key=lambda one: one.starts_on
    )
    # Of a large group the newest has not taken the tour yet: the demo offers it to somebody.
    for one in consultants[:-1] if len(consultants) > 2 else consultants:
        see_tour(actor=one)
    coordinator = next((one for one in known.values() if one.role == Role.COORDINATOR), None)
    if coordinator is not None:
        give_logo(authority, coordinator)
    return authority, {key: known[one.pk] for key, one in keys.items()}


def _periods(authority: Authority, calendar: Calendar) -> dict[str, Period]:
    days = {"last": calendar.last_year_starts_on, "this": calendar.year_starts_on}
    return {
        name: set_year_around(
            actor=None, authority=authority, day=day, month=calendar.year_month, first=1
        )
        for name, day in days.items()
    }


def _rows(slug: str, section: str) -> list[Row]:
    """The rows of a section from all files of an authority's story."""
    return [row for data in _story_files(slug) for row in data.get(section, [])]


@cache
def _story_files(slug: str) -> list[dict[str, list[Row]]]:
    folder = HERE / "stories" / slug
    single = folder.with_suffix(".yaml")
    files = [single] if single.exists() else sorted(folder.glob("*.yaml"))
    return [_read(file) for file in files]


def _read(file: Path) -> dict[str, list[Row]]:
    """A story's file. Plain values only: `on` is a word there, not true."""
    data: dict[str, list[Row]] = PlainLoader(file.read_text(encoding="utf-8")).get_single_data()
    return data
