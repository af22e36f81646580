"""The sentences a report is composed of: plain, whole, and fit to be published.

They are made from records and are only a first draft; people change them together afterwards.
Counts of people pass through `core.suppression`, and an owner is named by post, never by name:
these words leave the house.

They are kept, and so they are written in the authority's own language and are not translated for
whoever reads them. Only `post` is also asked while a page is drawn.
"""

import datetime

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


def title(subject: str) -> str:
    """The first title of a report, until somebody writes a better one."""
    return f"{subject}: what changed"


def introduction(subject: str, body: str, held_on: datetime.date) -> str:
    """The first introduction of a report."""
    return (
        f"This is what we said we would do about {subject}, what we did, what we did not do and "
        f"why, and what we agree to do next. We talked about it at the {body} on {day(held_on)}."
    )


def annual_title(authority: Authority, period: str) -> str:
    """The title of a year's report."""
    return f"Corporate parenting in {authority.short_name}, {period}"


def promise(action: Action) -> str:
    """What was promised, by whom, by when."""
    return joined(action.title, f"{post(action.owner)}, by {day(action.due_on)}")


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


def achieved(action: Action, update: ProgressUpdate, rule: suppression.Rule) -> str:
    """What was done, how far it came, and what is different because of it."""
    done = "Done" if action.status == ActionStatus.DONE else ""
    different = f"What is different: {update.difference}" if update.difference else ""
    return joined(action.title, done, so_far(action, rule), update.done, different)


def not_done(
    action: Action,
    update: ProgressUpdate | None,
    days_late: int,
    rule: suppression.Rule,
    stuck: str = "",
) -> str:
    """What was not done, and why, without excuses. `stuck` says that it is blocked."""
    late = f"{days_late} day{'s' if days_late != 1 else ''} late"
    if action.status == ActionStatus.STOPPED:
        state = "We stopped this"
    elif days_late:
        state = f"Not done yet: it is {late}"
    elif action.status == ActionStatus.OFF_TRACK:
        state = f"Off track: we do not expect to finish by {day(action.due_on)}"
    elif stuck and action.status != ActionStatus.AT_RISK:
        state = f"Due by {day(action.due_on)}"
    else:
        state = f"At risk: we may not finish by {day(action.due_on)}"
    moved = ""
    if action.first_due_on < action.due_on:
        times = f", and has moved {_times(action.times_moved)}" if action.times_moved > 1 else ""
        moved = f"It was first promised for {day(action.first_due_on)}{times}"
    why = f"Why: {update.done}" if update else "Nobody has said why yet"
    return joined(action.title, state, so_far(action, rule) if update else "", why, stuck, moved)


def blocked(body: str, since: datetime.date) -> str:
    """That something stops an action, and which group has been asked, since when."""
    return f"It is blocked: {body} has been asked to decide since {day(since)}"


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number} times"


def priority_heading(authority: Authority, rank: int, title: str) -> str:
    """A priority, in care consultants' own words."""
    name = first_up(authority.word("priority"))
    return joined(f"{name} {rank}, in {whose(us(authority))} words: {quoted(title)}")


def feels(verdict: Verdict) -> str:
    """Care consultants' verdict: "A bit different. Travel is still the problem.". Their words only
    where they agreed that everyone may read them."""
    return joined(str(Feels(verdict.feels).label), verdict.public_words)


def priority_met(authority: Authority, title: str, words: str) -> str:
    """A priority that care consultants have closed as met."""
    who, what = first_up(us(authority)), authority.word("priority")
    return joined(f"{who} say this {what} is met: {quoted(title)}", words)


def priority_closed(title: str, words: str) -> str:
    """A priority closed without being met."""
    return joined(f"We could not do this: {quoted(title)}", f"Why: {words}" if words else "")


def priority_verdict(authority: Authority, title: str, verdict: Verdict) -> str:
    """What care consultants say of a whole priority."""
    return joined(f"{first_up(us(authority))} on {quoted(title)}", feels(verdict))


def agreed(text: str, reason: str, *, recommends: bool = False) -> str:
    """A decision of the meeting; what it recommends, of a body that decides nothing. Words that say
    so already are left as they are."""
    lead = "We recommend" if recommends else "We agreed"
    said = text if text.lower().startswith(lead.lower()) else f"{lead}: {text}"
    return joined(said, f"Why: {reason}" if reason else "")


def carried_on(action: Action, days_late: int) -> str:
    """Work that goes on after the meeting."""
    if days_late:
        promised = min(action.due_on, action.first_due_on)
        return joined(f"Finish what is late: {action.title}", f"It was due by {day(promised)}")
    return joined(f"Carry on: {action.title}", f"{post(action.owner)}, by {day(action.due_on)}")


def challenge(authority: Authority, item: Challenge) -> str:
    """A question still open, with its reply-by date."""
    who = first_up(us(authority))
    asked = f"{who} asked {post(item.asked_of)}: {quoted(item.question)}"
    if item.status == ChallengeStatus.ANSWERED:
        return joined(asked, f"There is an answer. {who} now decide if it is good enough")
    if item.days_overdue:
        return joined(asked, f"The answer was due by {day(item.reply_by)} and has not come")
    return joined(asked, f"An answer is due by {day(item.reply_by)}")
