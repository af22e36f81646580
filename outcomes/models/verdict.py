"""Care consultants' own judgement, beside the officer's status and never averaged with it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership
from core.models import TranslatedChoices
from outcomes.enums import Feels
from outcomes.models.action import Action
from outcomes.models.priority import Priority


class Verdict(TranslatedChoices):
    """Does it feel different? About one action or priority; a later one stands, all are kept."""

    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="verdicts", null=True, blank=True
    )
    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, related_name="verdicts", null=True, blank=True
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    feels = models.CharField(max_length=20, choices=Feels.choices)
    words = models.TextField(max_length=500, blank=True)
    # Whether they agreed that everyone may read the words; the answer itself is public.
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__isnull=False, priority__isnull=True)
                | Q(action__isnull=True, priority__isnull=False),
                name="verdict_is_about_one_thing",
            )
        ]
        indexes = [models.Index(fields=["action", "-at"])]

    def __str__(self) -> str:
        return self.get_feels_display()

    @property
    def public_words(self) -> str:
        """The words where everyone may read them; empty elsewhere."""
        return self.words if self.is_public else ""
