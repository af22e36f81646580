"""A new council's first coordinator: invited by whoever runs the program, then by the pages."""

import io
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from accounts.enums import Role
from accounts.models import Authority, Invitation, Membership
from accounts.operations.authorities import set_up_authority
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.post import delivered

pytestmark = pytest.mark.django_db

PASSWORD = "a long winding road"
JOIN = {"name": "Sam Poole", "password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture
def north(cast: Cast) -> Authority:
    return set_up_authority(
        actor=None, slug="north", name="Northshire Council", short_name="Northshire"
    )


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("invite_coordinator", *arguments, stdout=out)
    return out.getvalue()


def test_from_the_command_to_the_first_invitation(north: Authority) -> None:
    said = run("north", "Sam Poole", "Sam@north.example")
    assert "Sam Poole has been invited to coordinate Northshire Council." in said
    (letter,) = delivered()
    assert letter.to == ["sam@north.example"]
    link = said.split()[-1]
    assert link in letter.body
    client = Client()
    path = urlsplit(link).path
    assert client.get(path).status_code == 200
    client.post(path, JOIN)
    member = Membership.objects.get(authority=north)
    assert member.role == Role.COORDINATOR
    assert member.holds("manage_people")
    assert Invitation.objects.get().invited_by is None
    with pytest.raises(CommandError, match="already has a coordinator"):
        run("north", "Another", "another@north.example")


def test_a_second_link_to_the_same_address_replaces_the_first(north: Authority) -> None:
    first = run("north", "Sam Poole", "sam@north.example").split()[-1]
    second = run("north", "Sam Poole", "sam@north.example").split()[-1]
    assert Client().get(urlsplit(first).path).status_code != 200
    assert Client().get(urlsplit(second).path).status_code == 200


def test_what_cannot_be_is_said_in_a_sentence(north: Authority, cast: Cast) -> None:
    with pytest.raises(CommandError, match="There are: bury, manchester, north."):
        run("nort", "Sam Poole", "sam@north.example")
    with pytest.raises(CommandError, match="Enter an email address"):
        run("north", "Sam Poole", "sam")
    with pytest.raises(CommandError, match="already has a coordinator"):
        run("manchester", "Sam Poole", "sam@north.example")
    assert not Invitation.objects.exists()


def test_the_people_page_shows_an_invitation_that_nobody_here_sent(
    north: Authority, cast: Cast
) -> None:
    run("north", "Sam Poole", "sam@north.example")
    Invitation.objects.update(authority=cast.manchester)
    page = cast.client(cast.coordinator).get(f"{AT_OURS}people/").content.decode()
    assert "sam@north.example" in page
    assert "by None" not in page
