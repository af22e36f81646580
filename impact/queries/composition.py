"""The lines of a report, composed from the records of a meeting and the workplans it dealt with.

Manchester 3.6: "what we said we would do, what we have achieved and what we agree to do next".
Every line names the record it comes from, and what was not done stands there with why. Nothing is
written here: `impact.operations.reports` keeps the lines.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils import translation

from accounts.models import Authority
from cooperative.models import Meeting
from core import suppression
from impact.enums import Part
from impact.queries import sentences
from impact.queries.facts import Facts
from impact.queries.records import (
    JudgedPriority,
    Told,
    action_facts,
    blocked_in_words,
    challenge_facts,
    open_challenges,
    priorities_of,
    priority_facts,
    promised,
    told_of,
    workplans_of,
)
from outcomes.enums import ActionStatus, Feels, PriorityStatus
from outcomes.models import Priority, Verdict, Workplan

# What a page holds (Manchester's Appendix 4, "Impact report on a page").
ONE_PAGE_SAID = 3
ONE_PAGE_ACHIEVED = 3
ONE_PAGE_NOT_DONE = 2
ONE_PAGE_NEXT = 3
# Of a part: as many as people may choose themselves.
ONE_PAGE_MOST = 6


@dataclass(frozen=True)
class DraftLine:
    """One line as composed: its part, its sentence, its record and that record's facts."""

    part: str
    text: str
    facts: Facts
    priority_id: int | None = None
    action_id: int | None = None
    progress_id: int | None = None
    verdict_id: int | None = None
    decision_id: int | None = None
    challenge_id: int | None = None
    on_one_page: bool = False

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes it the same line when a report is composed again."""
        return (
            self.part,
            self.priority_id,
            self.action_id,
            self.decision_id,
            self.challenge_id,
        )


def compose_lines(meeting: Meeting) -> list[DraftLine]:
    """All lines for a meeting, in reading order, the one-page ones marked. A constant number of
    statements (at most 9), whatever the size of the workplan. They are kept, so they are in the
    authority's own language, whatever language the one who composes them reads in."""
    with translation.override(settings.LANGUAGE_CODE):
        return _compose(meeting)


def _compose(meeting: Meeting) -> list[DraftLine]:
    workplans = workplans_of(meeting)
    authority, several = meeting.authority, len(workplans) > 1
    rule = authority.small_numbers
    told: list[Told] = []
    priorities: list[JudgedPriority] = []
    if workplans:
        told = told_of(promised(meeting, workplans), authority, several=several)
        priorities = priorities_of(workplans)
    lines = [
        *_said(priorities, told, authority, several=several),
        *_achieved(priorities, told, authority, rule, several=several),
        *_next(meeting, workplans, told),
    ]
    areas = {item.action.pk: item.action.workplan.outcome_id for item in told}
    return _choose_for_one_page(lines, areas)


def _area(priority: Priority, *, several: bool) -> str:
    """The outcome a priority is of, where the report is about more than one."""
    return priority.workplan.outcome.short_name if several else ""


def _said(
    priorities: list[JudgedPriority], told: list[Told], authority: Authority, *, several: bool
) -> Iterator[DraftLine]:
    """Each priority in its words, then what was promised for it."""
    for priority in priorities:
        area = _area(priority, several=several)
        facts = priority_facts(priority, None, authority, area=area)
        yield DraftLine(
            part=Part.SAID,
            text=sentences.priority_heading(authority, priority.rank, priority.title, area=area),
            facts=replace(facts, not_done=False),
            priority_id=priority.pk,
        )
        for item in told:
            if item.action.priority_id == priority.pk:
                yield DraftLine(
                    part=Part.SAID,
                    text=sentences.promised(item.action),
                    facts=replace(item.facts, officer_says="", consultants_say="", not_done=False),
                    priority_id=priority.pk,
                    action_id=item.action.pk,
                )


def _achieved(
    priorities: list[JudgedPriority],
    told: list[Told],
    authority: Authority,
    rule: suppression.Rule,
    *,
    several: bool,
) -> Iterator[DraftLine]:
    """What was done; then what was not, and why; then what care consultants say of the whole."""
    for item in told:
        if item.update and not item.facts.not_done:
            yield _told_line(item, sentences.achieved(item.action, item.update, rule))
    for item in told:
        if item.facts.not_done:
            late, stuck = item.facts.days_late, blocked_in_words(item.facts)
            yield _told_line(item, sentences.not_done(item.action, item.update, late, rule, stuck))
    yield from _judged(priorities, authority, several=several)


def _told_line(item: Told, text: str) -> DraftLine:
    return DraftLine(
        part=Part.ACHIEVED,
        text=text,
        facts=item.facts,
        priority_id=item.action.priority_id,
        action_id=item.action.pk,
        progress_id=item.update.pk if item.update else None,
        verdict_id=item.verdict.pk if item.verdict else None,
    )


