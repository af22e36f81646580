"""A meeting's checklist: each step of the loop around it, who takes it, and by when. Who leads is
as its own group has it."""

from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from cooperative.enums import MeetingStatus, SeatKind, SeatStatus
from cooperative.models import Meeting, Seat
from cooperative.queries.meetings import with_readiness
from core.components import ThreadStep, badge, status_badge
from core.models import NumberOf
from impact.enums import ReportStatus
from impact.models import ImpactReport
from outcomes.enums import OPEN_STATUSES
from outcomes.models import Action
from portal.queries.homes.cards import Story, consultants, link
from portal.queries.homes.open_actions import STALE
from portal.queries.homes.shared import when_of

# So many meetings are looked at: the year's four, and one before and after.
QUARTERS = 6


@dataclass(frozen=True)
class Step:
    """One step of a quarter: what it is, who takes it, whether it is taken, when, and where."""

    title: str
    who: str
    done: bool
    when: Any
    url: str
    # It had to be taken before a day that is past; and nobody can take it any more.
    late: bool = False
    missed: bool = False


def quarters_of(actor: Membership) -> list[Any]:
    """The themed meetings around now and those nobody has written up, the earliest first, each with
    its report, how many have signed it, its agenda, who has read, and its theme's actions with a
    late word. One statement."""
    owed = Action.objects.filter(
        workplan__outcome=OuterRef("theme"),
        workplan__period=OuterRef("period"),
        status__in=OPEN_STATUSES,
    )
    chairs = Seat.objects.filter(
        body=OuterRef("body"), kind=SeatKind.CHAIR, status=SeatStatus.ACTIVE
    ).order_by("pk")
    led = Meeting.led_by.through.objects.filter(meeting=OuterRef("pk"))
    told = owed.filter(updates__at__gte=timezone.now() - STALE)
    to_write_up = Meeting.objects.visible_to(actor).to_write_up().order_by()
    found = (
        with_readiness(Meeting.objects.visible_to(actor))
        .filter(Q(theme__isnull=False) | Q(pk__in=to_write_up.values("pk")))
        .exclude(status=MeetingStatus.CANCELLED)
        .select_related("theme", "body", "impact_report")
        .annotate(
            signed=Count("impact_report__sign_offs", distinct=True),
            on_agenda=Count("items", filter=Q(items__status="on-agenda"), distinct=True),
            owed=NumberOf(owed),
            told=NumberOf(told.distinct()),
            chair=Subquery(chairs.values("title")[:1]),
            has_leaders=Exists(led),
        )
        .order_by("-starts_at", "-pk")[: 2 * QUARTERS]
    )
    return list(reversed(found))


def report_of(meeting: Meeting) -> ImpactReport | None:
    """The report of a meeting, if it has one."""
    return getattr(meeting, "impact_report", None)


def is_published(meeting: Meeting) -> bool:
    """Whether the quarter is over: everybody can read its report."""
    report = report_of(meeting)
    return report is not None and report.status == ReportStatus.PUBLISHED


def checklist(actor: Membership, meeting: Any) -> Story:
    """All steps of a meeting, along the thread. What comes next is the first that can be taken
    after all that are."""
    steps = [*_before(actor, meeting), *_after(actor, meeting)]
    last = max(place for place, step in enumerate(steps) if step.done)
    now = next((n for n in range(last + 1, len(steps)) if not steps[n].missed), len(steps))
    heading = _("%(meeting)s: checklist")
    if meeting.body.meets_quarterly:
        heading = _("%(meeting)s: the quarter’s checklist")
    return Story(
        heading % {"meeting": meeting.title},
        [
            ThreadStep(
                step.title,
                _state(step, is_now=place == now),
                when=step.when,
                text=step.who,
                url=step.url,
                tag=_tag(step, is_now=place == now),
            )
            for place, step in enumerate(steps)
        ],
    )


def _state(step: Step, *, is_now: bool) -> Literal["done", "missed", "now", "next"]:
    if step.done:
        return "done"
    if step.missed:
        return "missed"
    return "now" if is_now else "next"


