"""Escalations: the ladder they climb, who may decide on each, and their lists."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, name_fields
from accounts.roles import ROLE_RIGHTS
from cooperative.enums import (
    BodyKind,
    BodyStatus,
    EscalationDeed,
    EscalationStatus,
    RelationKind,
    SeatStatus,
)
from cooperative.models import (
    Body,
    BodyRelation,
    Escalation,
    EscalationStep,
    Meeting,
    MeetingDecision,
    Seat,
)
from cooperative.models.body import BodyQuerySet
from cooperative.models.escalation import EscalationQuerySet, sits_now
from outcomes.models import Action
from outcomes.queries.actions import ActionRow, action_rows

RESOLVING_ROLES = tuple(
    role for role, rights in ROLE_RIGHTS.items() if "resolve_escalations" in rights
)
OPEN, LATE, CLOSED = "open", "late", "closed"
# The list's filters, in the order they are shown.
FILTERS = {OPEN: _("Waiting"), LATE: _("Late"), CLOSED: _("Closed")}


def _ladder(authority_id: int) -> dict[int, list[Body]]:
    """Which bodies each body passes obstacles up to (`escalates-to`), each with `answers`: whether
    somebody there may decide today. One statement."""
    found: dict[int, list[Body]] = defaultdict(list)
    relations = (
        BodyRelation.objects.filter(
            kind=RelationKind.ESCALATES_TO, from_body__authority_id=authority_id
        )
        .select_related("to_body")
        .annotate(answers=Exists(deciders(OuterRef("to_body"))))
    )
    for relation in relations.order_by("to_body__position", "to_body__name", "pk"):
        relation.to_body.__dict__["answers"] = relation.answers
        found[relation.from_body_id].append(relation.to_body)
    return found


def _climb(ladder: dict[int, list[Body]], start: int) -> list[Body]:
    """The next bodies up from one that can answer."""
    found: dict[int, Body] = {}
    known, ahead = {start}, [*ladder.get(start, [])]
    while ahead:
        one = ahead.pop(0)
        if one.pk in known:
            continue
        known.add(one.pk)
        if one.status == BodyStatus.ACTIVE and one.__dict__["answers"]:
            found[one.pk] = one
        else:
            ahead += ladder.get(one.pk, [])
    return list(found.values())


def rungs_above(body: Body) -> list[Body]:
    """The bodies an obstacle goes to from this one: those it passes obstacles up to
    (`escalates-to`), and past one that no longer meets, or where nobody can decide, whatever that
    passed them up to. Empty at the top of the ladder. One statement."""
    return _climb(_ladder(body.authority_id), body.pk)


def deciders(body: Any) -> QuerySet[Seat]:
    """The seats of those who may decide on what is with a body, today."""
    return sits_now(body).filter(membership__role__in=RESOLVING_ROLES)


def _that_answer(authority_id: int) -> BodyQuerySet:
    """The bodies that meet and where somebody may decide today."""
    return Body.objects.filter(
        Exists(deciders(OuterRef("pk"))), authority_id=authority_id, status=BodyStatus.ACTIVE
    ).order_by("position", "name", "pk")


def bodies_for(action: Action) -> BodyQuerySet:
    """Where an obstacle to an action can be at all: every body on the ladder, the one that works on
    its outcome, and the lead body. Only those that can answer."""
    ladder = BodyRelation.objects.filter(kind=RelationKind.ESCALATES_TO)
    on_it = Q(pk__in=ladder.values("from_body")) | Q(pk__in=ladder.values("to_body"))
    return _that_answer(action.authority_id).filter(
        on_it | Q(outcome=action.workplan.outcome_id) | Q(kind=BodyKind.LEAD)
    )


def bodies_offered(actor: Membership, action: Action) -> BodyQuerySet:
    """Where somebody can take an obstacle to an action: the body that works on its outcome (or,
    where none does, those at the foot of the ladder), what comes next above that and above the
    bodies they sit on themselves, and the lead body. Only those that can answer. Two statements,
    and one when it is read."""
    ladder = _ladder(action.authority_id)
    above = {body.pk for bodies in ladder.values() for body in bodies}
    mine = sits_now(OuterRef("pk")).filter(membership=actor)
    outcome_id = action.workplan.outcome_id
    starts = list(
        Body.objects.filter(authority_id=action.authority_id)
        .annotate(mine=Exists(mine))
        .filter(Q(outcome=outcome_id) | Q(mine=True) | Q(pk__in=list(ladder), outcome=None))
        .only("outcome", "kind")
    )
    works = [body.pk for body in starts if body.outcome_id == outcome_id]
    feet = [
        body.pk
        for body in starts
        if not body.outcome_id
        and body.kind != BodyKind.MONITORING
        and body.pk in ladder
        and body.pk not in above
    ]
    first = works or feet
    own = [body.pk for body in starts if body.__dict__["mine"]]
    higher = {body.pk for pk in [*first, *own] for body in _climb(ladder, pk)}
    return _that_answer(action.authority_id).filter(
        Q(pk__in=[*first, *higher]) | Q(kind=BodyKind.LEAD)
    )


def first_body(actor: Membership, action: Action) -> Body | None:
    """Where an obstacle goes unless somebody chooses: the body that works on the action's outcome.
    Whoever leads the outcome leads that body, so theirs goes one rung up. None where no body works
    on it alone. Two statements at most."""
    works = bodies_for(action).filter(outcome=action.workplan.outcome_id).first()
    if works is not None and action.workplan.outcome.lead_id == actor.pk:
        return next(iter(rungs_above(works)), works)
    return works


def reviews(actor: Membership) -> bool:
    """Whether somebody sits, now, on a body that checks from outside and has its own way up, as
    independent reviewing officers do. One statement."""
    up = BodyRelation.objects.filter(kind=RelationKind.ESCALATES_TO)
    seats = Seat.objects.filter(
        membership=actor,
        status=SeatStatus.ACTIVE,
        body__status=BodyStatus.ACTIVE,
        body__kind=BodyKind.MONITORING,
        body__in=up.values("from_body"),
    )
    return seats.exists()


def seat_kinds(actor: Membership, body_id: int) -> frozenset[str]:
    """What kinds of seat somebody has, now, on a body that meets; empty for none. One statement."""
    return frozenset(sits_now(body_id).filter(membership=actor).values_list("kind", flat=True))


def newest_step(escalation: Escalation) -> EscalationStep | None:
    """The last thing that was done to it. No statement where its steps are at hand."""
    steps = list(escalation.steps.all())
    return steps[-1] if steps else None


def proposal_of(escalation: Escalation) -> EscalationStep | None:
    """The decision somebody proposed that waits for a second person: whatever is done after it
    takes its place."""
    step = newest_step(escalation)
    proposed = {EscalationDeed.PROPOSED, EscalationDeed.PROPOSED_BACK}
    return step if step is not None and step.deed in proposed else None


def decisions_for(escalation: Escalation) -> QuerySet[MeetingDecision]:
    """What meetings of the body it is with have decided since it has had it, newest first. One
    statement."""
    return (
        MeetingDecision.objects.filter(
            meeting__body=escalation.body_id, decided_at__gte=escalation.with_since
        )
        .select_related("meeting")
        .order_by("-decided_at", "-pk")
    )


def who_resolves(body_id: int) -> list[int]:
    """Whose seat and role let them decide on what is with a body. One statement."""
    seats = deciders(body_id)
    return list(seats.order_by("membership_id").values_list("membership_id", flat=True).distinct())


def who_sits(body_id: int) -> list[int]:
    """Everybody with a seat on a body, now. One statement."""
    seats = sits_now(body_id).order_by("membership_id")
    return list(seats.values_list("membership_id", flat=True).distinct())


@dataclass(frozen=True)
class EscalationFilters:
    """What the list is narrowed to; "" and False narrow nothing."""

    which: str = ""
    body: str = ""
    outcome: str = ""
    mine: bool = False


def with_all(escalations: EscalationQuerySet) -> EscalationQuerySet:
    """With what lists and pages show of each, in the same statement."""
    return escalations.select_related(
        "body", "action__workplan__outcome", "owner__person", "owner__organisation"
    )


def for_rows(escalations: EscalationQuerySet) -> EscalationQuerySet:
    """The same with no more columns than a row of the list shows."""
    shown = escalations.select_related(None).select_related(
        "body", "action__workplan__outcome", "owner__person"
    )
    return shown.only(
        "obstacle", "needed_by", "status", "with_since", "closed_at", "body__name",
        "body__short_name", "action__title", "action__workplan__outcome__short_name",
        *name_fields("owner"),
    )  # fmt: skip


def escalation_list(actor: Membership, filters: EscalationFilters) -> EscalationQuerySet:
    """The escalations an actor may see, filtered: open ones first, those needed soonest at the
    head; then the closed, newest first."""
    found = with_all(Escalation.objects.visible_to(actor))
    if filters.which == CLOSED:
        found = found.exclude(status=EscalationStatus.OPEN)
    elif filters.which:
        found = found.open()
    if filters.which == LATE:
        found = found.late()
    if filters.body:
        found = found.filter(body__slug=filters.body)
    if filters.outcome:
        found = found.filter(action__workplan__outcome__slug=filters.outcome)
    if filters.mine:
        seats = sits_now(OuterRef("body")).filter(membership=actor)
        found = found.filter(Q(owner=actor) | Exists(seats))
    # The engines put NULL at different ends unless told.
    return found.order_by(F("closed_at").desc(nulls_first=True), "needed_by", "pk")


def open_at(actor: Membership, body: Body) -> list[Escalation]:
    """What is stuck and with a body, as far as the actor may see it. One statement."""
    found = with_all(Escalation.objects.visible_to(actor)).open().filter(body=body)
    return list(found.order_by("needed_by", "pk"))


def blocked_for(actor: Membership, meeting: Meeting) -> list[ActionRow]:
    """The open actions of a meeting's theme and year that are blocked, those blocked longest first,
    as far as the actor may see the actions. One statement."""
    stuck = Escalation.objects.open().filter(action=OuterRef("pk"))
    actions = (
        Action.objects.visible_to(actor)
        .open()
        .filter(
            Exists(stuck),
            workplan__outcome=meeting.theme_id,
            workplan__period=meeting.period_id,
        )
        .order_by("number", "pk")
    )
    rows = [(row.blocked_since, row.id, row) for row in action_rows(actions) if row.blocked_since]
    return [row for _since, _id, row in sorted(rows)]


def of_action(actor: Membership, action: Action) -> list[Escalation]:
    """The obstacles to an action, open ones first, as far as the actor may see them. One
    statement."""
    found = Escalation.objects.visible_to(actor).filter(action=action).select_related("body")
    return list(found.order_by(F("closed_at").desc(nulls_first=True), "needed_by", "pk"))
