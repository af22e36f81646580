"""An authority's own list of plainer words, and what the words of its pages mean."""

from typing import TypeVar

from django.db import models
from django.db.models.functions import Lower

from accounts.models.authority import Authority
from accounts.models.membership import Membership

T = TypeVar("T", bound=models.Model)


class _OfAuthority(models.QuerySet[T]):
    def visible_to(self, actor: Membership) -> "_OfAuthority[T]":
        """Those of the actor's own authority."""
        return self.filter(authority_id=actor.authority_id)


class PlainWord(models.Model):
    """Say this, instead of that: a suggestion to whoever writes what young people will read."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="plain_words")
    instead_of = models.CharField(max_length=60)
    say = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)

    objects = _OfAuthority["PlainWord"].as_manager()

    class Meta:
        ordering = [Lower("instead_of"), "pk"]
        constraints = [
            models.UniqueConstraint(
                "authority",
                Lower("instead_of"),
                name="plain_word_once_an_authority",
            )
        ]

    def __str__(self) -> str:
        return self.instead_of


class GlossaryTerm(models.Model):
    """A word that the pages use, and what it means in plain English."""

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="glossary_terms"
    )
    word = models.CharField(max_length=60)
    meaning = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    objects = _OfAuthority["GlossaryTerm"].as_manager()

    class Meta:
        ordering = [Lower("word"), "pk"]
        constraints = [
            models.UniqueConstraint(
                "authority",
                Lower("word"),
                name="glossary_term_once_an_authority",
            )
        ]

    def __str__(self) -> str:
        return self.word
