"""A care consultant's home: their meeting, their answers, their names, their priorities."""

from typing import Any

from django.db.models import (
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Min,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Sum,
)
from django.db.models.functions import Length
from django.utils import timezone

from accounts.models import Membership
from cooperative.enums import ChallengeStatus, MeetingStatus
from cooperative.models import Challenge, ChallengeAnswer, Meeting
from core.components import ThreadStep, feels_badge
from core.templatetags.words import ago
from impact.enums import AnnualStatus, ReportStatus
from impact.models import AnnualReport, ImpactReport, SignOff
from outcomes.enums import NEVER_AGREED, OPEN_STATUSES, ActionStatus, WorkplanStatus
from outcomes.models import Action, Priority, ProgressUpdate, Verdict, Workplan
from portal.queries.homes.cards import (
    Card,
    Home,
    Story,
    cards_of,
    count,
    first_name,
    in_words,
    joined,
    link,
)
from portal.queries.homes.shared import is_near, when_and_where
from voice.models import Ask

# About as many characters as somebody reads in a minute.
A_MINUTE = 900
# From here on they are not counted.
MANY = 100


def consultant_home(actor: Membership) -> Home:
    """Eight statements: the meeting and who leads it, answers, reports, forewords, empty workplans,
    actions without a verdict, priorities."""
    meeting = _next_meeting(actor)
    priorities = _open_priorities(actor)
    waiting_for_meeting, news = _meeting(actor, meeting)
    return Home(
        waiting=joined(
            waiting_for_meeting,
            _answers(actor),
            _reports(actor),
            _forewords(actor),
            _finished(actor, priorities),
            _empty_workplans(actor),
            _unjudged(actor),
        ),
        news=news,
        story=_story(actor, priorities, meeting),
        quiet="Your priorities are being worked on. Look in on one below.",
    )


def _next_meeting(actor: Membership) -> Meeting | None:
    """Two statements."""
    return (
        Meeting.objects.visible_to(actor)
        .ahead()
        .select_related("theme", "body")
        .prefetch_related(Prefetch("led_by", queryset=Membership.objects.with_names()))
        .first()
    )


def _meeting(actor: Membership, meeting: Meeting | None) -> tuple[list[Card], list[Card]]:
    """The next meeting: something to do, or just to know."""
    if meeting is None:
        card = Card(
            "No meeting is planned",
            url=link(actor, "cooperative:meeting-create"),
            label="Plan the next meeting",
            lines=("You choose its theme and what is talked about.",),
        )
        return [card], []
    day = timezone.localdate(meeting.starts_at)
    label, waits = "See the agenda", 0
    if meeting.status == MeetingStatus.PLANNED:
        label, waits = "Finish the agenda", int(is_near(meeting))
    elif day <= timezone.localdate():
        label, waits = "Say who came and what was agreed", 1
    card = Card(
        "Our next meeting",
        url=link(actor, "cooperative:meeting-detail", meeting.pk),
        label=label,
        lines=(when_and_where(meeting), *_who_leads(actor, meeting)),
        outcome=meeting.theme,
        when=day,
        waits=waits,
    )
    return ([card], []) if waits else ([], [card])


def _who_leads(actor: Membership, meeting: Meeting) -> tuple[str, ...]:
    leaders = list(meeting.led_by.all())
    others = [first_name(one.label) for one in leaders if one.pk != actor.pk]
    if len(others) < len(leaders):
        return (f"You are leading with {in_words(others)}." if others else "You are leading it.",)
    return (f"{in_words(others)} lead{'s' if len(others) == 1 else ''} it.",) if others else ()


def _answers(actor: Membership) -> list[Card]:
    """Answers to what they asked; where whoever asked has moved on, any care consultant decides."""
    latest = ChallengeAnswer.objects.filter(challenge=OuterRef("pk")).order_by("-at", "-pk")
    mine = Q(raised_by=actor) | Q(raised_by__ends_on__lte=timezone.localdate())
    found = list(
        Challenge.objects.visible_to(actor)
        .filter(mine, status=ChallengeStatus.ANSWERED)
        .select_related("asked_of__person", "asked_of__organisation")
        .annotate(answered_at=Subquery(latest.values("at")[:1]))
        .order_by("answered_at", "pk")
    )

    def card(challenge: Challenge) -> Card:
        return Card(
            "They answered you",
            url=link(actor, "cooperative:challenge-detail", challenge.pk),
            label="Read and decide",
            lines=(f"You asked {challenge.asked_of.label}:",),
            quote=challenge.question,
            note=f"Answered {ago(challenge.answered_at)} "  # type: ignore[attr-defined]
            f"by {challenge.asked_of.standing}",
        )

    return cards_of(
        found,
        card,
        more=lambda rest: f"And {rest} more answers",
        url=link(actor, "cooperative:challenge-list", query="mine=1&show=waiting-for-us"),
        label="See them all",
    )


