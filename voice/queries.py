"""What was heard, what waits, and what became of it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Prefetch, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from voice.enums import AskSource, AskState
from voice.models import Ask, Consent

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
    """What the actor's authority heard and has released, the latest first."""
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
    """These released asks in the order of the ids, each with the priorities it became. Two
    queries."""
    became: Any = Prefetch(
        "priorities", queryset=_priorities().select_related("workplan__outcome").order_by("pk")
    )
    rows = Ask.objects.prefetch_related(became).in_bulk(ids)
    return [rows[one] for one in ids]


def waiting_asks(actor: Membership) -> QuerySet[Ask]:
    """What the actor may release or has to decide on: what was handed on first, then the oldest."""
    concern = Case(
        When(state=AskState.HELD, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = Ask.everything.unreleased_for(actor).select_related("recorded_by__person")
    return found.order_by(concern, "recorded_at", "pk")


def recorded_asks(actor: Membership) -> QuerySet[Ask]:
    """What the actor wrote down themselves, the latest first, whatever became of it. The page does
    not show the words of what was handed on or withdrawn."""
    return Ask.everything.filter(
        authority_id=actor.authority_id, recorded_by__person=actor.person_id
    ).order_by("-recorded_at", "-pk")


def unconfirmed_consents(actor: Membership) -> QuerySet[Consent]:
    """Consents to released points that a second person has to confirm, the oldest first."""
    return (
        Consent.objects.open()
        .filter(ask__authority=actor.authority_id, ask__state=AskState.RELEASED, confirmed_at=None)
        .select_related("ask", "recorded_by__person")
        .order_by("recorded_at", "pk")
    )


def consents_of(ask: Ask) -> list[Consent]:
    """Every consent to a point there ever was, the newest first."""
    return list(
        ask.consents.select_related(
            "recorded_by__person", "confirmed_by__person", "withdrawn_by__person"
        )
    )


def other_releasers(actor: Membership) -> bool:
    """Whether anyone else here could release what the actor wrote down. One query."""
    roles = ("coordinator", "safeguarding-lead")
    here = Membership.objects.current().filter(authority=actor.authority_id, role__in=roles)
    return here.exclude(person=actor.person_id).exists()


def _priorities() -> Any:
    """Priorities belong to an upper app, which ties them to asks; reached through that tie."""
    tie: Any = Ask._meta.get_field("priorities")
    return tie.related_model._default_manager.all()
