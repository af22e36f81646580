"""The only way in: made by the coordinator, used once, kind when it does not work."""

import datetime
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Invitation, Membership, Person
from accounts.operations.invitations import invite, renew_invitation, withdraw_invitation
from core.decisions import Refused
from core.models import AuditEvent
from tests.factories import in_days
from tests.support.cast import Cast
from tests.support.places import AT_OURS, AT_THEIRS
from tests.support.post import delivered

INVITE = f"{AT_OURS}people/invite/"
PASSWORD = "a long and winding road"
NEW: dict[str, Any] = {
    "name": "Robin Ash",
    "email": "robin@new.example",
    "role": Role.CARE_CONSULTANT,
    "organisation": "",
    "title": "",
}
JOIN = {"name": "Robin Ash", "password": PASSWORD, "password_again": PASSWORD}


def _told(answer: Any, field: str) -> str:
    """What is said beside one field."""
    return " ".join(answer.context["form"].errors[field])


def _link_on(page: str) -> str:
    found = re.search(r'id="invitation-link">http://testserver(/invitation/[^<]+/)<', page)
    assert found, page
    return found[1]


def _invited(cast: Cast, **fields: Any) -> tuple[Invitation, str]:
    values = {"name": "Robin Ash", "email": "robin@new.example", "role": Role.OFFICER} | fields
    return invite(actor=cast.coordinator, **values)


def test_from_the_coordinators_page_to_the_new_persons_home(cast: Cast) -> None:
    sent = cast.client(cast.coordinator, Client).post(INVITE, NEW)
    assert sent.status_code == 200
    link = _link_on(sent.content.decode())
    (letter,) = delivered()
    assert letter.to == ["robin@new.example"]
    assert link in letter.body
    assert "Robin" not in letter.body

    client = Client()
    page = client.get(link).content.decode()
    assert "Manchester City Council" in page
    assert "care consultant" in page
    assert 'value="Robin Ash"' in page
    answer = client.post(link, JOIN | {"name": "Robin A"})
    assert answer["Location"] == AT_OURS
    assert client.get(AT_OURS).status_code == 200
    membership = Membership.objects.get(person__email="robin@new.example")
    assert membership.label == "Robin A"
    assert membership.holds("set_priorities")
    assert "a long" not in membership.person.password
    codes = set(AuditEvent.objects.values_list("code", flat=True))
    assert {"accounts.invitation.sent", "accounts.invitation.accepted"} <= codes


def test_a_form_sent_again_after_joining_leads_on(cast: Cast) -> None:
    """Back in the browser, and Send once more: the form is of before they signed in."""
    link = urlsplit(_invited(cast)[1]).path
    client = Client(enforce_csrf_checks=True)
    page = client.get(link).content.decode()
    token_in_form = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token_in_form
    old = {**JOIN, "csrfmiddlewaretoken": token_in_form[1]}
    assert client.post(link, old)["Location"] == AT_OURS
    again = client.post(link, old)
    assert (again.status_code, again["Location"]) == (302, link)
    assert client.get(link)["Location"] == AT_OURS
    # Somebody else at the same link, with a form that is stale: it has been used.
    other = Client(enforce_csrf_checks=True)
    assert other.post(link, JOIN)["Location"] == link
    used = other.get(link)
    assert used.status_code == 410
    assert "This link has already been used. If that was you, sign in." in used.content.decode()
    assert 'href="/sign-in/"' in used.content.decode()
    # A link that still opens keeps what was typed.
    fresh = urlsplit(_invited(cast, email="sam@new.example", name="Sam")[1]).path
    stale = other.post(fresh, JOIN)
    assert stale.status_code == 403
    assert "This page is out of date" in stale.content.decode()


def test_the_link_is_shown_once_and_never_kept(cast: Cast) -> None:
    client = cast.client(cast.coordinator, Client)
    link = _link_on(client.post(INVITE, NEW).content.decode())
    token = link.split("/")[2]
    assert token not in client.get(f"{AT_OURS}people/").content.decode()
    assert token not in str(list(Invitation.objects.values()))
    assert token not in str(list(AuditEvent.objects.values()))


