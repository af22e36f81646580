"""Cards that several roles have."""

import datetime

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Membership
from cooperative.enums import ChallengeStatus, MeetingStatus
from cooperative.models import Challenge, ChallengeAnswer, Meeting, MemberQuestion
from core.templatetags.words import ago
from impact.enums import ReportStatus
from impact.models import ImpactReport
from portal.queries.homes.cards import Card, cards_of, link

# A meeting that is further away than this waits for nobody yet.
READY_BEFORE = datetime.timedelta(days=42)


def next_meeting(actor: Membership) -> Meeting | None:
    """The meeting that comes first of those not held. One statement."""
    return Meeting.objects.visible_to(actor).ahead().select_related("theme", "body").first()


def is_near(meeting: Meeting) -> bool:
    """Whether it is time to get a meeting ready."""
    return timezone.localdate(meeting.starts_at) - timezone.localdate() <= READY_BEFORE


def when_and_where(meeting: Meeting) -> str:
    """ "Thursday 12 June, 5pm, The Space."."""
    at = timezone.localtime(meeting.starts_at)
    day = date_format(at, "l j F" if at.year == timezone.localdate().year else "l j F Y")
    place = f", {meeting.place}" if meeting.place else ""
    return f"{day}, {_hour(at)}{place}."


def _hour(at: datetime.datetime) -> str:
    """ "5pm", "9.30am"."""
    half = "am" if at.hour < 12 else "pm"
    hour = at.hour % 12 or 12
    return f"{hour}.{at.minute:02d}{half}" if at.minute else f"{hour}{half}"


def meeting_news(actor: Membership, meeting: Meeting | None) -> list[Card]:
    """The next meeting, for those who do not plan it."""
    if meeting is None:
        return []
    out = meeting.status == MeetingStatus.PAPERS_OUT
    return [
        Card(
            "The next meeting",
            url=link(actor, "cooperative:meeting-detail", meeting.pk),
            label="See the agenda" if out else "See the meeting",
            lines=(meeting.title, when_and_where(meeting)),
            outcome=meeting.theme,
            when=timezone.localdate(meeting.starts_at),
            waits=0,
        )
    ]


def challenges_to_answer(actor: Membership) -> list[Card]:
    """Questions put to the actor that wait for an answer, the longest overdue first."""
    refused = ChallengeAnswer.objects.filter(challenge=OuterRef("pk"), accepted=False).order_by(
        "-at"
    )
    found = list(
        Challenge.objects.visible_to(actor)
        .filter(asked_of=actor, status=ChallengeStatus.OPEN)
        .select_related("raised_by__person")
        .annotate(refused_because=Subquery(refused.values("refused_because")[:1]))
        .order_by("reply_by", "pk")
    )

    def card(challenge: Challenge) -> Card:
        because = challenge.refused_because  # type: ignore[attr-defined]
        lines = (f"Your last answer was not enough: {because}",) if because else ()
        return Card(
            "Care consultants ask you",
            url=link(actor, "cooperative:challenge-detail", challenge.pk),
            label="Answer",
            lines=lines,
            quote=challenge.question,
            note=f"Asked by {challenge.raised_by.label} {ago(challenge.raised_at)}. "
            f"Answer by {date_format(challenge.reply_by, 'j F')}.",
            when=challenge.reply_by,
            status="late" if challenge.days_overdue else "",
            days_late=challenge.days_overdue,
        )

    return cards_of(
        found,
        card,
        more=lambda rest: f"And {rest} more to answer",
        url=link(actor, "cooperative:challenge-list", query="mine=1&show=waiting-for-answer"),
        label="See them all",
    )


def questions_to_answer(actor: Membership) -> list[Card]:
    """Members' questions about what the actor leads or owns, not answered yet."""
    theirs = Q(workplan__outcome__lead=actor) | Q(action__owner=actor)
    found = list(
        MemberQuestion.objects.visible_to(actor)
        .filter(theirs, answer="")
        .select_related("asked_by__person", "workplan__outcome")
        .order_by("asked_at", "pk")
    )

    def card(question: MemberQuestion) -> Card:
        return Card(
            "A member asks before the meeting",
            url=link(actor, "cooperative:question-answer", question.meeting_id, question.pk),
            label="Answer",
            quote=question.text,
            note=f"Asked by {question.asked_by.label} {ago(question.asked_at)}.",
            outcome=question.workplan.outcome,
        )

    return cards_of(
        found,
        card,
        more=lambda rest: f"And {rest} more questions from members",
        url=link(actor, "cooperative:meeting-list", query="show=ahead"),
        label="See the meetings",
    )


def report_news(actor: Membership) -> list[Card]:
    """The report published last, in the last three months."""
    since = timezone.now() - datetime.timedelta(days=92)
    report = (
        ImpactReport.objects.visible_to(actor)
        .filter(status=ReportStatus.PUBLISHED, published_at__gte=since)
        .select_related("meeting__theme")
        .order_by("-published_at", "-pk")
        .first()
    )
    if report is None:
        return []
    return [
        Card(
            report.title,
            url=link(actor, "impact:report-detail", report.slug),
            label="Read the report",
            lines=("What we said we would do, what we achieved, and what comes next.",),
            note=f"Published {ago(report.published_at)}.",
            outcome=report.meeting.theme,
            waits=0,
        )
    ]
