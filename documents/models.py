"""Documents asked for. The row is the job; Celery is only the wake-up call.

No Celery setting survives a killed worker, a flushed broker and a restart alike; a row with a
lease, a heartbeat and a sweep does.
"""

import uuid
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Authority, Membership
from core.models import TranslatedChoices
from documents.enums import JobStatus, Stage
from documents.kinds import document_kind, document_models

MAX_ATTEMPTS = 3


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, actor: Membership) -> "DocumentQuerySet":
        """Those of what the actor may see."""
        theirs = self.none()
        for model in document_models():
            theirs |= self.about(model._default_manager.visible_to(actor))
        return theirs.filter(authority_id=actor.authority_id)

    def about(self, subjects: models.QuerySet[Any]) -> "DocumentQuerySet":
        """Those of any of these things, which are of one model."""
        return self.filter(
            subject_type=ContentType.objects.get_for_model(subjects.model),
            subject_id__in=subjects.values("pk"),
        )

    def claimable(self) -> "DocumentQuerySet":
        """Waiting, or claimed by a worker that has stopped answering."""
        return self.filter(
            Q(status=JobStatus.WAITING)
            | Q(status=JobStatus.RUNNING, lease_until__lt=timezone.now())
        ).order_by("asked_at", "pk")


class Document(TranslatedChoices):
    """One PDF: asked for, made by a worker, kept. Same words, same file: it is made once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="documents")
    # One of those that are registered in `documents.kinds`.
    kind = models.CharField(max_length=20)
    # What it is a document of.
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    subject_id = models.PositiveBigIntegerField()
    subject: Any = GenericForeignKey("subject_type", "subject_id")
    # SHA-256 of everything that goes on its pages.
    content_hash = models.CharField(max_length=64)
    # Which look (`LOOK`) it was asked for in; an older one of a published report is made again.
    look = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=20, choices=JobStatus.choices, default=JobStatus.WAITING)
    # What the page shows: where it is, in words, and how far in per cent.
    stage = models.CharField(max_length=80, default=Stage.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    file = models.CharField(max_length=200, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id", "content_hash"],
                condition=~Q(status=JobStatus.FAILED),
                name="document_made_once",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "lease_until"]),
            models.Index(fields=["subject_type", "subject_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label}, {self.get_status_display()}"

    @property
    def kind_label(self) -> str:
        """What its kind is called, in the reader's language."""
        return str(document_kind(self.kind).label)