def _judged(
    priorities: list[JudgedPriority], authority: Authority, *, several: bool
) -> Iterator[DraftLine]:
    """Priorities that care consultants closed, or gave a verdict on."""
    ids = [p.latest_verdict for p in priorities if p.latest_verdict]
    verdict_of = Verdict.objects.in_bulk(ids)
    for priority in priorities:
        verdict = verdict_of.get(priority.latest_verdict)
        if priority.status == PriorityStatus.MET:
            words = priority.public_closing_words
            text = sentences.priority_met(authority, priority.title, words)
        elif priority.status == PriorityStatus.CLOSED:
            text = sentences.priority_closed(priority.title, priority.public_closing_words)
        elif verdict:
            text = sentences.priority_verdict(authority, priority.title, verdict)
        else:
            continue
        yield DraftLine(
            part=Part.ACHIEVED,
            text=text,
            facts=priority_facts(
                priority, verdict, authority, area=_area(priority, several=several)
            ),
            priority_id=priority.pk,
            verdict_id=verdict.pk if verdict else None,
        )


def _next(meeting: Meeting, workplans: Sequence[Workplan], told: list[Told]) -> Iterator[DraftLine]:
    """Decisions with what they agreed, questions still open, and work that goes on."""
    yield from _decided(meeting)
    for challenge in open_challenges(meeting, workplans):
        yield DraftLine(
            part=Part.NEXT,
            text=sentences.challenge(meeting.authority, challenge),
            facts=challenge_facts(challenge, meeting.authority),
            challenge_id=challenge.pk,
        )
    for item in told:
        if item.action.is_open:
            yield DraftLine(
                part=Part.NEXT,
                text=sentences.carried_on(item.action, item.facts.days_late),
                facts=replace(item.facts, officer_says="", consultants_say="", not_done=False),
                priority_id=item.action.priority_id,
                action_id=item.action.pk,
            )


def _decided(meeting: Meeting) -> Iterator[DraftLine]:
    """Each decision, then its agreed actions; then those agreed in answer to a challenge."""
    authority, recommends = meeting.authority, meeting.body.decides is False
    agreed = list(
        meeting.agreed_actions.select_related(
            "action__owner__organisation", "action__priority", "challenge"
        )
    )
    for decision in meeting.decisions.all():
        yield DraftLine(
            part=Part.NEXT,
            text=sentences.agreed(decision.text, decision.reason, recommends=recommends),
            facts=Facts(source="decision", label="Recommendation" if recommends else "Decision"),
            decision_id=decision.pk,
        )
        mine = [row for row in agreed if row.decision_id == decision.pk]
        yield from (_agreed_line(row, authority) for row in mine)
    yield from (_agreed_line(row, authority) for row in agreed if row.decision_id is None)


def _agreed_line(row: Any, authority: Authority) -> DraftLine:
    facts = action_facts(row.action, None, None, authority)
    return DraftLine(
        part=Part.NEXT,
        text=sentences.will_do(row.action),
        facts=replace(facts, not_done=False),
        priority_id=row.action.priority_id,
        action_id=row.action.pk,
        decision_id=row.decision_id,
        challenge_id=row.challenge_id,
    )


def _choose_for_one_page(lines: list[DraftLine], areas: dict[int, int]) -> list[DraftLine]:
    """Mark what fits a page: the strongest of what was done, the latest of what was not, the
    promises these speak of, and what was agreed; of a report about several outcomes first the best
    of each. `areas` says which outcome an action is of. People change the choice afterwards."""

    def best(found: Iterable[DraftLine], order: Callable[[DraftLine], Any], room: int) -> Any:
        ranked = sorted(found, key=order)
        seen: dict[Any, int] = {}
        turns = []
        for line in ranked:
            area = areas.get(line.action_id or 0)
            turns.append(seen.get(area, 0))
            seen[area] = turns[-1] + 1
        room = min(max(room, len(set(areas.values()))), ONE_PAGE_MOST)
        return [line for _turn, line in sorted(zip(turns, ranked, strict=True), key=_turn)][:room]

    achieved = [line for line in lines if line.part == Part.ACHIEVED]
    done = [line for line in achieved if line.action_id and not line.facts.not_done]
    missed = [line for line in achieved if line.facts.not_done]
    chosen = best(done, _strength, ONE_PAGE_ACHIEVED)
    chosen += best(missed, _weight, ONE_PAGE_NOT_DONE)[: ONE_PAGE_MOST - len(chosen)]
    actions = {line.action_id for line in chosen if line.action_id}
    said = [line for line in lines if line.part == Part.SAID and line.action_id in actions]
    agreed = [line for line in lines if line.part == Part.NEXT]
    agreed.sort(key=lambda line: 0 if line.decision_id and line.action_id else 1)
    room = max(ONE_PAGE_SAID, len(set(areas.values())))
    keys = {line.key for line in [*chosen, *said[:room], *agreed[:ONE_PAGE_NEXT]]}
    return [replace(line, on_one_page=line.key in keys) for line in lines]


def _turn(found: tuple[int, DraftLine]) -> int:
    return found[0]


_FELT = {Feels.YES: 0, Feels.A_BIT: 1, Feels.NOT_YET: 3, "": 2}


def _strength(line: DraftLine) -> tuple[int, int, int]:
    """Order for the page: what feels different first, then what is done, then what has a number."""
    facts = line.facts
    return (
        _FELT.get(facts.feels, 2),
        0 if facts.status == ActionStatus.DONE else 1,
        0 if facts.target else 1,
    )


def _weight(line: DraftLine) -> tuple[int, int]:
    """Order for the page: the latest first, and last what has not begun and need not have."""
    facts = line.facts
    return (-facts.days_late, 1 if facts.status == ActionStatus.NOT_STARTED else 0)
