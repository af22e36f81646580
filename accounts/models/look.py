"""Logos: each one that was ever sent and not thrown away; the authority says which it shows."""

from django.db import models
from django.utils import timezone

from accounts.models.authority import Authority
from accounts.models.membership import Membership


def logo_path(logo: "Logo", name: str) -> str:
    """Where its file is kept: below its authority, by what is in it."""
    return f"logos/{logo.authority.slug}/{logo.digest}.png"


class LogoQuerySet(models.QuerySet["Logo"]):
    def visible_to(self, actor: Membership) -> "LogoQuerySet":
        return self.filter(authority_id=actor.authority_id)


class Logo(models.Model):
    """A picture that stands for an authority, drawn anew when it came (`accounts.logos`)."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="logos")
    file = models.FileField(upload_to=logo_path, max_length=200)
    digest = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    # What it shows, for those who do not see it.
    words = models.CharField(max_length=120)
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects = LogoQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "digest"], name="logo_once_an_authority")
        ]

    def __str__(self) -> str:
        return self.words