def _reports(actor: Membership) -> list[Card]:
    """Reports that wait for their name."""
    signed = SignOff.objects.filter(report=OuterRef("pk"), by=actor)
    found = list(
        ImpactReport.objects.visible_to(actor)
        .filter(~Exists(signed), status=ReportStatus.DRAFT)
        .select_related("meeting__theme")
        .annotate(length=Sum(Length("lines__text"), filter=Q(lines__removed_at=None)))
        .order_by("composed_at", "pk")
    )

    def card(report: ImpactReport) -> Card:
        minutes = max(1, round((report.length or 0) / A_MINUTE))  # type: ignore[attr-defined]
        return Card(
            "Ready for your name",
            url=link(actor, "impact:report-detail", report.slug),
            label=f"Read it ({count(minutes, 'minute')})",
            lines=(f"“{report.title}”: what was promised, what was done, and what was not.",),
            outcome=report.meeting.theme,
        )

    return cards_of(
        found,
        card,
        more=lambda rest: f"And {rest} more reports to sign",
        url=link(actor, "impact:report-list"),
        label="See them all",
    )


def _forewords(actor: Membership) -> list[Card]:
    """Annual reports without their foreword."""
    found = list(
        AnnualReport.objects.visible_to(actor)
        .filter(status=AnnualStatus.DRAFT, foreword_signed_at=None)
        .select_related("period")
        .order_by("period__starts_on")
    )
    return [
        Card(
            "The year’s report needs your words",
            url=link(actor, "impact:annual-foreword", annual.period.slug),
            label="Write the foreword",
            lines=(f"{annual.title}. It opens with what you have to say.",),
        )
        for annual in found[:1]
    ]


def _empty_workplans(actor: Membership) -> list[Card]:
    """This year's workplans in which nothing has been chosen yet."""
    today = timezone.localdate()
    found = list(
        Workplan.objects.visible_to(actor)
        .filter(priorities=None, period__starts_on__lte=today, period__ends_on__gte=today)
        .exclude(status=WorkplanStatus.CLOSED)
        .select_related("outcome", "period")
        .order_by("outcome__position", "pk")
    )

    def card(workplan: Workplan) -> Card:
        return Card(
            f"{workplan.outcome.short_name} has no priorities yet",
            url=link(
                actor, "outcomes:priority-create", workplan.outcome.slug, workplan.period.slug
            ),
            label="Set the first one",
            lines=("You say what has to change. Others then have to do it.",),
            outcome=workplan.outcome,
        )

    return cards_of(
        found,
        card,
        more=lambda rest: f"And {rest} more workplans without priorities",
        url=link(actor, "outcomes:outcome-list"),
        label="See them all",
    )


def _unjudged(actor: Membership) -> list[Card]:
    """Work that has moved and that no care consultant has judged: one card for all of it."""
    moved = (*OPEN_STATUSES[1:], ActionStatus.DONE)
    found = list(
        Action.objects.visible_to(actor)
        .filter(
            status__in=moved,
            verdicts=None,
            workplan__period__ends_on__gte=timezone.localdate(),
        )
        .order_by("-status_changed_at", "pk")
        .values_list("pk", "title")[:MANY]
    )
    if not found:
        return []
    first = found[0]
    rest = len(found) - 1
    also = f" And {count(rest, 'more action')} after it." if rest else ""
    if len(found) == MANY:
        also = " And many more after it."
    return [
        Card(
            "Does it feel different?",
            url=link(actor, "outcomes:action-verdict", first[0]),
            label="Say how it feels",
            lines=(f"Officers say this has moved: {first[1]}.{also}",),
        )
    ]


# --- Priorities: what is finished, and what happened to what we said ------------------------------