def test_pressing_twice_invites_once(cast: Cast) -> None:
    client = cast.client(cast.coordinator, Client)
    values = NEW | {"once": "5b6c0a6e-5a55-4d55-9b52-6b8f6a1f4a11"}
    client.post(INVITE, values)
    assert client.post(INVITE, values)["Location"] == f"{AT_OURS}people/"
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    "wrong,words",
    [
        ({"name": ""}, "Fill this in."),
        ({"name": " \x00\u200e "}, "Fill this in."),
        ({"name": "x" * 121}, "Use 120 characters or fewer"),
        ({"email": ""}, "Fill this in."),
        ({"email": "no address"}, "Enter an email address, such as name@example.org."),
        ({"email": "x" * 250 + "@new.example"}, "Use 254 characters or fewer"),
        ({"role": "mayor"}, "Choose one from the list."),
        ({"role": ""}, "Choose an option."),
        ({"role": Role.PARTNER}, "Choose the partner organisation they represent."),
        ({"organisation": "999999"}, "Choose one from the list."),
        ({"title": "x" * 121}, "Use 120 characters or fewer"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_what_was_typed_stays(
    cast: Cast, wrong: dict[str, str], words: str
) -> None:
    before = Invitation.objects.count(), AuditEvent.objects.count()
    answer = cast.client(cast.coordinator, Client).post(
        INVITE, NEW | {"title": "Kept words"} | wrong
    )
    assert answer.status_code == 422
    name = "organisation" if wrong == {"role": Role.PARTNER} else next(iter(wrong))
    assert words in _told(answer, name)
    page = answer.content.decode()
    assert f'id="id_{name}-error"' in page
    if name != "title":
        assert "Kept words" in page
    assert (Invitation.objects.count(), AuditEvent.objects.count()) == before


def test_a_members_address_is_not_invited_again(cast: Cast) -> None:
    values = NEW | {"email": cast.member.person.email.upper()}
    answer = cast.client(cast.coordinator, Client).post(INVITE, values)
    assert answer.status_code == 422
    assert "is already a member" in _told(answer, "email")
    assert not Invitation.objects.exists()


def test_a_waiting_address_is_not_invited_twice(cast: Cast) -> None:
    _invited(cast)
    answer = cast.client(cast.coordinator, Client).post(INVITE, NEW)
    assert answer.status_code == 422
    assert "has already been invited" in _told(answer, "email")
    assert Invitation.objects.count() == 1


def test_a_partner_acts_for_a_partner_organisation_of_this_authority(cast: Cast) -> None:
    client = cast.client(cast.coordinator, Client)
    of_the_council = client.post(
        INVITE, NEW | {"role": Role.PARTNER, "organisation": cast.leisure.pk}
    )
    assert of_the_council.status_code == 422
    elsewhere = cast.bury.organisations.get().pk
    assert client.post(INVITE, NEW | {"organisation": elsewhere}).status_code == 422
    partner = NEW | {"role": Role.PARTNER, "organisation": cast.nhs.pk}
    without = client.post(INVITE, partner)
    assert "Enter the name or number of the agreement that gives them access." in _told(
        without, "agreement"
    )
    assert "Enter the date the agreement ends." in _told(without, "agreement_ends_on")
    agreed = partner | {"agreement": "Sharing 2026", "agreement_ends_on": in_days(90)}
    assert client.post(INVITE, agreed).status_code == 200
    assert Invitation.objects.get().agreement_ends_on == in_days(90)


def test_only_the_coordinator_invites(cast: Cast) -> None:
    for name, person in cast.people.items():
        answer = cast.client(person, Client).post(INVITE, NEW)
        assert answer.status_code == (200 if name == "coordinator" else 403), name
    assert cast.client(cast.bury_people["coordinator"], Client).post(INVITE, NEW).status_code == 404
    assert cast.client(cast.outsider, Client).post(INVITE, NEW).status_code == 404
    assert cast.client(cast.superuser, Client).post(INVITE, NEW).status_code == 404


# --- Links that do not work ----------------------------------------------------------------------


def test_an_unknown_link_is_not_found_and_says_so_kindly(cast: Cast) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)("/invitation/nothing-like-it/", JOIN)
        assert answer.status_code == 404
        assert "This link doesn’t work." in answer.content.decode()


def test_a_used_link_is_gone(cast: Cast) -> None:
    _, link = _invited(cast)
    assert Client().post(link, JOIN).status_code == 302
    people = Person.objects.count()
    for client in (Client(), cast.client(cast.outsider, Client)):
        for method in ("get", "post"):
            answer = getattr(client, method)(link, JOIN)
            assert answer.status_code == 410
            assert "This link has already been used." in answer.content.decode()
    assert Person.objects.count() == people


def test_the_link_leads_home_whoever_has_used_it_themselves(cast: Cast) -> None:
    _, link = _invited(cast)
    client = Client()
    client.post(link, JOIN)
    assert client.get(link)["Location"] == AT_OURS
    assert client.post(link, JOIN)["Location"] == AT_OURS
    assert Membership.objects.filter(person__email="robin@new.example").count() == 1


def test_an_expired_link_is_gone(cast: Cast) -> None:
    invitation, link = _invited(cast)
    invitation.expires_at = timezone.now() - datetime.timedelta(seconds=1)
    invitation.save()
    for method in ("get", "post"):
        answer = getattr(Client(), method)(link, JOIN)
        assert answer.status_code == 410
        assert "This link has expired." in answer.content.decode()
    assert not Person.objects.filter(email="robin@new.example").exists()


def test_a_withdrawn_link_is_gone(cast: Cast) -> None:
    invitation, link = _invited(cast)
    withdraw_invitation(actor=cast.coordinator, invitation=invitation)
    answer = Client().get(link)
    assert answer.status_code == 410
    assert "has been withdrawn" in answer.content.decode()


def test_a_renewed_invitation_has_a_new_link_and_the_old_one_is_unknown(cast: Cast) -> None:
    invitation, old = _invited(cast)
    answer = cast.client(cast.coordinator, Client).post(
        f"{AT_OURS}people/invitations/{invitation.pk}/renew/"
    )
    new = _link_on(answer.content.decode())
    assert new != old
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


# --- Accepting -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong,field,words",
    [
        ({"name": ""}, "name", "Fill this in."),
        ({"name": "x" * 121}, "name", "Use 120 characters or fewer"),
        ({"password": ""}, "password_again", "The passwords don’t match."),
        ({"password_again": ""}, "password_again", "Fill this in."),
        (
            {"password_again": "another one entirely"},
            "password_again",
            "The passwords don’t match.",
        ),
        ({"password": "short", "password_again": "short"}, "password", "too short"),
        (
            {"password": "robin@new.example", "password_again": "robin@new.example"},
            "password",
            "too similar",
        ),
        (
            {"password": "x" * 129, "password_again": "x" * 129},
            "password",
            "Use 128 characters or fewer",
        ),
    ],
)
def test_a_bad_name_or_password_is_told_beside_it_and_the_link_still_works(
    cast: Cast, wrong: dict[str, str], field: str, words: str
) -> None:
    _, link = _invited(cast)
    client = Client()
    answer = client.post(link, JOIN | wrong)
    assert answer.status_code == 422
    assert words in _told(answer, field)
    assert PASSWORD not in answer.content.decode()
    if field != "name":
        assert 'value="Robin Ash"' in answer.content.decode()
    assert not Person.objects.filter(email="robin@new.example").exists()
    assert client.post(link, JOIN).status_code == 302


