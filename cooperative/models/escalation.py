"""Escalations: what stands in the way of an action, passed up the structure until it is decided."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import Authority, Membership
from cooperative.enums import BodyStatus, EscalationDeed, EscalationStatus, SeatStatus
from cooperative.models.body import Body, Seat
from cooperative.models.meeting import MeetingDecision
from core.dates import days_late
from core.models import TranslatedChoices
from outcomes.models import Action


def sits_now(on: Any) -> models.QuerySet[Seat]:
    """The seats of today's people on a body that still meets: what a right to decide rests on. A
    seat, a membership or a body that ends takes it away at once."""
    return Seat.objects.filter(
        body=on,
        body__status=BodyStatus.ACTIVE,
        status=SeatStatus.ACTIVE,
        membership__in=Membership.objects.current().values("pk"),
    )


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def visible_to(self, actor: Membership) -> "EscalationQuerySet":
        """The authority's own; a partner sees what involves their organisation: its actions, what
        it raised or decided on, what is with a body it sits on, what it leads."""
        mine = self.filter(authority_id=actor.authority_id)
        if actor.holds("read_everything"):
            return mine

        def ours(field: str) -> Q:
            """That a relation leads to the actor, or to somebody of their organisation."""
            one = Q(**{field: actor})
            if actor.organisation_id:
                one |= Q(**{f"{field}__organisation_id": actor.organisation_id})
            return one

        actions = Action.objects.involving(actor)
        seats = sits_now(OuterRef("body")).filter(ours("membership"))
        steps = EscalationStep.objects.filter(ours("by"), escalation=OuterRef("pk"))
        return mine.filter(
            ours("owner")
            | ours("action__workplan__outcome__lead")
            | Q(action__in=actions.values("pk"))
            | Exists(seats)
            | Exists(steps)
        )

    def open(self) -> "EscalationQuerySet":
        """Those that wait for somebody to decide."""
        return self.filter(status=EscalationStatus.OPEN)

    def late(self) -> "EscalationQuerySet":
        """Open after the day a decision was needed by."""
        return self.open().filter(needed_by__lt=timezone.localdate())

    def with_seat_of(self, actor: Membership) -> "EscalationQuerySet":
        """Those with a body that the actor has a seat on, now."""
        return self.filter(Exists(sits_now(OuterRef("body")).filter(membership=actor)))


class Escalation(TranslatedChoices):
    """An obstacle to an action: what stands in the way, what is needed, and which body it is with
    (MAN-013: "any obstacles to success identified and overcome or escalated")."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="escalations")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="escalations")
    obstacle = models.CharField(max_length=300)
    needed = models.TextField(max_length=1000)
    needed_by = models.DateField()
    # Where it is now, and since when; where it has been is in its steps.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="escalations")
    with_since = models.DateTimeField(default=timezone.now)
    status = models.CharField(
        max_length=20, choices=EscalationStatus.choices, default=EscalationStatus.OPEN
    )
    # Whose it is to follow up or withdraw: whoever raised it, until it is handed over.
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="escalations")
    raised_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("obstacle"),
                "action",
                condition=Q(status=EscalationStatus.OPEN),
                name="open_obstacle_once_an_action",
            )
        ]
        indexes = [models.Index(fields=["authority", "status", "needed_by"])]

    def __str__(self) -> str:
        return self.obstacle

    @property
    def is_open(self) -> bool:
        return self.status == EscalationStatus.OPEN

    @property
    def days_with(self) -> int:
        """Whole days it has been with the body it is with; once closed, until then."""
        until = timezone.localdate(self.closed_at) if self.closed_at else timezone.localdate()
        return (until - timezone.localdate(self.with_since)).days

    @property
    def days_late(self) -> int:
        """Whole days past the day it was needed by, while it is open; 0 otherwise."""
        if not self.is_open:
            return 0
        return days_late(self.needed_by)


class EscalationStep(TranslatedChoices):
    """One thing that was done to an escalation. Never changed: all of them are its history."""

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="steps")
    deed = models.CharField(max_length=20, choices=EscalationDeed.choices)
    # The body it is with after this.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    words = models.TextField(max_length=1000)
    # The decision of one of the group's meetings, where that is what decided it.
    decision = models.ForeignKey(
        MeetingDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.escalation}: {self.get_deed_display()}"
