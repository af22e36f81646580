"""The coordinator's home: where each quarter stands, and what only the coordinator can move on."""

from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Invitation, Membership
from cooperative.enums import ChallengeStatus, MeetingStatus
from cooperative.models import Challenge, Meeting, MemberQuestion
from core.components import ThreadStep
from impact.enums import ReportStatus
from impact.models import ImpactReport
from impact.queries.working import periods_to_compose
from portal.queries.homes.cards import Card, Home, Story, cards_of, count, joined, link
from portal.queries.homes.shared import is_near

# So many meetings are looked at: the year's four, and one before and after.
QUARTERS = 6


def coordinator_home(actor: Membership) -> Home:
    """Five statements: meetings with their reports, years to compose, invitations, challenges,
    members' questions."""
    meetings = _meetings(actor)
    going = [one for one in meetings if not _is_published(one)]
    return Home(
        waiting=joined(
            _steps_to_take(actor, going),
            _no_meeting(actor, meetings),
            _years(actor),
            _questions(actor),
            _invitations(actor),
        ),
        news=_overdue(actor),
        story=_checklist(actor, going),
        quiet="This quarter is in hand. The next step shows here when it is due.",
    )


def _meetings(actor: Membership) -> list[Any]:
    """The themed meetings around now, each with its report and how many have signed it."""
    found = (
        Meeting.objects.visible_to(actor)
        .filter(theme__isnull=False)
        .select_related("theme", "body", "impact_report")
        .annotate(
            signed=Count("impact_report__sign_offs", distinct=True),
            on_agenda=Count("items", filter=Q(items__status="on-agenda"), distinct=True),
        )
        .order_by("-starts_at", "-pk")[:QUARTERS]
    )
    return list(reversed(found))


def _report_of(meeting: Meeting) -> ImpactReport | None:
    return getattr(meeting, "impact_report", None)


def _is_published(meeting: Meeting) -> bool:
    report = _report_of(meeting)
    return report is not None and report.status == ReportStatus.PUBLISHED


def _steps_to_take(actor: Membership, going: list[Any]) -> list[Card]:
    """For each quarter under way, its next step when it is the coordinator's to take."""
    found = [card for meeting in going if (card := _next_step(actor, meeting))]
    return cards_of(
        found,
        lambda card: card,
        more=lambda rest: f"And {rest} more meetings to move on",
        url=link(actor, "cooperative:meeting-list"),
        label="See the meetings",
    )


def _next_step(actor: Membership, meeting: Any) -> Card | None:
    day = timezone.localdate(meeting.starts_at)
    page = link(actor, "cooperative:meeting-detail", meeting.pk)
    held = meeting.status == MeetingStatus.HELD
    report = _report_of(meeting)
    title, label, line, url = "", "", "", page
    if report is not None:
        if report.status == ReportStatus.SIGNED_OFF:
            title, label = "A report is ready to publish", "Publish it"
            line = f"{report.title} is signed by {count(meeting.signed, 'care consultant')}."
            url = link(actor, "impact:report-detail", report.slug)
    elif held:
        title, label = "Compose the report", "Start the report"
        line = f"{meeting.title} was held on {date_format(day, 'j F')}. It has no report yet."
    elif meeting.status == MeetingStatus.PLANNED and is_near(meeting):
        title, label = "Put the papers out", "Open the meeting"
        line = f"{meeting.title} is on {date_format(day, 'j F')}. "
        line += (
            f"{count(meeting.on_agenda, 'thing')} on the agenda."
            if meeting.on_agenda
            else "Nothing is on the agenda yet."
        )
    elif meeting.status == MeetingStatus.PAPERS_OUT and day <= timezone.localdate():
        title, label = "Write down how the meeting went", "Open the meeting"
        line = f"{meeting.title} was on {date_format(day, 'j F')}."
    if not title:
        return None
    return Card(
        title, url=url, label=label, lines=(line,), outcome=meeting.theme,
        when=None if held else day,
    )  # fmt: skip


def _no_meeting(actor: Membership, meetings: list[Any]) -> list[Card]:
    """Nothing ahead: the loop would stop."""
    if any(one.status != MeetingStatus.HELD for one in meetings):
        return []
    return [
        Card(
            "No meeting is planned",
            url=link(actor, "cooperative:meeting-create"),
            label="Plan the next meeting",
            lines=("Care consultants choose its theme and lead it.",),
        )
    ]


