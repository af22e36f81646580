"""Who is here, and the end of a membership."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, Person
from accounts.operations.invitations import invite
from accounts.operations.memberships import end_membership, start_membership
from tests.factories import in_days, make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS

PEOPLE = f"{AT_OURS}people/"


def _more_people(cast: Cast, number: int) -> None:
    for index in range(number):
        person = Person.objects.create_user(f"m{index}@more.example", "x" * 12, name=f"M {index}")
        start_membership(
            actor=None, authority=cast.manchester, person=person, role=Role.ELECTED_MEMBER
        )
        invite(
            actor=cast.coordinator, name=f"I {index}", email=f"i{index}@x.example", role="officer"
        )


def test_everyone_inside_sees_who_is_here_and_only_the_coordinator_what_can_be_done(
    cast: Cast,
) -> None:
    invite(actor=cast.coordinator, name="Robin Ash", email="robin@new.example", role="officer")
    page = cast.client(cast.coordinator, Client).get(PEOPLE).content.decode()
    assert "Jay Moss" in page
    assert "Bury" not in page
    assert "robin@new.example" in page
    assert f"{PEOPLE}invite/" in page
    assert f"{PEOPLE}{cast.officer.pk}/end/" in page
    assert f"{PEOPLE}{cast.coordinator.pk}/end/" not in page
    other = cast.client(cast.officer, Client).get(PEOPLE).content.decode()
    assert "Jay Moss" in other
    assert "robin@new.example" not in other
    assert "/invite/" not in other
    assert "/end/" not in other


def test_who_may_see_the_list(cast: Cast) -> None:
    assert cast.client(cast.partner, Client).get(PEOPLE).status_code == 403
    assert cast.client(cast.bury_people["coordinator"], Client).get(PEOPLE).status_code == 404
    assert cast.client(cast.outsider, Client).get(PEOPLE).status_code == 404
    assert cast.client(None, Client).get(PEOPLE).status_code == 302


def test_the_list_can_be_one_role_and_bad_filters_are_no_harm(cast: Cast) -> None:
    client = cast.client(cast.coordinator, Client)
    page = client.get(f"{PEOPLE}?role=elected-member").content.decode()
    assert "Cllr Noor Ames" in page
    assert "Jay Moss" not in page
    for bad in ("role=mayor", "page=-3", "page=x", "role=%00", "moved_on=maybe"):
        assert client.get(f"{PEOPLE}?{bad}").status_code == 200
    empty = client.get(f"{PEOPLE}?moved_on=1").content.decode()
    assert "No results" in empty


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_takes_as_many_queries_for_one_as_for_thirty(cast: Cast, number: int) -> None:
    _more_people(cast, number)
    client = cast.client(cast.coordinator, Client)
    client.get(PEOPLE)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(PEOPLE).status_code == 200
    assert len(queries) == 8, [query["sql"] for query in queries]


def test_ending_a_membership_shows_what_they_answer_for_and_then_shuts_the_door(
    cast: Cast,
) -> None:
    make_action(cast, title="Free passes", owner=cast.lead)
    address = f"{PEOPLE}{cast.lead.pk}/end/"
    client = cast.client(cast.coordinator, Client)
    opened = client.get(address)
    page = opened.content.decode()
    assert "Free passes" in page
    assert "Happy" in page
    version = opened.context["form"]["version"].value()
    sent = client.post(address, {"ends_on": in_days(0), "version": version})
    assert sent["Location"] == PEOPLE
    assert cast.client(cast.lead, Client).get(AT_OURS).status_code == 404
    assert "Hana Lind is no longer a member" in client.get(PEOPLE).content.decode()
    assert "Hana Lind" not in client.get(PEOPLE).content.decode()
    assert "Hana Lind" in client.get(f"{PEOPLE}?moved_on=1").content.decode()
    assert client.post(address).status_code == 403


def test_nobody_ends_their_own_or_anothers_authoritys(cast: Cast) -> None:
    client = cast.client(cast.coordinator, Client)
    own = client.post(f"{PEOPLE}{cast.coordinator.pk}/end/")
    assert own.status_code == 403
    assert "You cannot end your own membership" in own.content.decode()
    elsewhere = cast.bury_people["officer"].pk
    assert client.post(f"{PEOPLE}{elsewhere}/end/").status_code == 404
    assert (
        cast.client(cast.executive, Client).post(f"{PEOPLE}{cast.officer.pk}/end/").status_code
        == 403
    )
    assert not Membership.objects.filter(ends_on__isnull=False).exists()


def test_people_are_found_by_the_name_they_are_listed_by(cast: Cast) -> None:
    """A name that somebody does not show is found by nobody but the coordinator."""
    shown, hidden, nameless = cast.officer, cast.officer_2, cast.consultant_2
    Membership.objects.filter(pk=hidden.pk).update(listing="chosen", listed_as="Robin")
    Membership.objects.filter(pk=nameless.pk).update(listing="unnamed")

    def found(text: str, who: Membership = cast.member) -> set[int]:
        page = cast.client(who, Client).get(PEOPLE, {"text": text})
        assert page.status_code == 200
        return {one.pk for one in page.context["page"]}

    assert found(shown.person.name) == {shown.pk}
    assert found("robin") == {hidden.pk}
    assert found(hidden.person.name) == found(nameless.person.name) == set()
    assert found(hidden.person.name, cast.coordinator) == {hidden.pk}
    assert found("nobody at all\x00") == set()


def test_the_page_of_somebody_who_left_says_what_is_left_to_hand_over(cast: Cast) -> None:
    action = make_action(cast)
    end_membership(
        actor=cast.coordinator, membership=cast.officer, ends_on=timezone.localdate(), version=None
    )
    address = f"{PEOPLE}{cast.officer.pk}/"
    client = cast.client(cast.coordinator, Client)
    page = client.get(address)
    assert page.status_code == 200
    said = page.content.decode()
    assert "They left on" in said
    assert "What’s left to hand over" in said
    assert f'href="{address}hand-over/"' in said
    assert "Their role" not in said
    action.status = "done"
    action.save()
    assert "They have nothing to hand over." in client.get(address).content.decode()
    # What may not be changed is refused, and nobody is told to ask themselves.
    now = str(Membership.objects.get(pk=cast.officer.pk).version)
    refused = client.post(address, {"role": "officer", "title": "Head", "version": now})
    assert refused.status_code == 403
    assert "They’ve left." in refused.content.decode()


def test_a_refusal_never_tells_the_coordinator_to_ask_the_coordinator(cast: Cast) -> None:
    """One page says it for every refusal."""
    words = "ask your coordinator"
    own = f"{PEOPLE}{cast.coordinator.pk}/"
    refused = cast.client(cast.coordinator, Client).post(own, {"role": "officer", "version": "1"})
    assert refused.status_code == 403
    assert "Nothing has changed." in refused.content.decode()
    assert words not in refused.content.decode()
    told = cast.client(cast.officer, Client).get(f"{PEOPLE}invite/")
    assert told.status_code == 403
    assert words in told.content.decode()
