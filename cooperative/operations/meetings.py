"""Plan a meeting, move it, send its papers, say who was there and that it was held."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from cooperative.enums import BodyStatus, MeetingDeed, MeetingStatus, Presence
from cooperative.models import Attendance, Body, Meeting
from cooperative.operations.agenda import put_overdue_challenges_first
from cooperative.operations.cancelling import keep_change
from cooperative.operations.telling import (
    tell_of_leaders,
    tell_of_meeting,
    tell_of_move,
    tell_of_place,
    who_comes,
)
from cooperative.policies import (
    can_change_meeting,
    can_hold_meeting,
    can_plan_meeting,
    can_put_out_papers,
    can_record_attendance,
)
from cooperative.queries.meetings import marked_at, next_number
from cooperative.queries.people import care_consultants, could_come
from cooperative.validators import check_whole
from core import audit
from core.concurrency import Conflict, check_version
from core.decisions import require
from outcomes.enums import WorkplanStatus
from outcomes.models import Outcome, Period, Workplan
from outcomes.operations.workplans import share_workplan

# A year's last meeting may come a little after the year.
AFTER_THE_YEAR = datetime.timedelta(days=183)
# Month and day: Christmas and New Year, and the evenings before.
HOLIDAYS = {(12, 24), (12, 25), (12, 26), (12, 31), (1, 1)}


@transaction.atomic
def plan_meeting(
    *,
    actor: Membership,
    body: Body,
    period: Period,
    number: int | None = None,
    starts_at: datetime.datetime,
    theme: Outcome | None = None,
    title: str = "",
    place: str = "",
    led_by: Iterable[Membership] = (),
    taken_place: bool = False,
    sure: bool = True,
) -> Meeting:
    """Plan one meeting of a body. The outcome a working group is for is its theme; an empty title
    becomes the theme's, and without a `number` it gets the body's next of the year. Records
    `cooperative.meeting.planned`, and tells those who lead it. Refuses a date that has passed or
    lies outside the year, a time at which the body meets already, a number it already used in the
    year, a themed body's meeting without a theme, and anyone to lead it who is not one of today's
    care consultants (MAN 3.5). One that has `taken_place` is written down afterwards: its day has
    passed. What is unusual (a holiday, a second meeting on a theme in one year, a group that is to
    be set up) is refused of a planner who is not `sure`."""
    require(can_plan_meeting(actor, body))
    _lock(body.pk)
    number = number or next_number(Meeting.objects.all(), body.pk, period.pk)
    theme = theme or body.outcome
    leaders = list(led_by)
    meeting = Meeting(
        authority_id=actor.authority_id,
        body=body,
        period=period,
        number=number,
        theme=theme,
        title=title or _title(body, theme, number),
        starts_at=starts_at,
        place=place,
    )
    unusual = [] if sure or taken_place else _unusual(meeting)
    _check(meeting, leaders, moved=True, unusual=unusual, taken_place=taken_place)
    meeting.save()
    meeting.led_by.set(leaders)
    audit.record(
        "cooperative.meeting.planned",
        actor=actor,
        about=meeting,
        summary=f"{meeting.title}, {timezone.localdate(starts_at):%d %B %Y}",
    )
    tell_of_leaders(actor, meeting, leaders)
    return meeting


@transaction.atomic
def change_meeting(
    *,
    actor: Membership,
    meeting: Meeting,
    number: int,
    starts_at: datetime.datetime,
    theme: Outcome | None = None,
    title: str = "",
    place: str = "",
    led_by: Iterable[Membership] = (),
    reason: str = "",
    sure: bool = True,
    version: int | None = None,
) -> Meeting:
    """Change a meeting that has not been held. Records `cooperative.meeting.changed` with what was
    and is. Another day or time needs a reason, which stands on the meeting's page with the old day;
    everyone invited is told. Tells new leaders that they lead it and, of another place, whoever
    comes. Refuses what `plan_meeting` refuses, and a new theme once the papers are out, because
    people have read the old one's workplan. What is unusual about another day or theme is refused
    of a planner who is not `sure`."""
    meeting = check_version(meeting, version)
    require(can_change_meeting(actor, meeting))
    _lock(meeting.body_id)
    theme = theme or meeting.body.outcome
    leaders = list(led_by)
    led = list(meeting.led_by.all())
    before = _facts(meeting, led)
    if theme != meeting.theme and meeting.status == MeetingStatus.PAPERS_OUT:
        raise ValidationError(
            {"theme": _("The papers have been published, so you can’t change the theme.")}
        )
    was, moved = meeting.starts_at, starts_at != meeting.starts_at
    other_day = timezone.localdate(starts_at) != timezone.localdate(was)
    asks = {"day": other_day, "theme": theme != meeting.theme}
    meeting.number, meeting.theme = number, theme
    meeting.title = title or _title(meeting.body, theme, number)
    meeting.starts_at, meeting.place = starts_at, place
    unusual = [] if sure else _unusual(meeting, group=False, **asks)
    _check(meeting, leaders, moved=moved, unexplained=moved and not reason, unusual=unusual)
    meeting.save()
    meeting.led_by.set(leaders)
    after = _facts(meeting, leaders)
    audit.record(
        "cooperative.meeting.changed",
        actor=actor,
        about=meeting,
        summary=meeting.title,
        changes={key: [before[key], after[key]] for key in after if before[key] != after[key]}
        | ({"because": reason} if moved else {}),
    )
    tell_of_leaders(actor, meeting, [one for one in leaders if one not in led])
    if moved:
        keep_change(actor, meeting, MeetingDeed.MOVED, reason, was)
        tell_of_move(actor, meeting)
    elif before["place"] != after["place"]:
        tell_of_place(actor, meeting)
    return meeting


@transaction.atomic
def put_out_papers(*, actor: Membership, meeting: Meeting, version: int | None = None) -> Meeting:
    """Send the agenda out, overdue challenges at its head, and share the theme's workplan with
    members. Cannot be undone. Records `cooperative.meeting.papers_sent`, and tells whoever comes.
    Refuses an empty agenda."""
    meeting = check_version(meeting, version)
    require(can_put_out_papers(actor, meeting))
    put_overdue_challenges_first(actor=actor, meeting=meeting)
    _share_workplan(actor, meeting)
    meeting.status = MeetingStatus.PAPERS_OUT
    meeting.papers_out_at = timezone.now()
    check_whole(meeting)
    meeting.save()
    audit.record(
        "cooperative.meeting.papers_sent", actor=actor, about=meeting, summary=meeting.title
    )
    tell_of_meeting("papers-out", actor, meeting, who_comes(meeting))
    return meeting


@transaction.atomic
def record_attendance(
    *,
    actor: Membership,
    meeting: Meeting,
    presence: Mapping[Membership, str],
    seen: Mapping[int, str] | None = None,
) -> list[Attendance]:
    """Say who was there, everyone at once. Recording again replaces what was recorded: somebody
    left out is no longer marked. `seen` is what the writer saw marked, by membership; then only
    what they changed is changed, so that two may mark different people at once. Records
    `cooperative.attendance.recorded` with the numbers. Refuses somebody of another authority and a
    word that is not a presence. Raises Conflict when somebody else marked the same person
    otherwise meanwhile."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    require(can_record_attendance(actor, meeting))
    allowed = set(could_come(meeting).values_list("pk", flat=True))
    if any(person.pk not in allowed for person, word in presence.items() if word):
        raise ValidationError(_("Someone you marked isn’t part of this meeting."))
    if any(word and word not in Presence.values for word in presence.values()):
        raise ValidationError(_("Choose present, sent apologies or absent."))
    presence = _merged(meeting, presence, seen)
    marked = {person: word for person, word in presence.items() if word}
    if not marked:
        raise ValidationError(_("Record attendance for at least one person."))
    now = timezone.now()
    meeting.attendance.exclude(membership__in=list(marked)).delete()
    rows = Attendance.objects.bulk_create(
        [
            Attendance(meeting=meeting, membership=person, presence=word, recorded_at=now)
            for person, word in marked.items()
        ],
        update_conflicts=True,
        unique_fields=["meeting", "membership"],
        update_fields=["presence", "recorded_at"],
    )
    words = list(marked.values())
    audit.record(
        "cooperative.attendance.recorded",
        actor=actor,
        about=meeting,
        summary=f"{words.count(Presence.PRESENT)} here",
        changes={str(word): words.count(word) for word in Presence.values},
    )
    return rows


