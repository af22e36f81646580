"""The steps of a journey, in the order they happened, then where it stands, then what comes."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperative.enums import MeetingStatus
from cooperative.models import Meeting
from core.components import ThreadStep, feels_badge, status_badge
from core.dates import full_day
from core.suppression import young_people
from impact.enums import Part, ReportStatus
from outcomes.enums import NEVER_AGREED, PriorityStatus
from outcomes.models import Action, ProgressUpdate, Verdict
from portal.queries.journey_standing import meetings_ahead, missed
from portal.queries.journey_told import Asked, Standing, Told

# Older updates than these are told in one step, so that the line can still be read.
LATEST_UPDATES = 10


@dataclass(frozen=True)
class Happened:
    """One thing that happened. `place` orders what happened on one day by the loop itself."""

    on: datetime.date
    place: int
    step: ThreadStep


def happened(told: Told) -> list[Happened]:
    """What has happened so far, in its order."""
    return sorted(_happened(told), key=lambda one: (one.on, one.place))


def steps_of(told: Told, standing: Standing, past: list[Happened]) -> list[ThreadStep]:
    """The whole line: `past` first, then what should have happened and did not, where it stands
    now, and what is still ahead."""
    late = [
        ThreadStep(
            one.words,
            "late",
            when=one.since,
            url=one.url,
            tag=status_badge("late", one.days_late) if one.days_late else "",
        )
        for one in missed(told)
    ]
    return [*(one.step for one in past), *late, _now(told, standing), *_to_come(told, standing)]


def _now(told: Told, standing: Standing) -> ThreadStep:
    """Where it stands; for a closed one, its end."""
    priority = told.priority
    since = standing.stood
    if not priority.closed_on:
        return ThreadStep(_("Now: %(words)s") % {"words": standing.words}, "now", text=since)
    met = priority.status == PriorityStatus.MET
    title = (
        _("%(consultants)s said it’s been met")
        if met
        else _("%(consultants)s closed it as not met")
    )
    return ThreadStep(
        title % {"consultants": told.consultants_first},
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
    yield from _moved(told)
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
        title = _("%(people)s said: “%(words)s”") % {
            "people": capfirst(young_people(ask.said_by, told.rule)),
            "words": ask.text,
        }
        yield _done(ask.said_on, 0, title, text=ask.source_name)


def _set(told: Told) -> Happened:
    priority = told.priority
    text = _("%(who)s, %(consultant)s.")
    if priority.on_their_behalf:
        text = _("Written down for %(consultants)s by %(who)s.")
    if priority.why:
        text = f"{text} {_('Why: %(why)s')}"
    return _done(
        priority.set_on,
        1,
        _("%(consultants)s chose it as priority %(rank)s")
        % {"consultants": told.consultants_first, "rank": priority.rank},
        text=text
        % {
            "who": priority.set_by.label,
            "why": priority.why,
            "consultant": told.consultant,
            "consultants": told.consultants,
        },
        url=told.link(
            "outcomes:workplan-detail",
            priority.workplan.outcome.slug,
            priority.workplan.period.slug,
        ),
    )


def _started(told: Told, action: Action) -> Happened:
    agreed = getattr(action, "agreed_at", None)
    spoken_of = any(update.action_id == action.pk for update in told.updates)
    title = _("Action agreed: %(action)s")
    if action.status in NEVER_AGREED:
        title = _("Action proposed: %(action)s")
    elif agreed is not None:
        title = _("Agreed at %(meeting)s: %(action)s")
    meeting = agreed.meeting.title if agreed is not None else ""
    text = _("%(who)s is responsible. Due by %(day)s.") % {
        "who": action.owner.standing,
        # As it was promised; each move is a step of its own.
        "day": full_day(action.first_due_on),
    }
    if agreed is not None and agreed.decision is not None:
        decided = _("The meeting decided: %(words)s") % {"words": agreed.decision.text}
        text = f"{decided} {text}"
    return _done(
        action.created_at,
        7 if agreed is not None else 2,
        title % {"action": action.title, "meeting": meeting},
        text=text,
        url=told.action_link(action.pk),
        # Once there is an update it says where the action stands; before, nothing else does.
        tag="" if spoken_of else status_badge(action.status, action.days_late),
    )


def _moved(told: Told) -> Iterator[Happened]:
    titles = {action.pk: action.title for action in told.actions}
    for move in told.moves:
        yield _done(
            move.at,
            3,
            _("Due date moved: %(action)s") % {"action": titles[move.action_id]},
            text=_("From %(before)s to %(after)s. %(who)s: %(why)s")
            % {
                "before": full_day(move.from_on),
                "after": full_day(move.to_on),
                "who": move.by.label,
                "why": move.because,
            },
            url=told.action_link(move.action_id),
        )


def _updates(told: Told) -> Iterator[Happened]:
    titles = {action.pk: action.title for action in told.actions}
    older, latest = told.updates[:-LATEST_UPDATES], told.updates[-LATEST_UPDATES:]
    if older:
        number = len(older)
        yield _done(
            older[-1].at,
            3,
            ngettext(
                "%(number)s earlier update on these actions",
                "%(number)s earlier updates on these actions",
                number,
            )
            % {"number": number},
            text=_("Open an action to read them all."),
        )
    for update in latest:
        yield _done(
            update.at,
            3,
            _("Progress: %(action)s") % {"action": titles[update.action_id]},
            text=_told_by(update),
            url=told.action_link(update.action_id),
            tag=status_badge(update.status),
        )


def _told_by(update: ProgressUpdate) -> str:
    words = f"{update.by.label}: {update.done}"
    if not update.difference:
        return words
    different = _("What is different: %(words)s") % {"words": update.difference}
    return f"{words} {different}"


def _challenged(told: Told) -> Iterator[Happened]:
    for _key, rows in groupby(told.challenges, key=lambda one: one.id):
        answers = list(rows)
        first = answers[0]
        url = told.link("cooperative:challenge-detail", first.id)
        yield _done(
            first.raised_at,
            4,
            _("%(who)s asked %(whom)s: “%(question)s”")
            % {"who": first.asked_by, "whom": first.asked_of, "question": first.question},
            text=_("They asked for an answer by %(day)s.") % {"day": full_day(first.reply_by)},
            url=url,
        )
        for one in answers:
            if one.answered_at:
                yield _done(
                    one.answered_at,
                    5,
                    _("%(who)s answered") % {"who": one.asked_of},
                    text=_answer(one),
                    url=url,
                )


def _answer(one: Asked) -> str:
    """The answer, what care consultants said to it, and why not."""
    judged = {True: _("Accepted."), False: _("Not accepted."), None: ""}[one.accepted]
    because = one.refused_because and _("Why not: %(words)s") % {"words": one.refused_because}
    return " ".join(part for part in (judged, f"“{_short(one.answer)}”", because) if part)


def _met(told: Told, meeting: Meeting) -> Happened:
    agreed = [
        action.title
        for action in told.actions
        if (at := getattr(action, "agreed_at", None)) and at.meeting_id == meeting.pk
    ]
    text = _("It was part of the meeting’s theme.")
    if agreed:
        words = _("We agreed: %(actions)s.")
        if meeting.body.decides is False:
            words = _("We added to the plan: %(actions)s.")
        text = words % {"actions": "; ".join(agreed)}
    url = told.link("cooperative:meeting-detail", meeting.pk)
    return _done(
        meeting.starts_at,
        6,
        _("Talked about at %(meeting)s") % {"meeting": meeting.title},
        text=text,
        url=url,
    )


def _reported(told: Told) -> Iterator[Happened]:
    for report, rows in groupby(told.lines, key=lambda line: line.report):
        lines = list(rows)
        best = next((line for line in lines if line.part == Part.ACHIEVED), lines[0])
        url = told.link("impact:report-detail", report.slug)
        yield _done(
            report.composed_at,
            8,
            _("In the report: %(report)s") % {"report": report.title},
            text=ngettext(
                "%(number)s line: “%(words)s”",
                "%(number)s lines, including “%(words)s”",
                len(lines),
            )
            % {"number": len(lines), "words": _short(best.text)},
            url=url,
            tag=status_badge(report.status),
        )
        if report.status == ReportStatus.PUBLISHED and report.published_at:
            yield _done(
                report.published_at,
                9,
                _("Published for everyone"),
                text=report.title,
                url=told.link("impact:public-report", report.slug),
            )


def _judged(told: Told, verdict: Verdict) -> Happened:
    titles = {action.pk: action.title for action in told.actions}
    title = _("%(who)s said how it feels")
    if verdict.action_id:
        title = _("%(who)s said how it feels about “%(action)s”")
    return _done(
        verdict.at,
        10,
        title % {"who": verdict.by.label, "action": titles.get(verdict.action_id or 0, "")},
        text=verdict.words,
        tag=feels_badge(verdict.feels),
    )


def _to_come(told: Told, standing: Standing) -> list[ThreadStep]:
    """What is still ahead, soonest first. What is late stands before now."""
    if told.priority.closed_on:
        return []
    today = timezone.localdate()
    coming = [
        (
            timezone.localdate(one.starts_at),
            _("Coming up at %(meeting)s") % {"meeting": one.title},
            told.link("cooperative:meeting-detail", one.pk),
        )
        for one in meetings_ahead(told)
    ]
    coming += [
        (
            one.due_on,
            _("Due: %(action)s") % {"action": one.title},
            told.action_link(one.pk),
        )
        for one in told.owed
        if one.due_on >= today
    ]
    coming += [
        (
            one.reply_by,
            _("%(who)s to answer: “%(question)s”")
            % {"who": one.asked_of, "question": one.question},
            told.link("cooperative:challenge-detail", one.id),
        )
        for one in {one.id: one for one in told.unanswered}.values()
        if one.reply_by >= today
    ]
    steps = [
        ThreadStep(title, "next", when=day, url=url)
        for day, title, url in sorted(coming, key=lambda one: one[0])
    ]
    if not told.owed:
        steps.insert(0, ThreadStep(standing.next_words, "next"))
    steps.append(
        ThreadStep(
            _("%(consultants)s say whether it’s been met")
            % {"consultants": told.consultants_first},
            "next",
        )
    )
    return steps


def last_moved(told: Told, past: list[Happened]) -> datetime.date:
    """The day the last thing happened."""
    return max(past[-1].on, told.priority.closed_on or past[-1].on)


def _short(text: str) -> str:
    return Truncator(text).words(40)
