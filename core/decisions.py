"""The answer to "may this person do this now?", with the reason in words anyone understands."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Decision:
    """True or false, and why. The page shows `reason` where the button would be."""

    allowed: bool
    reason: "StrOrPromise" = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOW = Decision(True)


def deny(reason: "StrOrPromise") -> Decision:
    """A refusal. `reason` is shown to the person, so it is a whole plain sentence."""
    return Decision(False, reason)


def first_refusal(*decisions: Decision) -> Decision:
    """The first of several conditions that refuses, or ALLOW when all of them agree."""
    return next((decision for decision in decisions if not decision), ALLOW)


class Refused(PermissionDenied):
    """Someone asked for an operation they may not do now. Becomes a 403 with the reason."""

    def __init__(self, decision: Decision) -> None:
        self.reason = decision.reason
        super().__init__(decision.reason)


def require(decision: Decision) -> None:
    """Raise `Refused` with the reason unless the decision is yes. Every operation's first line."""
    if not decision:
        raise Refused(decision)
