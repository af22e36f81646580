"""Consents: who agreed that everyone may read a point, to what, when and until when (SG-110)."""

from django.db import models
from django.utils import timezone

from accounts.models import Membership
from core.models import TranslatedChoices
from voice.enums import AgreedBy
from voice.models.ask import Ask


class ConsentQuerySet(models.QuerySet["Consent"]):
    def open(self) -> "ConsentQuerySet":
        """Those that nobody has withdrawn and that have not run out, confirmed or not."""
        today = timezone.localdate()
        running = models.Q(until=None) | models.Q(until__gte=today)
        return self.filter(running, withdrawn_at=None)


class Consent(TranslatedChoices):
    """One consent to one point. Never changed: a withdrawn one stays, and a new one is a new row.
    It counts once somebody other than who recorded it has confirmed it."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="consents")
    agreed_by = models.CharField(max_length=20, choices=AgreedBy.choices)
    # The sentence that they agreed to, as it was then.
    agreed_to = models.CharField(max_length=200)
    agreed_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Consent {self.pk}"
