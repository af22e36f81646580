"""Small numbers: a count that could point at one young person is not shown to the public.

The rule is the Department for Education's for children in need (SG-090): 1 to 5 becomes `c`, nought
is shown as 0. A council may set another limit and another sign ("<5"). A number that is missing is
`:` and never 0 (SG-098). Every public page, file and document asks here, and nowhere else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

MISSING = ":"


@dataclass(frozen=True)
class Rule:
    """Counts from 1 to `highest` are hidden behind `sign`."""

    highest: int = 5
    sign: str = "c"

    def hides(self, number: int | None) -> bool:
        """Whether this count must not be shown."""
        return number is not None and 1 <= number <= self.highest


DEFAULT = Rule()


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
    return _("nobody") if number == 0 else str(number)


def part_of(reached: int, target: int, rule: Rule = DEFAULT) -> str:
    """How far towards a target, in a sentence: "61 of 100", or "a few of 100" where it is hidden.
    Where the target itself is that small, neither is said."""
    if rule.hides(target):
        return _("a few") if reached else _("none")
    if rule.hides(reached):
        return _("a few of %(target)s") % {"target": target}
    return _("%(reached)s of %(target)s") % {"reached": reached, "target": target}


def total(parts: Iterable[int], rule: Rule = DEFAULT) -> str:
    """A total as it may be shown where its parts are public too. With one part hidden the total is
    hidden as well, or the part could be worked out from it (SG-091); with no parts it is ":"."""
    numbers = list(parts)
    if not numbers:
        return MISSING
    if any(rule.hides(number) for number in numbers):
        return rule.sign
    return shown(sum(numbers), rule)
