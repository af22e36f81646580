"""A council's own directory: linked by its owner, believed only as far as it proves itself."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from accounts.models import Person
from core.csp import allowing_forms_to
from core.models import AuditEvent
from tests.accounts.stepping import HOME, MINE, NEEDED, STEP, arrive, set_up_app
from tests.support.cast import Cast
from tests.support.directory import CLIENT, SECRET, Directory, running_directory
from tests.support.post import delivered

TO, LINK = "/sign-in/directory/", f"{MINE}directory/"
TWO: dict[str, Any] = {"sub": "priya", "amr": ["pwd", "mfa"]}
ONE: dict[str, Any] = {"sub": "priya", "amr": ["pwd"]}


@pytest.fixture
def directory(settings: Any) -> Iterator[Directory]:
    with running_directory() as found:
        settings.OIDC_ISSUER = found.url
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "APPS": [
                    {
                        "provider_id": "directory",
                        "name": "Manchester account",
                        "client_id": CLIENT,
                        "secret": SECRET,
                        "settings": {
                            "server_url": found.url,
                            "oauth_pkce_enabled": True,
                            "fetch_userinfo": False,
                        },
                    }
                ]
            }
        }
        yield found


def link(directory: Directory, client: Client, **claims: Any) -> Any:
    sent = client.post(LINK)
    assert sent.status_code == 302, sent.content.decode()
    return client.get(directory.visit(sent["Location"], **claims))


def come(directory: Directory, client: Client, target: str = "", **claims: Any) -> Any:
    sent = client.get(TO, {"next": target} if target else {})
    assert sent.status_code == 302, sent.content.decode()
    return client.get(directory.visit(sent["Location"], **claims))


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def test_linked_by_its_owner_it_signs_in_and_its_second_step_counts(
    cast: Cast, directory: Directory
) -> None:
    client, _ = arrive(cast.officer)
    assert "Link it" in client.get(NEEDED, follow=True).content.decode()
    assert link(directory, client, **TWO)["Location"] == MINE
    assert is_in(client)
    assert "You can sign in with it." in client.get(MINE).content.decode()
    other = Client()
    answer = come(directory, other, f"{HOME}meetings/", **TWO)
    assert answer["Location"] == f"{HOME}meetings/"
    assert is_in(other)
    assert AuditEvent.objects.filter(code="accounts.directory.linked").exists()
    assert any("was linked" in mail.body for mail in delivered())


def test_without_its_word_our_own_second_step_is_asked_for(
    cast: Cast, directory: Directory
) -> None:
    client, _ = arrive(cast.officer)
    link(directory, client, **ONE)
    assert client.get(HOME)["Location"] == NEEDED
    set_up_app(client)
    other = Client()
    assert come(directory, other, **ONE)["Location"] == STEP
    assert not is_in(other)


@pytest.mark.parametrize("rule,claims,opens", [
    ("always", ONE, True), ("never", TWO, False), ("amr", ONE, False), ("amr", TWO, True),
    ("amr", {"sub": "priya"}, False), ("amr", {"sub": "priya", "amr": "mfa"}, False),
])  # fmt: skip
def test_how_far_its_word_counts_is_a_setting(
    cast: Cast, directory: Directory, settings: Any, rule: str, claims: Any, opens: bool
) -> None:
    settings.OIDC_SECOND_STEP = rule
    SocialAccount.objects.create(provider="directory", uid="priya", user=cast.officer.person)
    client = Client()
    come(directory, client, **claims)
    assert is_in(client) is opens


def test_never_by_e_mail_address_alone(cast: Cast, directory: Directory) -> None:
    client = Client()
    for email in (cast.officer.person.email, "somebody@new.example"):
        answer = come(directory, client, **TWO, email=email, email_verified=True)
        assert answer.status_code == 422
        assert "Nobody here has linked that account." in answer.content.decode()
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    assert not Person.objects.filter(email="somebody@new.example").exists()


def test_its_word_is_not_left_over_for_another(cast: Cast, directory: Directory) -> None:
    client = Client()
    come(directory, client, **TWO)
    _, answer = arrive(cast.officer)
    client.post(
        "/sign-in/password/",
        {"email": cast.officer.person.email, "password": "correct horse battery"},
    )
    assert client.get(HOME)["Location"] == NEEDED


def test_an_account_is_one_persons(cast: Cast, directory: Directory) -> None:
    link(directory, arrive(cast.officer)[0], **TWO)
    other, _ = arrive(cast.consultant)
    answer = link(directory, other, **TWO)
    assert answer.status_code == 422
    assert "belongs to somebody else" in answer.content.decode()
    assert SocialAccount.objects.get().user == cast.officer.person


def test_linking_needs_a_fresh_proof_and_a_form(cast: Cast, directory: Directory) -> None:
    stale = cast.client(cast.officer)
    assert stale.post(LINK).status_code == 403
    assert stale.get(LINK).status_code == 405
    client, _ = arrive(cast.consultant)
    back = directory.visit(client.post(LINK)["Location"], **TWO)
    assert Client().get(back).status_code == 422
    assert stale.get(back).status_code == 422
    assert not SocialAccount.objects.exists()


def test_somebody_let_go_does_not_come_in(cast: Cast, directory: Directory) -> None:
    link(directory, arrive(cast.consultant)[0], **TWO)
    Person.objects.filter(pk=cast.consultant.person_id).update(is_active=False)
    client = Client()
    assert come(directory, client, **TWO).status_code == 422
    assert not is_in(client)


def test_unlinked_it_signs_in_no_more(cast: Cast, directory: Directory) -> None:
    client, _ = arrive(cast.consultant)
    link(directory, client, **TWO)
    assert client.get(f"{LINK}remove/").status_code == 200
    assert client.post(f"{LINK}remove/")["Location"] == MINE
    assert come(directory, Client(), **TWO).status_code == 422


# --- Forged, replayed, broken --------------------------------------------------------------------


def _linked(cast: Cast) -> None:
    SocialAccount.objects.create(provider="directory", uid="priya", user=cast.consultant.person)


def test_coming_back_works_once_and_only_where_it_began(cast: Cast, directory: Directory) -> None:
    _linked(cast)
    client, thief = Client(), Client()
    back = directory.visit(client.get(TO)["Location"], **TWO)
    assert thief.get(back).status_code == 422
    assert not is_in(thief)
    assert client.get(back).status_code == 302
    assert is_in(client)
    client.post("/sign-out/")
    assert client.get(back).status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another program"},
        {"exp": int(time.time()) - 3600},
        {"sub": None},
    ],
)
def test_a_token_not_for_us_or_too_old_is_not_believed(
    cast: Cast, directory: Directory, claims: dict[str, Any]
) -> None:
    _linked(cast)
    client = Client()
    assert come(directory, client, **(TWO | claims)).status_code == 422
    assert not is_in(client)


def test_a_token_signed_by_another_is_not_believed(cast: Cast, directory: Directory) -> None:
    _linked(cast)
    directory.sign_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    client = Client()
    assert come(directory, client, **TWO).status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x", "?code=x&state=x", "?error=access_denied", "?state=%00"]
)
def test_nonsense_from_outside_is_no_way_in(cast: Cast, directory: Directory, query: str) -> None:
    client = Client()
    client.get(TO)
    assert client.get(f"{TO}back/{query}").status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example"])
def test_it_leads_nowhere_else(cast: Cast, directory: Directory, target: str) -> None:
    _linked(cast)
    assert come(directory, Client(), target, **TWO)["Location"] == "/start/"


def test_a_directory_that_is_down_is_said_in_words(cast: Cast, settings: Any) -> None:
    with running_directory() as found:
        url = found.url
    settings.OIDC_ISSUER = url
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "directory", "name": "x", "client_id": "x", "secret": "x",
                    "settings": {"server_url": url},
                }
            ]
        }
    }  # fmt: skip
    answer = Client().get(TO)
    assert answer.status_code == 422
    assert "did not answer" in answer.content.decode()


def test_without_one_there_is_no_trace_of_it(cast: Cast) -> None:
    client, _ = arrive(cast.consultant)
    assert client.get(TO).status_code == 404
    assert client.post(LINK).status_code == 404
    assert "directory" not in client.get(MINE).content.decode()
    assert "directory" not in Client().get("/sign-in/").content.decode()


def test_forms_may_lead_to_it_and_nowhere_else() -> None:
    found = allowing_forms_to("https://login.example/tenant/v2.0")["form-action"]
    assert found == ["'self'", "https://login.example"]
    assert allowing_forms_to("")["form-action"] == ["'self'"]
