"""The frame around every page, and the gallery of components."""

import re
from pathlib import Path

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.template import TemplateSyntaxError, engines
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.enums import Role
from accounts.models import Authority, Membership
from accounts.roles import ROLE_RIGHTS
from core.components import ComponentError
from portal import context
from portal.context import NAMES, PageFrame, page_frame
from portal.templatetags.gallery import LIBRARIES, components
from tests.support.asking import request_for
from tests.support.cast import Cast

ROOT = Path(__file__).resolve().parents[2]
APPS = "core accounts expectations voice outcomes cooperative impact portal frameworks".split()


def frame_of(actor: Membership, path: str = "/") -> PageFrame:
    return page_frame(request_for(path, actor=actor, authority=actor.authority))["frame"]


# --- The gallery ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_gallery_shows_every_component_in_all_its_states(client: Client) -> None:
    response = client.get("/components/")
    assert response.status_code == 200
    page = response.content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    shown = re.findall(r'<section class="specimen stack" id="component-([a-z_]+)">', page)
    assert sorted(shown) == sorted(components())
    assert len(components()) >= 40
    assert page.count('<a href="#component-') == len(shown)
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]* src=)", page)


def test_the_gallery_knows_every_library_of_tags() -> None:
    """A tag in a new file must not escape it. The tags of documents are no components, nor is what
    asks the database what to show."""
    files = [path for app in APPS for path in (ROOT / app / "templatetags").glob("[!_]*.py")]
    names = {f"{path.parts[-3]}.templatetags.{path.stem}" for path in files}
    others = {
        "cooperative.templatetags.agenda",
        "cooperative.templatetags.obstacles",
        "impact.templatetags.documents",
        "impact.templatetags.scrutiny",
        "portal.templatetags.gallery",
    }
    assert names - others == {*LIBRARIES}


def test_what_the_gallery_says_of_a_prop_is_what_the_component_takes() -> None:
    drawn = str(
        engines["django"]
        .from_string('{% load gallery %}{% specimen name="toast" %}{% endspecimen %}')
        .render({})
    )
    assert "<code>text</code>: str, must be given" in drawn
    assert "<code>kind</code>: str, &#x27;success&#x27; if not given" in drawn


@pytest.mark.parametrize("name", sorted(components()))
def test_every_component_refuses_a_prop_it_does_not_have(name: str) -> None:
    libraries = " ".join(one.rsplit(".", 1)[1] for one in LIBRARIES if not one.startswith("core."))
    source = f"{{% load {libraries} %}}{{% {name} misspelt=1 %}}{{% end{name} %}}"
    with pytest.raises(TemplateSyntaxError, match="unexpected keyword argument 'misspelt'"):
        engines["django"].from_string(source)


def test_a_component_that_does_not_exist_has_no_place_in_the_gallery() -> None:
    with pytest.raises(ComponentError, match="carousel"):
        engines["django"].from_string(
            '{% load gallery %}{% specimen name="carousel" %}{% endspecimen %}'
        ).render({})


@pytest.mark.django_db
@pytest.mark.parametrize("look, paper", [("light", "#fbf8f2"), ("dark", "#151029")])
def test_the_gallery_can_be_seen_in_either_light(client: Client, look: str, paper: str) -> None:
    assert f'href="?sheet={look}"' in client.get(f"/components/?look={look}").content.decode()
    sheet = client.get(f"/components/?sheet={look}")
    assert sheet["Content-Type"].startswith("text/css")
    text = sheet.content.decode()
    assert f"--paper: {paper};" in text
    assert "@media" not in text
    assert text.count("{") == text.count("}")


