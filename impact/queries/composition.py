"""The lines of a report, composed from the records of a meeting and its theme's workplan.

Manchester 3.6: "what we said we would do, what we have achieved and what we agree to do next".
Every line names the record it comes from, and what was not done stands there with why. Nothing is
written here: `impact.operations.reports` keeps the lines.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, cast

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone, translation

from accounts.models import Authority
from cooperative.models import Challenge, Meeting
from core import suppression
from impact.enums import Part
from impact.queries import sentences
from impact.queries.facts import Facts
from outcomes.enums import ActionStatus, Feels, PriorityStatus
from outcomes.models import Action, Priority, ProgressUpdate, Verdict, Workplan
from outcomes.queries.actions import blocked

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

# What a page holds (Manchester's Appendix 4, "Impact report on a page").
ONE_PAGE_SAID = 3
ONE_PAGE_ACHIEVED = 3
ONE_PAGE_NOT_DONE = 2
ONE_PAGE_NEXT = 3


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


@dataclass(frozen=True)
class _Told:
    """An action with its latest progress and verdict."""

    action: Action
    update: ProgressUpdate | None
    verdict: Verdict | None
    facts: Facts


def compose_lines(meeting: Meeting) -> list[DraftLine]:
    """All lines for a meeting, in reading order, the one-page ones marked. A constant number of
    statements (at most 9), whatever the size of the workplan. They are kept, so they are in the
    authority's own language, whatever language the one who composes them reads in."""
    with translation.override(settings.LANGUAGE_CODE):
        return _compose(meeting)


def _compose(meeting: Meeting) -> list[DraftLine]:
    workplan = meeting.themed_workplan()
    authority = meeting.authority
    rule = authority.small_numbers
    told = _told(_promised(meeting, workplan), authority) if workplan else []
    priorities = _priorities(workplan) if workplan else []
    lines = [
        *_said(priorities, told, authority),
        *_achieved(priorities, told, authority, rule),
        *_next(meeting, workplan, told),
    ]
    return _choose_for_one_page(lines)


class _Latest(TypedDict):
    latest_verdict: int | None


JudgedPriority: TypeAlias = "WithAnnotations[Priority, _Latest]"


def _priorities(workplan: Workplan) -> "list[JudgedPriority]":
    latest = Verdict.objects.filter(priority=OuterRef("pk")).order_by("-at", "-pk")
    ranked = workplan.priorities.ranked()
    found = list(ranked.annotate(latest_verdict=Subquery(latest.values("pk")[:1])))
    return cast("list[JudgedPriority]", found)


def _promised(meeting: Meeting, workplan: Workplan) -> QuerySet[Action]:
    """The workplan's agreed actions, without those that this meeting or a later one has added."""
    added = Q(agreed_at__meeting__starts_at__gte=meeting.starts_at)
    later = Action.objects.filter(added, workplan=workplan).values("pk")
    return (
        workplan.actions.agreed()
        .exclude(pk__in=later)
        .select_related("owner__organisation", "priority")
        .order_by("priority__rank", "priority_id", "number")
    )


def _told(actions: QuerySet[Action], authority: Authority) -> list[_Told]:
    """The actions with the update and the verdict that stand now. Three statements."""
    updates = ProgressUpdate.objects.filter(action=OuterRef("pk")).order_by("-at", "-pk")
    verdicts = Verdict.objects.filter(action=OuterRef("pk")).order_by("-at", "-pk")
    rows = list(
        actions.annotate(
            latest_update=Subquery(updates.values("pk")[:1]),
            latest_verdict=Subquery(verdicts.values("pk")[:1]),
            blocked_with=blocked("body__name"),
            blocked_since=blocked("with_since"),
        )
    )
    update_of = ProgressUpdate.objects.in_bulk([r.latest_update for r in rows if r.latest_update])
    verdict_of = Verdict.objects.in_bulk([r.latest_verdict for r in rows if r.latest_verdict])
    told = []
    for row in rows:
        update, verdict = update_of.get(row.latest_update), verdict_of.get(row.latest_verdict)
        facts = action_facts(row, update, verdict, authority)
        told.append(_Told(row, update, verdict, facts))
    return told


