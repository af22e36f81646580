"""The five founding documents, as data, on one code path; and a sixth that nobody has seen."""

from pathlib import Path

import pytest

from accounts.enums import Role
from accounts.models import Authority, Membership
from accounts.operations.rights import drift
from cooperative.models import Body
from core.decisions import Refused
from core.models import AuditEvent
from expectations.models import Evidence, Expectation
from frameworks.operations.load import load_framework, read_framework
from frameworks.operations.people import load_people
from outcomes.models import Outcome
from tests.support.cast import Cast

ROOT = Path(__file__).resolve().parent.parent.parent / "frameworks"
FIVE = ("manchester", "middlesbrough", "solihull", "bury", "york")

TWELVE = (
    "Respect and promote my rights.",
    "Do nothing about me without me, and explain why so I understand.",
    "Know the people that are important to me and make sure they stay in my life and those"
    " relationships get better.",
    "Make sure I live in a safe place and I have choice when I'm older.",
    "Know my culture and identity, what it means and celebrate and promote it with me.",
    "Make sure I have the skills and support to be part of my community.",
    "Be there if I need you.",
    "Keep me healthy and teach me what the healthy choices are.",
    "Believe in me, skill me up to cope with challenges and make sure I know where help is.",
    "Know what I am good at, celebrate what I achieve, help me learn when things could go even"
    " better and how I can do that.",
    "Make sure I have the technology I need and teach me to use it safely.",
    "Give me chances to try new things and do the things I like doing.",
)
PLEDGE = (
    "We will always tell you why you are in care",
    "We will make sure that you live with people who care about you and keep you safe",
    "We will let you live with your brothers and sisters and make sure you understand the reason"
    " if this is not possible",
    "We will involve you in decisions that affect you",
    "We will help you to talk about your feelings and listen to what you say",
    "We will support you to take part in hobbies and leisure activities",
    "We will help you to do well at school, college, and university",
    "We will make sure that you can live with your foster carers up until the age of 21 if this"
    " is what you want to do",
)


def framework(slug: str) -> Path:
    return ROOT / "authorities" / f"{slug}.yaml"


def people(slug: str) -> Path:
    return ROOT / "demo" / "people" / f"{slug}.yaml"


def words_of(authority: Authority) -> tuple[str, ...]:
    """The main set's words, in order."""
    main = Expectation.objects.in_main_set().filter(expectation_set__authority=authority)
    return tuple(main.order_by("number").values_list("text", flat=True))


def body(authority: Authority, slug: str) -> Body:
    return Body.objects.get(authority=authority, slug=slug)


def relations(authority: Authority) -> set[tuple[str, str, str]]:
    return {
        (relation.from_body.slug, relation.kind, relation.to_body.slug)
        for one in authority.bodies.all()
        for relation in one.relations.all()
    }


@pytest.mark.parametrize("slug", FIVE)
def test_loads_with_its_people_and_no_right_is_astray(db: None, slug: str) -> None:
    authority = load_framework(framework(slug))
    load_people(people(slug))
    roles = set(Membership.objects.filter(authority=authority).values_list("role", flat=True))
    assert roles == {str(role) for role in Role}
    assert drift() == []
    signers = Membership.objects.filter(authority=authority, role=Role.CARE_CONSULTANT).count()
    assert signers >= authority.sign_offs_needed
    assert authority.source
    assert authority.periods.count() == 1


@pytest.mark.parametrize("slug", FIVE)
def test_loading_twice_changes_nothing(db: None, slug: str) -> None:
    load_framework(framework(slug))
    load_people(people(slug))
    before = AuditEvent.objects.count()
    load_framework(framework(slug))
    load_people(people(slug))
    assert AuditEvent.objects.count() == before


def test_all_five_stand_side_by_side_and_everybody_is_somebody_else(db: None) -> None:
    members: list[Membership] = []
    for slug in FIVE:
        load_framework(framework(slug))
        members += load_people(people(slug)).values()
    assert set(Authority.objects.values_list("slug", flat=True)) == set(FIVE)
    assert drift() == []
    # One police force covers several councils: one account, a role in each.
    in_two = Membership.objects.filter(person__email="r.ellingham@manchester.example")
    assert {one.authority.slug for one in in_two} == {"manchester", "bury"}
    assert len({one.person.name for one in members}) == len(members) - 1
    for one in members:
        assert one.person.email.endswith(".example")
        assert not one.person.has_usable_password()
        if one.role == Role.CARE_CONSULTANT:
            assert one.label == one.person.name.split()[0]


