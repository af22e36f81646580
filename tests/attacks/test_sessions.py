"""A session that was open when something changed: the very next request obeys, whatever it asks
for. What ends the sessions themselves: tests/accounts/test_sign_in_methods.py."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Invitation, Membership
from accounts.operations.memberships import change_membership, end_membership
from tests.factories import in_days
from tests.support.cast import Cast
from tests.support.closing import close
from tests.support.places import AT_OURS

WORK = AT_OURS
INVITE = f"{WORK}people/invite/"
# What a coordinator opens, and few others: a page, a piece of one, a file, an export, a deed.
DOORS: dict[str, Callable[[Client], Any]] = {
    "page": lambda client: client.get(INVITE),
    "fragment": lambda client: client.get(INVITE, HTTP_HX_REQUEST="true"),
    "file": lambda client: client.get(f"{WORK}people/invite/many/list.csv"),
    "export": lambda client: client.get(f"{WORK}trail/export/"),
    "deed": lambda client: client.post(
        INVITE, {"name": "Robin Ash", "email": "robin@new.example", "role": "officer"}
    ),
}


def fresh(member: Membership) -> Membership:
    return Membership.objects.get(pk=member.pk)


@pytest.fixture
def second(cast: Cast) -> Membership:
    """A second coordinator: one is always left to look after people."""
    change_membership(actor=cast.coordinator, membership=cast.officer_2, role=Role.COORDINATOR)
    return fresh(cast.officer_2)


def ended(cast: Cast, second: Membership) -> None:
    end_membership(actor=cast.coordinator, membership=second)


def ended_in_the_database(cast: Cast, second: Membership) -> None:
    """As by a day that has come: no operation of ours ends the session."""
    Membership.objects.filter(pk=second.pk).update(ends_on=in_days(-1))


def not_begun(cast: Cast, second: Membership) -> None:
    Membership.objects.filter(pk=second.pk).update(starts_on=in_days(1))


def another_role(cast: Cast, second: Membership) -> None:
    change_membership(actor=cast.coordinator, membership=second, role=Role.OFFICER)


def inactive(cast: Cast, second: Membership) -> None:
    second.person.is_active = False
    second.person.save()


def another_password(cast: Cast, second: Membership) -> None:
    second.person.set_password("changed by other means")
    second.person.save()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("event", "refusals"),
    [
        (ended, {404}),
        (ended_in_the_database, {404}),
        (not_begun, {404}),
        (another_role, {403}),
        (inactive, {302}),
        (another_password, {302}),
    ],
)
def test_the_next_request_obeys(
    cast: Cast, second: Membership, event: Any, refusals: set[int], door: str
) -> None:
    client = cast.client(second)
    assert client.get(INVITE).status_code == 200
    if door != "deed":
        before = DOORS[door](client)
        close(before)
        assert before.status_code == 200
    event(cast, second)
    answer = DOORS[door](client)
    close(answer)
    if door == "fragment" and refusals == {302}:
        # Not sent on by itself, which would put the sign-in page into the piece: the page goes.
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer["HX-Redirect"].startswith("/sign-in/?next=")
    else:
        assert answer.status_code in refusals
        assert "HX-Redirect" not in answer
    if answer.status_code == 302:
        assert answer["Location"].startswith("/sign-in/?next=")
    assert "Content-Disposition" not in answer
    assert not Invitation.objects.filter(email="robin@new.example").exists()


def test_the_deed_would_have_been_done(cast: Cast, second: Membership) -> None:
    assert DOORS["deed"](cast.client(second)).status_code == 200
    assert Invitation.objects.filter(email="robin@new.example").exists()


def test_a_session_that_signed_out_is_no_session_when_its_cookie_comes_again(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    stolen = client.cookies["sessionid"].value
    assert client.get(WORK).status_code == 200
    client.post("/sign-out/")
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get(WORK).status_code == 302


@pytest.mark.parametrize("value", ["", "x", "a" * 32, "../" * 10, "%E2%80%AE", "0" * 5000])
def test_a_session_that_was_made_up_is_nobodys(cast: Cast, value: str) -> None:
    client = Client()
    client.cookies["sessionid"] = value
    assert client.get(WORK).status_code == 302
