"""The home of whoever does the work: an officer, a partner, an outcome's lead."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import Membership
from cooperative.models import Meeting
from core.templatetags.words import ago
from outcomes.enums import ActionStatus
from outcomes.models import Outcome
from outcomes.queries.actions import NEEDS_UPDATE
from outcomes.queries.status_counts import Tally, status_counts
from portal.queries.homes.cards import (
    Board,
    Card,
    Home,
    Quiet,
    Row,
    actions_in_words,
    cards_of,
    joined,
    link,
    own_list,
)
from portal.queries.homes.open_actions import Owed, led_and_own_actions
from portal.queries.homes.shared import (
    challenges_to_answer,
    meeting_news,
    next_meeting,
    obstacles_to_decide,
    questions_to_answer,
    report_news,
    scrutiny_to_answer,
    when_of,
)

# So many actions are named on a card, and so many more in its fold. A longer list has its page.
NAMED, FOLDED = 5, 30


def worker_home(actor: Membership) -> Home:
    """Seven statements: outcomes led, the actions led and owned, challenges, obstacles, questions,
    the next meeting, the last report. For who leads an outcome one more: what scrutiny
    recommends."""
    outcomes = {one.pk: one for one in Outcome.objects.visible_to(actor).filter(lead=actor)}
    led, own = led_and_own_actions(actor, set(outcomes))
    meeting = next_meeting(actor)
    return Home(
        waiting=joined(
            challenges_to_answer(actor),
            obstacles_to_decide(actor),
            _update(actor, own),
            questions_to_answer(actor),
            scrutiny_to_answer(actor) if outcomes else [],
            _proposals(actor, outcomes, led),
        ),
        news=joined(
            _of_others(actor, outcomes, led), meeting_news(actor, meeting), report_news(actor)
        ),
        boards=_boards(actor, outcomes, led),
        quiet=_quiet(actor, own, meeting),
    )


def _update(actor: Membership, own: list[Owed]) -> list[Card]:
    """One card for all that wants a word: late, due soon, or silent. The others are a number."""
    wanting = [one for one in own if one.wants_a_word]
    if not wanting:
        return []
    rest = len(own) - len(wanting)
    also = (own_list(actor), _others(rest)) if rest else ("", "")
    if len(wanting) > NAMED + FOLDED:
        also = (own_list(actor, NEEDS_UPDATE), _("See the list"))
    rows = tuple(
        Row(
            one.title,
            url=link(actor, "outcomes:action-progress", one.id),
            note=one.why,
            status=one.status,
            days_late=one.days_late,
            also=_report(actor, one),
        )
        for one in wanting
    )
    return [
        Card(
            ngettext(
                "%(n)s of your actions needs an update",
                "%(n)s of your actions need an update",
                len(wanting),
            )
            % {"n": f"{len(wanting):,}"},
            url=link(actor, "portal:update"),
            label=_("Two-minute update"),
            rows=rows[:NAMED],
            waits=len(wanting),
            also=also,
            **_fold(rows),
        )
    ]


def _report(actor: Membership, one: Owed) -> tuple[str, str]:
    """Where the owner of an action says that something blocks it."""
    if one.owner_id != actor.pk or not actor.holds("escalate_obstacles"):
        return ("", "")
    return (link(actor, "cooperative:escalation-create", one.id), _("Report a problem"))


def _fold(rows: tuple[Row, ...]) -> dict[str, Any]:
    """What a card folds away, and the fold's words: nothing where all are named, or too many."""
    rest = len(rows) - NAMED
    if not 0 < rest <= FOLDED:
        return {}
    words = ngettext("And %(n)s more", "And %(n)s more", rest) % {"n": rest}
    return {"folded": rows[NAMED:], "fold": words}


def _others(rest: int) -> str:
    return ngettext(
        "%(n)s of your other actions doesn’t need an update now",
        "%(n)s of your other actions don’t need an update now",
        rest,
    ) % {"n": f"{rest:,}"}


def _still_late(own: list[Owed]) -> str:
    late = sum(1 for one in own if one.days_late)
    if not late:
        return _("You’re up to date, and none of your actions are late.")
    return ngettext(
        "You’ve updated all of them. %(n)s is still late.",
        "You’ve updated all of them. %(n)s are still late.",
        late,
    ) % {"n": late}


def _quiet(actor: Membership, own: list[Owed], meeting: Meeting | None) -> Quiet:
    """Nothing waits: what comes next, and when."""
    if any(one.is_soon or one.days_late for one in own):
        # Late or due soon, and told of lately: else it would be waiting.
        return Quiet(
            _("Thank you for your updates"),
            _("%(late)s In a week, we’ll ask again about anything late or due soon.")
            % {"late": _still_late(own)},
            url=own_list(actor),
            label=_("See your actions"),
        )
    if own:
        first = own[0]
        return Quiet(
            _("None of your actions are due in the next 30 days"),
            _("%(total)s coming up. The next is “%(title)s”, due %(when)s.")
            % {
                "total": ngettext(
                    "%(n)s action is", "%(n)s actions are", len(own)
                ) % {"n": f"{len(own):,}"},
                "title": first.title,
                "when": when_of(first.due_on),
            },
            url=own_list(actor),
            label=_("See your actions"),
        )  # fmt: skip
    text = _(
        "When you’re given an action in a workplan, you’ll see it here as its due date gets close."
    )
    if actor.role == Role.PARTNER:
        text = _(
            "When your organisation is given an action in a workplan, you’ll see it here as its "
            "due date gets close. Updating it takes two minutes on a phone."
        )
    if meeting is not None:
        text += " " + _("The next meeting is %(when)s.") % {
            "when": when_of(meeting.starts_at, today=True)
        }
    return Quiet(
        _("You have no actions yet"),
        text,
        url=link(actor, "outcomes:outcome-list"),
        label=_("See what is planned"),
    )


