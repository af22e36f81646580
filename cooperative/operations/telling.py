"""Who is told of what happens to challenges, escalations, meetings, agendas and members' questions.

Whoever asked is told when there is an answer, and whoever answered what became of it. Before a
meeting those who come are told that there is something to read.
"""

import datetime
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from accounts.operations.notices import Somebody, notify
from cooperative.enums import SeatStatus
from cooperative.models import (
    AgendaItem,
    Challenge,
    Escalation,
    EscalationStep,
    Meeting,
    MemberQuestion,
    Seat,
)
from cooperative.policies.challenges import has_moved_on
from cooperative.queries.escalations import who_resolves, who_sits
from cooperative.queries.people import TOLD_ROLES, is_invited


def tell_of_challenge(
    what: str,
    actor: Membership | None,
    challenge: Challenge,
    to: Sequence[Somebody],
    *,
    mark: object = "",
    to_holders_of: str = "",
) -> None:
    """These people, of something about a challenge. Names its reply-by day."""
    slug = actor.authority.slug if actor else challenge.authority.slug
    notify(
        what,
        about=challenge,
        page=reverse("cooperative:challenge-detail", args=[slug, challenge.pk]),
        actor=actor,
        to=to,
        to_holders_of=to_holders_of,
        name=challenge.question,
        day=challenge.reply_by,
        mark=mark,
    )


def who_decides(challenge: Challenge) -> tuple[list[Somebody], str]:
    """Who decides on an answer: the challenger; when they have moved on, any care consultant. As
    `notify` takes them: people, and a right."""
    if has_moved_on(challenge.raised_by):
        return [], "raise_challenges"
    return [challenge.raised_by_id], ""


def tell_of_meeting(
    what: str,
    actor: Membership | None,
    meeting: Meeting,
    to: Sequence[Somebody],
    *,
    mark: object = "",
    page: str = "meeting-detail",
    name: str = "",
    day: datetime.date | None = None,
) -> None:
    """These people, of something about a meeting; `page` is which of its pages."""
    slug = actor.authority.slug if actor else meeting.authority.slug
    notify(
        what,
        about=meeting,
        page=reverse(f"cooperative:{page}", args=[slug, meeting.pk]),
        actor=actor,
        to=to,
        name=name or meeting.title,
        day=day,
        mark=mark,
    )


def who_comes(meeting: Meeting) -> list[Somebody]:
    """Who is told of a meeting: those with a seat on its body, or on one that it invites, and those
    who lead it. While nobody holds a seat on it, all care consultants and members. One query."""
    seated = Seat.objects.filter(status=SeatStatus.ACTIVE, membership=OuterRef("pk"))
    known = Q(role__in=TOLD_ROLES) | Q(Exists(seated))
    leads = meeting.led_by.through.objects.filter(meeting=meeting).values("membership_id")
    people = Membership.objects.current().filter(authority_id=meeting.authority_id)
    invited = people.filter(known & is_invited(meeting.body_id) | Q(pk__in=leads))
    return list(invited.order_by().values_list("pk", flat=True))


def planners(meeting: Meeting) -> list[Somebody]:
    """Who decides on a meeting's agenda: those who lead it, or else the coordinator."""
    leaders: list[Somebody] = list(meeting.led_by.values_list("pk", flat=True))
    if leaders:
        return leaders
    coordinators = Membership.objects.current().filter(
        authority_id=meeting.authority_id, role=Role.COORDINATOR
    )
    return list(coordinators.values_list("pk", flat=True))


def tell_of_leaders(actor: Membership, meeting: Meeting, leaders: list[Membership]) -> None:
    """Whoever leads it, once for each meeting."""
    tell_of_meeting("meeting-to-lead", actor, meeting, [*leaders])


def tell_of_move(actor: Membership, meeting: Meeting) -> None:
    """Everyone invited, that its day or time is another: it stood on their home pages."""
    day = timezone.localdate(meeting.starts_at)
    comes = who_comes(meeting)
    tell_of_meeting("meeting-moved", actor, meeting, comes, mark=meeting.version, day=day)