def _open_priorities(actor: Membership) -> list[Any]:
    """The open priorities, the one that moved last first, each with what its story needs."""
    asks = Ask.objects.filter(priorities=OuterRef("pk")).order_by("-said_by", "pk")
    agreed = ~Q(actions__status__in=NEVER_AGREED) & Q(actions__isnull=False)
    latest = ProgressUpdate.objects.filter(action__priority=OuterRef("pk")).order_by("-at")
    counted = Action.objects.filter(priority=OuterRef("pk"), target__isnull=False).order_by(
        "number"
    )
    verdict = Verdict.objects.filter(
        Q(priority=OuterRef("pk")) | Q(action__priority=OuterRef("pk"))
    ).order_by("-at", "-pk")
    found = (
        Priority.objects.visible_to(actor)
        .open()
        .select_related("workplan__outcome", "workplan__period")
        .annotate(
            agreed=Count("actions", filter=agreed),
            owed=Count("actions", filter=Q(actions__status__in=OPEN_STATUSES)),
            next_due=Min(
                "actions__due_on",
                filter=Q(actions__status__in=OPEN_STATUSES),
                output_field=DateField(),
            ),
            moved_at=Subquery(latest.values("at")[:1]),
            ask_text=Subquery(asks.values("text")[:1], output_field=CharField()),
            ask_source=Subquery(asks.values("source_name")[:1]),
            ask_said_by=Subquery(asks.values("said_by")[:1]),
            feels=Subquery(verdict.values("feels")[:1]),
            counted_reached=Subquery(counted.values("reached")[:1]),
            counted_target=Subquery(counted.values("target")[:1]),
            counted_unit=Subquery(counted.values("unit")[:1]),
        )
        .order_by(F("moved_at").desc(nulls_last=True), "rank", "pk")
    )
    return list(found)


def _finished(actor: Membership, priorities: list[Any]) -> list[Card]:
    """Priorities whose work is all over: only care consultants can say that they are met."""
    found = [one for one in priorities if one.agreed and not one.owed]

    def card(priority: Any) -> Card:
        return Card(
            "Is it met?",
            url=link(actor, "portal:journey", priority.pk),
            label="Look back and decide",
            lines=(f"Everything planned for “{priority.title}” is finished.",),
            outcome=priority.workplan.outcome,
        )

    return cards_of(
        found,
        card,
        more=lambda rest: f"And {rest} more finished priorities",
        url=link(actor, "outcomes:outcome-list"),
        label="See them all",
    )


def _story(actor: Membership, priorities: list[Any], meeting: Meeting | None) -> Story | None:
    """The thread of the priority that moved last, one that came from something said if there is."""
    found = next((one for one in priorities if one.ask_text), next(iter(priorities), None))
    if found is None:
        return None
    steps = []
    if found.ask_text:
        who = "One of you said" if found.ask_said_by == 1 else f"{found.ask_said_by:,} of you said"
        steps.append(ThreadStep(f"{who} “{found.ask_text}”", "done", when=found.ask_source))
    steps.append(
        ThreadStep(
            f"We chose it as priority {found.rank}: {found.title}",
            "done",
            when=found.set_on,
        )
    )
    steps += [_work_step(found), _next_step(found, meeting)]
    return Story(
        "What happened to what we said?",
        steps,
        url=link(actor, "portal:journey", found.pk),
        label="See the whole journey",
    )


def _work_step(found: Any) -> ThreadStep:
    if not found.agreed:
        return ThreadStep("Nobody has planned an action yet", "now")
    text = ""
    if found.counted_target:
        reached = found.counted_reached or 0
        text = f"{reached:,} of {found.counted_target:,} {found.counted_unit}".strip() + "."
    return ThreadStep(
        f"{count(found.agreed, 'action')} started",
        "now",
        when=f"Last update {ago(found.moved_at)}" if found.moved_at else "No update yet",
        text=text,
        tag=feels_badge(found.feels or ""),
    )


def _next_step(found: Any, meeting: Meeting | None) -> ThreadStep:
    if meeting is not None and meeting.theme_id == found.workplan.outcome_id:
        return ThreadStep(
            "Next: our meeting talks about it", "next", when=timezone.localdate(meeting.starts_at)
        )
    if found.next_due and found.next_due < timezone.localdate():
        return ThreadStep("Next: somebody says why an action is late", "next", when=found.next_due)
    if found.next_due:
        return ThreadStep("Next: the first action is due", "next", when=found.next_due)
    return ThreadStep("Next: you say whether it is met", "next")
