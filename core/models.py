"""The tables core keeps: the trail, the keys of forms already sent, and who is at work; and what
models share."""

from functools import cache
from typing import Any

from django.db import models
from django.utils.encoding import force_str


class TranslatedChoices(models.Model):
    """A model that tells its choices in the language of the page at the cost of one translation.

    Django's own `get_…_display` hashes every label each time, and to hash a label that is marked
    for translation is to translate it: eight translations for one word, on each row of a list."""

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> str:
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


@cache
def _labels(field: Any) -> dict[Any, Any]:
    """A field's choices, by value."""
    return dict(field.flatchoices)


class NumberOf(models.Subquery):
    """How many rows a queryset has that names an `OuterRef`; 0 for none. Writing this statement
    takes half the time that one with a GROUP BY takes, and pages ask for it again and again."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()
    empty_result_set_value = 0

    def __init__(self, queryset: models.QuerySet[Any]) -> None:
        super().__init__(queryset.order_by().values("pk"))


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
    # The erasure that took words out of this event; empty for one as it was written.
    erasure_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["authority_id", "-id"]),
            models.Index(fields=["object_type", "object_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} by {self.actor_label}"


class Erasure(models.Model):
    """One time that somebody's name was taken out of the trail. Append-only like the trail itself:
    the database lets words go from an event only when it names one of these
    (`core.audit.forget`)."""

    at = models.DateTimeField(auto_now_add=True)
    person_id = models.BigIntegerField()
    # Whose trail it was; empty for events of no authority, such as how somebody signs in.
    authority_id = models.BigIntegerField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    # The newest event there was: an erasure can take nothing out of what came after it.
    last_event_id = models.BigIntegerField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Erasure {self.pk}"


class UsedKey(models.Model):
    """The key of a form that has been carried out, so that a double click does it once."""

    key = models.UUIDField(unique=True)
    used_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.key)


class CacheEntry(models.Model):
    """What the cache keeps while Redis is away, and what an emptied Redis must not forget. Its
    columns are those of Django's own `DatabaseCache`, which reads and writes it (`core.cache`)."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key


class Heartbeat(models.Model):
    """When a process that serves no pages was last seen at work. One row each."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"
