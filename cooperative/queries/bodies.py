"""How we are run: the groups, what each is to the others, who sits on them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from cooperative.diagram import Diagram, draw
from cooperative.enums import BodyKind, BodyStatus, RelationKind, SeatStatus
from cooperative.models import Body, BodyRelation, Meeting, Seat

ENDED = "ended"
# From the top of the page to its foot: who decides, who checks, who leads, who does.
LAYERS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("Decides and checks"), (BodyKind.EXECUTIVE, BodyKind.SCRUTINY, BodyKind.HOST)),
    (_("Monitors from outside"), (BodyKind.MONITORING,)),
    (_("Leads and joins up the work"), (BodyKind.LEAD, BodyKind.STRATEGIC)),
    (_("Does the work"), (BodyKind.DELIVERY,)),
    (_("Young people’s own groups"), (BodyKind.PARTICIPATION,)),
    (_("No longer meets"), (ENDED,)),
)
# A relation read from its other end.
INVERSE = {
    RelationKind.APPROVES: _("has its work approved by"),
    RelationKind.SCRUTINISES: _("is scrutinised by"),
    RelationKind.HOSTS: _("is hosted by"),
    RelationKind.MONITORS: _("is monitored by"),
    RelationKind.REPORTS_TO: _("receives reports from"),
    RelationKind.ESCALATES_TO: _("deals with problems escalated by"),
    RelationKind.PART_OF: _("includes"),
    RelationKind.INVITES: _("is invited by"),
}


@dataclass(frozen=True)
class RelationLine:
    """One sentence about a body: what it is to another."""

    words: str
    other: Body
    note: str


@dataclass
class BodyNode:
    """A body in the diagram, with its sentences."""

    body: Body
    relations: list[RelationLine] = field(default_factory=list)


@dataclass(frozen=True)
class Layer:
    """A row of the diagram."""

    name: str
    nodes: list[BodyNode]


def structure(actor: Membership) -> list[Layer]:
    """Every group, layer by layer, those that have ended last; empty layers are left out. Two
    statements."""
    nodes = {body.pk: BodyNode(body) for body in _bodies(actor)}
    relations = BodyRelation.objects.filter(from_body__in=list(nodes), to_body__in=list(nodes))
    for relation in relations.order_by("from_body__position", "kind", "to_body__position", "pk"):
        node, other = nodes[relation.from_body_id], nodes[relation.to_body_id]
        node.relations.append(RelationLine(relation.get_kind_display(), other.body, relation.note))
    by_kind: dict[str, list[BodyNode]] = defaultdict(list)
    for node in nodes.values():
        ended = node.body.status == BodyStatus.ENDED
        by_kind[ENDED if ended else node.body.kind].append(node)
    layers = [
        Layer(str(name), [node for kind in kinds for node in by_kind[kind]])
        for name, kinds in LAYERS
    ]
    return [layer for layer in layers if layer.nodes]


def diagram_of(layers: list[Layer]) -> Diagram:
    """The picture of a structure as it is today. No statement of its own."""
    meets = [
        [node for node in layer.nodes if node.body.status != BodyStatus.ENDED] for layer in layers
    ]
    rows = [[(node.body.pk, str(node.body)) for node in nodes] for nodes in meets if nodes]
    relations = [
        (node.body.pk, line.other.pk)
        for layer in layers
        for node in layer.nodes
        for line in node.relations
    ]
    return draw(rows, relations)


def _bodies(actor: Membership) -> QuerySet[Body]:
    ahead = Meeting.objects.filter(body=OuterRef("pk")).ahead()
    filled = Q(seats__status=SeatStatus.ACTIVE, seats__membership__isnull=False)
    return (
        Body.objects.visible_to(actor)
        .select_related("outcome")
        .annotate(
            next_meeting=Subquery(ahead.values("starts_at")[:1]),
            people=Count("seats", filter=filled),
        )
        .order_by("position", "name", "pk")
    )


def relations_of(body: Body) -> list[RelationLine]:
    """What a body is to others, read from both ends. One statement."""
    found = (
        BodyRelation.objects.filter(Q(from_body=body) | Q(to_body=body))
        .select_related("from_body", "to_body")
        .order_by("kind", "pk")
    )
    return list(_lines(body, found))


def _lines(body: Body, relations: Iterable[BodyRelation]) -> Iterable[RelationLine]:
    for relation in relations:
        if relation.from_body_id == body.pk:
            yield RelationLine(relation.get_kind_display(), relation.to_body, relation.note)
        else:
            words = str(INVERSE[RelationKind(relation.kind)])
            yield RelationLine(words, relation.from_body, relation.note)


def body_with_seats(actor: Membership) -> QuerySet[Body]:
    """Bodies with their seats that have not ended, each with whoever holds it."""
    seats = (
        Seat.objects.exclude(status=SeatStatus.ENDED)
        .select_related("membership__person", "membership__organisation")
        .order_by("status", "kind", "title", "pk")
    )
    return (
        Body.objects.visible_to(actor)
        .select_related("outcome")
        .prefetch_related(Prefetch("seats", queryset=seats))
    )


def ended_seats(body: Body) -> list[Seat]:
    """Seats that a body had once, for whoever may bring them back. One statement."""
    return list(Seat.objects.filter(body=body, status=SeatStatus.ENDED).order_by("title", "pk"))


def meetings_of(body: Body) -> list[Meeting]:
    """A body's meetings, newest first, as many as a page should show. One statement."""
    found = body.meetings.select_related("theme", "body").order_by("-starts_at", "-pk")
    return list(found[:12])


def ahead_and_over(meetings: Iterable[Meeting]) -> tuple[list[Meeting], list[Meeting]]:
    """Those to come, soonest first, and all others, newest first."""
    rows = list(meetings)
    over = [meeting for meeting in rows if not meeting.is_ahead]
    ahead = [meeting for meeting in rows if meeting.is_ahead]
    return sorted(ahead, key=lambda one: (one.starts_at, one.pk)), over


def scrutiny_seats(actor: Membership) -> QuerySet[Seat]:
    """The seats somebody holds now on scrutiny committees that meet."""
    return actor.seats.filter(
        status=SeatStatus.ACTIVE, body__kind=BodyKind.SCRUTINY, body__status=BodyStatus.ACTIVE
    )


def scrutiny_bodies(actor: Membership) -> QuerySet[Body]:
    """The scrutiny committees that somebody may speak for, now."""
    return Body.objects.filter(pk__in=scrutiny_seats(actor).values("body"))


def has_scrutiny_seat(actor: Membership) -> bool:
    """Whether somebody sits, now, on a scrutiny committee that meets. One query."""
    return scrutiny_seats(actor).exists()
