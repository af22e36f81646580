"""What went from one person to another when somebody moved on. A row holds the people, not their
names, so that they are shown as they ask to be."""

import uuid

from django.db import models
from django.utils import timezone

from accounts.enums import Handed
from accounts.models.authority import Authority
from accounts.models.membership import Membership


class HandedOverQuerySet(models.QuerySet["HandedOver"]):
    def visible_to(self, actor: Membership) -> "HandedOverQuerySet":
        return self.filter(authority_id=actor.authority_id)

    def with_names(self) -> "HandedOverQuerySet":
        """With everybody it names, in the same query."""
        return self.select_related("giver__person", "taker__person", "by__person")


class HandedOver(models.Model):
    """One thing that somebody handed over. All of one press have the same `deed`."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="handed_over")
    deed = models.UUIDField(default=uuid.uuid4, db_index=True)
    kind = models.CharField(max_length=20, choices=Handed.choices)
    # By number, not by key: what is handed over belongs to the apps above.
    thing = models.BigIntegerField()
    called = models.CharField(max_length=300)
    giver = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="gave")
    taker = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="took")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    handed_back_at = models.DateTimeField(null=True, blank=True)

    objects = HandedOverQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "thing"])]

    def __str__(self) -> str:
        return self.called
