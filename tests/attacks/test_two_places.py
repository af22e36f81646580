"""Somebody who belongs to two authorities, as a police partner of several councils does: in each
they find what that one has, and no word of the other; when one lets them go, the other goes on.

Everybody of the cast is made to belong to both. What this cannot see: their own name and address,
which they have in both, and what they carry from one to the other in their heads.
"""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Authority, Invitation, Membership, Notice, Organisation
from accounts.operations.mail import post
from accounts.operations.memberships import end_membership, start_membership
from accounts.operations.news_mail import send_news
from accounts.operations.notices import notify
from core import audit
from tests.access.doors import Doors
from tests.access.entries import WORKING
from tests.access.scene import Scene
from tests.access.test_matrix import address, methods_of
from tests.attacks.canary import WORD, plant
from tests.attacks.rest import make_the_rest
from tests.attacks.test_mail import next_monday
from tests.factories import in_days
from tests.support.cast import Cast
from tests.support.places import AT_OURS, AT_THEIRS, working
from tests.support.post import delivered
from tests.support.proof import prove
from tests.support.reading import words_of_mail

pytestmark = pytest.mark.long

THEIRS, OURS = WORD, "heronmarsh"
# Their names belong to them, and so to both.
OF_BOTH = {"accounts.Person.name"}
# The roles of Bury's people, as the matrix calls them.
IN_BURY = {
    "consultant": Role.CARE_CONSULTANT,
    "coordinator": Role.COORDINATOR,
    "member": Role.ELECTED_MEMBER,
    "executive": Role.EXECUTIVE,
    "safeguarding": Role.SAFEGUARDING_LEAD,
    "officer": Role.OFFICER,
    "partner": Role.PARTNER,
}


@pytest.fixture(scope="module", autouse=True)
def in_both(made: Any) -> dict[str, Membership]:
    """Everybody's other membership, by slug and name: coordinators there, who see the most, but for
    the police partner, who is one in both. Then a word in all texts of each authority."""
    cast = made[0]
    police = Organisation.objects.create(
        authority=cast.bury, slug="police", name="Bury police", kind="police"
    )
    other = {}
    for who, member in cast.people.items():
        role = Role.PARTNER if who == "other_partner" else Role.COORDINATOR
        other[who] = _joins(cast.bury, member, role, police if role == Role.PARTNER else None)
    for role, member in cast.bury_people.items():
        other[f"bury {role}"] = _joins(cast.manchester, member, Role.COORDINATOR, None)
    _of_elsewhere(cast, other["other_partner"])
    for scene in (made[1], made[3]):
        make_the_rest(scene)
    plant(cast.bury, cast.bury_people[Role.COORDINATOR], word=THEIRS, spared=OF_BOTH)
    plant(cast.manchester, cast.coordinator, word=OURS, spared=OF_BOTH)
    Notice.objects.all().delete()
    return other


def _joins(
    authority: Authority, member: Membership, role: Role, organisation: Organisation | None
) -> Membership:
    joined = start_membership(
        actor=None,
        authority=authority,
        person=member.person,
        role=role,
        organisation=organisation,
        starts_on=in_days(-100),
    )
    return Membership.objects.select_related("person", "authority").get(pk=joined.pk)


def _of_elsewhere(cast: Cast, member: Membership) -> None:
    """What Bury has done with somebody who has asked Manchester what it holds about them."""
    audit.record(
        "accounts.membership.changed",
        actor=cast.bury_people[Role.COORDINATOR],
        about=member,
        summary=f"{THEIRS} in the trail",
    )
    Invitation.objects.create(
        authority=cast.bury,
        email=member.person.email,
        name="Pat",
        role=Role.PARTNER,
        token_hash="of nobody",
        invited_by=cast.bury_people[Role.COORDINATOR],
        expires_at=next_monday(),
    )
    post(to=member.person.email, subject=f"News from {THEIRS}", text=THEIRS)


