"""Care consultants' own judgement of a promise: does it feel kept?"""

from django.db import models
from django.utils import timezone

from accounts.models import Membership
from core.models import TranslatedChoices
from expectations.enums import Kept
from expectations.models.expectation import Expectation


class ExpectationVerdict(TranslatedChoices):
    """Does it feel kept? About one expectation in the words it had; a later one stands, all are
    kept, and a new version of the set begins without any."""

    expectation = models.ForeignKey(Expectation, on_delete=models.PROTECT, related_name="verdicts")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    feels = models.CharField(max_length=20, choices=Kept.choices)
    words = models.TextField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["expectation", "-at"])]

    def __str__(self) -> str:
        return self.get_feels_display()
