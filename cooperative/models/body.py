"""Standing groups in the governance structure, how they relate, and who sits on them."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import Authority, Membership
from cooperative.enums import (
    BodyFormat,
    BodyKind,
    BodyStatus,
    LegalStatus,
    RelationKind,
    SeatKind,
    SeatStatus,
)
from core.models import TranslatedChoices
from outcomes.models import Outcome

# Meetings a year.
QUARTERLY = 4


class BodyQuerySet(models.QuerySet["Body"]):
    def visible_to(self, actor: Membership) -> "BodyQuerySet":
        return self.filter(authority_id=actor.authority_id)


class Body(TranslatedChoices):
    """A cooperative, board, panel, partnership, working group, committee, executive or group."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="bodies")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=20, choices=BodyKind.choices)
    format = models.CharField(
        max_length=20, choices=BodyFormat.choices, default=BodyFormat.COMMITTEE
    )
    legal_status = models.CharField(
        max_length=30, choices=LegalStatus.choices, default=LegalStatus.PARTNERSHIP
    )
    status = models.CharField(max_length=20, choices=BodyStatus.choices, default=BodyStatus.ACTIVE)
    purpose = models.TextField(max_length=1000, blank=True)
    # Middlesbrough's board recommends; its executive decides. None where it is not laid down.
    decides = models.BooleanField(null=True, blank=True, default=None)
    meets_in_public = models.BooleanField(default=False)
    observers_allowed = models.BooleanField(default=True)
    # How often, as a number for planning and as the source says it.
    meetings_a_year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)]
    )
    rhythm = models.CharField(max_length=120, blank=True)
    # Each quarter one outcome in turn (Manchester).
    themed = models.BooleanField(default=False)
    outcome = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="bodies"
    )
    # How young people take part: lead, member, invited, written report, none.
    participation = models.CharField(max_length=120, blank=True)
    # A young people's group: who it is for. Notes an authority edits, never logic.
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    eligibility = models.CharField(max_length=200, blank=True)
    standing_items = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "bodies"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "slug"], name="body_slug_once_an_authority"
            ),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True)
                | Q(age_to__isnull=True)
                | Q(age_to__gte=F("age_from")),
                name="body_ages_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def young_people_lead(self) -> bool:
        """Whether young people plan and lead its meetings: a workshop, or a group of their own. Of
        a committee its chair does."""
        return self.format == BodyFormat.WORKSHOP or self.kind == BodyKind.PARTICIPATION

    @property
    def meets_quarterly(self) -> bool:
        """Whether it meets four times a year, so that its meetings may be called quarters."""
        return self.meetings_a_year == QUARTERLY


class BodyRelation(TranslatedChoices):
    """How one body stands to another: "from_body reports to to_body"."""

    from_body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="relations")
    to_body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="related_from")
    kind = models.CharField(max_length=20, choices=RelationKind.choices)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["from_body", "to_body"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_body", "to_body", "kind"], name="body_relation_once"
            ),
            models.CheckConstraint(
                condition=~Q(from_body=F("to_body")), name="body_not_related_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_body} {self.get_kind_display()} {self.to_body}"


class Seat(TranslatedChoices):
    """A place on a body, held by a person or vacant, active or only proposed (York)."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=SeatKind.choices, default=SeatKind.MEMBER)
    status = models.CharField(max_length=20, choices=SeatStatus.choices, default=SeatStatus.ACTIVE)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["body", "kind", "title", "pk"]

    def __str__(self) -> str:
        return f"{self.title}, {self.body}"