def _merged(
    meeting: Meeting, presence: Mapping[Membership, str], seen: Mapping[int, str] | None
) -> Mapping[Membership, str]:
    """What is marked now, with what one writer changed of what they saw. Raises Conflict."""
    if seen is None:
        return presence
    now = marked_at(meeting)
    mine = {one: word for one, word in presence.items() if word != seen.get(one.pk, "")}
    for person, word in mine.items():
        if now.get(person.pk, "") not in (seen.get(person.pk, ""), word):
            raise Conflict(meeting)
    kept = Membership.objects.in_bulk([pk for pk in now if pk not in {one.pk for one in mine}])
    return {**{person: now[pk] for pk, person in kept.items()}, **mine}


@transaction.atomic
def hold_meeting(*, actor: Membership, meeting: Meeting, version: int | None = None) -> Meeting:
    """Say that a meeting has been held; its agenda is then closed and its impact report can begin.
    Cannot be undone. Records `cooperative.meeting.held`. Refuses one whose day has not come, whose
    papers are not out, or without attendance."""
    meeting = check_version(meeting, version)
    require(can_hold_meeting(actor, meeting))
    meeting.status = MeetingStatus.HELD
    meeting.held_at = timezone.now()
    check_whole(meeting)
    meeting.save()
    audit.record("cooperative.meeting.held", actor=actor, about=meeting, summary=meeting.title)
    return meeting


def _share_workplan(actor: Membership, meeting: Meeting) -> None:
    """Let members and partners read the theme's workplan, when it is still being written."""
    if meeting.theme_id is None:
        return
    drafts = Workplan.objects.filter(status=WorkplanStatus.DRAFT, period_id=meeting.period_id)
    for workplan in drafts.filter(outcome_id=meeting.theme_id):
        share_workplan(actor=actor, workplan=workplan)


