"""Documents asked for. The row is the job; Celery is only the wake-up call.

No Celery setting survives a killed worker, a flushed broker and a restart alike; a row with a
lease, a heartbeat and a sweep does.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Authority, Membership
from core.models import Worded
from impact.enums import DocumentKind, JobStatus, Stage
from impact.models.report import AnnualReport, ImpactReport

MAX_ATTEMPTS = 3


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, actor: Membership) -> "DocumentQuerySet":
        """Those of the reports the actor may see."""
        return self.filter(
            Q(report__in=ImpactReport.objects.visible_to(actor).values("pk"))
            | Q(annual_report__in=AnnualReport.objects.visible_to(actor).values("pk")),
            authority_id=actor.authority_id,
        )

    def claimable(self) -> "DocumentQuerySet":
        """Waiting, or claimed by a worker that has stopped answering."""
        return self.filter(
            Q(status=JobStatus.WAITING)
            | Q(status=JobStatus.RUNNING, lease_until__lt=timezone.now())
        ).order_by("asked_at", "pk")


class Document(Worded):
    """One PDF: asked for, made by a worker, kept. Same words, same file: it is made once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    report = models.ForeignKey(
        ImpactReport, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    annual_report = models.ForeignKey(
        AnnualReport, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
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
            models.CheckConstraint(
                condition=Q(report__isnull=False, annual_report__isnull=True)
                | Q(report__isnull=True, annual_report__isnull=False),
                name="document_is_of_one_report",
            ),
            models.UniqueConstraint(
                fields=["kind", "report", "content_hash"],
                condition=~Q(status=JobStatus.FAILED) & Q(report__isnull=False),
                name="document_made_once_for_a_report",
            ),
            models.UniqueConstraint(
                fields=["kind", "annual_report", "content_hash"],
                condition=~Q(status=JobStatus.FAILED) & Q(annual_report__isnull=False),
                name="document_made_once_for_an_annual_report",
            ),
        ]
        indexes = [models.Index(fields=["status", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_status_display()}"
