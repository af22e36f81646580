"""The scenes of the access matrix, with everybody signed in."""

from tests.access.conftest import _undone, cast, doors, made, neighbour, scenes

__all__ = ["_undone", "cast", "doors", "made", "neighbour", "scenes"]
