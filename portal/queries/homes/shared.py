"""Cards that several roles have."""

import datetime
from typing import TYPE_CHECKING, TypeAlias, TypedDict, cast

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership, name_fields
from cooperative.enums import ChallengeStatus, MeetingStatus
from cooperative.models import Challenge, ChallengeAnswer, Escalation, Meeting, MemberQuestion
from core.dates import days_late
from core.templatetags.words import ago
from impact.enums import ReportStatus
from impact.models import ImpactReport, ScrutinyComment
from impact.queries.scrutiny import to_answer
from outcomes.models import Workplan
from portal.queries.homes.cards import Card, Row, cards_of, consultants, link

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Brief(TypedDict):
    has_brief: bool


class _Refused(TypedDict):
    refused_because: str | None


# A meeting as `next_meeting` reads it.
NextMeeting: TypeAlias = "WithAnnotations[Meeting, _Brief]"

# A meeting that is further away than this waits for nobody yet.
READY_BEFORE = datetime.timedelta(days=42)
# Among so many the newest of either kind is found; a lead has seldom more than one being written.
SOME_REPORTS = 6


def next_meeting(actor: Membership) -> "NextMeeting | None":
    """The meeting that comes first of those not held, and whether the actor may read a workplan
    for it. One statement."""
    plans = Workplan.objects.visible_to(actor).filter(
        outcome=OuterRef("theme"), period=OuterRef("period")
    )
    found = (
        Meeting.objects.visible_to(actor)
        .ahead()
        .select_related("theme", "body")
        .annotate(has_brief=Exists(plans))
        .first()
    )
    return cast("NextMeeting | None", found)


def was_it_held(actor: Membership, meeting: Meeting) -> Card:
    """A meeting whose day is over and of which nobody has said whether it was held."""
    day = timezone.localdate(meeting.starts_at)
    return Card(
        _("Was this meeting held?"),
        url=link(actor, "cooperative:meeting-detail", meeting.pk),
        label=_("Write up or cancel it"),
        lines=(
            _("%(title)s was planned for %(day)s.")
            % {"title": meeting.title, "day": date_format(day, "j F Y")},
        ),
        outcome=meeting.theme,
    )


def is_near(meeting: Meeting) -> bool:
    """Whether it is time to get a meeting ready."""
    return timezone.localdate(meeting.starts_at) - timezone.localdate() <= READY_BEFORE


def when_and_where(meeting: Meeting) -> str:
    """ "Thursday 12 June, 5pm, The Space."."""
    at = timezone.localtime(meeting.starts_at)
    day = date_format(at, "l j F" if at.year == timezone.localdate().year else "l j F Y")
    place = f", {meeting.place}" if meeting.place else ""
    return f"{day}, {_hour(at)}{place}."


def when_of(moment: datetime.date | datetime.datetime, *, today: bool = False) -> str:
    """ "on 12 June", with the year when it is another; "today" where that is worth saying."""
    day = timezone.localdate(moment) if isinstance(moment, datetime.datetime) else moment
    now = timezone.localdate()
    if today and day == now:
        return _("today")
    return _("on %(day)s") % {"day": date_format(day, "j F" if day.year == now.year else "j F Y")}


def _hour(at: datetime.datetime) -> str:
    """ "5pm", "9.30am"."""
    half = "am" if at.hour < 12 else "pm"
    hour = at.hour % 12 or 12
    return f"{hour}.{at.minute:02d}{half}" if at.minute else f"{hour}{half}"


