"""Somebody asks one authority to erase who they are; a coordinator decides."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import ErasureStatus
from accounts.models.membership import Membership
from core.models import TranslatedChoices


class ErasureRequestQuerySet(models.QuerySet["ErasureRequest"]):
    def waiting(self) -> "ErasureRequestQuerySet":
        return self.filter(status=ErasureStatus.WAITING)

    def visible_to(self, actor: Membership) -> "ErasureRequestQuerySet":
        """Those to the actor's own authority."""
        return self.filter(membership__authority_id=actor.authority_id)


class ErasureRequest(TranslatedChoices):
    """One request, about all that one authority holds of the person who has this membership."""

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="erasure_requests"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(
        max_length=20, choices=ErasureStatus.choices, default=ErasureStatus.WAITING
    )
    decided_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # Why not, in words for whoever asked.
    reason = models.TextField(max_length=1000, blank=True)
    # Signed and published texts that still have the name, as they were called on that day.
    kept_in = models.JSONField(default=list, blank=True)
    # What was decided about sentences and files that may be about them, by a key that has no word
    # of theirs (`portal.queries.name_mentions`). Emptied with the decision.
    choices = models.JSONField(default=dict, blank=True)

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(status="waiting"),
                name="one_waiting_erasure_a_membership",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.status}"
