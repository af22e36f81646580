"""Small numbers: a count that could point at one young person is not shown to the public.

The rule is the Department for Education's for children in need (SG-090): 1 to 5 becomes `c`, 0 is
shown as 0. A council may set another limit and another sign ("<5"). A number that is missing is
`:` and never 0 (SG-098). Every page, file and document asks here, and nowhere else. Who reads
exact numbers is a right (`read_small_numbers`); everyone else inside reads what the public reads.

What is hidden must not be worked out from what stands beside it: the part, what is left over, the
whole of a small group, all or none of one, and the difference from a number shown earlier
(SG-091, SG-092, SG-094).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MISSING = ":"


@dataclass(frozen=True)
class Rule:
    """Counts from 1 to `highest` are hidden behind `sign`. With a `highest` of 0 none is."""

    highest: int = 5
    sign: str = "c"

    @property
    def is_exact(self) -> bool:
        """Whether it hides nothing: the reader may read exact numbers."""
        return self.highest == 0

    def hides(self, number: int | None) -> bool:
        """Whether this count must not be shown."""
        return number is not None and 1 <= number <= self.highest

    def is_small_group(self, whole: int) -> bool:
        """Whether a group is so small that no part of it can be told, nor all or none of it."""
        return 1 <= whole <= 2 * self.highest


DEFAULT = Rule()
EXACT = Rule(highest=0, sign="")


def rule_of(settings: Mapping[str, Any]) -> Rule:
    """The rule in an authority's details: `{"small_numbers": {"highest": 4, "sign": "<5"}}`.
    What is not there, or is not a number, keeps the default: a slip never publishes more."""
    own = settings.get("small_numbers")
    if not isinstance(own, Mapping):
        return DEFAULT
    highest = own.get("highest", DEFAULT.highest)
    if not isinstance(highest, int) or isinstance(highest, bool) or highest < 1:
        highest = DEFAULT.highest
    return Rule(highest=highest, sign=str(own.get("sign") or DEFAULT.sign))


def shown(number: int | None, rule: Rule = DEFAULT) -> str:
    """The count as a table or a file may show it: "0", "c", "6", or ":" when there is none."""
    if number is None:
        return MISSING
    return rule.sign if rule.hides(number) else str(number)


def in_words(number: int | None, rule: Rule = DEFAULT) -> str:
    """The count in a sentence: "43", "nobody", or "a few" where it is hidden."""
    if number is None:
        return _("not known")
    if rule.hides(number):
        return _("a few")
    return _("nobody") if number == 0 else f"{number:,}"


def young_people(number: int, rule: Rule = DEFAULT) -> str:
    """So many young people, in words: "43 young people", "a few young people" for any small
    number, so that one person's point cannot be told from three's."""
    if rule.hides(number):
        return _("a few young people")
    return ngettext("%(n)s young person", "%(n)s young people", number) % {"n": f"{number:,}"}


def young_people_together(parts: Iterable[int], rule: Rule = DEFAULT) -> str:
    """The sum of several points, each of which is shown somewhere: what may be shown is added up,
    and "a few more" stands for the rest."""
    numbers = list(parts)
    rest = [number for number in numbers if rule.hides(number)]
    told = sum(numbers) - sum(rest)
    if not rest:
        return young_people(told, rule)
    if not told:
        # Two hidden numbers may be more than a few together; which is not told either.
        return _("a few young people")
    return _("%(number)s young people and a few more") % {"number": f"{told:,}"}


def total(parts: Iterable[int], rule: Rule = DEFAULT) -> str:
    """A total as it may be shown where its parts are public too. With one part hidden the total is
    hidden as well, or the part could be worked out from it (SG-091); with no parts it is ":"."""
    numbers = list(parts)
    if not numbers:
        return MISSING
    if any(rule.hides(number) for number in numbers):
        return rule.sign
    return shown(sum(numbers), rule)


# --- How far something has come ------------------------------------------------------------------


@dataclass(frozen=True)
class Count:
    """So many of so many. `last_shown` is the number that was shown exactly before, if there is
    one; things, unlike people, are always shown."""

    reached: int
    target: int | None = None
    last_shown: int | None = None
    of_people: bool = True


@dataclass(frozen=True)
class ShownCount:
    """A count as a reader may see it: "61 of 100", "a few of 100". `words` are empty where the
    group is too small for any number; then `TOO_SMALL` says so."""

    words: str
    is_exact: bool


def too_small() -> str:
    """What stands in the place of a count of a small group, whatever the count is."""
    return _("The group is too small for us to give numbers")


def show_count(count: Count, rule: Rule = DEFAULT) -> ShownCount:
    """The count as the audience of `rule` may see it. Hidden are a part of 1 to `highest`, a rest
    of as many, everything about a small group, and a number so close to one shown before that the
    difference would tell how many were added."""
    reached, target = count.reached, count.target or 0
    of = _(" of %(all)s") % {"all": f"{target:,}"} if target else ""
    if not count.of_people or rule.is_exact:
        return ShownCount(f"{reached:,}{of}", is_exact=True)
    if rule.is_small_group(target):
        return ShownCount("", is_exact=False)
    if rule.hides(reached):
        return ShownCount(_("a few") + of, is_exact=False)
    if target and rule.hides(target - reached):
        return ShownCount(_("all but a few") + of, is_exact=False)
    before = count.last_shown
    if before is not None and rule.hides(abs(reached - before)):
        words = (
            _("a few more than %(number)s")
            if reached > before
            else _("a few fewer than %(number)s")
        )
        return ShownCount(words % {"number": f"{before:,}"} + of, is_exact=False)
    return ShownCount(f"{reached:,}{of}", is_exact=True)


def in_sentence(count: Count, unit: str, rule: Rule = DEFAULT) -> str:
    """The count as a sentence of its own: "A few of 100 linked." """
    words = show_count(count, rule).words
    return f"{capfirst(f'{words} {unit}'.strip() if words else too_small())}."


def show_history(
    numbers: Iterable[int], target: int | None, rule: Rule = DEFAULT
) -> list[tuple[ShownCount, int | None]]:
    """A count as it grew, oldest first: each as it may be shown, with the number last shown exactly
    that it was measured against. No two numbers shown exactly are 1 to `highest` apart."""
    told: list[int] = []
    found: list[tuple[ShownCount, int | None]] = []
    for number in numbers:
        near = next((one for one in reversed(told) if rule.hides(abs(number - one))), None)
        seen = show_count(Count(number, target, near), rule)
        if seen.is_exact:
            told.append(number)
        found.append((seen, near if near is not None else (number if seen.is_exact else None)))
    return found


# --- Words that give a hidden number away --------------------------------------------------------

_NUMBER_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_MONTHS = (
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|tember|ober"
    r"|ember)?"
)
# What follows a number that counts time or money and nobody.
_OF_TIME = (
    rf"(?:\s|-)*(?:{_MONTHS}\b|(?:working |school )?"
    r"(?:minute|hour|day|night|week|month|term|year)s?\b"
    r"|am\b|pm\b|o’clock|p\b|pounds?\b|miles?\b)"
)
_NUMBER = re.compile(
    rf"(?<![\w£.,:/-])(\d[\d,]*|{'|'.join(_NUMBER_WORDS)})(?![\w:/%]|[.,]\d)(?!{_OF_TIME})", re.I
)
_NOT_COUNTED_BEFORE = re.compile(
    rf"(?:\b(?:no|any|every|this|that|which|each|another|year|stage|ward|room|number|part|phase|"
    rf"{_MONTHS})|£)\s?$",
    re.I,
)
_ONE_IN_PASSING = re.compile(r"^(?:’s|'s|\s+another|-to-one|\s+page|\s+place|\s+day|-page)\b", re.I)
_PHRASES = re.compile(
    r"\b(?:both|a couple|couple of|a pair|neither|none|all of|all but|everyone|everybody|every one|"
    r"nobody|no one|half|thirds?|(?:a|three) quarters?(?: of)?|a quarter of|a single|just the one|"
    r"per ?cent)\b|\d+ ?%|(?<![\d/])\d+/\d+(?![\d/])",
    re.I,
)


def given_away(text: str, count: Count, rule: Rule = DEFAULT) -> list[str]:
    """The words of `text` from which a count that is hidden beside it could be read: a digit or a
    number word from 1 to `highest`, the number itself, what is left over, "both", "a couple",
    "none of", "all of". Empty where the count is shown, for then there is nothing to give away."""
    if show_count(count, rule).is_exact:
        return []
    telling = set(range(1, rule.highest + 1)) | {count.reached}
    if count.target:
        telling |= {count.target - count.reached}
    found = [(match.start(), match[0]) for match in _PHRASES.finditer(text)]
    found += [(at, word) for at, word, number in _numbers(text) if number in telling]
    return [word for _at, word in sorted(dict(found).items())]


_YOUNG_PEOPLE = re.compile(
    r"^(?:[ -][\w’-]+)?[ ](?:of us|of you|young (?:people|person|wom[ae]n|m[ae]n|ones?)|"
    r"child(?:ren)?|"
    r"girls?|boys?|teenagers?|care leavers?|siblings?|brothers?|sisters?|bab(?:y|ies))\b",
    re.I,
)


def few_young_people_in(text: str, rule: Rule = DEFAULT) -> list[str]:
    """Where a text says of so few young people that they could be recognised, "four of us", whether
    or not a count stands beside it (SG-101)."""
    found = []
    for at, word, number in _numbers(text):
        said = _YOUNG_PEOPLE.match(text[at + len(word) :])
        if said and rule.hides(number):
            found.append(word + said[0])
    return found


def numbers_in(text: str) -> set[int]:
    """The numbers that a text counts with, in digits or in words; no dates, times or money."""
    return {number for _at, _word, number in _numbers(text)}


def _numbers(text: str) -> Iterator[tuple[int, str, int]]:
    """The numbers that a text counts with, in digits or in words, and where they stand."""
    for match in _NUMBER.finditer(text):
        word = match[1].rstrip(",")
        before, after = text[: match.start()], text[match.end() :]
        if _NOT_COUNTED_BEFORE.search(before):
            continue
        if word.lower() == "one" and (_ONE_IN_PASSING.search(after) or before.endswith("like ")):
            continue
        digits = word.replace(",", "")
        number = int(digits) if digits.isdigit() else _NUMBER_WORDS.index(word.lower())
        yield match.start(), word, number
