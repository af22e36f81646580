"""The sentences a report is composed of: plain, whole, and fit to be published.

They are made from records and are only a first draft; people change them together afterwards.
Counts of people pass through `core.suppression`, and an owner is named by post, never by name:
these words leave the house.

They are kept, and so they are written in the authority's own language and are not translated for
whoever reads them. Only `post` is also asked while a page is drawn.
"""

import datetime
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Authority, Membership
from cooperative.enums import ChallengeStatus
from cooperative.models import Challenge
from core import suppression
from core.components import is_share, share_words
from outcomes.enums import ActionStatus, Feels
from outcomes.models import Action, ProgressUpdate, Verdict

MAX = 1000
# So many words are no sentence that stands for itself.
A_FEW_WORDS = 3


def day(date: datetime.date) -> str:
    """ "30 September 2026"."""
    return f"{date.day} {date:%B %Y}"


def whole(text: str) -> str:
    """The text as a sentence: trimmed, and ending in a full stop unless it ends some other way."""
    text = " ".join(text.split())
    return text if not text or text[-1] in ".!?”’…" else text + "."


def joined(*parts: str) -> str:
    """Sentences one after another, cut at the end of a word when a line cannot hold them all."""
    text = " ".join(whole(part) for part in parts if part)
    if len(text) <= MAX:
        return text
    return text[: MAX - 1].rsplit(" ", 1)[0] + "…"


def quoted(words: str) -> str:
    """The words in quotation marks, with the stop inside."""
    return f"“{whole(words)}”" if words else ""


def us(authority: Authority) -> str:
    """What this authority calls its care consultants: "Children in Care Council members"."""
    return authority.word("care consultant", many=True)


def first_up(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def whose(many: str) -> str:
    """Of several: "care consultants’", "care experienced young people’s"."""
    return f"{many}’" if many.endswith("s") else f"{many}’s"


def post(owner: Membership) -> str:
    """Who answers for something, as it may be published: a post or an organisation, not a name."""
    if owner.is_care_consultant:
        return _("Young people")
    organisation = owner.organisation.name if owner.organisation else ""
    if owner.title and organisation and organisation not in owner.title:
        return f"{owner.title}, {organisation}"
    return owner.title or organisation or str(Role(owner.role).label)


def responsible(owner: Membership) -> str:
    """The same at the head of a sentence: "The Head of Sport at Local NHS", "Leisure"."""
    organisation = owner.organisation.name if owner.organisation else ""
    if owner.is_care_consultant or not owner.title:
        return post(owner)
    named = owner.title if owner.title.lower().startswith("the ") else f"The {owner.title}"
    return (
        named if not organisation or organisation in owner.title else f"{named} at {organisation}"
    )


def title(subject: str) -> str:
    """The first title of a report, until somebody writes a better one."""
    return f"{subject}: what changed"


def introduction(subject: str, body: str, held_on: datetime.date, agenda: Iterable[str]) -> str:
    """The first introduction of a report. Without a subject, of a meeting without a theme, it names
    what was on the `agenda`."""
    about = f" about {subject}" if subject else ""
    items = "; ".join(item.strip().rstrip(".") for item in agenda)
    return joined(
        f"This is what we said we’d do{about}, what we did, what we didn’t do and why, and what we "
        f"agree to do next",
        f"We talked about it at the {body} on {day(held_on)}",
        f"On the agenda: {items}" if items and not subject else "",
    )


def annual_title(authority: Authority, period: str) -> str:
    """The title of a year's report."""
    return f"Corporate parenting in {authority.short_name}, {period}"


def promised(action: Action) -> str:
    """What was promised, by whom, by when."""
    who, by = responsible(action.owner), day(action.due_on)
    return joined(action.title, f"{who} promised to do this by {by}")


def will_do(action: Action) -> str:
    """What the meeting has just agreed: who does it, by when."""
    return joined(action.title, f"{responsible(action.owner)} will do this by {day(action.due_on)}")


def so_far(action: Action, rule: suppression.Rule) -> str:
    """How far an action with a number has come: "61 of 100 linked so far". Of a group too small
    for numbers it says no more than that."""
    if not action.target:
        return ""
    seen = suppression.show_count(action.count, rule)
    if not seen.words:
        return suppression.too_small()
    if seen.is_exact and is_share(action.unit):
        words = " ".join(share_words(action.reached or 0, action.target, action.unit))
    else:
        words = first_up(f"{seen.words} {action.unit}".strip())
    return words if action.status == ActionStatus.DONE else f"{words} so far"


# Words that make two sentences no different: "96 of them are trained now" and "96 trained".
_LITTLE = frozenset(
    "a an and are been far have has is it now of our so that the them this we".split()
)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - _LITTLE


def not_said_yet(text: str, *before: str) -> str:
    """The text without those of its sentences that say nothing but what `before` has said."""
    said = [_words(one) for one in before if one]
    kept = [
        sentence
        for sentence in re.split(r"(?<=[.!?…])\s+", " ".join(text.split()))
        if not any(_words(sentence) and _words(sentence) <= words for words in said)
    ]
    return " ".join(kept)


def achieved(action: Action, update: ProgressUpdate, rule: suppression.Rule) -> str:
    """What was done, how far it came, and what is different because of it."""
    done = "This is done" if action.status == ActionStatus.DONE else ""
    number = so_far(action, rule)
    told = not_said_yet(update.done, done, number)
    different = not_said_yet(first_up(update.difference), told, number)
    return joined(action.title, done, number, told, different)


def not_done(
    action: Action,
    update: ProgressUpdate | None,
    days_late: int,
    rule: suppression.Rule,
    stuck: str = "",
) -> str:
    """What was not done, and why, without excuses. How many days late it is stands beside it, in
    red. `stuck` says that it is blocked."""
    by = day(action.due_on)
    if action.status == ActionStatus.STOPPED:
        state = "We stopped this"
    elif action.status == ActionStatus.NOT_STARTED:
        state = "We haven’t started this yet"
    elif days_late:
        state = "This isn’t done yet"
    elif action.status == ActionStatus.OFF_TRACK:
        state = f"This is off track, and we don’t expect to finish by {by}"
    elif stuck and action.status != ActionStatus.AT_RISK:
        state = "This isn’t done yet"
    else:
        state = f"This is at risk, and we may not finish by {by}"
    number = so_far(action, rule) if update else ""
    told = not_said_yet(update.done, state, number) if update else ""
    why = _reason(told) if told else "" if stuck else _silence(action, days_late)
    return joined(action.title, state, number, why, stuck, _due(action, days_late))


def _reason(told: str) -> str:
    """A sentence stands for itself; two or three words are named as the reason."""
    return told if len(told.split()) > A_FEW_WORDS or not told else f"The reason: {told}"


def _silence(action: Action, days_late: int) -> str:
    """That nobody has said why, of what should have begun."""
    waits = action.status == ActionStatus.NOT_STARTED and not days_late
    return "" if waits else "Nobody has said why yet"


def _due(action: Action, days_late: int) -> str:
    """When it was promised for, and how often that day has moved."""
    if action.first_due_on < action.due_on:
        times = f", and has moved {_times(action.times_moved)}" if action.times_moved > 1 else ""
        return f"It was first promised for {day(action.first_due_on)}{times}"
    if action.status == ActionStatus.NOT_STARTED:
        return f"{'It was' if days_late else 'It’s'} due by {day(action.due_on)}"
    return ""


def blocked(body: str, since: datetime.date) -> str:
    """That something stops an action, and which group has been asked, since when."""
    return f"It’s blocked. {body} was asked on {day(since)} to decide"


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number} times"