def test_a_link_works_once_even_for_two_at_a_time(cast: Cast) -> None:
    _, link = _invited(cast)
    one, two = Client(), Client()
    one.get(link)
    two.get(link)
    assert one.post(link, JOIN).status_code == 302
    assert two.post(link, JOIN).status_code == 410
    assert Membership.objects.filter(person__email="robin@new.example").count() == 1


def test_somebody_else_who_is_signed_in_is_told_so_and_nothing_happens(cast: Cast) -> None:
    invitation, link = _invited(cast)
    client = cast.client(cast.member, Client)
    for method in ("get", "post"):
        answer = getattr(client, method)(link, JOIN)
        assert answer.status_code == 409
        assert "You’re signed in as Cllr Noor Ames" in answer.content.decode()
        assert "robin@new.example" not in answer.content.decode()
    invitation.refresh_from_db()
    assert invitation.state == "waiting"


def test_somebody_with_an_account_joins_with_it(cast: Cast) -> None:
    _, link = _invited(cast, email=cast.outsider.email)
    stranger = Client().post(link, JOIN)
    assert stranger.status_code == 422
    assert "Sign in first" in stranger.content.decode()
    client = cast.client(cast.outsider, Client)
    assert "You’ll keep the account" in client.get(link).content.decode()
    assert client.post(link)["Location"] == AT_OURS
    assert Membership.objects.get(person=cast.outsider).role == Role.OFFICER


