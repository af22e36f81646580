"""The trail of one authority, narrowed and in pages."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority, Membership
from core.audit import NOBODY
from core.models import AuditEvent, Erasure
from core.text import clean_text
from portal.queries.log_changes import changes_in_words, thing_in_words
from portal.queries.log_deeds import AUTOMATIC, deed_in_words

# The first part of a code, in words.
APPS = {
    "accounts": _("People"),
    "expectations": _("Expectations"),
    "voice": _("What we heard"),
    "outcomes": _("Workplans"),
    "cooperative": _("Meetings and challenges"),
    "impact": _("Reports"),
    "frameworks": _("Set-up"),
    "portal": _("Activity log views and personal data"),
}
# All that a safeguarding lead reads of it (`product.md`: "concerns only").
CONCERNS = "voice.concern."
COLUMNS = (_("When"), _("Who"), _("What"), _("About"), _("Details"), _("Changes"), _("Code"))


@dataclass(frozen=True)
class TrailFilters:
    """What the trail is narrowed to; lives in the address. What makes no sense is left out."""

    code: str = ""
    person: str = ""
    # One thing, by its kind and number: "outcomes.action-12".
    about: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    # Whether what the program did of its own accord is there too (`log_deeds.AUTOMATIC`).
    automatic: bool = False

    @classmethod
    def from_address(cls, asked: QueryDict) -> "TrailFilters":
        return cls(
            code=clean_text(asked.get("code", ""))[:80],
            person=clean_text(asked.get("person", "")),
            about=clean_text(asked.get("about", ""))[:121],
            since=_day(asked.get("since", "")),
            until=_day(asked.get("until", "")),
            automatic=asked.get("automatic", "") == "1",
        )

    @property
    def thing(self) -> tuple[str, str]:
        """The kind and the number of `about`; two empty words for none."""
        kind, _dash, number = self.about.rpartition("-")
        return (kind, number) if kind else ("", "")

    def as_kept(self) -> dict[str, str]:
        """What was asked for, as the trail keeps it of whoever took it away as a file."""
        asked = {
            "code": self.code,
            "person": self.person,
            "about": self.about,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "automatic": "1" if self.automatic else "",
        }
        return {name: value for name, value in asked.items() if value}


def _day(text: str) -> datetime.date | None:
    """A day of this trail's time; None for anything else, which would narrow it to nothing or fall
    off the end of the calendar."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 1970 <= day.year <= 9000 else None


def activity_log(actor: Membership, filters: TrailFilters) -> QuerySet[AuditEvent]:
    """What was done in the actor's authority, the newest first; for who reads concerns only, those.
    What the program did of its own accord is left out, unless it is asked for, or the log is that
    of one thing. Whether the actor may read it at all, `portal.policies.can_read_trail` says."""
    events = AuditEvent.objects.filter(authority_id=actor.authority_id)
    if reads_only_concerns(actor):
        events = events.filter(code__startswith=CONCERNS)
    if not (filters.automatic or filters.about or filters.code in AUTOMATIC):
        events = events.exclude(code__in=AUTOMATIC)
    if filters.code:
        events = events.filter(code__startswith=filters.code)
    if filters.person:
        events = events.filter(actor_label__has_text=filters.person)
    if filters.about:
        kind, number = filters.thing
        events = events.filter(object_type=kind, object_id=number)
    if filters.since:
        events = events.filter(at__gte=_start_of(filters.since))
    if filters.until:
        events = events.filter(at__lt=_start_of(filters.until + datetime.timedelta(days=1)))
    return events.order_by("-id")


def reads_only_concerns(actor: Membership) -> bool:
    """Whether the trail is, for this person, what it says of safeguarding concerns."""
    return actor.holds("read_trail_of_concerns") and not actor.holds("read_trail")


def _start_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def events_by_id(ids: Iterable[int]) -> list[AuditEvent]:
    """These events, in the order of the ids. One query."""
    wanted = list(ids)
    found = AuditEvent.objects.in_bulk(wanted)
    return [found[one] for one in wanted]


def trail_rows(events: QuerySet[AuditEvent], authority: Authority) -> Iterator[list[Any]]:
    """The rows of a spreadsheet, in the authority's own words; the code is its last column, for
    sorting."""
    for event in events.iterator(chunk_size=2000):
        removed = removals(event.authority_id or 0, [event])
        yield [
            timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S"),
            event.actor_label,
            deed_in_words(event.code, authority),
            thing_in_words(f"{event.object_type}-{event.object_id}", authority),
            event.summary,
            removed.get(event.pk) or changes_in_words(event.changes, event.object_type, authority),
            event.code,
        ]


def removals(authority_id: int, events: Iterable[AuditEvent]) -> dict[int, str]:
    """Of these events, those of which somebody removed words, by id: "Words removed by Kit Marsh on
    3 May 2026". No query where there is none, else two."""
    found = {one.erasure_id: "" for one in events if one.erasure_id}
    if not found:
        return {}
    erasures = Erasure.objects.filter(pk__in=found, person_id=NOBODY)
    rows = {one.pk: one for one in erasures}
    people = {row.decided_by_id for row in rows.values()}
    members = Membership.objects.filter(authority=authority_id, person__in=people)
    names = {one.person_id: one.label for one in members.with_names()}
    return {
        one.pk: _("Words removed by %(who)s on %(day)s")
        % {
            "who": names.get(rows[one.erasure_id].decided_by_id or 0, ""),
            "day": date_format(timezone.localtime(rows[one.erasure_id].at), "j F Y"),
        }
        for one in events
        if one.erasure_id in rows
    }
