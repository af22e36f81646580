"""The scenes of both authorities, for the matrix and for bad input."""

import pytest

from tests.access.scene import Scene, make_scene, side_of_bury, side_of_manchester
from tests.support.cast import Cast, make_cast
from tests.support.snapshot import restored


def make_scenes() -> tuple[Cast, Scene, Scene]:
    """The cast, then Manchester's scene and Bury's."""
    cast = make_cast()
    return cast, make_scene(side_of_manchester(cast)), make_scene(side_of_bury(cast))


@pytest.fixture
def made(db: None) -> tuple[Cast, Scene, Scene]:
    """The cast with Manchester's and Bury's scenes."""
    return restored("scenes", make_scenes)


@pytest.fixture
def cast(made: tuple[Cast, Scene, Scene]) -> Cast:
    """The cast those scenes were made with."""
    return made[0]


@pytest.fixture
def scenes(made: tuple[Cast, Scene, Scene]) -> tuple[Scene, Scene]:
    """Manchester's and Bury's."""
    return made[1:]