def _years(actor: Membership) -> list[Card]:
    """Years over, with published reports, that have no annual report yet."""
    today = timezone.localdate()
    return [
        Card(
            "Compose the year’s report",
            url=link(actor, "impact:annual-compose", period.slug),
            label="Compose it",
            lines=(f"{period.name} has reports that are published.",),
        )
        for period in periods_to_compose(actor)
        if period.ends_on < today
    ][:1]


def _questions(actor: Membership) -> list[Card]:
    """Members' questions that nobody has answered."""
    found = list(
        MemberQuestion.objects.visible_to(actor)
        .filter(answer="")
        .exclude(meeting__status=MeetingStatus.HELD)
        .order_by("asked_at", "pk")
        .values_list("meeting_id", "text")
    )
    if not found:
        return []
    return [
        Card(
            f"{count(len(found), 'question')} from members without an answer",
            url=link(actor, "cooperative:meeting-detail", found[0][0]),
            label="See them",
            quote=found[0][1],
            waits=len(found),
        )
    ]


def _invitations(actor: Membership) -> list[Card]:
    """Invitations that have run out: somebody is still outside."""
    open_ones = list(
        Invitation.objects.visible_to(actor).filter(accepted_at=None, withdrawn_at=None)
    )
    ran_out = [one for one in open_ones if one.state == "expired"]
    waiting = len(open_ones) - len(ran_out)
    if not open_ones:
        return []
    lines = []
    if ran_out:
        names = ", ".join(one.name for one in ran_out[:3])
        lines.append(f"{count(len(ran_out), 'link')} ran out: {names}.")
    if waiting:
        lines.append(f"{count(waiting, 'person', 'people')} invited and not here yet.")
    return [
        Card(
            "Invitations",
            url=link(actor, "accounts:people"),
            label="Look after them",
            lines=tuple(lines),
            waits=len(ran_out) or 1,
        )
    ]


def _overdue(actor: Membership) -> list[Card]:
    """Challenges overdue: they will head the next agenda."""
    found = list(
        Challenge.objects.visible_to(actor)
        .filter(status=ChallengeStatus.OPEN, reply_by__lt=timezone.localdate())
        .select_related("asked_of__person")
        .order_by("reply_by", "pk")
    )
    if not found:
        return []
    first = found[0]
    return [
        Card(
            f"{count(len(found), 'challenge')} overdue",
            url=link(actor, "cooperative:challenge-list", query="show=overdue"),
            label="See them",
            quote=first.question,
            note=f"{first.asked_of.label} has not answered for "
            f"{count(first.days_overdue, 'day')} past the date.",
            status="late",
            days_late=first.days_overdue,
            waits=0,
        )
    ]


# --- The quarter's checklist ---------------------------------------------------------------------


def _checklist(actor: Membership, going: list[Any]) -> Story | None:
    """The steps of the first quarter that is not finished."""
    if not going:
        return None
    meeting = going[0]
    facts = _facts(meeting)
    # The first step not taken is now; those after it are still to come.
    now = next((place for place, fact in enumerate(facts) if not fact[1]), len(facts))
    steps = [
        ThreadStep(
            title,
            "done" if done else "now" if place == now else "next",
            when=when,
        )
        for place, (title, done, when) in enumerate(facts)
    ]
    return Story(
        f"{meeting.title}: where it stands",
        steps,
        url=link(actor, "cooperative:meeting-detail", meeting.pk),
        label="Open the meeting",
    )


def _facts(meeting: Any) -> list[tuple[str, bool, Any]]:
    """Each step of the quarter: what it is, whether it is done, and when."""
    report = _report_of(meeting)
    held = meeting.status == MeetingStatus.HELD
    signed = report is not None and report.status != ReportStatus.DRAFT
    names = "Care consultants sign it"
    if report is not None:
        names = f"{meeting.signed} of {report.sign_offs_needed} care consultants have signed"
    return [
        ("The day is set", True, timezone.localdate(meeting.starts_at)),
        ("The papers are out", meeting.status != MeetingStatus.PLANNED, meeting.papers_out_at),
        ("The meeting is held", held, meeting.held_at),
        ("The report is composed", report is not None, report.composed_at if report else None),
        (names, signed, None),
        ("The report is published", False, None),
    ]
