"""A care consultant's home: their meeting, their answers, their names, their priorities."""

import datetime
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Sum,
)
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import Membership
from cooperative.enums import ChallengeStatus, MeetingStatus
from cooperative.models import Challenge, ChallengeAnswer, Meeting
from core.templatetags.words import ago
from core.text import and_list
from impact.enums import AnnualStatus, ReportStatus
from impact.models import AnnualReport, ImpactReport, SignOff
from outcomes.enums import WorkplanStatus
from outcomes.models import Workplan
from portal.queries.homes.cards import (
    Card,
    Home,
    Quiet,
    cards_of,
    first_name,
    joined,
    link,
)
from portal.queries.homes.priorities import finished, open_priorities, story, to_look_at
from portal.queries.homes.shared import is_near, was_it_held, when_and_where, when_of
from portal.queries.homes.verdicts import moved_card, promises_card, to_judge

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Answered(TypedDict):
    answered_at: datetime.datetime


class _Long(TypedDict):
    length: int | None


# About as many characters as somebody reads in a minute.
A_MINUTE = 900
# More meetings than this nobody plans at once.
MANY = 100


def consultant_home(actor: Membership) -> Home:
    """Eight statements: the meeting and who leads it, answers, reports, forewords, empty workplans,
    what has no verdict, priorities."""
    meetings = _meetings(actor)
    meeting = next((one for one in meetings if one.is_ahead), None)
    priorities = open_priorities(actor)
    moved, promises = to_judge(actor)
    waiting_for_meeting, news = _meeting(actor, meeting)
    return Home(
        waiting=joined(
            _to_write_up(actor, meetings),
            waiting_for_meeting,
            _answers(actor),
            _reports(actor),
            _forewords(actor),
            finished(actor, priorities),
            _empty_workplans(actor),
            moved_card(actor, moved),
        ),
        news=joined(news, to_look_at(actor, priorities), promises_card(actor, promises)),
        story=story(actor, priorities, meeting),
        quiet=_quiet(actor, priorities, meeting),
    )


def _quiet(actor: Membership, priorities: list[Any], meeting: Meeting | None) -> Quiet:
    """Nothing waits: the others work, and the meeting comes."""
    text = _("People are working on the priorities you set.") if priorities else ""
    if meeting is not None:
        when = _("Your next meeting is %(when)s.") % {"when": when_of(meeting.starts_at)}
        text = f"{text} {when}".strip()
    return Quiet(
        _("You’re up to date"),
        text,
        url=link(actor, "cooperative:challenge-create"),
        label=_("Raise a challenge"),
    )


def _meetings(actor: Membership) -> list[Meeting]:
    """Those neither held nor cancelled, the earliest first. Two statements."""
    found = (
        Meeting.objects.visible_to(actor)
        .unfinished()
        .select_related("theme", "body")
        .prefetch_related(Prefetch("led_by", queryset=Membership.objects.with_names()))
    )
    return list(found[:MANY])


def _to_write_up(actor: Membership, meetings: list[Meeting]) -> list[Card]:
    """Those whose day is over: was it held?"""
    return cards_of(
        [one for one in meetings if not one.is_ahead],
        lambda meeting: was_it_held(actor, meeting),
        more=lambda rest: (
            ngettext(
                "And %(n)s more meeting that may have been held",
                "And %(n)s more meetings that may have been held",
                rest,
            )
            % {"n": rest}
        ),
        url=link(actor, "cooperative:meeting-list", query="show=unrecorded"),
        label=_("See the meetings"),
    )


