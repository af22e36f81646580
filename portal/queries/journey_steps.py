"""The steps of a journey, in the order they happened, then where it stands, then what comes."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from cooperative.enums import MeetingStatus
from cooperative.models import Meeting
from core.components import ThreadStep, feels_badge, status_badge
from impact.enums import Part, ReportStatus
from outcomes.enums import NEVER_AGREED, ActionStatus, PriorityStatus
from outcomes.models import Action, ProgressUpdate, Verdict
from portal.queries.journey_told import Standing, Told

# Older updates than these are told in one step, so that the line can still be read.
LATEST_UPDATES = 10


@dataclass(frozen=True)
class Happened:
    """One thing that happened. `place` orders what happened on one day by the loop itself."""

    on: datetime.date
    place: int
    step: ThreadStep


def steps_of(told: Told, standing: Standing) -> list[ThreadStep]:
    """The whole line."""
    past = sorted(_happened(told), key=lambda one: (one.on, one.place))
    return [*(one.step for one in past), _now(told, standing), *_to_come(told, standing)]


def _now(told: Told, standing: Standing) -> ThreadStep:
    """Where it stands; for a closed one, its end."""
    priority = told.priority
    since = f"It has stood here {standing.for_how_long}."
    if not priority.closed_on:
        return ThreadStep(f"Now: {standing.words}", "now", text=since)
    met = priority.status == PriorityStatus.MET
    return ThreadStep(
        "Care consultants said it is met" if met else "Care consultants closed it, not met",
        "now",
        when=priority.closed_on,
        text=f"{priority.closing_words} {since}".strip(),
        tag=status_badge(priority.status),
    )


def _happened(told: Told) -> Iterator[Happened]:
    yield from _said(told)
    yield _set(told)
    for action in told.actions:
        yield _started(told, action)
    yield from _updates(told)
    yield from _challenged(told)
    for meeting in told.meetings:
        if meeting.status == MeetingStatus.HELD:
            yield _met(told, meeting)
    yield from _reported(told)
    for verdict in told.verdicts:
        yield _judged(told, verdict)


def _done(
    on: datetime.date | datetime.datetime,
    place: int,
    title: str,
    text: str = "",
    url: str = "",
    tag: str = "",
) -> Happened:
    day = timezone.localdate(on) if isinstance(on, datetime.datetime) else on
    return Happened(day, place, ThreadStep(title, "done", when=day, text=text, url=url, tag=tag))


def _said(told: Told) -> Iterator[Happened]:
    for ask in told.asks:
        who = "A young person" if ask.said_by == 1 else f"{ask.said_by:,} young people"
        yield _done(ask.said_on, 0, f"{who} said: “{ask.text}”", text=ask.source_name)


def _set(told: Told) -> Happened:
    priority = told.priority
    who = f"{priority.set_by.label}, care consultant"
    if priority.on_their_behalf:
        who = f"Written down for care consultants by {priority.set_by.label}"
    return _done(
        priority.set_on,
        1,
        f"Care consultants chose it as priority {priority.rank}",
        text=f"{who}. Why: {priority.why}",
        url=told.link(
            "outcomes:workplan-detail",
            priority.workplan.outcome.slug,
            priority.workplan.period.slug,
        ),
    )


def _started(told: Told, action: Action) -> Happened:
    agreed = getattr(action, "agreed_at", None)
    spoken_of = any(update.action_id == action.pk for update in told.updates)
    how = "Action agreed"
    if action.status in NEVER_AGREED:
        how = "Action proposed"
    elif agreed is not None:
        how = f"Agreed at {agreed.meeting.title}"
    text = f"{action.owner.standing} answers for it, by {_date(action.due_on)}."
    if action.first_due_on != action.due_on:
        text += f" It was first promised for {_date(action.first_due_on)}."
    if agreed is not None and agreed.decision is not None:
        text = f"The meeting decided: {agreed.decision.text} {text}"
    return _done(
        action.created_at,
        7 if agreed is not None else 2,
        f"{how}: {action.title}",
        text=text,
        url=told.link("outcomes:action-detail", action.pk),
        # Once there is an update it says where the action stands; before, nothing else does.
        tag="" if spoken_of else status_badge(action.status, action.days_late),
    )


def _updates(told: Told) -> Iterator[Happened]:
    titles = {action.pk: action.title for action in told.actions}
    older, latest = told.updates[:-LATEST_UPDATES], told.updates[-LATEST_UPDATES:]
    if older:
        number = len(older)
        yield _done(
            older[-1].at,
            3,
            f"{number} earlier update{'' if number == 1 else 's'} on these actions",
            text="Open an action to read them all.",
        )
    for update in latest:
        yield _done(
            update.at,
            3,
            f"Progress: {titles[update.action_id]}",
            text=_told_by(update),
            url=told.link("outcomes:action-detail", update.action_id),
            tag=status_badge(update.status),
        )


def _told_by(update: ProgressUpdate) -> str:
    words = f"{update.by.label}: {update.done}"
    return f"{words} What is different: {update.difference}" if update.difference else words


def _challenged(told: Told) -> Iterator[Happened]:
    for _, rows in groupby(told.challenges, key=lambda one: one.id):
        answers = list(rows)
        first = answers[0]
        url = told.link("cooperative:challenge-detail", first.id)
        yield _done(
            first.raised_at,
            4,
            f"{first.asked_by} asked {first.asked_of}: “{first.question}”",
            text=f"An answer was asked for by {_date(first.reply_by)}.",
            url=url,
        )
        for one in answers:
            if one.answered_at:
                words = {True: "Accepted. ", False: "Not good enough. ", None: ""}[one.accepted]
                because = f" Why not: {one.refused_because}" if one.refused_because else ""
                yield _done(
                    one.answered_at,
                    5,
                    f"{one.asked_of} answered",
                    text=f"{words}“{_short(one.answer)}”{because}",
                    url=url,
                )


def _met(told: Told, meeting: Meeting) -> Happened:
    agreed = [
        action.title
        for action in told.actions
        if (at := getattr(action, "agreed_at", None)) and at.meeting_id == meeting.pk
    ]
    text = "We agreed: " + "; ".join(agreed) + "." if agreed else "It was part of this theme."
    url = told.link("cooperative:meeting-detail", meeting.pk)
    return _done(meeting.starts_at, 6, f"Talked about at {meeting.title}", text=text, url=url)


def _reported(told: Told) -> Iterator[Happened]:
    for report, rows in groupby(told.lines, key=lambda line: line.report):
        lines = list(rows)
        best = next((line for line in lines if line.part == Part.ACHIEVED), lines[0])
        number = len(lines)
        url = told.link("impact:report-detail", report.slug)
        yield _done(
            report.composed_at,
            8,
            f"In the report: {report.title}",
            text=f"{number} line{'' if number == 1 else 's'}. “{_short(best.text)}”",
            url=url,
            tag=status_badge(report.status),
        )
        if report.status == ReportStatus.PUBLISHED and report.published_at:
            yield _done(
                report.published_at,
                9,
                "Published for everyone",
                text=report.title,
                url=told.link("impact:public-report", report.slug),
            )


def _judged(told: Told, verdict: Verdict) -> Happened:
    titles = {action.pk: action.title for action in told.actions}
    about = f" about “{titles[verdict.action_id]}”" if verdict.action_id else ""
    return _done(
        verdict.at,
        10,
        f"{verdict.by.label} said how it feels{about}",
        text=verdict.words,
        tag=feels_badge(verdict.feels),
    )


# --- Where it stands, and what comes -------------------------------------------------------------


def standing_of(told: Told) -> Standing:
    """Where it stands now, since which day, and what has to happen next."""
    priority = told.priority
    if priority.closed_on:
        met = priority.status == PriorityStatus.MET
        words = "met, say care consultants" if met else "closed without being met"
        return Standing(words, priority.closed_on, "")
    if not told.agreed:
        return _without_actions(told)
    if not told.owed:
        finished = max(timezone.localdate(one.status_changed_at) for one in told.agreed)
        return Standing(
            "all its actions are finished",
            finished,
            "Care consultants decide if it is met.",
        )
    started = min(timezone.localdate(one.created_at) for one in told.agreed)
    return Standing(_work_words(told), started, _next_words(told))


def _without_actions(told: Told) -> Standing:
    lead = told.priority.workplan.outcome.lead
    who = lead.label if lead else "A lead, when there is one,"
    if told.actions:
        first = min(timezone.localdate(one.created_at) for one in told.actions)
        number = len(told.actions)
        words = f"{number} proposed action{'' if number == 1 else 's'}, none agreed yet"
        return Standing(words, first, f"{who} says yes or no.")
    return Standing(
        "chosen, but nobody has planned an action yet",
        told.priority.set_on,
        f"{who} turns it into actions.",
    )


def _work_words(told: Told) -> str:
    """ "being worked on: 1 of 3 actions done, 1 late"."""
    done = sum(1 for one in told.agreed if one.status == ActionStatus.DONE)
    late = sum(1 for one in told.owed if one.days_late)
    total = len(told.agreed)
    words = f"being worked on: {done} of {total} action{'' if total == 1 else 's'} done"
    return f"{words}, {late} late" if late else words


def _next_words(told: Told) -> str:
    """The one thing to wait for first."""
    if told.unanswered:
        waiting = min(told.unanswered, key=lambda one: (one.reply_by, one.id))
        return f"{waiting.asked_of} answers care consultants by {_date(waiting.reply_by)}."
    action = min(told.owed, key=lambda one: (one.due_on, one.pk))
    if action.days_late:
        return f"{action.owner.label} says why “{action.title}” is late."
    meeting = _next_meeting(told)
    if meeting and timezone.localdate(meeting.starts_at) <= action.due_on:
        return f"{meeting.title}, {_date(timezone.localdate(meeting.starts_at))}."
    return f"“{action.title}” is due by {_date(action.due_on)}."


def _next_meeting(told: Told) -> Meeting | None:
    return next((one for one in told.meetings if one.status != MeetingStatus.HELD), None)


def _to_come(told: Told, standing: Standing) -> list[ThreadStep]:
    """What is still ahead, soonest first; what is overdue heads it."""
    if told.priority.closed_on:
        return []
    coming = [
        (
            timezone.localdate(one.starts_at),
            f"{one.title} talks about it",
            told.link("cooperative:meeting-detail", one.pk),
        )
        for one in told.meetings
        if one.status != MeetingStatus.HELD
    ]
    coming += [
        (one.due_on, f"Due: {one.title}", told.link("outcomes:action-detail", one.pk))
        for one in told.owed
    ]
    coming += [
        (
            one.reply_by,
            f"{one.asked_of} answers: “{one.question}”",
            told.link("cooperative:challenge-detail", one.id),
        )
        for one in {one.id: one for one in told.unanswered}.values()
    ]
    steps = [
        ThreadStep(title, "next", when=day, url=url)
        for day, title, url in sorted(coming, key=lambda one: one[0])
    ]
    if not told.owed:
        steps.insert(0, ThreadStep(standing.next_words, "next"))
    steps.append(ThreadStep("Care consultants say whether it is met", "next"))
    return steps


def last_moved(told: Told) -> datetime.date:
    """The day the last thing happened."""
    days = [one.on for one in _happened(told)]
    return max([*days, told.priority.closed_on] if told.priority.closed_on else days)


def _date(day: datetime.date) -> str:
    return date_format(day, "j F Y")


def _short(text: str) -> str:
    return Truncator(text).words(40)