# --- Renew and withdraw --------------------------------------------------------------------------


@pytest.mark.parametrize("deed", ["renew", "withdraw"])
def test_settling_an_invitation_asks_first_and_is_the_coordinators(cast: Cast, deed: str) -> None:
    invitation, _ = _invited(cast)
    address = f"{AT_OURS}people/invitations/{invitation.pk}/{deed}/"
    client = cast.client(cast.coordinator, Client)
    assert "Robin Ash" in client.get(address).content.decode()
    invitation.refresh_from_db()
    assert invitation.state == "waiting"
    assert cast.client(cast.officer, Client).post(address).status_code == 403
    elsewhere = f"{AT_THEIRS}people/invitations/{invitation.pk}/{deed}/"
    assert cast.client(cast.bury_people["coordinator"], Client).post(elsewhere).status_code == 404
    assert client.post(address).status_code in (200, 302)


def test_an_accepted_invitation_is_settled_for_good(cast: Cast) -> None:
    invitation, link = _invited(cast)
    Client().post(link, JOIN)
    client = cast.client(cast.coordinator, Client)
    for deed in ("renew", "withdraw"):
        answer = client.post(f"{AT_OURS}people/invitations/{invitation.pk}/{deed}/")
        assert answer.status_code == 403
        assert "has already accepted this invitation" in answer.content.decode()


def test_a_withdrawn_invitation_can_be_sent_again_unless_they_came_in_meanwhile(
    cast: Cast,
) -> None:
    invitation, _ = _invited(cast)
    withdraw_invitation(actor=cast.coordinator, invitation=invitation)
    _, link = _invited(cast)
    address = f"{AT_OURS}people/invitations/{invitation.pk}/renew/"
    client = cast.client(cast.coordinator, Client)
    waiting = client.post(address)
    assert waiting.status_code == 422
    assert (
        "Another invitation to this email address is already waiting." in waiting.content.decode()
    )
    Client().post(link, JOIN)
    member = client.post(address)
    assert member.status_code == 422
    assert "is already a member" in member.content.decode()


def test_renewing_needs_no_page(cast: Cast) -> None:
    invitation, _ = _invited(cast)
    withdraw_invitation(actor=cast.coordinator, invitation=invitation)
    link = renew_invitation(actor=cast.coordinator, invitation=invitation)
    assert Client().get(link).status_code == 200


@pytest.mark.parametrize("deed", [withdraw_invitation, renew_invitation])
def test_a_deed_on_what_was_accepted_meanwhile_is_refused_and_they_stay(
    cast: Cast, deed: Callable[..., object]
) -> None:
    """The coordinator's page was opened before they came in."""
    invitation, link = _invited(cast)
    as_seen = Invitation.objects.get(pk=invitation.pk)
    assert Client().post(link, JOIN).status_code == 302
    with pytest.raises(Refused, match="already accepted this invitation"):
        deed(actor=cast.coordinator, invitation=as_seen)
    invitation.refresh_from_db()
    assert invitation.state == "accepted"
    assert invitation.membership