def _lock(body_id: int) -> None:
    """Two people who plan a group's meetings at once wait for each other; the second is told."""
    Body.objects.select_for_update().get(pk=body_id)


def _title(body: Body, theme: Outcome | None, number: int) -> str:
    return f"{theme.short_name} meeting" if theme else f"{body} meeting {number}"


def _facts(meeting: Meeting, leaders: list[Membership]) -> dict[str, Any]:
    """What the trail keeps of a meeting."""
    return {
        "number": meeting.number,
        "theme": meeting.theme.short_name if meeting.theme else "",
        "title": meeting.title,
        "starts_at": meeting.starts_at.astimezone(datetime.UTC).isoformat(),
        "place": meeting.place,
        "led_by": sorted(leader.label for leader in leaders),
    }


def _check(
    meeting: Meeting,
    leaders: list[Membership],
    *,
    moved: bool,
    unexplained: bool = False,
    unusual: Iterable[str] = (),
    taken_place: bool = False,
) -> None:
    """Raise ValidationError, beside the fields, for whatever does not fit, and else for what is
    `unusual`."""
    problems: dict[str, str] = {}
    own = meeting.authority_id
    if meeting.period.authority_id != own:
        problems["period"] = _("Choose a year from the list.")
    if meeting.theme and meeting.theme.authority_id != own:
        problems["theme"] = _("Choose a theme from the list.")
    elif meeting.theme is None and meeting.body.themed:
        problems["theme"] = _("Choose a theme. Every meeting of this group needs one.")
    if moved and (problem := _date_problem(meeting, taken_place=taken_place)):
        problems["starts_at"] = problem
    if unexplained:
        problems["reason"] = _("Say why it’s moving. Everyone invited will read this.")
    if not _may_lead(meeting, leaders):
        problems["led_by"] = _("Only your own care consultants can lead a meeting.")
    if _number_is_used(meeting):
        problems["number"] = _(
            "Meeting %(number)s already exists in %(year)s. Choose another number."
        ) % {"number": meeting.number, "year": meeting.period}
    if unusual and not problems:
        problems["sure"] = " ".join(unusual)
    if problems:
        raise ValidationError(problems)
    check_whole(meeting)


def _may_lead(meeting: Meeting, leaders: list[Membership]) -> bool:
    """Whether all are today's care consultants, or lead it already."""
    if not leaders:
        return True
    consultants = set(care_consultants(meeting.authority_id).values_list("pk", flat=True))
    stayed = set(meeting.led_by.values_list("pk", flat=True)) if meeting.pk else set()
    return all(leader.pk in consultants | stayed for leader in leaders)


def _number_is_used(meeting: Meeting) -> bool:
    same = Meeting.objects.filter(
        body=meeting.body_id, period=meeting.period_id, number=meeting.number
    )
    return same.exclude(pk=meeting.pk).exclude(status=MeetingStatus.CANCELLED).exists()


def _unusual(
    meeting: Meeting, *, day: bool = True, theme: bool = True, group: bool = True
) -> list[str]:
    """What is worth asking about before a meeting is planned or changed, in sentences: of its day,
    its theme and its group, each unless told."""
    asked = []
    date = timezone.localdate(meeting.starts_at)
    if day and (date.month, date.day) in HOLIDAYS:
        asked.append(_("That day is a public holiday, or the eve of one."))
    if group and meeting.body.status == BodyStatus.TO_BE_SET_UP:
        asked.append(_("This group hasn’t been set up yet."))
    if theme and meeting.theme and meeting.body.themed:
        same = Meeting.objects.filter(
            body=meeting.body_id, period=meeting.period_id, theme=meeting.theme_id
        )
        if same.exclude(pk=meeting.pk).exclude(status=MeetingStatus.CANCELLED).exists():
            asked.append(
                _("%(group)s already has a meeting on %(theme)s in %(year)s.")
                % {
                    "group": meeting.body,
                    "theme": meeting.theme.short_name,
                    "year": meeting.period,
                }
            )
    return asked


def _date_problem(meeting: Meeting, *, taken_place: bool = False) -> str:
    """Why a date does not do; empty when it does."""
    past = meeting.starts_at <= timezone.now()
    if taken_place and not past:
        return _("That time is still to come. Choose when it was held.")
    if past and not taken_place:
        if meeting.pk:
            return _("That time has passed. Choose a time in the future.")
        return _("That time has passed. Choose a time in the future, or say that it was held.")
    day = timezone.localdate(meeting.starts_at)
    if day < meeting.period.starts_on or day > meeting.period.ends_on + AFTER_THE_YEAR:
        year = {"year": meeting.period}
        return _("That date isn’t in %(year)s. Check the year.") % year
    same = Meeting.objects.filter(body=meeting.body_id, starts_at=meeting.starts_at)
    if same.exclude(pk=meeting.pk).exclude(status=MeetingStatus.CANCELLED).exists():
        return _("This group already has a meeting at that time.")
    return ""
