"""A thousand guesses, each really sent: how many were even looked at, and that none came in."""

from collections.abc import Sequence

import pytest
from django.test import Client

from accounts.models import Invitation
from tests.access.scene import Scene
from tests.accounts.stepping import STEP, arrive, recovery_codes, set_up_app
from tests.support.cast import Cast
from tests.support.visitor import Visitor

pytestmark = pytest.mark.long

GUESSES = 1000
# So many places of the network that no limit of one place is what stops them.
PLACES = [f"198.51.100.{number}" for number in range(100)]


def guesses(clients: Sequence[Client], url: str, field: str, **more: str) -> list[int]:
    """The status of each guess, from the browsers in turn."""
    return [
        clients[number % len(clients)].post(url, {field: f"{number:06d}", **more}).status_code
        for number in range(GUESSES)
    ]


def test_of_a_thousand_passwords_sixty_are_looked_at(cast: Cast) -> None:
    clients = [Visitor(REMOTE_ADDR=place) for place in PLACES]
    email = cast.consultant.person.email
    got = guesses(clients, "/sign-in/password/", "password", email=email)
    assert (got.count(422), got.count(429)) == (60, GUESSES - 60)


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_a_thousand_second_steps_twenty_are_looked_at(cast: Cast, kind: str) -> None:
    """Whether a guess is meant for the app's code or a recovery code: they are one field."""
    client, _ = arrive(cast.officer)
    set_up_app(client)
    real = recovery_codes(client)[0] if kind == "recovery" else "000000"
    waiting = [arrive(cast.officer, REMOTE_ADDR=place)[0] for place in PLACES[:3]]
    got = guesses(waiting, STEP, "code")
    assert got.count(422) <= 20
    assert got.count(429) == GUESSES - got.count(422)
    # Nor does the right one help whoever guessed too often.
    assert waiting[0].post(STEP, {"code": real}).status_code == 429


def test_of_a_thousand_codes_few_are_looked_at(cast: Cast) -> None:
    email = cast.consultant.person.email
    clients = [Visitor(REMOTE_ADDR=place) for place in PLACES]
    letters = [client.post("/sign-in/", {"email": email}).status_code for client in clients]
    assert letters.count(302) == 20
    got = guesses(clients, "/sign-in/code/", "code")
    # What is left is sent back to the beginning: it has no code to guess at.
    assert got.count(422) <= 60
    assert set(got) <= {422, 429, 302}
    assert all("_auth_user_id" not in client.session for client in clients)


def test_no_invitation_is_found_by_a_thousand_guesses(
    cast: Cast, scenes: tuple[Scene, Scene]
) -> None:
    """Its secret has 256 bits, so there is nothing to count; a guess close to it is no closer."""
    client, token = Visitor(), scenes[0].token
    near = [token[:-1], token + "a", token.upper(), token.swapcase(), f" {token}", f"{token}%00"]
    for number in range(GUESSES):
        guess = near[number] if number < len(near) else f"token-{number:036d}"
        assert client.get(f"/invitation/{guess}/").status_code == 404, guess
    assert Invitation.objects.filter(accepted_at=None).count() == Invitation.objects.count()
