"""Authorities (the tenants) and the organisations whose people act in them."""

from functools import cached_property
from typing import Any

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.colours import check_colour
from accounts.enums import AuthorityKind, OrganisationKind
from accounts.roles import RIGHTS
from core import suppression
from core.languages import generic_word
from core.models import TranslatedChoices

# Slugs that the program's own top-level pages use.
RESERVED_SLUGS = frozenset(
    (
        "about-me accessibility admin components demo files healthz invitation "
        "look news readyz sign-in sign-out start static staying-safe"
    ).split()
)


class Authority(TranslatedChoices):
    """A corporate parent that owns a space: a council or a trust. Everything else hangs on one."""

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    kind = models.CharField(
        max_length=20, choices=AuthorityKind.choices, default=AuthorityKind.COUNCIL
    )
    nation = models.CharField(max_length=20, default="England")
    colour = models.CharField(
        max_length=7,
        default="#211a3d",
        validators=[
            RegexValidator(r"^#[0-9a-f]{6}$", _("Enter a colour code, such as #1d4ed8.")),
            check_colour,
        ],
    )
    # The one that is shown; the others are kept to go back to.
    logo = models.ForeignKey(
        "accounts.Logo", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # word in code -> {"one": …, "many": …}; words not here keep the generic ones (product.md).
    terminology = models.JSONField(default=dict, blank=True)
    test_question = models.CharField(max_length=200, blank=True)
    sign_offs_needed = models.PositiveSmallIntegerField(
        default=2, validators=[MinValueValidator(1)]
    )
    strategy_name = models.CharField(max_length=160, blank=True)
    introduction = models.TextField(max_length=2000, blank=True)
    # Facts of this authority's own arrangements that only its pages show (see docs/frameworks.md).
    details = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "authorities"
        permissions = [(codename, words) for codename, words in RIGHTS.items()]

    def __str__(self) -> str:
        return self.name

    def word(self, key: str, *, many: bool = False, default: str = "") -> str:
        """This authority's own word for a generic one, e.g. `word("impact report", many=True)`."""
        entry: dict[str, Any] = self.terminology.get(key, {})
        own = entry.get("many" if many else "one") or default
        return str(own) if own else generic_word(key, many=many)

    @property
    def small_numbers(self) -> suppression.Rule:
        """Which counts of people are hidden from the public and from most people here."""
        return suppression.rule_of(self.details)

    def plainer(self) -> list[tuple[str, str]]:
        """Its own list of plainer words: what to look for, what to say instead. One query."""
        return list(self.plain_words.values_list("instead_of", "say"))

    @cached_property
    def meanings(self) -> dict[str, Any]:
        """What words mean here, by the word in small letters. One query, once."""
        return {one.word.casefold(): one for one in self.glossary_terms.all()}


class Organisation(TranslatedChoices):
    """A body whose people act here: a directorate of the authority, or a partner."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="organisations")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    commitment = models.TextField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "slug"], name="organisation_slug_once_an_authority"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_partner(self) -> bool:
        """Whether it is outside the authority itself."""
        return self.kind != OrganisationKind.DIRECTORATE