def test_manchester_has_the_twelve_in_their_exact_words(db: None) -> None:
    assert words_of(load_framework(framework("manchester"))) == TWELVE


def test_manchester_in_full(db: None) -> None:
    authority = load_framework(framework("manchester"))
    load_people(people("manchester"))
    outcomes = Outcome.objects.filter(authority=authority).planned()
    assert [one.slug for one in outcomes] == ["happy", "healthy", "safe", "successful"]
    assert all(one.lead is not None for one in outcomes)
    cooperative = body(authority, "cooperative")
    assert (cooperative.format, cooperative.meetings_a_year) == ("workshop", 4)
    assert cooperative.themed
    assert not cooperative.observers_allowed
    assert {
        one.outcome.slug for one in authority.bodies.filter(kind="delivery") if one.outcome
    } == {"happy", "healthy", "safe", "successful"}
    assert {
        ("executive", "approves", "cooperative"),
        ("scrutiny", "scrutinises", "cooperative"),
        ("cooperative", "reports-to", "executive"),
        ("happy-working-group", "escalates-to", "strategic-partnership"),
        ("strategic-partnership", "escalates-to", "executive"),
    } <= relations(authority)
    assert authority.word("care consultant", many=True) == "Care Consultants"


def test_manchesters_achievements_are_kept_with_their_source(db: None) -> None:
    authority = load_framework(framework("manchester"))
    achieved = Evidence.objects.filter(authority=authority, source="section 5.2")
    assert achieved.count() == 11
    assert achieved.get(slug="leaving-care-grant").text == "Increased the leaving care grant by 50%"
    assert achieved.get(slug="clubs-and-activities").quantity == "100 children"
    assert achieved.get(slug="family-firm").quantity == "six apprenticeships"


@pytest.mark.parametrize("slug", ["manchester", "middlesbrough", "york"])
def test_the_statutory_seven_are_kept_where_the_source_relies_on_the_act(
    db: None, slug: str
) -> None:
    authority = load_framework(framework(slug))
    statutory = authority.expectation_sets.get(slug="statutory-principles")
    assert statutory.expectations.count() == 7
    assert statutory.is_main == (slug == "middlesbrough")


def test_middlesbroughs_board_does_not_decide(db: None) -> None:
    authority = load_framework(framework("middlesbrough"))
    assert not body(authority, "corporate-parenting-board").decides
    assert body(authority, "executive").decides
    assert {
        ("executive", "approves", "corporate-parenting-board"),
        ("improvement-board", "monitors", "corporate-parenting-board"),
    } <= relations(authority)
    assert "Why is this being recommended?" in authority.details["report_fields"]


def test_solihulls_group_stands_under_the_health_and_wellbeing_board(db: None) -> None:
    authority = load_framework(framework("solihull"))
    assert ("health-and-wellbeing-board", "hosts", "corporate-parenting-group") in relations(
        authority
    )
    group = body(authority, "corporate-parenting-group")
    assert "corporate parenting board" in group.aliases
    assert group.seats.filter(status="proposed").count() == 3
    # Named, not invented.
    assert words_of(authority) == ()
    assert authority.expectation_sets.get().status == "named-only"
    # Contradicting figures are both kept, as the source has them.
    leavers = [
        one["value"] for one in authority.details["numbers"] if one["name"] == "Care leavers"
    ]
    assert leavers == ["nearly 200", "2132"]


def test_bury_has_its_pledge_its_groups_and_its_vacancies(db: None) -> None:
    authority = load_framework(framework("bury"))
    load_people(people("bury"))
    assert words_of(authority) == PLEDGE
    vacant = Outcome.objects.filter(authority=authority, lead=None).planned()
    # Health and education has a chair and no lead: the chair is shown as chair.
    assert {one.slug for one in vacant} == {
        "further-education",
        "health-and-education",
        "rights-and-participation",
    }
    health = vacant.with_chair().get(slug="health-and-education")
    assert vars(health)["chair"] == "Strategic Lead Health, Families & Partnerships"
    groups = authority.bodies.filter(relations__to_body__slug="children-in-care-council")
    ages = {one.name: (one.age_from, one.age_to) for one in groups.filter(kind="participation")}
    assert ages == {
        "Mega Mayhem": (4, 10),
        "Mad House": (11, 16),
        "Articulation": (16, 20),
        "ORB": (None, None),
    }
    chair = body(authority, "health-and-education-group").seats.get(kind="chair")
    assert chair.membership is not None
    assert {
        ("children-in-care-council", "invites", "corporate-parenting-panel"),
        ("reviewing-officers", "escalates-to", "cafcass"),
    } <= relations(authority)


