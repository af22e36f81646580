"""A file with every key that the schema knows, none of them left at its default: each ends up in a
row, and comes back in the export. The file is built from the schema, so that a new key joins in."""

import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml

from accounts.models import Authority, Membership
from expectations.models import ExpectationSet
from frameworks.checking import validator
from frameworks.operations.load import load_document, read_framework_bytes
from frameworks.operations.people import load_people
from frameworks.queries import framework_of
from tests.factories import in_days

pytestmark = pytest.mark.django_db

SCHEMA = validator("framework-1").schema
PEOPLE = validator("people-1").schema
INSIDE_THE_PERIOD = datetime.date(2031, 5, 5)
# What must fit together or name something, by where it stands; the schema gives all the rest. Text
# of which only some will do, and the choices whose last one is what is meant where it is left out.
GIVEN: dict[str, Any] = {
    ".framework": 1,
    ".authority.colour": "#1d4ed8",
    ".authority.nation": "Wales",
    ".expectation_sets[].adopted_on": "2024-02-03",
    ".expectation_sets[].slug": "the-promises",
    ".expectation_sets[].status": "under-review",
    ".expectation_sets[].expectations[].number": 7,
    ".evidence[].expectations[]": "the-promises/7",
    ".outcome_sets[].outcomes[].slug": "the-outcome",
    ".outcome_sets[].outcomes[].tone": "teal",
    ".outcome_sets[].outcomes[].icon": "smile",
    ".year.starts": "10-03",
    ".periods[].starts_on": "2031-04-01",
    ".periods[].ends_on": "2032-03-31",
    ".bodies[].slug": "the-group",
    ".bodies[].outcome": "the-outcome",
    ".bodies[].observers_allowed": False,
    ".bodies[].age_from": 11,
    ".bodies[].age_to": 17,
    ".bodies[].seats[].kind": "lead",
    ".bodies[].seats[].status": "proposed",
    ".bodies[].seats[].count": 3,
    ".relations[].from": "the-group",
    ".relations[].to": "the-other-group",
    ".details.approval_route[].body": "the-group",
    ".details.reports_received[].to": "the-group",
    ".details.objectives[].outcome": "the-outcome",
}
OTHER_BODY = {"slug": "the-other-group", "name": "The other group", "kind": "host"}


def whole_file() -> tuple[dict[str, Any], set[str]]:
    """A framework with every key, no two values of text alike; and where each value stands."""
    numbers = count(1)
    places: set[str] = set()

    def fill(rule: dict[str, Any], at: str) -> Any:
        while "$ref" in rule or "else" in rule:
            # A row may also be `include`: tests/frameworks/test_words.py and the five take it.
            rule = rule.get("else") or SCHEMA["$defs"][rule["$ref"].split("/")[-1]] | {
                key: value for key, value in rule.items() if key != "$ref"
            }
        if at == ".terminology":
            names = rule["propertyNames"]["enum"]
            return {name: fill(rule["additionalProperties"], f"{at}.{name}") for name in names}
        if rule.get("type") == "object" or "properties" in rule:
            return {key: fill(one, f"{at}.{key}") for key, one in rule["properties"].items()}
        if rule.get("type") == "array":
            return [fill(rule["items"], f"{at}[]")]
        places.add(at)
        if at in GIVEN:
            return GIVEN[at]
        if "enum" in rule:
            return rule["enum"][-1]
        if rule["type"] == "boolean":
            return True
        if rule["type"] == "integer":
            return next(numbers) % rule["maximum"] + 1
        is_short = "pattern" in rule or rule["maxLength"] <= 60
        return f"w{next(numbers)}" if is_short else f"Words {next(numbers)}"

    return fill(SCHEMA, ""), places


def loaded() -> tuple[Authority, dict[str, Any]]:
    """The authority of that file, and the file."""
    data, places = whole_file()
    assert set(GIVEN) <= places
    assert len(places) > 200
    data["bodies"].append(OTHER_BODY)
    raw = yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()
    document = read_framework_bytes(raw, "whole.yaml")
    return load_document(document=document, actor=None, today=INSIDE_THE_PERIOD), data


def test_every_key_comes_back_in_the_export() -> None:
    authority, data = loaded()
    exported = framework_of(authority)
    assert set(exported) == set(SCHEMA["properties"])
    for key, value in data.items():
        assert exported[key] == value, key


def test_a_set_that_is_taken_in_can_be_the_main_one() -> None:
    data = {
        "framework": 1,
        "authority": {"slug": "a", "name": "A", "short_name": "A"},
        "expectation_sets": [{"include": "england-2017", "main": True}],
    }
    raw = yaml.safe_dump(data).encode()
    load_document(document=read_framework_bytes(raw, "main.yaml"), actor=None)
    assert ExpectationSet.objects.get().is_main


# A partner has an agreement, and its lead is somebody else.
PEOPLE_FILE: dict[str, Any] = {
    "people_format": 1,
    "authority": "AUTHORITY",
    "people": [
        {
            "key": "pat",
            "name": "Pat Wren",
            "email": "pat@wren.example",
            "role": "partner",
            "organisation": "ORGANISATION",
            "title": "Sergeant",
            "listed_as": "The police",
            "agreement": "A deed of 2029",
            "agreement_days_left": 90,
            "days_here": 12,
        },
        {"key": "kit", "name": "Kit Marsh", "email": "kit@m.example", "role": "officer"},
    ],
    "leads": {"the-outcome": "kit"},
    "seats": [{"body": "the-group", "person": "pat", "title": "TITLE", "kind": "lead"}],
}


def test_every_key_of_a_file_of_people_ends_up_in_a_row(tmp_path: Path) -> None:
    authority, data = loaded()
    group, organisation = authority.bodies.get(slug="the-group"), authority.organisations.get()
    seat = data["bodies"][0]["seats"][0]
    written = yaml.safe_dump(PEOPLE_FILE)
    for name, value in (
        ("AUTHORITY", authority.slug), ("ORGANISATION", organisation.slug), ("TITLE", seat["title"])
    ):  # fmt: skip
        written = written.replace(name, value)
    file = tmp_path / "people.yaml"
    file.write_text(written, encoding="utf-8")
    assert set(PEOPLE["properties"]) == set(PEOPLE_FILE)
    assert set(PEOPLE["$defs"]["person"]["properties"]) == set(PEOPLE_FILE["people"][0])
    assert set(PEOPLE["$defs"]["taken_seat"]["properties"]) == set(PEOPLE_FILE["seats"][0])

    people = load_people(file, today=in_days(5))

    pat = Membership.objects.get(pk=people["pat"].pk)
    assert {
        "name": pat.person.name,
        "email": pat.person.email,
        "role": pat.role,
        "organisation": pat.organisation,
        "title": pat.title,
        "listed_as": pat.listed_as,
        "agreement": pat.agreement,
        "agreement_days_left": pat.agreement_ends_on,
        "days_here": pat.starts_on,
    } == {
        "name": "Pat Wren",
        "email": "pat@wren.example",
        "role": "partner",
        "organisation": organisation,
        "title": "Sergeant",
        "listed_as": "The police",
        "agreement": "A deed of 2029",
        "agreement_days_left": in_days(95),
        "days_here": in_days(-12),
    }
    assert authority.outcomes.get().lead_id == people["kit"].pk
    (taken,) = group.seats.filter(membership=pat)
    assert (taken.title, taken.kind) == (seat["title"], "lead")
    assert group.seats.count() == seat["count"]
