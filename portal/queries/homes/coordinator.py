"""The coordinator's home: where each quarter stands, and what only the coordinator can move on."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import ErasureRequest, Invitation, Membership
from cooperative.enums import ChallengeStatus, MeetingStatus
from cooperative.models import Challenge, MemberQuestion
from core.templatetags.words import ago
from impact.enums import ReportStatus
from impact.queries.working import periods_to_compose
from portal.queries.homes.cards import (
    Card,
    Home,
    Quiet,
    cards_of,
    consultants,
    days_in_words,
    joined,
    link,
)
from portal.queries.homes.quarter import (
    checklist,
    is_published,
    quarters_of,
    report_of,
)
from portal.queries.homes.shared import is_near, scrutiny_to_answer, when_of


def coordinator_home(actor: Membership) -> Home:
    """Seven statements: meetings with their reports, years to compose, invitations, challenges,
    members' questions, what scrutiny recommends, requests to be erased."""
    meetings = quarters_of(actor)
    going = [one for one in meetings if not is_published(one)]
    lists = [checklist(actor, one) for one in going[:2]]
    return Home(
        waiting=joined(
            _steps_to_take(actor, going),
            _no_meeting(actor, meetings),
            _years(actor),
            _questions(actor),
            scrutiny_to_answer(actor),
            _invitations(actor),
            _erasures(actor),
        ),
        news=_overdue(actor),
        checklist=lists[0] if lists else None,
        story=lists[1] if len(lists) > 1 else None,
        quiet=_quiet(actor, meetings),
    )


def _erasures(actor: Membership) -> list[Card]:
    """Requests to be erased, which the law wants answered within a month. One card for all: who
    asked is on their page, where looking is recorded."""
    dates = list(
        ErasureRequest.objects.visible_to(actor)
        .waiting()
        .order_by("asked_at")
        .values_list("asked_at", flat=True)
    )
    if not dates:
        return []
    number = len(dates)
    return [
        Card(
            ngettext(
                "%(n)s person asks for their name to be erased",
                "%(n)s people ask for their names to be erased",
                number,
            )
            % {"n": number},
            url=link(actor, "portal:erasure-list"),
            label=_("See the requests"),
            lines=(
                _("Asked %(when)s. The law gives one month to answer.") % {"when": ago(dates[0])},
            ),
            waits=number,
        )
    ]


def _quiet(actor: Membership, meetings: list[Any]) -> Quiet:
    """Nothing waits: which meeting comes, and when it will need something."""
    ahead = next((one for one in meetings if one.status != MeetingStatus.HELD), None)
    text = _("The next step shows here when it is due.")
    if ahead is not None:
        text = _("%(title)s is %(when)s. Its next step shows here when it is due.") % {
            "title": ahead.title,
            "when": when_of(ahead.starts_at),
        }
    return Quiet(
        _("This quarter is in hand"),
        text,
        url=link(actor, "cooperative:meeting-list"),
        label=_("See the meetings"),
    )


def _steps_to_take(actor: Membership, going: list[Any]) -> list[Card]:
    """For each quarter under way, its next step when it is the coordinator's to take."""
    found = [card for meeting in going if (card := _next_step(actor, meeting))]
    return cards_of(
        found,
        lambda card: card,
        more=lambda rest: (
            ngettext(
                "And %(n)s more meeting to move on", "And %(n)s more meetings to move on", rest
            )
            % {"n": rest}
        ),
        url=link(actor, "cooperative:meeting-list"),
        label=_("See the meetings"),
    )


def _next_step(actor: Membership, meeting: Any) -> Card | None:
    day = timezone.localdate(meeting.starts_at)
    page = link(actor, "cooperative:meeting-detail", meeting.pk)
    held = meeting.status == MeetingStatus.HELD
    report = report_of(meeting)
    words = {"title": meeting.title, "day": date_format(day, "j F")}
    title, label, line, url = "", "", "", page
    if report is not None:
        if report.status == ReportStatus.SIGNED_OFF:
            title, label = _("A report is ready to publish"), _("Publish it")
            line = ngettext(
                "%(title)s is signed by %(n)s %(consultants)s.",
                "%(title)s is signed by %(n)s %(consultants)s.",
                meeting.signed,
            ) % {
                "title": report.title,
                "n": meeting.signed,
                "consultants": actor.authority.word("care consultant", many=meeting.signed != 1),
            }
            url = link(actor, "impact:report-detail", report.slug)
    elif held:
        title, label = _("Compose the report"), _("Start the report")
        line = _("%(title)s was held on %(day)s. It has no report yet.") % words
    elif meeting.status == MeetingStatus.PLANNED and is_near(meeting):
        title, label = _("Put the papers out"), _("Open the meeting")
        line = _("%(title)s is on %(day)s.") % words + " " + _agenda(meeting.on_agenda)
    elif meeting.status == MeetingStatus.PAPERS_OUT and day <= timezone.localdate():
        title, label = _("Write down how the meeting went"), _("Open the meeting")
        line = _("%(title)s was on %(day)s.") % words
    if not title:
        return None
    return Card(
        title, url=url, label=label, lines=(line,), outcome=meeting.theme,
        when=None if held else day,
    )  # fmt: skip


def _agenda(number: int) -> str:
    if not number:
        return _("Nothing is on the agenda yet.")
    return ngettext(
        "%(n)s thing on the agenda.", "%(n)s things on the agenda.", number
    ) % {"n": number}  # fmt: skip


def _no_meeting(actor: Membership, meetings: list[Any]) -> list[Card]:
    """Nothing ahead: the loop would stop."""
    if any(one.status != MeetingStatus.HELD for one in meetings):
        return []
    return [
        Card(
            _("No meeting is planned"),
            url=link(actor, "cooperative:meeting-create"),
            label=_("Plan the next meeting"),
            lines=(
                _("%(consultants)s choose its theme and lead it.")
                % {"consultants": consultants(actor, capital=True)},
            ),
        )
    ]


def _years(actor: Membership) -> list[Card]:
    """Years over, with published reports, that have no annual report yet."""
    today = timezone.localdate()
    return [
        Card(
            _("Compose the year’s report"),
            url=link(actor, "impact:annual-compose", period.slug),
            label=_("Compose it"),
            lines=(_("%(year)s has reports that are published.") % {"year": period.name},),
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
            ngettext(
                "%(n)s question from members without an answer",
                "%(n)s questions from members without an answer",
                len(found),
            )
            % {"n": len(found)},
            url=link(actor, "cooperative:meeting-detail", found[0][0]),
            label=_("See them"),
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
        lines.append(
            ngettext(
                "%(n)s link ran out: %(names)s.", "%(n)s links ran out: %(names)s.", len(ran_out)
            )
            % {"n": len(ran_out), "names": names}
        )
    if waiting:
        lines.append(
            ngettext(
                "%(n)s person invited and not here yet.",
                "%(n)s people invited and not here yet.",
                waiting,
            )
            % {"n": waiting}
        )
    return [
        Card(
            _("Invitations"),
            url=link(actor, "accounts:people"),
            label=_("Look after them"),
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
            ngettext("%(n)s challenge overdue", "%(n)s challenges overdue", len(found))
            % {"n": len(found)},
            url=link(actor, "cooperative:challenge-list", query="show=overdue"),
            label=_("See them"),
            quote=first.question,
            note=_("%(who)s has not answered for %(days)s past the date.")
            % {"who": first.asked_of.label, "days": days_in_words(first.days_overdue)},
            status="late",
            days_late=first.days_overdue,
            waits=0,
        )
    ]
