"""In and out, without telling who is here."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from accounts.operations.rate_limits import TOO_MANY
from accounts.operations.sign_in import DOES_NOT_FIT
from tests.support.cast import Cast
from tests.support.kinds import Response
from tests.support.places import AT_OURS, AT_THEIRS

PASSWORD = "correct horse battery"
TRIES = 10


def _try(client: Client, email: str, password: str, **more: str) -> Response:
    return client.post("/sign-in/password/", {"email": email, "password": password} | more)


def test_the_right_password_signs_in_and_goes_to_the_start(cast: Cast) -> None:
    client = Client()
    answer = _try(client, cast.consultant.person.email, PASSWORD)
    assert answer.status_code == 302
    assert answer["Location"] == "/start/"
    assert client.get("/start/")["Location"] == AT_OURS


def test_capitals_and_spaces_around_an_address_do_not_matter(cast: Cast) -> None:
    answer = _try(Client(), f"  {cast.consultant.person.email.upper()} ", PASSWORD)
    assert answer.status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(cast: Cast) -> None:
    wrong = _try(Client(), cast.consultant.person.email, "not this one at all")
    unknown = _try(Client(), "nobody@nowhere.example", "not this one at all")
    assert wrong.status_code == unknown.status_code == 422
    for answer in (wrong, unknown):
        page = answer.content.decode()
        assert str(DOES_NOT_FIT) in page
        assert "not this one at all" not in page
    assert cast.consultant.person.email in wrong.content.decode()


def test_somebody_who_is_not_active_gets_that_answer_too(cast: Cast) -> None:
    person = cast.consultant.person
    person.is_active = False
    person.save()
    assert str(DOES_NOT_FIT) in _try(Client(), person.email, PASSWORD).content.decode()


def test_what_is_left_out_is_said_beside_the_field(cast: Cast) -> None:
    page = _try(Client(), "", "").content.decode()
    assert page.count("Fill this in.") >= 2


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\x00/"]
)
def test_after_signing_in_nobody_is_sent_elsewhere(cast: Cast, target: str) -> None:
    answer = _try(Client(), cast.consultant.person.email, PASSWORD, next=target)
    assert answer["Location"] == "/start/"
    for way in ("", "password/"):
        page = Client().get(f"/sign-in/{way}?next={quote(target)}").content.decode()
        assert re.search(r'name="next"(?! value="[^"])', page)
        assert not re.search(r'(href|action)="[^"?]*evil', page)


def test_a_page_that_needs_signing_in_is_reached_after_it(cast: Cast) -> None:
    client = Client()
    sent = client.get(f"{AT_OURS}people/")
    assert sent["Location"].startswith("/sign-in/?next=")
    form = client.get(sent["Location"])
    assert f'value="{AT_OURS}people/"' in form.content.decode()
    answer = _try(client, cast.coordinator.person.email, PASSWORD, next=f"{AT_OURS}people/")
    assert answer["Location"] == f"{AT_OURS}people/"


def test_ten_tries_then_a_plain_word_even_for_the_right_password(cast: Cast) -> None:
    client, email = Client(), cast.consultant.person.email
    for _ in range(TRIES):
        assert _try(client, email, "wrong").status_code == 422
    answer = _try(client, email, PASSWORD)
    assert answer.status_code == 429
    assert str(TOO_MANY) in answer.content.decode()
    elsewhere = client.post(
        "/sign-in/password/", {"email": email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.7"
    )
    assert elsewhere.status_code == 302
    other = _try(Client(), cast.member.person.email, PASSWORD)
    assert other.status_code == 302


def test_an_unknown_address_is_limited_alike(cast: Cast) -> None:
    for _ in range(TRIES):
        _try(Client(), "nobody@nowhere.example", "wrong")
    assert _try(Client(), "nobody@nowhere.example", "wrong").status_code == 429


def test_a_success_forgets_the_tries(cast: Cast) -> None:
    client, email = Client(), cast.consultant.person.email
    for _ in range(2):
        for _ in range(TRIES - 1):
            _try(client, email, "wrong")
        assert _try(client, email, PASSWORD).status_code == 302
        client.logout()


def test_whoever_is_signed_in_is_not_asked_again(cast: Cast) -> None:
    client = cast.client(cast.member)
    assert client.get("/sign-in/")["Location"] == "/start/"


def test_signing_out_is_a_button_not_a_link(cast: Cast) -> None:
    client = cast.client(cast.member)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/"
    assert client.get(AT_OURS).status_code == 302


def test_the_start_offers_a_choice_to_those_with_two_places(cast: Cast) -> None:
    from accounts.enums import Role
    from accounts.operations.memberships import start_membership

    start_membership(
        actor=None, authority=cast.bury, person=cast.member.person, role=Role.ELECTED_MEMBER
    )
    page = cast.client(cast.member).get("/start/").content.decode()
    assert AT_OURS in page
    assert AT_THEIRS in page


def test_the_start_is_kind_to_those_with_none(cast: Cast) -> None:
    page = cast.client(cast.outsider).get("/start/").content.decode()
    assert "you’re not a member anywhere right now" in page