@pytest.fixture(scope="module")
def doors(cast: Cast, in_both: dict[str, Membership]) -> Doors:
    """Everybody, signed in, with the second step that one of their roles may need."""
    doors = Doors(cast)
    for member in [*cast.people.values(), *cast.bury_people.values()]:
        client = doors.client(member)
        prove(client)
    return doors


def whose(cast: Cast, slug: str, name: str) -> Iterator[tuple[str, Membership]]:
    """Who crawls a page: one in their own role, and a coordinator whose own place is the other."""
    allowed = WORKING[name].allowed
    if slug == "manchester":
        yield min(allowed), cast.people[min(allowed)]
        if "coordinator" in allowed:
            yield "Bury's officer", cast.bury_people[Role.OFFICER]
    else:
        for who in sorted(allowed & set(IN_BURY)):
            yield who, cast.bury_people[IN_BURY[who]]
        if "coordinator" in allowed:
            yield "Manchester's officer", cast.people["officer"]


@pytest.mark.parametrize("slug", ["manchester", "bury"])
@pytest.mark.parametrize("name", sorted(WORKING))
def test_in_one_they_read_no_word_of_the_other(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str, slug: str
) -> None:
    """Every page, fragment, file, export and deed, its title and its headers."""
    scene, never = (scenes[0], THEIRS) if slug == "manchester" else (scenes[1], OURS)
    entry = WORKING[name]
    url = address(name, slug, entry.arguments(scene))
    elsewhere = "/bury/" if slug == "manchester" else "/manchester/"
    wrong = []
    for who, member in whose(cast, slug, name):
        for way in methods_of(url):
            for more in ({}, {"HTTP_HX_REQUEST": "true"}):
                answer = doors.knock(member, way, url, entry.data, **more)
                told = f"{answer.words} {answer.headers}"
                if never in told:
                    at = told.index(never)
                    wrong.append(f"{who} to {way}: …{told[max(at - 90, 0) : at + 30]}…")
                if elsewhere in told:
                    wrong.append(f"{who} to {way} is led to {elsewhere}")
    assert not wrong, "\n".join(wrong)


def test_the_words_would_be_found(cast: Cast, scenes: tuple[Scene, Scene], doors: Doors) -> None:
    """Each word is all over its own authority's pages, for the very people who are in both."""
    for slug, scene, word in (("manchester", scenes[0], OURS), ("bury", scenes[1], THEIRS)):
        met = [
            name
            for name in WORKING
            for _, member in list(whose(cast, slug, name))[-1:]
            if word
            in doors.knock(member, "get", address(name, slug, WORKING[name].arguments(scene))).words
        ]
        assert len(met) > 50, slug


SELECT = re.compile(r'<select[^>]*name="(\w+)"|<input[^>]*name="(\w+)"')


