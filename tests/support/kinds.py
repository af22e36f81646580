"""What many tests take or look at, for the type checker."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from core.decisions import Decision

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

# What a test's client answers: a response with what the client learned of how it was made.
Response: TypeAlias = "_MonkeyPatchedWSGIResponse"
# Says of an actor, and of what it is about, whether they may.
Policy = Callable[..., Decision]


def ways_of(view: Any) -> frozenset[str]:
    """The ways a view lets itself be asked; every view of the program carries them."""
    return frozenset(view.methods)