def action_facts(
    action: Action, update: ProgressUpdate | None, verdict: Verdict | None, authority: Authority
) -> Facts:
    """What stands beside a line about an action."""
    said = ""
    stuck = getattr(action, "blocked_since", None) if action.is_open else None
    if update:
        said = sentences.joined(str(ActionStatus(update.status).label), update.done)
    return Facts(
        source="action",
        label=f"{sentences.first_up(authority.word('action'))} {action.number}",
        title=action.title,
        status=action.status,
        status_label=str(ActionStatus(action.status).label),
        days_late=action.days_late,
        owner=sentences.post(action.owner),
        due_on=action.due_on.isoformat(),
        blocked_with=getattr(action, "blocked_with", "") if stuck else "",
        blocked_since=timezone.localdate(stuck).isoformat() if stuck else "",
        officer_says=said,
        officer_on=timezone.localdate(update.at).isoformat() if update else "",
        feels=verdict.feels if verdict else "",
        consultants_say=sentences.feels(verdict) if verdict else "",
        consultants_on=timezone.localdate(verdict.at).isoformat() if verdict else "",
        reached=action.reached,
        target=action.target,
        unit=action.unit,
        counts_people=action.counts_people,
        last_shown=action.last_shown,
        not_done=_is_not_done(action) or bool(stuck),
    )


def _is_not_done(action: Action) -> bool:
    """Whether an honest report must say that it was not done, or may not be."""
    bad = (ActionStatus.STOPPED, ActionStatus.OFF_TRACK, ActionStatus.AT_RISK)
    return action.status in bad or action.days_late > 0


def _priority_facts(priority: Priority, verdict: Verdict | None, authority: Authority) -> Facts:
    return Facts(
        source="priority",
        label=f"{sentences.first_up(authority.word('priority'))} {priority.rank}",
        status=priority.status,
        status_label=str(PriorityStatus(priority.status).label),
        feels=verdict.feels if verdict else "",
        consultants_say=sentences.feels(verdict) if verdict else "",
        consultants_on=timezone.localdate(verdict.at).isoformat() if verdict else "",
        not_done=priority.status == PriorityStatus.CLOSED,
    )


def _said(
    priorities: "list[JudgedPriority]", told: list[_Told], authority: Authority
) -> Iterator[DraftLine]:
    """Each priority in its words, then what was promised for it."""
    for priority in priorities:
        yield DraftLine(
            part=Part.SAID,
            text=sentences.priority_heading(authority, priority.rank, priority.title),
            facts=replace(_priority_facts(priority, None, authority), not_done=False),
            priority_id=priority.pk,
        )
        for item in told:
            if item.action.priority_id == priority.pk:
                yield DraftLine(
                    part=Part.SAID,
                    text=sentences.promise(item.action),
                    facts=replace(item.facts, officer_says="", consultants_say="", not_done=False),
                    priority_id=priority.pk,
                    action_id=item.action.pk,
                )


def _achieved(
    priorities: "list[JudgedPriority]",
    told: list[_Told],
    authority: Authority,
    rule: suppression.Rule,
) -> Iterator[DraftLine]:
    """What was done; then what was not, and why; then what care consultants say of the whole."""
    for item in told:
        if item.update and not item.facts.not_done:
            yield _told_line(item, sentences.achieved(item.action, item.update, rule))
    for item in told:
        if item.facts.not_done:
            late = item.facts.days_late
            text = sentences.not_done(item.action, item.update, late, rule, _stuck(item.facts))
            yield _told_line(item, text)
    yield from _judged(priorities, authority)


def _stuck(facts: Facts) -> str:
    """That it is blocked, with whom and since when; "" for what is not."""
    if not facts.blocked_since:
        return ""
    since = datetime.date.fromisoformat(facts.blocked_since)
    return sentences.blocked(facts.blocked_with, since)