def meeting_news(actor: Membership, meeting: "NextMeeting | None") -> list[Card]:
    """The next meeting, for those who do not plan it."""
    if meeting is None:
        return []
    out = meeting.status == MeetingStatus.PAPERS_OUT
    return [
        Card(
            _("The next meeting"),
            url=link(actor, "cooperative:meeting-detail", meeting.pk),
            label=_("See the agenda") if out else _("See the meeting"),
            lines=(meeting.title, when_and_where(meeting)),
            outcome=meeting.theme,
            when=timezone.localdate(meeting.starts_at),
            waits=0,
            also=(link(actor, "portal:brief", meeting.pk), _("Five-minute brief"))
            if out and meeting.has_brief
            else ("", ""),
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
        .only("question", "status", "raised_at", "reply_by", *name_fields("raised_by"))
        .annotate(refused_because=Subquery(refused.values("refused_because")[:1]))
        .order_by("reply_by", "pk")
    )

    def card(row: Challenge) -> Card:
        challenge = cast("WithAnnotations[Challenge, _Refused]", row)
        because = challenge.refused_because
        enough = _("Your last answer wasn’t accepted.")
        if because:
            enough = _("Your last answer wasn’t accepted: %(because)s") % {"because": because}
        return Card(
            _("%(consultants)s have a question for you")
            % {"consultants": consultants(actor, capital=True)},
            url=link(actor, "cooperative:challenge-detail", challenge.pk),
            label=_("Answer"),
            lines=(enough,) if because is not None else (),
            quote=challenge.question,
            note=_("Asked by %(who)s %(when)s. Answer by %(day)s.")
            % {
                "who": challenge.raised_by.label,
                "when": ago(challenge.raised_at),
                "day": date_format(challenge.reply_by, "j F"),
            },
            when=challenge.reply_by,
            status="late" if challenge.days_overdue else "",
            days_late=challenge.days_overdue,
        )

    return cards_of(
        found,
        card,
        more=lambda rest: _("And %(n)s more to answer") % {"n": rest},
        url=link(actor, "cooperative:challenge-list", query="mine=1&show=waiting-for-answer"),
        label=_("See them all"),
    )


def obstacles_to_decide(actor: Membership) -> list[Card]:
    """What is stuck and with a body the actor sits on, needed soonest first."""
    found = list(
        Escalation.objects.visible_to(actor)
        .open()
        .with_seat_of(actor)
        .select_related("body", "action__workplan__outcome")
        .order_by("needed_by", "pk")
    )

    def card(escalation: Escalation) -> Card:
        return Card(
            _("A problem needs a decision from %(body)s") % {"body": escalation.body},
            url=link(actor, "cooperative:escalation-detail", escalation.pk),
            label=_("Read and decide"),
            quote=escalation.obstacle,
            note=_("It’s blocking the action “%(action)s”. Decision needed by %(day)s.")
            % {
                "action": escalation.action.title,
                "day": date_format(escalation.needed_by, "j F"),
            },
            outcome=escalation.action.workplan.outcome,
            when=escalation.needed_by,
            status="late" if escalation.days_late else "",
            days_late=escalation.days_late,
        )

    return cards_of(
        found,
        card,
        more=lambda rest: (
            ngettext(
                "And %(n)s more problem to decide on", "And %(n)s more problems to decide on", rest
            )
            % {"n": rest}
        ),
        url=link(actor, "cooperative:escalation-list", query="mine=1"),
        label=_("See them all"),
    )


def questions_to_answer(actor: Membership) -> list[Card]:
    """Members' questions about what the actor leads or owns, not answered yet."""
    theirs = Q(workplan__outcome__lead=actor) | Q(action__owner=actor)
    found = list(
        MemberQuestion.objects.visible_to(actor)
        .filter(theirs, answer="")
        .select_related("asked_by__person", "workplan__outcome")
        .only(
            *("meeting", "text", "asked_at"),
            *(f"workplan__outcome__{field}" for field in ("short_name", "tone", "icon")),
            *name_fields("asked_by"),
        )
        .order_by("asked_at", "pk")
    )

    def card(question: MemberQuestion) -> Card:
        return Card(
            _("A member has a question before the meeting"),
            url=link(actor, "cooperative:question-answer", question.meeting_id, question.pk),
            label=_("Answer"),
            quote=question.text,
            note=_("Asked by %(who)s %(when)s.")
            % {"who": question.asked_by.label, "when": ago(question.asked_at)},
            outcome=question.workplan.outcome,
        )

    return cards_of(
        found,
        card,
        more=lambda rest: (
            ngettext(
                "And %(n)s more question from members",
                "And %(n)s more questions from members",
                rest,
            )
            % {"n": rest}
        ),
        url=link(actor, "cooperative:meeting-list", query="show=ahead"),
        label=_("See the meetings"),
        row=lambda one: Row(
            f"“{one.text}”",
            url=link(actor, "cooperative:question-answer", one.meeting_id, one.pk),
        ),
    )


def scrutiny_to_answer(actor: Membership) -> list[Card]:
    """What scrutiny committees recommend and the actor is to answer, those due first at the
    head."""
    today = timezone.localdate()

    def card(comment: ScrutinyComment) -> Card:
        by = comment.answer_by or today
        return Card(
            _("%(body)s has made a recommendation") % {"body": comment.body.name},
            url=link(actor, "impact:scrutiny-detail", comment.pk),
            label=_("Answer"),
            quote=comment.text,
            note=_("%(reference)s, about %(title)s. Answer by %(day)s.")
            % {
                "reference": comment.reference,
                "title": comment.about,
                "day": date_format(by, "j F"),
            },
            outcome=comment.workplan.outcome if comment.workplan else None,
            when=by,
            status="late" if by < today else "",
            days_late=days_late(by, today),
        )

    return cards_of(
        to_answer(actor),
        card,
        more=lambda rest: _("And %(n)s more from scrutiny") % {"n": rest},
        url=link(actor, "impact:scrutiny-list", query="show=waiting"),
        label=_("See them all"),
    )


def report_news(actor: Membership) -> list[Card]:
    """A report that is being written about an outcome the actor leads, and the report published
    last, in the last three months. One statement."""
    since = timezone.now() - datetime.timedelta(days=92)
    out = Q(status=ReportStatus.PUBLISHED, published_at__gte=since)
    theirs = Q(status=ReportStatus.DRAFT, meeting__theme__lead=actor)
    found = (
        ImpactReport.objects.visible_to(actor)
        .filter(out | theirs)
        .select_related("meeting__theme")
        .order_by(F("published_at").desc(nulls_first=True), "-pk")[:SOME_REPORTS]
    )
    firsts: dict[str, ImpactReport] = {}
    for report in found:
        firsts.setdefault(report.status, report)
    return [_report(actor, report) for report in firsts.values()]


def _report(actor: Membership, report: ImpactReport) -> Card:
    url = link(actor, "impact:report-detail", report.slug)
    if report.status == ReportStatus.DRAFT:
        return Card(
            report.title,
            url=url,
            label=_("Read the draft"),
            lines=(_("This is still a draft. You can edit your lines until it’s signed."),),
            outcome=report.meeting.theme,
            waits=0,
        )
    return Card(
        report.title,
        url=url,
        label=_("Read the report"),
        lines=(_("What we said we would do, what we achieved, and what comes next."),),
        note=_("Published %(when)s.") % {"when": ago(report.published_at)},
        outcome=report.meeting.theme,
        waits=0,
    )
