"""A template variable that does not exist must fail a test, not print nothing."""

from typing import Any


class UndefinedVariable(AssertionError):
    """A template asked for something its view did not give."""


class Undefined(str):
    """What Django puts in an undefined variable's place: here, an error that names it."""

    __slots__ = ()

    def __contains__(self, piece: object) -> bool:
        return piece == "%s" or (isinstance(piece, str) and super().__contains__(piece))

    def __mod__(self, name: Any) -> str:
        raise UndefinedVariable(f"undefined in a template: {name}")