def _told_line(item: _Told, text: str) -> DraftLine:
    return DraftLine(
        part=Part.ACHIEVED,
        text=text,
        facts=item.facts,
        priority_id=item.action.priority_id,
        action_id=item.action.pk,
        progress_id=item.update.pk if item.update else None,
        verdict_id=item.verdict.pk if item.verdict else None,
    )


def _judged(priorities: "list[JudgedPriority]", authority: Authority) -> Iterator[DraftLine]:
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
            facts=_priority_facts(priority, verdict, authority),
            priority_id=priority.pk,
            verdict_id=verdict.pk if verdict else None,
        )


def _next(meeting: Meeting, workplan: Workplan | None, told: list[_Told]) -> Iterator[DraftLine]:
    """Decisions with what they agreed, questions still open, and work that goes on."""
    yield from _decided(meeting)
    for challenge in _open_challenges(meeting, workplan):
        yield DraftLine(
            part=Part.NEXT,
            text=sentences.challenge(meeting.authority, challenge),
            facts=_challenge_facts(challenge, meeting.authority),
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


def _challenge_facts(challenge: Challenge, authority: Authority) -> Facts:
    return Facts(
        source="challenge",
        label=sentences.first_up(authority.word("challenge")),
        status=challenge.status,
        status_label=challenge.stands,
        days_late=challenge.days_overdue,
        owner=sentences.post(challenge.asked_of),
        due_on=challenge.reply_by.isoformat(),
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
        text=sentences.promise(row.action),
        facts=replace(facts, not_done=False),
        priority_id=row.action.priority_id,
        action_id=row.action.pk,
        decision_id=row.decision_id,
        challenge_id=row.challenge_id,
    )


def _open_challenges(meeting: Meeting, workplan: Workplan | None) -> Iterable[Challenge]:
    """Put at this meeting, or about this workplan, and not settled."""
    about = Q(meeting=meeting)
    if workplan:
        about |= Q(priority__workplan=workplan) | Q(action__workplan=workplan)
    return (
        Challenge.objects.filter(about, authority_id=meeting.authority_id)
        .unsettled()
        .select_related("asked_of__organisation")
        .order_by("reply_by", "pk")
        .distinct()
    )


def _choose_for_one_page(lines: list[DraftLine]) -> list[DraftLine]:
    """Mark what fits a page: the strongest of what was done, the latest of what was not, the
    promises these speak of, and what was agreed. People change the choice afterwards."""
    done = [
        line
        for line in lines
        if line.part == Part.ACHIEVED and line.action_id and not line.facts.not_done
    ]
    done.sort(key=_strength)
    missed = [line for line in lines if line.part == Part.ACHIEVED and line.facts.not_done]
    missed.sort(key=lambda line: -line.facts.days_late)
    chosen = done[:ONE_PAGE_ACHIEVED] + missed[:ONE_PAGE_NOT_DONE]
    actions = {line.action_id for line in chosen}
    said = [
        line
        for line in lines
        if line.part == Part.SAID and line.action_id and line.action_id in actions
    ]
    agreed = [line for line in lines if line.part == Part.NEXT]
    agreed.sort(key=lambda line: 0 if line.decision_id and line.action_id else 1)
    keys = {line.key for line in chosen + said[:ONE_PAGE_SAID] + agreed[:ONE_PAGE_NEXT]}
    return [replace(line, on_one_page=line.key in keys) for line in lines]


_FELT = {Feels.YES: 0, Feels.A_BIT: 1, Feels.NOT_YET: 3, "": 2}


def _strength(line: DraftLine) -> tuple[int, int, int]:
    """Order for the page: what feels different first, then what is done, then what has a number."""
    facts = line.facts
    return (
        _FELT.get(facts.feels, 2),
        0 if facts.status == ActionStatus.DONE else 1,
        0 if facts.target else 1,
    )
