"""Priorities: what care consultants want changed under an outcome, in their words."""

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Lower

from accounts.models import Authority, Membership
from core.models import TranslatedChoices
from outcomes.enums import PriorityStatus
from outcomes.models.outcome import Workplan
from voice.models import Ask


class PriorityQuerySet(models.QuerySet["Priority"]):
    def visible_to(self, actor: Membership) -> "PriorityQuerySet":
        """Those of the workplans the actor may see."""
        mine = self.filter(authority_id=actor.authority_id)
        if actor.holds("read_everything"):
            return mine
        return mine.filter(workplan__in=Workplan.objects.visible_to(actor).values("pk"))

    def open(self) -> "PriorityQuerySet":
        return self.filter(status=PriorityStatus.OPEN)

    def with_public_why(self) -> "PriorityQuerySet":
        """With `public_why`: the why where everyone may read it, empty elsewhere. Where one of the
        points it came from must not be published, its words must not be read here either."""
        through = Priority.asks.through
        withheld = through.objects.filter(priority=OuterRef("pk")).exclude(
            ask__in=Ask.objects.public().values("pk")
        )
        may = Q(why_is_public=True) & ~Exists(withheld)
        return self.annotate(
            public_why=Case(
                When(may, then=F("why")), default=Value(""), output_field=models.TextField()
            )
        )

    def ranked(self) -> "PriorityQuerySet":
        """In care consultants' own order."""
        return self.order_by("rank", "pk")


class Priority(TranslatedChoices):
    """Set and ranked by care consultants, with why; only they close it."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="priorities")
    workplan = models.ForeignKey(Workplan, on_delete=models.PROTECT, related_name="priorities")
    rank = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    # Nobody has to say why: the words of young people are theirs to give.
    why = models.TextField(max_length=1000, blank=True)
    # Whether care consultants agreed that everyone may read it; see `with_public_why`.
    why_is_public = models.BooleanField(default=False)
    status = models.CharField(
        max_length=20, choices=PriorityStatus.choices, default=PriorityStatus.OPEN
    )
    set_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    # Written down by the coordinator for them, and always marked so.
    on_their_behalf = models.BooleanField(default=False)
    set_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closing_words = models.TextField(max_length=1000, blank=True)
    closing_is_public = models.BooleanField(default=False)
    asks = models.ManyToManyField(Ask, related_name="priorities", blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PriorityQuerySet.as_manager()

    class Meta:
        ordering = ["workplan", "rank", "pk"]
        verbose_name_plural = "priorities"
        constraints = [
            models.UniqueConstraint(
                Lower("title"), "workplan", name="priority_title_once_a_workplan"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def public_closing_words(self) -> str:
        """What was said at its closing, where everyone may read it; empty elsewhere."""
        return self.closing_words if self.closing_is_public else ""
