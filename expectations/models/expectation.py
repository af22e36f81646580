"""What children expect or are promised: versioned sets, in their exact adopted words."""

from django.db import models

from accounts.models import Authority, Membership
from core.models import TranslatedChoices
from expectations.enums import SetStatus, SetVoice


class ExpectationSetQuerySet(models.QuerySet["ExpectationSet"]):
    def visible_to(self, actor: Membership) -> "ExpectationSetQuerySet":
        return self.filter(authority_id=actor.authority_id)


class ExpectationSet(TranslatedChoices):
    """The twelve expectations, a Pledge, a Guarantee, the statutory principles. May be empty: a
    founding document may name a promise without its words."""

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="expectation_sets"
    )
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    version = models.CharField(max_length=20, default="1")
    voice = models.CharField(max_length=20, choices=SetVoice.choices)
    status = models.CharField(max_length=20, choices=SetStatus.choices, default=SetStatus.ADOPTED)
    # The one that actions are linked to, where an authority keeps several.
    is_main = models.BooleanField(default=False)
    introduction = models.TextField(max_length=2000, blank=True)
    source = models.CharField(max_length=300, blank=True)
    adopted_on = models.DateField(null=True, blank=True)

    objects = ExpectationSetQuerySet.as_manager()

    class Meta:
        ordering = ["-is_main", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "slug", "version"], name="expectation_set_version_once"
            ),
            models.UniqueConstraint(
                fields=["authority"],
                condition=models.Q(is_main=True),
                name="one_main_expectation_set_an_authority",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_worked_to(self) -> bool:
        """Whether people here work to these words now; `ExpectationQuerySet.worked_to` in one."""
        return self.is_main and self.status != SetStatus.RETIRED


class ExpectationQuerySet(models.QuerySet["Expectation"]):
    def visible_to(self, actor: Membership) -> "ExpectationQuerySet":
        return self.filter(expectation_set__authority_id=actor.authority_id)

    def in_main_set(self) -> "ExpectationQuerySet":
        return self.filter(expectation_set__is_main=True)

    def worked_to(self) -> "ExpectationQuerySet":
        """Those that people here work to now, and so judge: the main set's, while it is used."""
        return self.in_main_set().exclude(expectation_set__status=SetStatus.RETIRED)


class Expectation(models.Model):
    """One of a set, numbered, in its adopted wording."""

    expectation_set = models.ForeignKey(
        ExpectationSet, on_delete=models.PROTECT, related_name="expectations"
    )
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    # Who it is made to, when a set speaks to some only (Bury's promises).
    audience = models.CharField(max_length=120, blank=True)
    # Bury: a promise that cannot be met must say why.
    cannot_be_met_because = models.TextField(max_length=1000, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = ExpectationQuerySet.as_manager()

    class Meta:
        ordering = ["expectation_set", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["expectation_set", "number"], name="expectation_number_once_a_set"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def authority_id(self) -> int:
        """Whose it is. Costs a query where its set was not read with it."""
        return self.expectation_set.authority_id


class Evidence(models.Model):
    """Something achieved, kept as evidence: what an authority said it had done, with its source."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="evidence")
    slug = models.SlugField(max_length=60)
    text = models.CharField(max_length=500)
    period = models.CharField(max_length=60, blank=True)
    quantity = models.CharField(max_length=60, blank=True)
    # Who felt it: the individuals, the council's effectiveness, members and partners (part 5).
    felt_by = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    expectations = models.ManyToManyField(Expectation, related_name="evidence", blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "slug"], name="evidence_slug_once_an_authority"
            )
        ]

    def __str__(self) -> str:
        return self.text