def _tag(step: Step, *, is_now: bool) -> str:
    """A word for what is late and for what comes next: the line alone would not say it."""
    if step.missed and not step.done:
        return badge(_("Missed"), "still", "minus")
    if step.late and not step.done:
        return status_badge("late")
    return badge(_("Next"), "new", "arrow-right") if is_now else ""


def _before(actor: Membership, meeting: Any) -> list[Step]:
    """Up to the meeting itself."""
    page = link(actor, "cooperative:meeting-detail", meeting.pk)
    out = meeting.papers_out_at is not None
    held = meeting.status == MeetingStatus.HELD
    day = timezone.localdate(meeting.starts_at)
    past = day < timezone.localdate()
    by_then = _("Before the meeting %(when)s") % {"when": when_of(day)}
    words, first = consultants(actor), consultants(actor, capital=True)
    young = _young_people_lead(meeting)
    together = _("The coordinator and %(consultants)s") % {"consultants": words}
    return [
        Step(_("Date set"), together, True, day, page),
        Step(
            _("Agenda ready"),
            first if young else together,
            bool(meeting.on_agenda),
            by_then if not held else "",
            page,
            late=past,
            missed=held,
        ),
        # Counted as it is now: of a meeting that is over it would say nothing.
        *([] if held else [_updates(actor, meeting, by_then)]),
        Step(
            _("Papers published"),
            together,
            out,
            meeting.papers_out_at or ("" if held else by_then),
            page,
            late=past,
            missed=held,
        ),
        Step(
            _("%(read)s of %(members)s members have read the workplan")
            % {"read": meeting.members_read, "members": meeting.members},
            _("Elected members"),
            out and meeting.members_read >= meeting.members,
            by_then if not held else "",
            link(actor, "cooperative:readiness", meeting.pk) if out else page,
            missed=past or held,
        ),
        Step(
            _("Meeting held"),
            _leader(meeting, first if young else ""),
            held,
            meeting.held_at or day,
            page,
            late=past,
        ),
    ]


def _young_people_lead(meeting: Any) -> bool:
    """Whether they do in this group, or lead this one meeting."""
    return meeting.has_leaders or meeting.body.young_people_lead


def _leader(meeting: Any, young: str) -> str:
    """Who leads a meeting: young people (what they are called here), or else the group's chair, by
    the seat's title where the group has one."""
    if young:
        return _("%(consultants)s lead it") % {"consultants": young}
    if meeting.chair:
        return _("Led by the chair: %(title)s") % {"title": meeting.chair}
    return _("Led by the chair of %(group)s") % {"group": meeting.body}


def _updates(actor: Membership, meeting: Any, by_then: str) -> Step:
    """How many of its actions have been updated lately."""
    return Step(
        ngettext(
            "%(told)s of %(owed)s action has had an update in 60 days",
            "%(told)s of %(owed)s actions have had an update in 60 days",
            meeting.owed,
        )
        % {"told": meeting.told, "owed": meeting.owed},
        _("Officers and partners"),
        meeting.told >= meeting.owed,
        by_then,
        link(actor, "outcomes:action-list", query=f"outcome={meeting.theme.slug}"),
    )


def _after(actor: Membership, meeting: Any) -> list[Step]:
    """From the meeting to what everybody can read."""
    report = report_of(meeting)
    page = link(actor, "cooperative:meeting-detail", meeting.pk)
    words, first = consultants(actor), consultants(actor, capital=True)
    signing = _("%(consultants)s sign the report") % {"consultants": first}
    if report is not None:
        page = link(actor, "impact:report-detail", report.slug)
        signing = _("%(signed)s of %(needed)s %(consultants)s have signed") % {
            "consultants": words,
            "signed": meeting.signed,
            "needed": report.sign_offs_needed,
        }
    published = report is not None and report.status == ReportStatus.PUBLISHED
    return [
        Step(
            _("Report drafted"),
            _("The coordinator and %(consultants)s") % {"consultants": words},
            report is not None,
            report.composed_at if report else _("After the meeting"),
            page,
        ),
        Step(
            signing,
            _("%(consultants)s only") % {"consultants": first},
            report is not None and report.status != ReportStatus.DRAFT,
            "",
            page,
        ),
        Step(
            _("Report published"),
            _("The coordinator"),
            published,
            report.published_at if report and published else "",
            page,
        ),
    ]
