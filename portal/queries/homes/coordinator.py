"""The coordinator's home: where each quarter stands, and what only the coordinator can move on."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Invitation, Membership
from cooperative.enums import ChallengeStatus, MeetingStatus
from cooperative.models import Challenge, MemberQuestion
from cooperative.queries.handover import people_to_settle
from core.templatetags.words import ago
from impact.enums import ReportStatus
from impact.queries.working import periods_to_compose
from portal.queries.homes.cards import (
    Card,
    Home,
    Quiet,
    Row,
    cards_of,
    consultants,
    days_in_words,
    joined,
    link,
)
from portal.queries.homes.points import points_waiting
from portal.queries.homes.quarter import (
    QUARTERS,
    checklist,
    is_published,
    quarters_of,
    report_of,
)
from portal.queries.homes.shared import is_near, scrutiny_to_answer, was_it_held, when_of

# So many are named on a card; the others are in its fold.
NAMED = 5


def coordinator_home(actor: Membership) -> Home:
    """Eight statements: points that wait, meetings with their reports, years to compose,
    invitations, challenges, members' questions, what scrutiny recommends, and together the requests
    to be erased and who left work behind."""
    people = people_to_settle(actor.authority_id)
    around = quarters_of(actor)
    meetings = [one for one in around if one.theme_id][-QUARTERS:]
    going = [one for one in meetings if not is_published(one)]
    lists = [checklist(actor, one) for one in going[:2]]
    return Home(
        waiting=joined(
            points_waiting(actor),
            _to_write_up(actor, [one for one in around if one.group == "unrecorded"]),
            _steps_to_take(actor, going),
            _no_meeting(actor, meetings),
            _left_behind(actor, [one for one in people if one.has_work]),
            _years(actor),
            _questions(actor),
            scrutiny_to_answer(actor),
            _invitations(actor),
            _erasures(actor, [one.asked_at for one in people if one.asked_at]),
        ),
        news=_overdue(actor),
        checklist=lists[0] if lists else None,
        story=lists[1] if len(lists) > 1 else None,
        quiet=_quiet(actor, meetings),
    )


def _left_behind(actor: Membership, found: list[Any]) -> list[Card]:
    """Whoever has left and still answers for something: each with the way to hand it over."""
    if not found:
        return []
    rows = tuple(
        Row(
            one.label,
            url=link(actor, "cooperative:hand-over", one.pk),
            label=_("Hand over work"),
            note=_left_words(one),
        )
        for one in found
    )
    return [
        Card(
            ngettext(
                "%(n)s person has left and still has open work",
                "%(n)s people have left and still have open work",
                len(found),
            )
            % {"n": len(found)},
            rows=rows[:NAMED],
            folded=rows[NAMED:],
            fold=_("Show the others") if len(rows) > NAMED else "",
            waits=len(found),
        )
    ]


def _left_words(one: Any) -> str:
    gone = _("Left %(when)s.") % {"when": ago(one.ends_on)}
    if not one.open_actions:
        return gone
    words = ngettext(
        "Still the owner of %(n)s open action.",
        "Still the owner of %(n)s open actions.",
        one.open_actions,
    ) % {"n": one.open_actions}
    return f"{gone} {words}"


def _erasures(actor: Membership, dates: list[datetime.datetime]) -> list[Card]:
    """Requests to be erased, which the law wants answered within a month. One card for all: who
    asked is on their page, where looking is recorded."""
    if not dates:
        return []
    number = len(dates)
    return [
        Card(
            ngettext(
                "%(n)s person has asked us to erase their name",
                "%(n)s people have asked us to erase their names",
                number,
            )
            % {"n": number},
            url=link(actor, "portal:erasure-list"),
            label=_("See the requests"),
            lines=(
                _("Asked %(when)s. By law, you have one month to answer.")
                % {"when": ago(min(dates))},
            ),
            waits=number,
        )
    ]


def _quiet(actor: Membership, meetings: list[Any]) -> Quiet:
    """Nothing waits: which meeting comes, and when it will need something."""
    ahead = next((one for one in meetings if one.is_ahead), None)
    text = _("You’ll see the next step here when it’s due.")
    if ahead is not None:
        text = _("%(title)s is %(when)s. You’ll see its next step here when it’s due.") % {
            "title": ahead.title,
            "when": when_of(ahead.starts_at),
        }
    return Quiet(
        _("You’re up to date"),
        text,
        url=link(actor, "cooperative:meeting-list"),
        label=_("See the meetings"),
    )


def _to_write_up(actor: Membership, found: list[Any]) -> list[Card]:
    """Meetings whose day is over and of which nobody has said whether they were held."""
    return cards_of(
        found,
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


def _steps_to_take(actor: Membership, going: list[Any]) -> list[Card]:
    """For each quarter under way, its next step when it is the coordinator's to take."""
    found = [card for meeting in going if (card := _next_step(actor, meeting))]
    return cards_of(
        found,
        lambda card: card,
        more=lambda rest: (
            ngettext(
                "And %(n)s more meeting that needs its next step",
                "And %(n)s more meetings that need their next step",
                rest,
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
            title, label = _("A report is ready to publish"), _("Publish report")
            line = ngettext(
                "%(n)s %(consultants)s has signed %(title)s.",
                "%(n)s %(consultants)s have signed %(title)s.",
                meeting.signed,
            ) % {
                "title": report.title,
                "n": meeting.signed,
                "consultants": actor.authority.word("care consultant", many=meeting.signed != 1),
            }
            url = link(actor, "impact:report-detail", report.slug)
    elif held:
        title, label = _("Draft the report"), _("Start the report")
        line = _("%(title)s was held on %(day)s. It has no report yet.") % words
    elif not meeting.is_ahead:
        return None
    elif meeting.status == MeetingStatus.PLANNED and is_near(meeting):
        title, label = _("Publish the agenda"), _("Open meeting page")
        line = _("%(title)s is on %(day)s.") % words + " " + _agenda(meeting.on_agenda)
    elif meeting.status == MeetingStatus.PAPERS_OUT and day <= timezone.localdate():
        title, label = _("Write up the meeting"), _("Open meeting page")
        line = _("%(title)s is today.") % words
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
        "%(n)s item on the agenda.", "%(n)s items on the agenda.", number
    ) % {"n": number}  # fmt: skip


def _no_meeting(actor: Membership, meetings: list[Any]) -> list[Card]:
    """Nothing ahead: the loop would stop."""
    if any(one.is_ahead for one in meetings):
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
            _("Draft the annual report"),
            url=link(actor, "impact:annual-compose", period.slug),
            label=_("Draft annual report"),
            lines=(
                _("%(year)s has published reports but no annual report yet.")
                % {"year": period.name},
            ),
        )
        for period in periods_to_compose(actor)
        if period.ends_on < today
    ][:1]


