"""What stands out of a report: its figures, how its promises stand, and one quotation."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import suppression
from core.components import is_share, share_figure, share_words
from impact.enums import Part
from impact.models import ReportLine
from impact.queries.facts import Facts
from impact.queries.sentences import not_said_yet, whole
from outcomes.enums import ActionStatus, Feels
from outcomes.queries.status_counts import Tally, status_counts
from voice.enums import Attribution
from voice.models import Ask

# What no report may pass over: not begun, stopped, or not expected to come in time.
UNDONE = (
    ActionStatus.NOT_STARTED,
    ActionStatus.AT_RISK,
    ActionStatus.OFF_TRACK,
    ActionStatus.STOPPED,
)
# Whole sentences, since in some languages "shared" agrees with the person.
SHARED = {
    Attribution.YOUNG_PERSON: gettext_lazy("A young person, shared with consent"),
    Attribution.YOUNG_PEOPLE: gettext_lazy("A group of young people, shared with consent"),
    Attribution.IN_CARE: gettext_lazy("A young person in care, shared with consent"),
    Attribution.CARE_LEAVER: gettext_lazy("A care leaver, shared with consent"),
}


@dataclass(frozen=True)
class Figure:
    big: str
    words: str


@dataclass(frozen=True)
class Quotation:
    text: str
    attribution: str


def count_statuses(promises: Iterable[Facts]) -> Tally:
    """How many promises stand where. A line left out of the report is still counted: leaving out
    what is late must not make the numbers better."""
    return status_counts((item.status, item.days_late) for item in promises)


def figures_of(
    kept: list[ReportLine], facts: dict[int, Facts], promises: list[Facts], rule: suppression.Rule
) -> list[Figure]:
    """Up to three numbers that begin a sentence, from the same facts as the lines."""
    figures = []
    figures += _number_told(kept, facts, rule)
    if promises:
        done = sum(item.status == ActionStatus.DONE for item in promises)
        # Translators: stands below "3 of 8".
        words = ngettext("promise is done.", "promises are done.", len(promises))
        figures.append(Figure(_part(done, len(promises)), words))
    felt = Counter(item.feels for item in promises if item.feels)
    if felt:
        figures.append(Figure(_part(felt[Feels.YES], sum(felt.values())), _felt(felt)))
    return figures[:3]


def _felt(felt: Counter[str]) -> str:
    """ "promises we’ve judged feel really different. 3 feel no different yet."; no zero in it."""
    words = [
        ngettext(
            # Translators: stands below "3 of 8".
            "promise we’ve judged feels really different.",
            "promises we’ve judged feel really different.",
            sum(felt.values()),
        )
    ]
    if bit := felt[Feels.A_BIT]:
        words.append(
            ngettext("%(n)s feels a bit different.", "%(n)s feel a bit different.", bit)
            % {"n": bit}
        )
    if none := felt[Feels.NOT_YET]:
        words.append(
            ngettext("%(n)s feels no different yet.", "%(n)s feel no different yet.", none)
            % {"n": none}
        )
    return " ".join(words)


def words_of_undone(promises: Iterable[Facts]) -> str:
    """How many promises are not done although nobody says which: first those that should be or may
    not be, then those that are on track for a day that is still ahead; "" where each is done."""
    promises = list(promises)
    everything = len(promises)
    stuck = sum(item.status in UNDONE or item.days_late > 0 for item in promises)
    undone = sum(item.status != ActionStatus.DONE or item.days_late > 0 for item in promises)
    return " ".join(filter(None, [_stuck(stuck, everything), _going(undone - stuck, everything)]))


def _stuck(number: int, everything: int) -> str:
    if not number:
        return ""
    if number == everything:
        words = ngettext(
            "Our %(n)s promise isn’t done, and this report doesn’t say why.",
            "None of our %(n)s promises is done, and this report doesn’t say why.",
            number,
        )
        return words % {"n": number}
    words = ngettext(
        "%(n)s of our %(all)s promises isn’t done, and this report doesn’t say why.",
        "%(n)s of our %(all)s promises aren’t done, and this report doesn’t say why.",
        number,
    )
    return words % {"n": number, "all": everything}


def _going(number: int, everything: int) -> str:
    if not number:
        return ""
    if number == everything:
        words = ngettext(
            "Our %(n)s promise isn’t done yet, but it’s on track.",
            "None of our %(n)s promises are done yet, but they’re all on track.",
            number,
        )
        return words % {"n": number}
    words = ngettext(
        "%(n)s of our %(all)s promises isn’t done yet, but it’s on track.",
        "%(n)s of our %(all)s promises aren’t done yet, but they’re on track.",
        number,
    )
    return words % {"n": number, "all": everything}


def said_once(facts: Facts, text: str) -> Facts:
    """The facts without what stands beside them anyway: a judgement stands before the words it was
    given with, and an officer's words are in the line that was composed of them."""
    says = facts.consultants_say.removeprefix(f"{_label(Feels, facts.feels)}.").strip()
    told = facts.officer_says.removeprefix(f"{_label(ActionStatus, facts.status)}.").strip()
    if not not_said_yet(told, text):
        told = ""
    return replace(facts, consultants_say=says, officer_says=told)


def _label(words: type[TextChoices], key: str) -> str:
    """The words of a choice as they were kept: in the authority's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(words(key).label) if key in words.values else ""


def _number_told(
    kept: list[ReportLine], facts: dict[int, Facts], rule: suppression.Rule
) -> list[Figure]:
    """The first count that a line gives, those that moved before those that did not. What the line
    itself does not say, no figure says beside it."""
    numbers = []
    for row in sorted(kept, key=lambda row: not row.on_one_page):
        count = facts[row.pk].count
        if row.part != Part.ACHIEVED or count is None:
            continue
        item, shown = facts[row.pk], suppression.show_count(count, rule)
        words, big, unit = shown.words, shown.words, item.unit
        if shown.is_exact and is_share(unit):
            words, _aim = share_words(count.reached, count.target or 0, unit)
            big, unit = share_figure(count.reached, count.target or 0, unit)
        if words and words.casefold() in row.text.casefold():
            numbers.append((item, big, unit))
    numbers.sort(key=lambda found: not found[0].reached)
    return [_number(*found) for found in numbers[:1]]


def _part(some: int, of: int) -> str:
    return _("%(some)s of %(all)s") % {"some": some, "all": of}


def _number(item: Facts, big: str, unit: str) -> Figure:
    """ "61 of 100": "linked. We promised: “Link 100 young people to a club they choose.”"."""
    # Translators: stands below "61 of 100"; the unit says what is counted ("linked").
    words = _("%(unit)s. We promised: “%(title)s”")
    words %= {"unit": unit or _("so far"), "title": whole(item.title)}
    return Figure(big[0].upper() + big[1:], words)


def quote_for(kept: list[ReportLine]) -> Quotation | None:
    """One quotation for a report: the newest words with consent about the first priority it speaks
    of. The lines come from `impact.queries.content.loaded`, which reads only such words."""
    for row in kept:
        for ask in row.priority.asks.all() if row.priority else ():
            return Quotation(text=ask.text, attribution=_attribution(ask))
    return None


def _attribution(ask: Ask) -> str:
    return str(SHARED[Attribution(ask.attribution)])
