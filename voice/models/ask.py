"""Points raised by young people, from whatever source."""

from django.db import models

from accounts.models import Authority, Membership
from core.models import Worded
from voice.enums import AskSource


class AskQuerySet(models.QuerySet["Ask"]):
    def visible_to(self, actor: Membership) -> "AskQuerySet":
        return self.filter(authority_id=actor.authority_id)

    def public(self) -> "AskQuerySet":
        """Those whose words may be shown to everyone (SG-110: consent is asked, not assumed)."""
        return self.filter(may_be_published=True)


class Ask(Worded):
    """One point, in young people's words. Never about one child's life (SG-003)."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="asks")
    text = models.CharField(max_length=300)
    source = models.CharField(max_length=20, choices=AskSource.choices)
    source_name = models.CharField(max_length=160)
    # A day, never a time: a time could tell who said it.
    said_on = models.DateField()
    # How many said it; small numbers are suppressed wherever it is shown to the public.
    said_by = models.PositiveIntegerField(default=1)
    attribution = models.CharField(max_length=80, default="a young person")  # stored
    may_be_published = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ["-said_on", "-pk"]

    def __str__(self) -> str:
        return self.text