def test_york_has_its_five_and_no_sixth(db: None) -> None:
    authority = load_framework(framework("york"))
    load_people(people("york"))
    main = Expectation.objects.in_main_set().filter(expectation_set__authority=authority)
    assert [one.note for one in main.order_by("number")] == [
        "Stands for statutory principle (a)",
        "Stands for statutory principles (b), (c) and (e)",
        "Stands for statutory principle (d), without “and make the best use of”",
        "Stands for statutory principle (f)",
        "Stands for statutory principle (g)",
    ]
    guarantee = authority.expectation_sets.get(slug="the-guarantee")
    assert (guarantee.status, guarantee.expectations.count()) == ("named-only", 0)
    rhythms = {
        one.slug: one.meetings_a_year for one in authority.bodies.all() if one.meetings_a_year
    }
    assert rhythms == {
        "corporate-parenting-board": 4,
        "strategic-partnership": 6,
        "operational-group": 12,
    }
    board = body(authority, "corporate-parenting-board")
    assert board.seats.filter(status="proposed").count() == 8
    carers = board.seats.filter(title="Foster carer")
    assert sorted(one.membership is not None for one in carers) == [False, True]


SIXTH = """
framework: 1
authority:
  slug: north-loch
  name: North Loch Health and Social Care Trust
  short_name: North Loch
  kind: trust
  nation: Northern Ireland
terminology:
  outcome: {one: strand, many: strands}
expectation_sets:
  - slug: promise
    name: Our Promise
    voice: promise
    main: true
    expectations:
      - {number: 1, text: We keep in touch.}
outcome_sets:
  - slug: strands
    name: Strands
    kind: objective
    main: true
    outcomes:
      - {slug: belonging, name: Belonging, icon: heart, tone: rose}
year:
  starts: "01-01"
bodies:
  - {slug: circle, name: The Circle, kind: lead, format: workshop, observers_allowed: false}
  - {slug: trust-board, name: Trust Board, kind: executive, decides: true}
relations:
  - {from: trust-board, kind: approves, to: circle}
"""


def test_a_sixth_authority_is_set_up_from_a_file(db: None, tmp_path: Path) -> None:
    file = tmp_path / "north-loch.yaml"
    file.write_text(SIXTH, encoding="utf-8")
    authority = load_framework(file)
    assert words_of(authority) == ("We keep in touch.",)
    assert authority.word("outcome", many=True) == "strands"
    period = authority.periods.get()
    assert (period.starts_on.month, period.ends_on.month, period.ends_on.day) == (1, 12, 31)
    assert relations(authority) == {("trust-board", "approves", "circle")}


def test_no_file_says_a_real_persons_name(db: None) -> None:
    """The sources name officers and members. The demonstration's people are all invented."""
    named = ("Paul Marshall", "Kate Rose", "Aliyah", "Sue Butcher", "Antony High", "Whitehead")
    for file in ROOT.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        assert not [name for name in named if name in text], file


@pytest.mark.parametrize("slug", FIVE)
def test_each_says_what_its_source_leaves_open(slug: str) -> None:
    details = read_framework(framework(slug)).data["details"]
    assert details["to_check"]
    assert details["not_supplied"]


def test_a_coordinator_loads_into_their_own_authority_only(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "manchester.yaml"
    text = "framework: 1\nauthority:\n  slug: {}\n  name: Renamed\n  short_name: Renamed\n"
    file.write_text(text.format("manchester"), encoding="utf-8")
    assert load_framework(file, cast.coordinator).name == "Renamed"
    event = AuditEvent.objects.get(code="accounts.authority.changed")
    assert event.actor_id == cast.coordinator.person_id
    for slug, actor in (
        ("bury", cast.coordinator),
        ("new-town", cast.coordinator),
        ("manchester", cast.officer),
        ("manchester", cast.consultant),
    ):
        file.write_text(text.format(slug).replace("Renamed", "Again"), encoding="utf-8")
        with pytest.raises(Refused):
            load_framework(file, actor)
    assert not Authority.objects.filter(name="Again").exists()
