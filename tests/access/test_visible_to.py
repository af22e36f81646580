"""What `visible_to` gives out, asked as everybody of both authorities: nothing of the other one. It
is the only way by which a view gets a row, and which pages ask it does not matter here."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from accounts.enums import Role
from accounts.models import Authority, Membership
from accounts.operations.memberships import start_membership
from tests.access.scene import Scene
from tests.attacks.canary import OURS, way_to_authority
from tests.attacks.rest import make_the_rest
from tests.support.cast import Cast


def managers() -> Iterator[tuple[str, Any]]:
    """Every manager that can be asked what somebody may see, as `accounts.Notice.objects`."""
    for app in sorted(OURS):
        for model in apps.get_app_config(app).get_models():
            for manager in model._meta.managers:
                if hasattr(manager, "visible_to") or hasattr(manager.all(), "visible_to"):
                    yield f"{model._meta.label}.{manager.name}", manager


def everybody(cast: Cast) -> list[Membership]:
    """All roles of both authorities, and everyone of Manchester as somebody of Bury, too: their
    account is the same, so that what asks for the person finds them."""
    school = cast.bury_people[Role.PARTNER].organisation
    also = [
        start_membership(
            actor=None,
            authority=cast.bury,
            person=one.person,
            role=one.role,
            organisation=school if one.role == Role.PARTNER else None,
        )
        for one in cast.people.values()
    ]
    return [*cast.people.values(), *cast.bury_people.values(), *also]


def authorities_of(rows: models.QuerySet[Any]) -> set[int]:
    """Whose rows these are, read from the rows as they are kept and not as they were asked for."""
    way = way_to_authority(rows.model)
    assert way, f"{rows.model} does not say which authority it is of"
    kept = rows.model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True)))
    return set(kept.values_list(way, flat=True).distinct().order_by())


def test_nothing_of_the_other_authority_is_given_out(
    cast: Cast, scenes: tuple[Scene, Scene]
) -> None:
    for scene in scenes:
        make_the_rest(scene)
    people = everybody(cast)
    both = set(Authority.objects.values_list("pk", flat=True))
    found = dict(managers())
    assert len(found) >= 25
    assert {"voice.Ask.objects", "voice.Ask.unreleased_ones", "accounts.Notice.objects"} <= set(
        found
    )
    wrong = []
    for name, manager in found.items():
        seen: set[int] = set()
        for member in people:
            theirs = authorities_of(manager.visible_to(member))
            seen |= theirs
            if theirs - {member.authority_id}:
                wrong.append(f"{name} as {member.role} of {member.authority.slug}")
        # Each authority has such a row, and somebody of it sees it, or nothing was tried.
        assert seen == both, f"{name} gives nothing out"
    assert not wrong, "\n".join(wrong)