def tell_of_place(actor: Membership, meeting: Meeting) -> None:
    """Whoever comes, that its place is another; while it is only being planned, those who lead
    it."""
    known = who_comes(meeting) if meeting.papers_out_at else planners(meeting)
    tell_of_meeting("meeting-place", actor, meeting, known, mark=meeting.version)


def tell_of_item(actor: Membership, item: AgendaItem, what: str) -> None:
    """Of a proposal those who plan; of what became of it whoever proposed it."""
    to: Sequence[Somebody] = [item.added_by_id]
    if what == "item-proposed":
        to = planners(item.meeting)
    mark = f"{item.pk}:{timezone.localdate()}"
    tell_of_meeting(what, actor, item.meeting, to, mark=mark)


def tell_of_concern(actor: Membership, item: AgendaItem, what: str) -> None:
    """Safeguarding leads, of what is dealt with outside a meeting; no word of what it is."""
    notify(
        what,
        about=item.meeting,
        page=reverse("cooperative:meeting-detail", args=[actor.authority.slug, item.meeting_id]),
        actor=actor,
        to_holders_of="decide_concerns",
        name=item.meeting.title,
        mark=f"{item.pk}:{item.notes_version}",
    )


def who_answers(question: MemberQuestion) -> list[Somebody]:
    """The outcome's lead, and the owner of the action it is about."""
    owner = question.action.owner_id if question.action else None
    return [question.workplan.outcome.lead_id, owner]


def tell_of_question(actor: Membership, question: MemberQuestion, what: str) -> None:
    """Of a question the outcome's lead and the owner of the action it is about; of its answer
    whoever asked."""
    asked = what == "question-asked"
    to: list[Somebody] = who_answers(question) if asked else [question.asked_by_id]
    meeting = question.meeting
    tell_of_meeting(what, actor, meeting, to, mark=question.pk, page="workplan-review")


def tell_of_seat(actor: Membership | None, seat: Seat) -> None:
    """Whoever sits there now."""
    body = seat.body
    slug = actor.authority.slug if actor else body.authority.slug
    notify(
        "seat-taken",
        about=body,
        page=reverse("cooperative:body-detail", args=[slug, body.slug]),
        actor=actor,
        to=[seat.membership_id],
        name=body.name,
        mark=seat.pk,
    )


def tell_of_escalation(
    what: str,
    actor: Membership | None,
    escalation: Escalation,
    to: Sequence[Somebody],
    *,
    mark: object = "",
    to_holders_of: str = "",
) -> None:
    """These people, of something about an escalation. Names the day a decision is needed by."""
    slug = actor.authority.slug if actor else escalation.authority.slug
    notify(
        what,
        about=escalation,
        page=reverse("cooperative:escalation-detail", args=[slug, escalation.pk]),
        actor=actor,
        to=to,
        to_holders_of=to_holders_of,
        name=escalation.obstacle,
        day=escalation.needed_by,
        mark=mark,
    )


def tell_where_it_is(
    actor: Membership, escalation: Escalation, step: EscalationStep
) -> list[Somebody]:
    """Those with a seat on the body it is with now; and the coordinator, where none of them can
    decide. Answers who sits there."""
    sitting: list[Somebody] = [*who_sits(escalation.body_id)]
    tell_of_escalation("escalation-raised", actor, escalation, sitting, mark=step.pk)
    if not who_resolves(escalation.body_id):
        tell_of_escalation(
            "escalation-unseated",
            actor,
            escalation,
            [],
            mark=step.pk,
            to_holders_of="manage_people",
        )
    return sitting


def tell_whose_it_is(
    what: str,
    actor: Membership,
    escalation: Escalation,
    step: EscalationStep,
    known: Sequence[Somebody] = (),
) -> list[Somebody]:
    """Whoever raised it, whoever answers for the action, and the outcome's lead; but for those who
    `known` says have been told. Answers who they are."""
    action = escalation.action
    to = {escalation.owner_id, action.owner_id, action.workplan.outcome.lead_id}
    told: list[Somebody] = [*to.difference(known)]
    tell_of_escalation(what, actor, escalation, told, mark=step.pk)
    return told
