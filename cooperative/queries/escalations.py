"""Escalations: the ladder they climb, who may decide on each, and their lists."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.roles import ROLE_RIGHTS
from cooperative.enums import BodyKind, BodyStatus, EscalationStatus, RelationKind
from cooperative.models import Body, BodyRelation, Escalation
from cooperative.models.body import BodyQuerySet
from cooperative.models.escalation import EscalationQuerySet, sits_now
from outcomes.models import Action

RESOLVING_ROLES = tuple(
    role for role, rights in ROLE_RIGHTS.items() if "resolve_escalations" in rights
)
OPEN, LATE, CLOSED = "open", "late", "closed"
# The list's filters, in the order they are shown.
FILTERS = {OPEN: _("Waiting"), LATE: _("Late"), CLOSED: _("Closed")}


def rungs_above(body: Body) -> list[Body]:
    """The bodies an obstacle goes to from this one: those it passes obstacles up to
    (`escalates-to`), and past one that no longer meets whatever that passed them up to. Empty at
    the top of the ladder. One statement."""
    ladder: dict[int, list[Body]] = defaultdict(list)
    relations = BodyRelation.objects.filter(
        kind=RelationKind.ESCALATES_TO, from_body__authority_id=body.authority_id
    ).select_related("to_body")
    for relation in relations.order_by("to_body__position", "to_body__name", "pk"):
        ladder[relation.from_body_id].append(relation.to_body)
    found: dict[int, Body] = {}
    known, ahead = {body.pk}, [*ladder[body.pk]]
    while ahead:
        one = ahead.pop(0)
        if one.pk in known:
            continue
        known.add(one.pk)
        if one.status == BodyStatus.ACTIVE:
            found[one.pk] = one
        else:
            ahead += ladder[one.pk]
    return list(found.values())


def bodies_for(action: Action) -> BodyQuerySet:
    """Where an obstacle to an action can be taken: every body on the ladder, the one that works on
    its outcome, and the lead body. Only those that meet."""
    ladder = BodyRelation.objects.filter(kind=RelationKind.ESCALATES_TO)
    on_it = Q(pk__in=ladder.values("from_body")) | Q(pk__in=ladder.values("to_body"))
    return Body.objects.filter(
        on_it | Q(outcome=action.workplan.outcome_id) | Q(kind=BodyKind.LEAD),
        authority_id=action.authority_id,
        status=BodyStatus.ACTIVE,
    ).order_by("position", "name", "pk")


def first_body(actor: Membership, action: Action) -> Body | None:
    """Where an obstacle goes unless somebody chooses: the body that works on the action's outcome.
    Whoever leads the outcome leads that body, so theirs goes one rung up. None where no body works
    on it alone. Two statements at most."""
    works = bodies_for(action).filter(outcome=action.workplan.outcome_id).first()
    if works is not None and action.workplan.outcome.lead_id == actor.pk:
        return next(iter(rungs_above(works)), works)
    return works


def has_seat(actor: Membership, body_id: int) -> bool:
    """Whether somebody sits, now, on a body that meets. One statement."""
    return sits_now(body_id).filter(membership=actor).exists()


def who_resolves(body_id: int) -> list[int]:
    """Whose seat and role let them decide on what is with a body. One statement."""
    seats = sits_now(body_id).filter(membership__role__in=RESOLVING_ROLES)
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


def of_action(actor: Membership, action: Action) -> list[Escalation]:
    """The obstacles to an action, open ones first, as far as the actor may see them. One
    statement."""
    found = Escalation.objects.visible_to(actor).filter(action=action).select_related("body")
    return list(found.order_by(F("closed_at").desc(nulls_first=True), "needed_by", "pk"))
