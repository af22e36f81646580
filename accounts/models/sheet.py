"""A list of people to invite, between its upload and the last look at it."""

from django.db import models

from accounts.models.authority import Authority
from accounts.models.membership import Membership


class InvitationSheetQuerySet(models.QuerySet["InvitationSheet"]):
    def visible_to(self, actor: Membership) -> "InvitationSheetQuerySet":
        """Only one's own: it is half done."""
        return self.filter(authority_id=actor.authority_id, uploaded_by=actor)


class InvitationSheet(models.Model):
    """The cells of a spreadsheet as they were sent. Emptied once the invitations went out."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    rows = models.JSONField(default=list, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationSheetQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.authority}, {self.uploaded_at:%Y-%m-%d}"
