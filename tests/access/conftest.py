"""The scenes of both authorities, made once for all tests of a file: each request is undone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from cooperative.models import EscalationStep
from outcomes.models import ProgressUpdate
from tests.access.doors import Doors, Who
from tests.access.neighbour import make_neighbour
from tests.access.scene import Scene, make_scene
from tests.access.sides import side_of_bury, side_of_manchester
from tests.support.cast import Cast, make_cast
from tests.support.snapshot import restored

Made = tuple[Cast, Scene, Scene, Scene]


def make_scenes() -> Made:
    """The cast, then Manchester's scene, the same from its other outcome, and Bury's."""
    cast = make_cast()
    ours = make_scene(side_of_manchester(cast))
    return cast, ours, make_neighbour(cast, ours), make_scene(side_of_bury(cast))


def _make_fresh(scene: Scene) -> None:
    """What can be undone for ten minutes was done just now, however long ago the scene was made."""
    now = timezone.now()
    ProgressUpdate.objects.filter(pk=scene.file.update_id).update(at=now)
    EscalationStep.objects.filter(escalation=scene.proposed).update(at=now)


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Made]:
    """The cast with all scenes, in one transaction for the whole file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield restored("scenes", make_scenes)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _undone(db: None, request: pytest.FixtureRequest) -> None:
    """What a test writes is undone after it, inside the file's transaction. Each begins with what
    was done just now, for a file takes longer than ten minutes on a slow machine."""
    if "made" in request.fixturenames:
        for scene in request.getfixturevalue("made")[1:]:
            _make_fresh(scene)


@pytest.fixture(scope="module")
def cast(made: Made) -> Cast:
    """The cast those scenes were made with."""
    return made[0]


@pytest.fixture(scope="module")
def doors(cast: Cast) -> Doors:
    """Everybody, signed in, for all tests of the file."""
    doors = Doors(cast)
    everybody: list[Who] = [
        *cast.people.values(),
        *cast.bury_people.values(),
        cast.outsider,
        cast.superuser,
    ]
    for who in (None, *everybody):
        doors.client(who)
    return doors


@pytest.fixture(scope="module")
def scenes(made: Made) -> tuple[Scene, Scene]:
    """Manchester's and Bury's."""
    return made[1], made[3]


@pytest.fixture(scope="module")
def neighbour(made: Made) -> Scene:
    """Manchester's, from its other outcome."""
    return made[2]
