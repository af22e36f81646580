"""What was heard, and what became of it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from voice.enums import AskSource
from voice.models import Ask

BECAME = {"priority": _("Became a priority"), "nothing-yet": _("Not a priority yet")}


@dataclass(frozen=True)
class AskFilters:
    """What the list is narrowed to; lives in the address. What is not a choice is left out."""

    source: str = ""
    became: str = ""

    @classmethod
    def from_address(cls, asked: QueryDict) -> "AskFilters":
        source, became = asked.get("source", ""), asked.get("became", "")
        return cls(
            source=source if source in AskSource.values else "",
            became=became if became in BECAME else "",
        )


def asks(actor: Membership, filters: AskFilters) -> QuerySet[Ask]:
    """What the actor's authority heard, the latest first."""
    found = Ask.objects.visible_to(actor)
    if filters.source:
        found = found.filter(source=filters.source)
    if filters.became:
        chosen = _priorities().filter(authority_id=actor.authority_id).values("asks")
        chosen = chosen.filter(asks__isnull=False)
        if filters.became == "priority":
            found = found.filter(pk__in=chosen)
        else:
            found = found.exclude(pk__in=chosen)
    return found.order_by("-said_on", "-pk")


def asks_by_id(ids: list[int]) -> list[Ask]:
    """These asks in the order of the ids, each with the priorities it became. Two queries."""
    became: Any = Prefetch(
        "priorities", queryset=_priorities().select_related("workplan__outcome").order_by("pk")
    )
    rows = Ask.objects.prefetch_related(became).in_bulk(ids)
    return [rows[one] for one in ids]


def _priorities() -> Any:
    """Priorities belong to an upper app, which ties them to asks; reached through that tie."""
    tie: Any = Ask._meta.get_field("priorities")
    return tie.related_model._default_manager.all()
