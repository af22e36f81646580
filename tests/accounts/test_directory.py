"""A council's own directory: linked by its owner, believed only as far as it proves itself."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, Person
from accounts.operations.memberships import start_membership
from core.csp import allowing_forms_to
from core.models import AuditEvent
from tests.accounts.stepping import HOME, MINE, NEEDED, STEP, arrive, set_up_app
from tests.support.cast import Cast
from tests.support.directory import CLIENT, SECRET, Directory, running_directory
from tests.support.places import AT_THEIRS
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
    assert "Link account" in client.get(NEEDED, follow=True).content.decode()
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
        assert "Nobody here has linked that account yet." in answer.content.decode()
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
    assert "Someone else here already uses that account." in answer.content.decode()
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
        {"aud": ["another program"]},
        {"iss": None},
        {"nonce": "of another question"},
        {"nonce": None},
        {"nonce": ""},
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


@pytest.mark.parametrize("algorithm,key", [("none", None), ("HS256", "a key of one's own" * 2)])
def test_a_token_signed_by_nobody_or_in_another_way_is_not_believed(
    cast: Cast, directory: Directory, algorithm: str, key: Any
) -> None:
    _linked(cast)
    directory.algorithm, directory.sign_with = algorithm, key
    client = Client()
    assert come(directory, client, **TWO).status_code == 422
    assert not is_in(client)


def test_a_directory_that_calls_itself_another_is_not_believed(
    cast: Cast, directory: Directory
) -> None:
    """As Entra does at its address for all tenants, where anybody's account would do."""
    _linked(cast)
    directory.issuer = "https://login.example/{tenantid}/v2.0"
    client = Client()
    assert come(directory, client, **TWO).status_code == 422
    assert not is_in(client)


def test_each_question_has_a_word_of_its_own(cast: Cast, directory: Directory) -> None:
    """A token that was given for one way in fits no other, of the same browser either."""
    _linked(cast)
    client = Client()
    words = {parse_qs(urlsplit(client.get(TO)["Location"]).query)["nonce"][0] for _ in range(3)}
    assert len(words) == 3
    assert come(directory, client, **TWO, nonce=words.pop()).status_code == 422
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
    assert "Something went wrong with your council’s sign-in." in answer.content.decode()


def test_a_directory_that_falls_ill_on_the_way_is_said_in_words(
    cast: Cast, directory: Directory
) -> None:
    _linked(cast)
    client = Client()
    back = directory.visit(client.get(TO)["Location"], **TWO)
    directory.is_ill = True
    answer = client.get(back)
    assert answer.status_code == 422
    assert "Something went wrong with your council’s sign-in." in answer.content.decode()
    assert not is_in(client)


# --- One authority's own -------------------------------------------------------------------------


def _joins_bury(cast: Cast) -> Membership:
    return start_membership(
        actor=None, authority=cast.bury, person=cast.consultant.person, role=Role.ELECTED_MEMBER
    )


def test_an_authoritys_own_signs_in_its_own_people_alone(
    cast: Cast, directory: Directory, settings: Any
) -> None:
    settings.OIDC_AUTHORITY = "manchester"
    _linked(cast)
    client = Client()
    assert come(directory, client, **TWO).status_code == 302
    assert is_in(client)
    # From the day they belong to another as well, it is no way in: neither there nor here.
    _joins_bury(cast)
    other = Client()
    answer = come(directory, other, **TWO)
    assert answer.status_code == 422
    assert "Sign in another way" in answer.content.decode()
    assert not is_in(other)
    assert other.get(AT_THEIRS).status_code == 302


@pytest.mark.parametrize("own", ["bury", "nowhere"])
def test_another_authoritys_is_no_way_into_this_one(
    cast: Cast, directory: Directory, settings: Any, own: str
) -> None:
    settings.OIDC_AUTHORITY = own
    _linked(cast)
    client = Client()
    assert come(directory, client, **TWO).status_code == 422
    assert not is_in(client)


def test_whoever_has_left_it_comes_in_by_it_no_more(
    cast: Cast, directory: Directory, settings: Any
) -> None:
    settings.OIDC_AUTHORITY = "manchester"
    _linked(cast)
    _joins_bury(cast)
    Membership.objects.filter(pk=cast.consultant.pk).update(ends_on=timezone.localdate())
    client = Client()
    assert come(directory, client, **TWO).status_code == 422
    assert client.get(AT_THEIRS).status_code == 302


def test_whoever_belongs_to_another_as_well_cannot_link_it(
    cast: Cast, directory: Directory, settings: Any
) -> None:
    settings.OIDC_AUTHORITY = "manchester"
    _joins_bury(cast)
    client, _ = arrive(cast.consultant)
    answer = link(directory, client, **TWO)
    assert answer.status_code == 422
    assert "you belong to another" in answer.content.decode()
    assert not SocialAccount.objects.exists()
    assert "Link account" not in client.get(MINE).content.decode()
    # One that was linked before is said to open nothing, and can be taken away.
    _linked(cast)
    page = client.get(MINE).content.decode()
    assert "you can’t use it while you belong to another council" in page
    assert client.post(f"{LINK}remove/")["Location"] == MINE


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
