"""The tables core keeps: the trail, the keys of forms already sent, and who is at work."""

from django.db import models


class AuditEvent(models.Model):
    """One thing somebody did. Append-only; ids and labels, no foreign keys (see `core.audit`)."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    code = models.CharField(max_length=80, db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    authority_id = models.BigIntegerField(null=True)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    summary = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["authority_id", "-id"]),
            models.Index(fields=["object_type", "object_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} by {self.actor_label}"


class UsedKey(models.Model):
    """The key of a form that has been carried out, so that a double click does it once."""

    key = models.UUIDField(unique=True)
    used_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.key)


class Heartbeat(models.Model):
    """When a process that serves no pages was last seen at work. One row each."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"
