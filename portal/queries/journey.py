"""The journey of a point: one priority, from what was said to what became of it."""

import datetime
from dataclasses import dataclass
from typing import Any

from accounts.models import Membership, name_fields
from core.components import ThreadStep
from outcomes.models import Action, Priority, ProgressUpdate, Verdict
from portal.queries.journey_standing import Missed, missed, standing_of
from portal.queries.journey_steps import happened, last_moved, steps_of
from portal.queries.journey_told import Standing, Told, told_of
from voice.models import Ask


@dataclass(frozen=True)
class TwoVoices:
    """An action with what the officer last said and what care consultants last said."""

    action: Action
    url: str
    update: ProgressUpdate | None
    verdict: Verdict | None

    @property
    def officer_who(self) -> str:
        return (self.update.by if self.update else self.action.owner).label

    @property
    def officer_words(self) -> str:
        return self.update.done if self.update else ""

    @property
    def officer_when(self) -> datetime.datetime | None:
        return self.update.at if self.update else None

    @property
    def feels(self) -> str:
        return self.verdict.feels if self.verdict else ""

    @property
    def words(self) -> str:
        return self.verdict.words if self.verdict else ""

    @property
    def said_when(self) -> datetime.datetime | None:
        return self.verdict.at if self.verdict else None


@dataclass(frozen=True)
class Journey:
    """The page."""

    priority: Priority
    quotes: list[Ask]
    standing: Standing
    last_moved: datetime.date
    # What should have happened and did not, and the day it was first said (or chosen).
    missed: list[Missed]
    said_on: datetime.date
    actions: list[TwoVoices]
    steps: list[ThreadStep]
    # Whether care consultants have said of the priority itself how it feels.
    is_judged: bool


def journey(actor: Membership, priority: Priority) -> Journey:
    """The journey of a priority from `priorities_to_follow`. Seven statements."""
    told = told_of(actor, priority)
    standing = standing_of(told)
    past = happened(told)
    return Journey(
        priority=priority,
        quotes=told.asks[:3],
        standing=standing,
        last_moved=last_moved(told, past),
        missed=missed(told),
        said_on=min([priority.set_on, *(ask.said_on for ask in told.asks if ask.said_on)]),
        actions=_both_voices(told),
        steps=steps_of(told, standing, past),
        is_judged=any(one.action_id is None for one in told.verdicts),
    )


def priorities_to_follow(actor: Membership) -> Any:
    """The priorities an actor may follow, with what the page says of each."""
    return (
        Priority.objects.visible_to(actor)
        .select_related("workplan__outcome__lead__person", "workplan__period", "set_by__person")
        .only(
            *("rank", "title", "why", "status", "on_their_behalf", "set_on"),
            *("closed_on", "closing_words", "workplan__period__slug", "workplan__period__name"),
            *(f"workplan__outcome__{field}" for field in ("slug", "short_name", "tone", "icon")),
            *name_fields("workplan__outcome__lead"),
            *name_fields("set_by"),
        )
    )


def _both_voices(told: Told) -> list[TwoVoices]:
    """Its agreed actions, those still owed first, each with the latest of either voice."""
    updates = {update.action_id: update for update in told.updates}
    verdicts = {one.action_id: one for one in told.verdicts if one.action_id}
    return [
        TwoVoices(
            action=one,
            url=told.action_link(one.pk),
            update=updates.get(one.pk),
            verdict=verdicts.get(one.pk),
        )
        for one in sorted(told.agreed, key=lambda one: (not one.is_open, one.due_on, one.pk))
    ]