def _questions(actor: Membership) -> list[Card]:
    """Members' questions that nobody has answered."""
    found = list(
        MemberQuestion.objects.visible_to(actor)
        .filter(answer="")
        .order_by("asked_at", "pk")
        .values_list("meeting_id", "text")
    )
    if not found:
        return []
    return [
        Card(
            ngettext(
                "%(n)s unanswered question from members",
                "%(n)s unanswered questions from members",
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
                "%(n)s invitation link has expired: %(names)s.",
                "%(n)s invitation links have expired: %(names)s.",
                len(ran_out),
            )
            % {"n": len(ran_out), "names": names}
        )
    if waiting:
        lines.append(
            ngettext(
                "%(n)s person has been invited but hasn’t joined yet.",
                "%(n)s people have been invited but haven’t joined yet.",
                waiting,
            )
            % {"n": waiting}
        )
    return [
        Card(
            _("Invitations"),
            url=link(actor, "accounts:people"),
            label=_("Manage invitations"),
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
            ngettext("%(n)s late challenge", "%(n)s late challenges", len(found))
            % {"n": len(found)},
            url=link(actor, "cooperative:challenge-list", query="show=overdue"),
            label=_("See them"),
            quote=first.question,
            note=_("%(who)s hasn’t answered. The answer is %(days)s late.")
            % {"who": first.asked_of.label, "days": days_in_words(first.days_overdue)},
            status="late",
            days_late=first.days_overdue,
            waits=0,
        )
    ]