@pytest.mark.parametrize(
    "name",
    sorted(name for name, one in WORKING.items() if not one.has_objects and one.method == "get"),
)
def test_no_question_in_an_address_brings_the_others_words(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    """A list asked for with each of the other's names and numbers in each of its boxes."""
    entry, side = WORKING[name], scenes[1].side
    who = cast.people[min(entry.allowed)]
    url = address(name, "manchester", entry.arguments(scenes[0]))
    boxes = {one or two for one, two in SELECT.findall(doors.knock(who, "get", url).words)}
    boxes -= {"csrfmiddlewaretoken", "key", ""}
    values = [
        *(side.outcome.slug, side.period.slug, side.body.slug, "school", "bury"),
        *(side.outcome.pk, side.period.pk, side.body.pk, side.officer.pk, side.workplan.pk),
        *(scenes[1].priority.pk, scenes[1].action.pk, scenes[1].planned.pk),
    ]
    for value in values:
        answer = doors.knock(who, "get", url, dict.fromkeys(boxes | {"q", "page"}, str(value)))
        assert THEIRS not in answer.words + str(answer.headers), (value, sorted(boxes))


def titles(client: Client, slug: str) -> str:
    page = client.get(working(slug)).content.decode()
    (title,) = re.findall(r"<title>(.*?)</title>", page, re.S)
    return html.unescape(title)


def test_each_home_is_named_for_its_own_and_the_choice_shows_both(cast: Cast) -> None:
    client = cast.client(cast.people["other_partner"])
    assert THEIRS not in titles(client, "manchester")
    assert OURS not in titles(client, "bury")
    # With two places they choose: this page alone names both, and nothing else of either.
    page = client.get("/start/").content.decode()
    assert AT_OURS in page
    assert AT_THEIRS in page
    assert (page.count(THEIRS) > 0, page.count(OURS) > 0) == (True, True)
    for scene_word in ("Who is holding this up", "Clubs cost too much", "An action"):
        assert scene_word not in page


def test_news_comes_for_each_by_itself_on_its_page_and_by_e_mail(
    cast: Cast, scenes: tuple[Scene, Scene], in_both: dict[str, Membership]
) -> None:
    pair = {"manchester": cast.people["other_partner"], "bury": in_both["other_partner"]}
    words = {"manchester": OURS, "bury": THEIRS}
    for slug, scene in zip(pair, scenes, strict=True):
        for mark in range(1 if slug == "bury" else 2):
            notify(
                "seat-taken",
                about=scene.side.body,
                actor=None,
                to=[pair[slug]],
                page=reverse("portal:home", args=[slug]),
                name=f"{words[slug]} body",
                mark=mark,
            )
    client = cast.client(pair["manchester"])
    for slug, other in (("manchester", "bury"), ("bury", "manchester")):
        page = client.get(f"{working(slug)}news/").content.decode()
        assert f"{words[slug]} body" in page
        assert words[other] not in page
    delivered()
    before = len(mail.outbox)
    with time_machine.travel(next_monday(), tick=False):
        send_news()
        letters = [words_of_mail(one) for one in delivered()[before:]]
    assert len(letters) == 2
    of = {slug: next(one for one in letters if f"/{slug}/" in one) for slug in pair}
    for slug, other in (("manchester", "bury"), ("bury", "manchester")):
        assert words[slug] in of[slug]
        assert words[other] not in of[slug]
        assert f"/{other}/" not in of[slug]
    assert "2 new" in of["manchester"]
    assert "1 new" in of["bury"]


def test_one_ends_and_the_other_goes_on(
    cast: Cast, scenes: tuple[Scene, Scene], in_both: dict[str, Membership]
) -> None:
    """In the session that is open: the ended one is not there at the very next request, by any
    address and any method; the other is as it was; nothing more comes of it by e-mail."""
    member = cast.people["other_partner"]
    client = cast.client(member)
    assert client.get(AT_OURS).status_code == 200
    assert client.get(AT_THEIRS).status_code == 200
    about: dict[str, Any] = {"about": scenes[1].side.body, "actor": None, "page": AT_THEIRS}
    notify("seat-taken", to=[in_both["other_partner"]], **about)
    end_membership(actor=cast.bury_people[Role.COORDINATOR], membership=in_both["other_partner"])
    got = {
        f"{way} {name}": getattr(client, way)(
            address(name, "bury", entry.arguments(scenes[1]))
        ).status_code
        for name, entry in WORKING.items()
        for way in methods_of(address(name, "bury", entry.arguments(scenes[1])))
    }
    assert {name: status for name, status in got.items() if status != 404} == {}
    assert client.get(AT_OURS).status_code == 200
    assert client.get(f"{AT_OURS}actions/").status_code == 200
    assert client.get("/start/")["Location"] == AT_OURS
    assert notify("seat-taken", to=[in_both["other_partner"]], mark="2", **about) == 0
    delivered()
    before = len(mail.outbox)
    with time_machine.travel(next_monday(), tick=False):
        send_news()
        to_them = [one for one in delivered()[before:] if member.person.email in one.to]
    assert to_them == []
