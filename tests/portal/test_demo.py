"""The demo's way in."""

from typing import Any

from django.test import Client

from outcomes.operations.leads import appoint_lead
from portal.queries.demo import demo_authorities
from tests.support.cast import Cast
from tests.support.places import AT_OURS, AT_THEIRS


def _values(slug: str) -> list[str]:
    (one,) = [one for one in demo_authorities() if one.authority.slug == slug]
    return [person.value for person in one.people]


def test_every_person_has_one_button_with_a_value_that_stays(cast: Cast) -> None:
    assert _values("manchester") == [
        "manchester-care-consultant",
        "manchester-care-consultant-2",
        "manchester-care-consultant-3",
        "manchester-elected-member",
        "manchester-elected-member-2",
        "manchester-officer",
        "manchester-officer-2",
        "manchester-outcome-lead",
        "manchester-outcome-lead-healthy",
        "manchester-partner",
        "manchester-partner-2",
        "manchester-executive",
        "manchester-coordinator",
        "manchester-safeguarding-lead",
    ]


def test_an_only_officer_who_leads_has_the_button_of_an_officer_too(cast: Cast) -> None:
    assert "bury-outcome-lead" in _values("bury")
    assert "bury-officer" in _values("bury")


def test_a_vacant_first_outcome_leaves_the_plain_button_to_the_next(cast: Cast) -> None:
    appoint_lead(actor=None, outcome=cast.happy, lead=None)
    values = _values("manchester")
    assert "manchester-outcome-lead" in values
    assert "manchester-outcome-lead-healthy" not in values


def test_pressing_a_button_signs_in_and_goes_home(cast: Cast) -> None:
    client = Client()
    answer = client.post("/demo/", {"person": "manchester-care-consultant"})
    assert answer.status_code == 302
    assert answer["Location"] == AT_OURS
    assert client.get(AT_OURS).status_code == 200
    client.post("/demo/", {"person": "bury-officer"})
    assert client.get(AT_THEIRS).status_code == 200
    assert client.get(AT_OURS).status_code == 404


def test_an_unknown_value_is_not_found(cast: Cast) -> None:
    assert Client().post("/demo/", {"person": "manchester-mayor"}).status_code == 404


def test_the_page_lists_every_authority(cast: Cast) -> None:
    page = Client().get("/demo/").content.decode()
    assert 'value="manchester-outcome-lead"' in page
    assert 'value="bury-officer"' in page
    assert page.index("Manchester City Council") < page.index("Bury Council")


def test_there_is_no_demo_outside_demo_mode(cast: Cast, settings: Any) -> None:
    settings.DEMO = False
    assert Client().get("/demo/").status_code == 404
    answer = Client().post("/demo/", {"person": "manchester-coordinator"})
    assert answer.status_code == 404
    assert "_auth_user_id" not in answer.wsgi_request.session
    assert "/demo/" not in Client().get("/").content.decode()


def test_the_list_is_grouped_and_can_be_searched(cast: Cast) -> None:
    page = Client().get("/demo/").content.decode()
    assert "<h3>Care consultant</h3>" in page
    assert "<h3>Outcome lead</h3>" in page
    (only,) = Client().get("/demo/?council=bury&text=partner").context["authorities"]
    assert only.authority.slug == "bury"
    assert {one.membership.role for one in only.people} == {"partner"}
    nobody = Client().get("/demo/?text=zzz")
    assert "No results" in nobody.content.decode()
    assert Client().get("/demo/?council=elsewhere&text=%00").status_code == 200


def test_where_one_is_signed_in_is_listed_and_can_be_ended(cast: Cast) -> None:
    phone, desk = Client(), Client()
    for client in (phone, desk):
        client.post("/demo/", {"person": "manchester-care-consultant"})
    page = desk.get("/sign-in/mine/").content.decode()
    assert "This device" in page
    assert page.count(">Sign out<span") == 1
    desk.post("/sign-in/mine/sessions/end/")
    assert phone.get(AT_OURS).status_code == 302
    assert desk.get(AT_OURS).status_code == 200