@pytest.mark.django_db
def test_the_gallery_is_not_there_in_real_use(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert client.get("/components/").status_code == 404


def test_pages_that_need_nothing_ask_the_database_nothing(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/components/").status_code == 200
        assert client.get("/accessibility/").status_code == 200


# --- The frame -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_place_of_the_navigation_has_an_address(name: str) -> None:
    assert reverse(name, args=[] if name in context.OF_NOBODY else ["manchester"])


def test_the_frame_asks_the_database_nothing(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        frame = frame_of(cast.consultant)
    assert frame.person == cast.consultant.label
    assert frame.authority == "Manchester"


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_few_places_and_home_first(role: Role) -> None:
    places = context.WORKING[role]
    assert places[0] == "portal:home"
    assert 4 <= len(places) <= (7 if role is Role.COORDINATOR else 6)
    assert set(places) <= set(NAMES)


# What somebody must hold, one of these, to open a place that not all may.
NEEDS = {
    "portal:point-create": {"record_asks"},
    "voice:ask-mine": {"record_asks"},
    "voice:ask-queue": {"release_asks"},
    "accounts:people": {"read_everything"},
    "accounts:words": {"manage_people"},
    "accounts:look": {"manage_people"},
    "portal:trail": {"read_trail", "read_trail_of_concerns"},
}


def test_places_for_some_are_shown_to_those_who_may_open_them() -> None:
    assert set(NEEDS) == set(context.RESTRICTED_ROLES)
    for name, any_of in NEEDS.items():
        may = {role for role, rights in ROLE_RIGHTS.items() if rights & any_of}
        assert may == context.RESTRICTED_ROLES[name]
        shown = {role for role, places in context.WORKING.items() if name in places}
        assert shown <= may


def test_the_place_we_are_at_is_marked_and_only_that(cast: Cast) -> None:
    url = reverse("outcomes:outcome-list", args=["manchester"])
    at = [p for p in frame_of(cast.member, url).places if p.current]
    assert [(p.label, p.current) for p in at] == [("Outcomes", "page")]
    below = [p for p in frame_of(cast.member, url + "happy/2026-27/").places if p.current]
    assert [(p.label, p.current) for p in below] == [("Outcomes", "true")]
    home = reverse("portal:home", args=["manchester"])
    assert [p.label for p in frame_of(cast.member, home).places if p.current] == ["Home"]
    assert not [p for p in frame_of(cast.member, home + "else/").places if p.current]


def test_places_are_called_what_the_authority_calls_them(cast: Cast) -> None:
    cast.bury.terminology = {"outcome": {"one": "work area", "many": "work areas"}}
    actor = cast.bury_people["officer"]
    actor.authority = cast.bury
    assert "Work areas" in [place.label for place in frame_of(actor).places]


def test_a_place_that_leads_nowhere_yet_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(context.NAMES, "portal:nowhere", "Nowhere")
    found = context._places("/", ["portal:nowhere", "portal:home"], Authority(slug="x"))
    assert [place.label for place in found] == ["Home"]


def test_public_pages_offer_to_sign_in_or_lead_back_to_ones_own() -> None:
    authority = Authority(slug="manchester", short_name="Manchester")
    request = request_for("/manchester/", user=AnonymousUser(), authority=authority)
    frame = page_frame(request)["frame"]
    assert frame.sign_in
    assert not frame.own_pages
    request.COOKIES["sessionid"] = "x"
    vars(request)["session"] = {"account_login": "a code was asked for"}
    frame = page_frame(request)["frame"]
    assert frame.sign_in
    assert not frame.own_pages
    vars(request)["session"] = {SESSION_KEY: "1"}
    frame = page_frame(request)["frame"]
    assert frame.own_pages
    assert not frame.sign_in


@pytest.mark.django_db
def test_a_signed_in_page_says_who_and_where_and_signs_out_by_post(cast: Cast) -> None:
    page = cast.client(cast.member).get(reverse("portal:home", args=["manchester"]))
    text = page.content.decode()
    assert f"{cast.member.label} · Manchester" in text
    assert re.search(r'<form method="post" action="[^"]*sign-out[^"]*" data-signs-out>', text)
    assert '<a class="skip-link" href="#main">' in text
    assert '<html lang="en-GB">' in text
    assert "This is a demo." in text


@pytest.mark.django_db
def test_the_demo_notice_is_only_in_the_demo(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert "This is a demo." not in client.get("/accessibility/").content.decode()


# --- When a page cannot be shown -----------------------------------------------------------------


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_plainly(client: Client) -> None:
    response = client.get("/no/such/page/anywhere/")
    assert response.status_code == 404
    assert "We can’t find this page" in response.content.decode()


def test_a_refusal_gives_its_reason(cast: Cast) -> None:
    response = cast.client(cast.officer).get(reverse("portal:trail", args=["manchester"]))
    assert response.status_code == 403
    assert "Only coordinators, elected members with a seat" in response.content.decode()


def test_the_error_pages_stand_without_a_request() -> None:
    from django.template.loader import get_template

    for name in ("500.html", "400.html"):
        text = get_template(name).render()
        assert "<h1>" in text
        assert 'href="/"' in text
