"""An elected member's home: what to read before the date, and what came of their questions."""

import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from cooperative.enums import MeetingStatus
from cooperative.models import Meeting, MemberQuestion, WorkplanReading
from cooperative.queries.bodies import has_scrutiny_seat
from cooperative.queries.people import is_invited
from core.templatetags.words import ago
from impact.models import ScrutinyComment
from impact.queries.scrutiny import answered_lately
from outcomes.enums import WorkplanStatus
from outcomes.models import Workplan
from portal.queries.homes.cards import (
    MOST,
    Card,
    Home,
    Quiet,
    cards_of,
    consultants,
    joined,
    link,
)
from portal.queries.homes.shared import (
    NextMeeting,
    challenges_to_answer,
    meeting_news,
    next_meeting,
    obstacles_to_decide,
    report_news,
    when_and_where,
    when_of,
)

# How long an answer stays on the home page.
ANSWER_STAYS = datetime.timedelta(days=30)


def member_home(actor: Membership) -> Home:
    """Seven statements; for who has a scrutiny seat one more."""
    to_read = _to_read(actor)
    answered = _answered(actor)
    meeting = next_meeting(actor)
    known = {card.url for card in to_read}
    waiting = joined(challenges_to_answer(actor), obstacles_to_decide(actor), to_read)
    # With nothing waiting, the quiet words at the top name the meeting already.
    news = [] if known or not waiting else meeting_news(actor, meeting)
    return Home(
        waiting=waiting,
        news=joined(answered, news, report_news(actor), _scrutiny(actor)),
        quiet=_quiet(actor, meeting),
    )


def _quiet(actor: Membership, meeting: "NextMeeting | None") -> Quiet:
    """Nothing to read or answer: when the papers come."""
    if meeting is None:
        return Quiet(
            _("No meeting is planned yet"),
            _(
                "When there’s a meeting, you’ll find its papers here, with a five-minute brief "
                "and what %(consultants)s will ask. Until then, read what young people have said."
            )
            % {"consultants": consultants(actor)},
            url=link(actor, "voice:ask-list"),
            label=_("Read what we heard"),
        )
    words = {"title": meeting.title, "when": when_of(meeting.starts_at, today=True)}
    if meeting.status == MeetingStatus.PAPERS_OUT and meeting.has_brief:
        return Quiet(
            _("You’re ready for the meeting"),
            _("%(title)s is %(when)s. You can read the brief again before then.") % words,
            url=link(actor, "portal:brief", meeting.pk),
            label=_("Five-minute brief"),
        )
    return Quiet(
        _("The papers aren’t published yet"),
        _("%(title)s is %(when)s. You’ll find the papers here as soon as they’re published.")
        % words,
        url=link(actor, "cooperative:meeting-detail", meeting.pk),
        label=_("See the meeting"),
    )


def _scrutiny(actor: Membership) -> list[Card]:
    """For who has a seat on a scrutiny committee: what was answered lately, the way to comment, and
    the way to the trail, since the places around a page know a role and no seat."""
    if not has_scrutiny_seat(actor):
        return []
    answered = answered_lately(actor, timezone.now() - ANSWER_STAYS)
    return [
        *(_scrutiny_answer(actor, one) for one in answered[:MOST]),
        Card(
            _("You have a seat on a scrutiny committee"),
            url=link(actor, "impact:scrutiny-list"),
            label=_("See scrutiny comments"),
            lines=(
                _("Open a workplan or a report to comment on it for your committee."),
                _("The activity log shows who did what here, and when."),
            ),
            waits=0,
            also=(link(actor, "portal:trail"), _("Activity log")),
        ),
    ]


def _scrutiny_answer(actor: Membership, comment: ScrutinyComment) -> Card:
    """What a committee of the actor's recommended, and that it has an answer."""
    answer = comment.answer
    return Card(
        _("Your committee’s recommendation has been answered"),
        url=link(actor, "impact:scrutiny-detail", comment.pk),
        label=_("Read the answer"),
        quote=comment.text,
        note=_("%(reference)s: %(reply)s, %(when)s.")
        % {
            "reference": comment.reference,
            "reply": answer.get_reply_display(),
            "when": ago(answer.at),
        },
        waits=0,
    )


def _to_read(actor: Membership) -> list[Card]:
    """Workplans whose papers are out for a meeting to come to which the actor is invited, not yet
    marked as read."""
    read = WorkplanReading.objects.filter(meeting=OuterRef("pk"), member=actor)
    plan = Workplan.objects.filter(outcome=OuterRef("theme"), period=OuterRef("period")).exclude(
        status=WorkplanStatus.DRAFT
    )
    me = Membership.objects.filter(is_invited(OuterRef(OuterRef("body"))), pk=actor.pk)
    today = timezone.localdate()
    found = [
        meeting
        for meeting in Meeting.objects.visible_to(actor)
        .filter(~Exists(read), Exists(plan), Exists(me), status=MeetingStatus.PAPERS_OUT)
        .select_related("theme", "body")
        .order_by("starts_at", "pk")
        if timezone.localdate(meeting.starts_at) >= today
    ]

    def card(meeting: Meeting) -> Card:
        theme = meeting.theme.short_name if meeting.theme else meeting.title
        return Card(
            _("Read the %(theme)s workplan") % {"theme": theme},
            url=link(actor, "portal:brief", meeting.pk),
            label=_("Five-minute brief"),
            lines=(
                _("Before %(meeting)s: %(when)s")
                % {"meeting": meeting.title, "when": when_and_where(meeting)},
                _("What’s late, what’s changed and what %(consultants)s will ask.")
                % {"consultants": consultants(actor)},
            ),
            also=(
                link(actor, "cooperative:workplan-review", meeting.pk),
                _("Read the full workplan"),
            ),
            outcome=meeting.theme,
            when=timezone.localdate(meeting.starts_at),
        )

    return cards_of(
        found,
        card,
        more=lambda rest: _("And %(n)s more to read") % {"n": rest},
        url=link(actor, "cooperative:meeting-list", query="show=ahead"),
        label=_("See the meetings"),
    )


def _answered(actor: Membership) -> list[Card]:
    """Their questions that were answered lately."""
    found = list(
        MemberQuestion.objects.visible_to(actor)
        .filter(asked_by=actor, answered_at__gte=timezone.now() - ANSWER_STAYS)
        .select_related("answered_by__person", "answered_by__organisation", "workplan__outcome")
        .order_by("-answered_at", "-pk")
    )

    def card(question: MemberQuestion) -> Card:
        by = question.answered_by.standing if question.answered_by else ""
        return Card(
            _("Your question has been answered"),
            url=link(actor, "cooperative:workplan-review", question.meeting_id),
            label=_("Read the answer"),
            quote=question.text,
            note=_("Answered %(when)s by %(who)s") % {"when": ago(question.answered_at), "who": by},
            outcome=question.workplan.outcome,
            waits=0,
        )

    return [card(one) for one in found[:3]]
