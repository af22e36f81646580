"""What scrutiny committees say of plans and reports, and how it was answered."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Authority, Membership
from cooperative.models import Body, Meeting
from core.models import TranslatedChoices
from impact.enums import ScrutinyKind, ScrutinyReply
from impact.models.report import AnnualReport, ImpactReport
from outcomes.models import Workplan


class ScrutinyCommentQuerySet(models.QuerySet["ScrutinyComment"]):
    def visible_to(self, actor: Membership) -> "ScrutinyCommentQuerySet":
        """Whoever sees a plan or a report sees what scrutiny said of it."""
        return self.filter(
            Q(workplan__in=Workplan.objects.visible_to(actor).values("pk"))
            | Q(report__in=ImpactReport.objects.visible_to(actor).values("pk"))
            | Q(annual_report__in=AnnualReport.objects.visible_to(actor).values("pk")),
            authority_id=actor.authority_id,
        )

    def standing(self) -> "ScrutinyCommentQuerySet":
        """Those not withdrawn."""
        return self.filter(withdrawn_at=None)

    def waiting(self) -> "ScrutinyCommentQuerySet":
        """Recommendations that nobody has answered yet."""
        return self.standing().filter(kind=ScrutinyKind.RECOMMENDATION, answer=None)


class ScrutinyComment(TranslatedChoices):
    """A comment or a recommendation, made by a member on behalf of their committee. Its words never
    change: one made by mistake is withdrawn, and stays with the reason beside it."""

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="scrutiny_comments"
    )
    # Its reference, "S-2026-3": the third of that year in this authority.
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=ScrutinyKind.choices)
    text = models.TextField(max_length=2000)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="scrutiny_comments")
    # Where the committee agreed it, if that is written down here.
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="scrutiny_comments"
    )
    workplan = models.ForeignKey(
        Workplan, on_delete=models.PROTECT, null=True, blank=True, related_name="scrutiny_comments"
    )
    report = models.ForeignKey(
        ImpactReport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scrutiny_comments",
    )
    annual_report = models.ForeignKey(
        AnnualReport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scrutiny_comments",
    )
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # Of a recommendation: the last day to answer it in time.
    answer_by = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScrutinyCommentQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "year", "number"], name="scrutiny_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(workplan__isnull=False, report=None, annual_report=None)
                | Q(workplan=None, report__isnull=False, annual_report=None)
                | Q(workplan=None, report=None, annual_report__isnull=False),
                name="scrutiny_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(kind=ScrutinyKind.RECOMMENDATION, answer_by__isnull=False)
                | Q(kind=ScrutinyKind.COMMENT, answer_by=None),
                name="recommendation_has_a_day_to_answer_by",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """How a committee's papers call it: "S-2026-3"."""
        return f"S-{self.year}-{self.number}"

    @property
    def about(self) -> Workplan | ImpactReport | AnnualReport:
        """What it was said of."""
        about = self.workplan or self.report or self.annual_report
        assert about is not None  # the database keeps it so
        return about

    @property
    def answered(self) -> "ScrutinyAnswer | None":
        """Its answer; None while there is none."""
        return getattr(self, "answer", None)


class ScrutinyAnswer(models.Model):
    """The one answer to a recommendation: what the council does about it, or why not."""

    comment = models.OneToOneField(ScrutinyComment, on_delete=models.PROTECT, related_name="answer")
    reply = models.CharField(max_length=20, choices=ScrutinyReply.choices)
    why = models.TextField(max_length=2000)
    action = models.TextField(max_length=1000, blank=True)
    act_by = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reply=ScrutinyReply.NOT_ACCEPTED)
                | (~Q(action="") & Q(act_by__isnull=False)),
                name="what_is_accepted_says_what_and_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment}: {self.get_reply_display()}"
