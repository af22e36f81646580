"""Impact reports: composed from records, edited together, signed off by care consultants."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Authority, Membership
from cooperative.models import Challenge, Meeting, MeetingDecision
from core.models import TranslatedChoices
from impact.enums import AnnualStatus, Part, ReportStatus
from outcomes.models import Action, Period, Priority, ProgressUpdate, Verdict


class ImpactReportQuerySet(models.QuerySet["ImpactReport"]):
    def visible_to(self, actor: Membership) -> "ImpactReportQuerySet":
        """All of the authority's; a partner sees those published."""
        mine = self.filter(authority_id=actor.authority_id)
        if actor.holds("read_everything"):
            return mine
        return mine.published()

    def published(self) -> "ImpactReportQuerySet":
        return self.filter(status=ReportStatus.PUBLISHED)


class ImpactReport(TranslatedChoices):
    """What we said we would do, what we achieved, what we agree to do next. One for a meeting."""

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="impact_reports"
    )
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="impact_report")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=160)
    introduction = models.TextField(max_length=1500, blank=True)
    status = models.CharField(
        max_length=20, choices=ReportStatus.choices, default=ReportStatus.DRAFT
    )
    # How many signatures it needs: the authority's number on the day it was composed.
    sign_offs_needed = models.PositiveSmallIntegerField()
    composed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    composed_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ImpactReportQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting__starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "slug"], name="report_slug_once_an_authority"
            )
        ]

    def __str__(self) -> str:
        return self.title


class ReportLineQuerySet(models.QuerySet["ReportLine"]):
    def visible_to(self, actor: Membership) -> "ReportLineQuerySet":
        """Those of the reports the actor may see."""
        return self.filter(report__in=ImpactReport.objects.visible_to(actor).values("pk"))


class ReportLine(TranslatedChoices):
    """One sentence of a report, linked to the record it came from: that is the thread."""

    report = models.ForeignKey(ImpactReport, on_delete=models.CASCADE, related_name="lines")
    part = models.CharField(max_length=20, choices=Part.choices)
    position = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=1000)
    # As it was composed, so that an edit shows beside it.
    composed_text = models.TextField(max_length=1000)
    # What was true of its record that day (`impact.queries.facts`): a signed page may not drift.
    facts = models.JSONField(default=dict, blank=True)
    # Whether it is also on the one-page summary.
    on_one_page = models.BooleanField(default=False)
    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="report_lines"
    )
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="report_lines"
    )
    progress = models.ForeignKey(
        ProgressUpdate, on_delete=models.PROTECT, null=True, blank=True, related_name="report_lines"
    )
    verdict = models.ForeignKey(
        Verdict, on_delete=models.PROTECT, null=True, blank=True, related_name="report_lines"
    )
    decision = models.ForeignKey(
        MeetingDecision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="report_lines",
    )
    challenge = models.ForeignKey(
        Challenge, on_delete=models.PROTECT, null=True, blank=True, related_name="report_lines"
    )
    edited_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReportLineQuerySet.as_manager()

    class Meta:
        ordering = ["report", "part", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(priority__isnull=False)
                | Q(action__isnull=False)
                | Q(decision__isnull=False)
                | Q(challenge__isnull=False),
                name="report_line_has_a_record",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class SignOff(models.Model):
    """A care consultant's name under a report, and under exactly which words."""

    report = models.ForeignKey(ImpactReport, on_delete=models.PROTECT, related_name="sign_offs")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # SHA-256 of the words signed.
    content_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "by"], name="sign_off_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.by} signed {self.report}"


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    def visible_to(self, actor: Membership) -> "AnnualReportQuerySet":
        """Whoever may download it before it is endorsed sees it now; the rest once endorsed."""
        mine = self.filter(authority_id=actor.authority_id)
        if actor.holds("download_annual_reports"):
            return mine
        return mine.filter(status=AnnualStatus.ENDORSED)

    def published(self) -> "AnnualReportQuerySet":
        """Those that everyone may read."""
        return self.filter(status=AnnualStatus.ENDORSED, published_at__isnull=False)


class AnnualReport(TranslatedChoices):
    """The year's, for the executive: composed from the published quarters (Manchester 6.2)."""

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="annual_reports"
    )
    period = models.OneToOneField(Period, on_delete=models.PROTECT, related_name="annual_report")
    title = models.CharField(max_length=160)
    foreword = models.TextField(max_length=2000, blank=True)
    foreword_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    foreword_signed_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(
        max_length=20, choices=AnnualStatus.choices, default=AnnualStatus.DRAFT
    )
    composed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    composed_at = models.DateTimeField(default=timezone.now)
    endorsed_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    endorsed_at = models.DateTimeField(null=True, blank=True)
    # The last time an endorsement was withdrawn, and why: the page says so until the next one.
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.TextField(max_length=500, blank=True)
    published_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    reports = models.ManyToManyField(ImpactReport, related_name="annual_reports", blank=True)
    # Counts and achievements of the year as they were when it was last composed.
    facts = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        ordering = ["-period__starts_on"]

    def __str__(self) -> str:
        return self.title