# --- An outcome's lead ---------------------------------------------------------------------------


def _proposals(actor: Membership, outcomes: dict[int, Outcome], led: list[Owed]) -> list[Card]:
    """Proposals in the outcomes the actor leads."""
    found = [one for one in led if one.status == ActionStatus.PROPOSED]

    def card(one: Owed) -> Card:
        return Card(
            _("Someone has proposed an action"),
            url=link(actor, "outcomes:action-detail", one.id),
            label=_("Say yes or no"),
            quote=one.title,
            outcome=outcomes[one.outcome_id],
        )

    return cards_of(
        found,
        card,
        more=lambda rest: (
            ngettext("And %(n)s more proposal", "And %(n)s more proposals", rest) % {"n": rest}
        ),
        url=link(actor, "outcomes:action-list", query="whose=&status=proposed"),
        label=_("See them all"),
    )


def _of_others(actor: Membership, outcomes: dict[int, Outcome], led: list[Owed]) -> list[Card]:
    """Other people's actions in the outcomes the actor leads: late ones, and silent ones, by
    name."""
    cards = []
    for outcome in outcomes.values():
        theirs = [one for one in led if one.outcome_id == outcome.pk and one.owner_id != actor.pk]
        late = sorted((one for one in theirs if one.days_late), key=lambda one: -one.days_late)
        silent = [one for one in theirs if one.is_stale and not one.days_late]
        silent.sort(key=lambda one: one.moved_on)
        if late:
            title = ngettext("%(n)s action is late", "%(n)s actions are late", len(late))
            cards.append(_named(actor, outcome, late, title % {"n": len(late)}, "late"))
        if silent:
            title = ngettext(
                "%(n)s action hasn’t been updated for 60 days",
                "%(n)s actions haven’t been updated for 60 days",
                len(silent),
            )
            cards.append(_named(actor, outcome, silent, title % {"n": len(silent)}, "open"))
    return cards


def _named(actor: Membership, outcome: Outcome, found: list[Owed], title: str, status: str) -> Card:
    rows = tuple(
        Row(
            one.title,
            url=link(actor, "outcomes:action-detail", one.id),
            label=_("Open action"),
            note=_("%(owner)s, last update %(when)s")
            % {"owner": one.owner, "when": ago(one.moved_on)},
            status=one.status,
            days_late=one.days_late,
        )
        for one in found
    )
    listed = link(actor, "outcomes:action-list", query=f"outcome={outcome.slug}&status={status}")
    return Card(
        title,
        rows=rows[:NAMED],
        outcome=outcome,
        waits=0,
        also=("", "") if len(found) <= NAMED + FOLDED else (listed, _("See them all")),
        **_fold(rows),
    )


def _boards(actor: Membership, outcomes: dict[int, Outcome], led: list[Owed]) -> list[Board]:
    """Each outcome the actor leads, at a glance."""
    by_outcome: dict[int, list[Owed]] = defaultdict(list)
    for one in led:
        by_outcome[one.outcome_id].append(one)
    return [
        Board(
            outcome,
            url=link(actor, "outcomes:action-list", query=f"outcome={outcome.slug}"),
            counts=_counts(by_outcome[outcome.pk]),
            lines=_look_at(by_outcome[outcome.pk]),
        )
        for outcome in outcomes.values()
    ]


def _counts(actions: list[Owed]) -> Tally:
    """How many stand where, of what was agreed: this year's, as the outcome and the year say it
    too, and what is still owed from before."""
    counted = [one for one in actions if one.is_of_now or one.is_owed]
    return status_counts((one.status, one.days_late) for one in counted)


def _look_at(actions: list[Owed]) -> tuple[str, ...]:
    """What a lead should look at, as sentences."""
    late = sum(1 for one in actions if one.days_late)
    stale = sum(1 for one in actions if one.is_stale)
    proposed = sum(1 for one in actions if one.status == ActionStatus.PROPOSED)
    lines = []
    if late:
        lines.append(_("%(actions)s late.") % {"actions": actions_in_words(late)})
    if stale:
        lines.append(
            _("%(actions)s not updated for 60 days.") % {"actions": actions_in_words(stale)}
        )
    if proposed:
        lines.append(
            ngettext(
                "%(n)s proposal for you to decide on.",
                "%(n)s proposals for you to decide on.",
                proposed,
            )
            % {"n": proposed}
        )
    if not lines and actions:
        lines.append(_("Nothing is late, and everything has a recent update."))
    return tuple(lines)
