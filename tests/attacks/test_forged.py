"""Invitations and codes that are forged, old, another's or used before. What of it is proved where
the door itself is tested, in tests/accounts:

- a forged link: test_invitations.test_an_unknown_link_is_not_found_and_says_so_kindly; close to a
  real one (other case, junk): test_guessing.test_no_invitation_is_found_by_a_thousand_guesses
- expired, taken back, replaced: test_an_expired_link_is_gone, test_a_withdrawn_link_is_gone,
  test_a_renewed_invitation_has_a_new_link_and_the_old_one_is_unknown
- used twice: test_a_used_link_is_gone, test_a_link_works_once_even_for_two_at_a_time
- by somebody signed in as another:
  test_somebody_else_who_is_signed_in_is_told_so_and_nothing_happens
- a code replayed: test_codes.test_a_code_works_once; in another browser, or another person's:
  test_a_code_works_only_where_it_was_asked_for; after the tries: test_five_wrong_ones_end_it; too
  old: test_a_code_runs_out
- the second step replayed or another's: test_second_step.
  test_a_code_of_the_app_works_once_even_when_its_time_is_not_over, test_anothers_code_does_not_fit,
  test_second_step_ways.test_a_recovery_code_lets_in_once, test_a_passkeys_answer_works_once,
  test_a_forged_passkey_lets_nobody_in
"""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Invitation, Membership, Person
from accounts.operations.invitations import invite, renew_invitation, withdraw_invitation
from tests.accounts.stepping import STEP, arrive, set_up_app
from tests.accounts.test_codes import ask, is_in, type_in
from tests.accounts.test_second_step_ways import recovery_codes
from tests.support.cast import Cast
from tests.support.places import AT_THEIRS
from tests.support.post import code_for

JOIN = {
    "name": "Robin Ash",
    "password": "a long and winding road",
    "password_again": "a long and winding road",
}


def invited(cast: Cast) -> tuple[Invitation, str]:
    return invite(
        actor=cast.coordinator, name="Robin Ash", email="robin@new.example", role=Role.OFFICER
    )


def test_who_joins_chooses_neither_role_nor_place_nor_address(cast: Cast) -> None:
    _, link = invited(cast)
    more = {
        "role": Role.COORDINATOR,
        "email": "evil@evil.example",
        "authority": cast.bury.pk,
        "organisation": cast.nhs.pk,
        "title": "The boss",
        "is_superuser": "on",
        "is_staff": "on",
    }
    assert Client().post(link, JOIN | more).status_code == 302
    found = Membership.objects.get(person__email="robin@new.example")
    assert (found.role, found.authority, found.organisation) == (
        Role.OFFICER,
        cast.manchester,
        None,
    )
    assert found.title == ""
    assert not found.person.is_superuser
    assert not Person.objects.filter(email="evil@evil.example").exists()


@pytest.mark.parametrize("deed", [withdraw_invitation, renew_invitation])
def test_a_form_opened_before_the_link_was_taken_away_is_not_taken(
    cast: Cast, deed: Callable[..., Invitation]
) -> None:
    invitation, link = invited(cast)
    client = Client()
    assert client.get(link).status_code == 200
    deed(actor=cast.coordinator, invitation=invitation)
    assert client.post(link, JOIN).status_code in (404, 410)
    assert not Person.objects.filter(email="robin@new.example").exists()


def test_an_invitation_of_another_authority_is_not_settled_by_its_number(cast: Cast) -> None:
    invitation, link = invited(cast)
    for deed in ("renew", "withdraw"):
        url = f"{AT_THEIRS}people/invitations/{invitation.pk}/{deed}/"
        assert cast.client(cast.bury_people[Role.COORDINATOR]).post(url).status_code == 404
    assert Client().get(link).status_code == 200


def test_a_code_of_somebody_let_go_meanwhile_lets_nobody_in(cast: Cast) -> None:
    client, person = Client(), cast.consultant.person
    ask(client, person.email)
    code = code_for(person.email)
    person.is_active = False
    person.save()
    type_in(client, code)
    assert not is_in(client)
    assert "_auth_user_id" not in client.session


def test_after_five_wrong_ones_the_old_page_sent_again_does_not_help(cast: Cast) -> None:
    """The browser's cookie of before the first try holds no tries of its own."""
    client, email = Client(), cast.consultant.person.email
    ask(client, email)
    code, cookie = code_for(email), client.cookies["sessionid"].value
    for _ in range(5):
        type_in(client, "BBBB-BBBB")
    client.cookies["sessionid"] = cookie
    assert type_in(client, code)["Location"] == "/sign-in/"
    assert not is_in(client)


def test_another_persons_recovery_code_does_not_fit(cast: Cast) -> None:
    theirs, _ = arrive(cast.officer)
    set_up_app(theirs)
    (code, *_) = recovery_codes(theirs)
    mine, _ = arrive(cast.lead)
    set_up_app(mine)
    again, _ = arrive(cast.lead)
    assert again.post(STEP, {"code": code}).status_code == 422
    assert not is_in(again)
    # And it is not used up by it.
    owner, _ = arrive(cast.officer)
    assert owner.post(STEP, {"code": code}).status_code == 302
