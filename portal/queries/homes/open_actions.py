"""The actions somebody owes, as little as a home or a two-minute update needs of each."""

import datetime
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.db.models import Max, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Membership
from core.dates import days_late
from core.templatetags.words import ago
from outcomes.enums import OPEN_STATUSES, WorkplanStatus
from outcomes.models import Action
from outcomes.models.action import late_from
from outcomes.queries.update_queue import RESTS, SOON, STALE


@dataclass(frozen=True)
class Owed:
    """One action."""

    id: int
    title: str
    status: str
    due_on: datetime.date
    first_due_on: datetime.date
    outcome_id: int
    owner_id: int
    owner: str
    # The owner's.
    organisation_id: int | None
    # Whether the period of its workplan goes on.
    is_of_now: bool
    # The day of the last word, or of its making while nobody has said any.
    moved_on: datetime.date
    has_been_told: bool
    # Asked once for all of them: a home looks at hundreds.
    today: datetime.date

    @property
    def is_owed(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def days_late(self) -> int:
        since = late_from(self.due_on, self.first_due_on)
        return days_late(since, self.today) if self.is_owed else 0

    @property
    def is_stale(self) -> bool:
        """Still owed, and nobody has said a word for 60 days."""
        return self.is_owed and self.today - self.moved_on > STALE

    @property
    def is_soon(self) -> bool:
        """Past the date that stands, or due within 30 days."""
        return self.is_owed and self.due_on <= self.today + SOON

    @property
    def wants_a_word(self) -> bool:
        """Late, due within 30 days, or without a word for 60; not in the week after a word."""
        if not self.is_owed or (self.has_been_told and self.today - self.moved_on < RESTS):
            return False
        return self.is_soon or self.is_stale

    @property
    def why(self) -> str:
        """Why it wants a word, as a sentence."""
        day = date_format(self.due_on, "j F")
        if self.due_on < self.today:
            return _("It was due by %(day)s. Say why it’s late, or mark it as done.") % {"day": day}
        if self.days_late:
            first = date_format(self.first_due_on, "j F")
            return _("First due by %(first)s, moved to %(day)s.") % {"first": first, "day": day}
        if self.is_soon:
            return _("Due by %(day)s (%(when)s).") % {"day": day, "when": ago(self.due_on)}
        return _("Nobody has updated this for 60 days.")


def actions_of(mine: Q, actor: Membership) -> list[Owed]:
    """Actions of workplans that are not closed, by their date, with the day of the last word on
    each. One statement."""
    rows = (
        Action.objects.visible_to(actor)
        .filter(mine)
        .exclude(workplan__status=WorkplanStatus.CLOSED)
        .annotate(
            moved_at=Max("updates__at"),
            row_owner=Coalesce(NullIf("owner__listed_as", Value("")), "owner__person__name"),
        )
        .order_by("due_on", "pk")
        .values_list(
            "pk", "title", "status", "due_on", "first_due_on", "workplan__outcome_id", "owner_id",
            "row_owner", "owner__organisation_id", "moved_at", "created_at",
            "workplan__period__ends_on",
        )
    )  # fmt: skip
    today = timezone.localdate()
    return [
        Owed(
            *row[:9],
            is_of_now=row[11] >= today,
            moved_on=timezone.localdate(row[9] or row[10]),
            has_been_told=bool(row[9]),
            today=today,
        )
        for row in rows
    ]


def own_actions(actor: Membership) -> list[Owed]:
    """What the actor, or a partner's organisation, still owes, by its date. One statement."""
    return led_and_own_actions(actor, set())[1]


def led_and_own_actions(
    actor: Membership, outcomes: AbstractSet[int]
) -> tuple[list[Owed], list[Owed]]:
    """The actions of these outcomes, and what the actor, or a partner's organisation, still owes;
    both by their date. One statement."""
    mine = Q(owner=actor)
    ours = actor.holds("update_organisation_actions") and actor.organisation_id
    if ours:
        mine |= Q(owner__organisation_id=ours)
    found = actions_of(mine | Q(workplan__outcome__in=outcomes), actor)
    own = [
        one
        for one in found
        if one.is_owed and (one.owner_id == actor.pk or (ours and one.organisation_id == ours))
    ]
    return [one for one in found if one.outcome_id in outcomes], own
