"""Outcomes, the years they are planned for, and each one's workplan."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority, Membership
from core.models import TranslatedChoices
from outcomes.enums import OutcomeSetKind, WorkplanStatus


class OutcomeSet(TranslatedChoices):
    """Themes that belong together. An authority may keep several; one is planned under."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="outcome_sets")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=OutcomeSetKind.choices)
    is_main = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-is_main", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "slug"], name="outcome_set_slug_once_an_authority"
            ),
            models.UniqueConstraint(
                fields=["authority"],
                condition=Q(is_main=True),
                name="one_main_outcome_set_an_authority",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def visible_to(self, actor: Membership) -> "OutcomeQuerySet":
        return self.filter(authority_id=actor.authority_id)

    def with_chair(self) -> "OutcomeQuerySet":
        """With the post that chairs the group which works on it (`chair`; None for none). Groups
        are of an app above this one, which an outcome knows by their name."""
        groups = Outcome.objects.filter(
            pk=OuterRef("pk"),
            bodies__status="active",
            bodies__seats__kind="chair",
            bodies__seats__status="active",
        ).order_by("bodies__position", "bodies__seats__pk")
        return self.annotate(chair=Subquery(groups.values("bodies__seats__title")[:1]))

    def planned(self) -> "OutcomeQuerySet":
        """Those of the set the authority plans under."""
        return self.filter(outcome_set__is_main=True)


class Outcome(models.Model):
    """A theme that work is planned under, with a lead (a vacancy is allowed: Bury had two)."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="outcomes")
    outcome_set = models.ForeignKey(OutcomeSet, on_delete=models.PROTECT, related_name="outcomes")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=40)
    summary = models.TextField(max_length=1000, blank=True)
    # Colour and icon always go with the word; both name an entry of the tested palette.
    tone = models.CharField(max_length=20, default="ink")
    icon = models.CharField(max_length=40, default="circle")
    position = models.PositiveSmallIntegerField(default=0)
    lead = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="leads"
    )

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["outcome_set", "position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "slug"], name="outcome_slug_once_an_authority"
            )
        ]
        permissions = [("lead_outcome", _("Lead this outcome's work"))]

    def __str__(self) -> str:
        return self.short_name


class Period(models.Model):
    """The year a workplan and an annual report are for; `starts_on` and `ends_on` are in it."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="periods")
    name = models.CharField(max_length=40)
    slug = models.SlugField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "slug"], name="period_slug_once_an_authority"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="period_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WorkplanQuerySet(models.QuerySet["Workplan"]):
    def visible_to(self, actor: Membership) -> "WorkplanQuerySet":
        """The authority's own; a partner sees those shared and those their organisation is in."""
        mine = self.filter(authority_id=actor.authority_id)
        if actor.holds("read_everything"):
            return mine
        from outcomes.models.action import Action

        involved = Action.objects.involving(actor).values("workplan_id")
        return mine.filter(~Q(status=WorkplanStatus.DRAFT) | Q(pk__in=involved))


class Workplan(TranslatedChoices):
    """One outcome's plan for one year."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="workplans")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="workplans")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="workplans")
    # The plan's own heading, in young people's words: "Doing things we love".
    title = models.CharField(max_length=160, blank=True)
    status = models.CharField(
        max_length=20, choices=WorkplanStatus.choices, default=WorkplanStatus.DRAFT
    )
    shared_at = models.DateTimeField(null=True, blank=True)
    # So that an action's number is never used twice, even when two people add one at once.
    last_number = models.PositiveIntegerField(default=0)

    objects = WorkplanQuerySet.as_manager()

    class Meta:
        ordering = ["outcome__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "period"], name="one_workplan_an_outcome_and_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.period}"