def priority_heading(authority: Authority, rank: int, title: str, *, area: str = "") -> str:
    """A priority, in care consultants' own words; `area` is its outcome, where a report is about
    more than one."""
    name = first_up(authority.word("priority"))
    name = f"{area}, {name} {rank}" if area else f"{name} {rank}"
    return joined(f"{name}, in {whose(us(authority))} words: {quoted(title)}")


def priority_met(authority: Authority, title: str, words: str) -> str:
    """A priority that care consultants have closed as met."""
    who, what = first_up(us(authority)), authority.word("priority")
    return joined(f"{who} say this {what} is met: {quoted(title)}", words)


def priority_closed(title: str, words: str) -> str:
    """A priority closed without being met."""
    return joined(f"We couldn’t do this: {quoted(title)}", words)


_FEELS = {
    Feels.YES: "feels really different now",
    Feels.A_BIT: "feels a bit different now",
    Feels.NOT_YET: "feels no different yet",
}


def priority_verdict(authority: Authority, title: str, verdict: Verdict) -> str:
    """What care consultants say of a whole priority. Their words only where they agreed that
    everyone may read them."""
    felt = _FEELS[Feels(verdict.feels)]
    said = f"{first_up(us(authority))} say that “{title.rstrip('.')}” {felt}"
    return joined(said, verdict.public_words)


def agreed(text: str, reason: str, *, recommends: bool = False) -> str:
    """A decision of the meeting; what it recommends, of a body that decides nothing. Words that say
    so already are left as they are."""
    lead = "We recommend" if recommends else "We agreed"
    said = text if text.lower().startswith(lead.lower()) else f"{lead}: {text}"
    return joined(said, _reason(not_said_yet(reason, text)))


def carried_on(action: Action, days_late: int) -> str:
    """Work that goes on after the meeting."""
    what = f"“{action.title.rstrip('.')}”"
    if days_late:
        promised_for = min(action.due_on, action.first_due_on)
        return joined(f"We’ll finish {what}, which was due by {day(promised_for)}")
    verb = "start" if action.status == ActionStatus.NOT_STARTED else "carry on with"
    return joined(f"We’ll {verb} {what}, due by {day(action.due_on)}")


def challenge(authority: Authority, item: Challenge) -> str:
    """A question still open, with its reply-by date."""
    who = first_up(us(authority))
    asked = f"{who} asked {post(item.asked_of)}: {quoted(item.question)}"
    if item.status == ChallengeStatus.ANSWERED:
        return joined(
            asked, f"It’s been answered, and {us(authority)} now decide if that’s good enough"
        )
    if item.days_overdue:
        return joined(asked, f"The answer was due by {day(item.reply_by)} and hasn’t come")
    return joined(asked, f"An answer is due by {day(item.reply_by)}")
