"""Invitations: the only way in. A link works once and until a date; only its hash is kept."""

import hashlib

from django.db import models
from django.utils import timezone

from accounts.enums import Role
from accounts.models.authority import Authority, Organisation
from accounts.models.membership import Membership
from core.models import TranslatedChoices


def token_hash(token: str) -> str:
    """What is stored of an invitation's token: its SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> "InvitationQuerySet":
        """Those that can still be accepted."""
        return self.filter(
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
            expires_at__gt=timezone.now(),
        )

    def visible_to(self, actor: Membership) -> "InvitationQuerySet":
        return self.filter(authority_id=actor.authority_id)


class Invitation(TranslatedChoices):
    """An offer of one membership to one address, by a coordinator."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=30, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=120, blank=True)
    # A partner's: see Membership. Empty in those sent before agreements were named here.
    agreement = models.CharField(max_length=160, blank=True)
    agreement_ends_on = models.DateField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    # Nobody for a council's first coordinator, whom whoever runs the program invites.
    invited_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    membership = models.OneToOneField(
        Membership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitation",
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"

    @property
    def state(self) -> str:
        """accepted, withdrawn, expired or waiting."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "expired" if self.expires_at <= timezone.now() else "waiting"
