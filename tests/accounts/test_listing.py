"""How somebody is shown: theirs to choose, and obeyed by every page."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.enums import Listing, Role
from accounts.listings import first_name
from accounts.models import Membership, Person
from accounts.operations.invitations import invite
from accounts.operations.listing import choose_listing
from accounts.operations.memberships import change_membership
from core.models import AuditEvent
from impact.queries.content import signed_names
from tests.factories import make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS

MINE = f"{AT_OURS}me/listed/"
PEOPLE = f"{AT_OURS}people/"
PASSWORD = "a long and winding road"


def _fresh(membership: Membership) -> Membership:
    return Membership.objects.select_related("person", "authority").get(pk=membership.pk)


def _choose(membership: Membership, listing: str, **more: Any) -> Membership:
    choose_listing(actor=membership, listing=listing, **more)
    return _fresh(membership)


@pytest.mark.parametrize(
    "listing, name, label, public",
    [
        (Listing.FULL_NAME, "", "Jay Moss", "Jay Moss"),
        (Listing.FIRST_NAME, "", "Jay", "Jay"),
        (Listing.CHOSEN, "Blue", "Blue", "Blue"),
        (Listing.UNNAMED, "", "Care consultant", ""),
    ],
)
def test_each_way_is_shown_at_once(
    cast: Cast, listing: str, name: str, label: str, public: str
) -> None:
    assert cast.consultant.person.name == "Jay Moss"
    client = cast.client(cast.consultant, Client)
    page = client.get(MINE)
    version = page.context["form"]["version"].value()
    sent = {"listing": listing, "name": name, "title": "Adviser", "version": version}
    answer = client.post(MINE, sent, follow=True).content.decode()
    assert f"Others now see you as “{label}, Adviser”." in answer
    mine = _fresh(cast.consultant)
    assert (mine.label, mine.public_name) == (label, public)
    seen = cast.client(cast.officer, Client).get(PEOPLE).content.decode()
    assert label in seen
    assert ("Jay Moss" in seen) == (label == "Jay Moss")
    assert "Hi Jay" in client.get(AT_OURS).content.decode() or name
    event = AuditEvent.objects.get(code="accounts.membership.listed")
    assert event.changes == {"listing": ["", listing]}


def test_only_the_coordinator_still_knows_who_asked_not_to_be_named(cast: Cast) -> None:
    _choose(cast.consultant, Listing.UNNAMED)
    assert "Jay Moss" in cast.client(cast.coordinator, Client).get(PEOPLE).content.decode()
    for who in (cast.officer, cast.consultant_2, cast.executive, cast.safeguarding):
        assert "Jay Moss" not in cast.client(who, Client).get(PEOPLE).content.decode()


def test_lists_made_in_the_database_obey_it_too(cast: Cast) -> None:
    make_action(cast, title="Free passes", owner=cast.officer)
    _choose(cast.officer, Listing.UNNAMED)
    page = cast.client(cast.lead, Client).get(f"{AT_OURS}actions/?whose=").content.decode()
    assert "Free passes" in page
    assert cast.officer.person.name not in page


def test_a_signature_without_a_name_is_counted(cast: Cast) -> None:
    people = [
        _choose(cast.consultant, Listing.UNNAMED),
        _choose(cast.consultant_2, Listing.CHOSEN, name="Blue"),
    ]
    assert signed_names(cast.manchester, people) == ["Blue", "1 other care consultant"]


def test_another_role_changes_what_no_name_says_and_nothing_else(cast: Cast) -> None:
    _choose(cast.officer_2, Listing.UNNAMED)
    _choose(cast.officer, Listing.CHOSEN, name="Blue")
    for who in (cast.officer, cast.officer_2):
        change_membership(actor=cast.coordinator, membership=who, role=Role.EXECUTIVE)
    assert (_fresh(cast.officer_2).label, _fresh(cast.officer_2).listed_as) == (
        "Executive",
        "Executive",
    )
    assert _fresh(cast.officer).label == "Blue"


@pytest.mark.parametrize("name", ["", "kit marsh", "KIT MARSH"])
def test_nobody_passes_for_another(cast: Cast, name: str) -> None:
    client = cast.client(cast.consultant, Client)
    answer = client.post(MINE, {"listing": "chosen", "name": name, "version": 1})
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"]
    assert _fresh(cast.consultant).listing == ""
    with pytest.raises(ValidationError):
        choose_listing(actor=cast.consultant, listing="invisible")


def test_an_old_page_does_not_undo_a_newer_choice(cast: Cast) -> None:
    _choose(cast.consultant, Listing.UNNAMED)
    client = cast.client(cast.consultant, Client)
    late = client.post(MINE, {"listing": "full-name", "title": "", "version": 1})
    assert late.status_code == 409
    assert _fresh(cast.consultant).is_unnamed


def test_an_invitation_asks_once_with_the_safest_answer_for_a_young_person(cast: Cast) -> None:
    for role, safest in ((Role.CARE_CONSULTANT, "unnamed"), (Role.OFFICER, "full-name")):
        _made, link = invite(
            actor=cast.coordinator, name="Robin Ash", email=f"{role}@new.example", role=role
        )
        client = Client()
        form = client.get(link).context["form"]
        assert form["listing"].value() == safest
        sent = {"name": "Robin Ash", "listing": safest, "password": "", "password_again": ""}
        assert client.post(link, sent).status_code == 302
        joined = Membership.objects.get(person=Person.objects.get(email=f"{role}@new.example"))
        assert joined.listing == safest
    assert Membership.objects.filter(listing="unnamed").get().label == "Care consultant"


@pytest.mark.parametrize(
    "name, first",
    [("Jay Moss", "Jay"), ("Cllr Noor Ames", "Noor"), ("Dr. Ana", "Ana"), ("Cher", "Cher")],
)
def test_the_first_name_is_no_form_of_address(name: str, first: str) -> None:
    assert first_name(name) == first