def _meeting(actor: Membership, meeting: Meeting | None) -> tuple[list[Card], list[Card]]:
    """The next meeting: something to do, or just to know."""
    if meeting is None:
        card = Card(
            _("No meeting is planned"),
            url=link(actor, "cooperative:meeting-create"),
            label=_("Plan the next meeting"),
            lines=(_("You choose the theme and what we talk about."),),
        )
        return [card], []
    day = timezone.localdate(meeting.starts_at)
    label, waits = _("See the agenda"), 0
    if meeting.status == MeetingStatus.PLANNED:
        label, waits = _("Finish the agenda"), int(is_near(meeting))
    elif day <= timezone.localdate():
        label, waits = _("Record who came and what was agreed"), 1
    card = Card(
        _("Our next meeting"),
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
        if not others:
            return (_("You’re leading it."),)
        return (_("You’re leading it with %(names)s.") % {"names": and_list(others)},)
    if not others:
        return ()
    leads = ngettext("%(names)s leads it.", "%(names)s lead it.", len(others))
    return (leads % {"names": and_list(others)},)


def _answers(actor: Membership) -> list[Card]:
    """Answers to what they asked; where whoever asked has moved on, any care consultant decides."""
    latest = ChallengeAnswer.objects.filter(challenge=OuterRef("pk")).order_by("-at", "-pk")
    has_moved_on = Q(raised_by__ends_on__lte=timezone.localdate()) | ~Q(
        raised_by__role=Role.CARE_CONSULTANT
    )
    mine = Q(raised_by=actor) | has_moved_on
    found = list(
        Challenge.objects.visible_to(actor)
        .filter(mine, status=ChallengeStatus.ANSWERED)
        .select_related("asked_of__person", "asked_of__organisation")
        .annotate(answered_at=Subquery(latest.values("at")[:1]))
        .order_by("answered_at", "pk")
    )

    def card(row: Challenge) -> Card:
        challenge = cast("WithAnnotations[Challenge, _Answered]", row)
        return Card(
            _("Your question has been answered"),
            url=link(actor, "cooperative:challenge-detail", challenge.pk),
            label=_("Read and decide"),
            lines=(_("You asked %(who)s:") % {"who": challenge.asked_of.label},),
            quote=challenge.question,
            note=_("Answered %(when)s by %(who)s")
            % {
                "when": ago(challenge.answered_at),
                "who": challenge.asked_of.standing,
            },
        )

    return cards_of(
        found,
        card,
        more=lambda rest: (
            ngettext("And %(n)s more answer", "And %(n)s more answers", rest) % {"n": rest}
        ),
        url=link(actor, "cooperative:challenge-list", query="mine=1&show=waiting-for-us"),
        label=_("See them all"),
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

    def card(row: ImpactReport) -> Card:
        report = cast("WithAnnotations[ImpactReport, _Long]", row)
        minutes = max(1, round((report.length or 0) / A_MINUTE))
        return Card(
            _("Ready for you to sign"),
            url=link(actor, "impact:report-detail", report.slug),
            label=ngettext(
                "Read the report (%(n)s minute)", "Read the report (%(n)s minutes)", minutes
            )
            % {"n": minutes},
            lines=(
                _("“%(title)s”: what was promised, what got done and what didn’t.")
                % {"title": report.title},
            ),
            outcome=report.meeting.theme,
        )

    return cards_of(
        found,
        card,
        more=lambda rest: (
            ngettext("And %(n)s more report to sign", "And %(n)s more reports to sign", rest)
            % {"n": rest}
        ),
        url=link(actor, "impact:report-list"),
        label=_("See them all"),
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
            _("The annual report needs your foreword"),
            url=link(actor, "impact:annual-foreword", annual.period.slug),
            label=_("Write the foreword"),
            lines=(_("%(title)s. It opens with what you have to say.") % {"title": annual.title},),
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
            _("%(outcome)s has no priorities yet") % {"outcome": workplan.outcome.short_name},
            url=link(
                actor, "outcomes:priority-create", workplan.outcome.slug, workplan.period.slug
            ),
            label=_("Set the first priority"),
            lines=(_("You say what needs to change. Other people then have to act on it."),),
            outcome=workplan.outcome,
        )

    return cards_of(
        found,
        card,
        more=lambda rest: (
            ngettext(
                "And %(n)s more workplan without priorities",
                "And %(n)s more workplans without priorities",
                rest,
            )
            % {"n": rest}
        ),
        url=link(actor, "outcomes:outcome-list"),
        label=_("See them all"),
    )
