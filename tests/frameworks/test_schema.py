"""The published schema, the models, the pages and the documentation say the same."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import models

from accounts.enums import AuthorityKind, OrganisationKind, Role
from accounts.models import (
    Authority,
    GlossaryTerm,
    Membership,
    Organisation,
    Person,
    PlainWord,
)
from cooperative.enums import (
    BodyFormat,
    BodyKind,
    BodyStatus,
    LegalStatus,
    RelationKind,
    SeatKind,
    SeatStatus,
)
from cooperative.models import Body, BodyRelation, Seat
from core.components import TONES
from expectations.enums import SetStatus, SetVoice
from expectations.models import Evidence, Expectation, ExpectationSet
from frameworks.checking import validator
from frameworks.operations.load import read_framework
from outcomes.enums import OutcomeSetKind
from outcomes.models import Outcome, OutcomeSet, Period
from scripts.assets import ICONS
from tests.frameworks.test_five_authorities import FIVE, ROOT, framework

SCHEMA = validator("framework-1").schema
PEOPLE = validator("people-1").schema
DOCS = (ROOT.parent / "docs" / "frameworks.md").read_text(encoding="utf-8")


def prop(name: str, key: str) -> dict[str, Any]:
    """One property of one of the schema's definitions."""
    return SCHEMA["$defs"][name]["properties"][key]


def test_both_schemas_are_schemas() -> None:
    for name in ("framework-1", "people-1"):
        validator(name).check_schema(validator(name).schema)


CHOICES = [
    ("authority", "kind", AuthorityKind),
    ("organisation", "kind", OrganisationKind),
    ("expectation_set", "voice", SetVoice),
    ("expectation_set", "status", SetStatus),
    ("outcome_set", "kind", OutcomeSetKind),
    ("body", "kind", BodyKind),
    ("body", "format", BodyFormat),
    ("body", "legal_status", LegalStatus),
    ("body", "status", BodyStatus),
    ("relation", "kind", RelationKind),
    ("seat", "kind", SeatKind),
]


@pytest.mark.parametrize("name, key, choices", CHOICES)
def test_the_schema_knows_every_choice(
    name: str, key: str, choices: type[models.TextChoices]
) -> None:
    assert sorted(prop(name, key)["enum"]) == sorted(choices.values)


def test_the_schema_knows_every_role_tone_and_seat() -> None:
    assert PEOPLE["$defs"]["person"]["properties"]["role"]["enum"] == list(Role.values)
    assert list(prop("outcome", "tone")["enum"]) == list(TONES)
    assert {*prop("seat", "status")["enum"], SeatStatus.ENDED} == set(SeatStatus.values)


MODELS: dict[str, tuple[dict[str, Any], type[models.Model]]] = {
    "authority": (SCHEMA["$defs"]["authority"], Authority),
    "organisation": (SCHEMA["$defs"]["organisation"], Organisation),
    "plain_word": (SCHEMA["$defs"]["plain_word"], PlainWord),
    "glossary_term": (SCHEMA["$defs"]["glossary_term"], GlossaryTerm),
    "expectation_set": (SCHEMA["$defs"]["expectation_set"], ExpectationSet),
    "expectation": (SCHEMA["$defs"]["expectation"], Expectation),
    "evidence": (SCHEMA["$defs"]["evidence"], Evidence),
    "outcome_set": (SCHEMA["$defs"]["outcome_set"], OutcomeSet),
    "outcome": (SCHEMA["$defs"]["outcome"], Outcome),
    "period": (SCHEMA["$defs"]["period"], Period),
    "body": (SCHEMA["$defs"]["body"], Body),
    "seat": (SCHEMA["$defs"]["seat"], Seat),
    "relation": (SCHEMA["$defs"]["relation"], BodyRelation),
    "person": (PEOPLE["$defs"]["person"], Membership),
    "account": (PEOPLE["$defs"]["person"], Person),
}


@pytest.mark.parametrize("name", MODELS)
def test_no_text_that_the_schema_takes_is_too_long_for_the_database(name: str) -> None:
    definition, model = MODELS[name]
    columns = {one.name: one for one in model._meta.get_fields() if isinstance(one, models.Field)}
    compared = 0
    for key, rule in definition["properties"].items():
        longest = getattr(columns.get(key), "max_length", None)
        rule = SCHEMA["$defs"]["slug"] | rule if "$ref" in rule else rule
        if longest and "maxLength" in rule:
            assert rule["maxLength"] <= longest, (name, key)
            compared += 1
    assert compared or name in ("relation", "account")


def keys_of(schema: dict[str, Any]) -> Iterator[str]:
    """Every key that a file may have, anywhere in it."""
    for key, value in schema.items():
        if key == "properties":
            yield from value
        if isinstance(value, dict):
            yield from keys_of(value)


def test_every_key_is_documented() -> None:
    keys = {*keys_of(SCHEMA), *keys_of(PEOPLE)}
    assert len(keys) > 90
    assert not [key for key in sorted(keys) if f"`{key}`" not in DOCS]


def test_every_word_an_authority_can_have_of_its_own_is_documented() -> None:
    words = SCHEMA["properties"]["terminology"]["propertyNames"]["enum"]
    assert not [word for word in words if f"`{word}`" not in DOCS]


def test_every_word_the_pages_ask_for_can_be_an_authoritys_own() -> None:
    root = ROOT.parent
    asked: set[str] = set()
    for page in (root / "templates").rglob("*.html"):
        asked |= set(re.findall(r"{%\s*word\s+\"([^\"]+)\"", page.read_text(encoding="utf-8")))
    for app in ("core", "accounts", "expectations", "voice", "outcomes", "cooperative", "impact"):
        for module in (root / app).rglob("*.py"):
            asked |= set(re.findall(r"\.word\(\"([^\"]+)\"", module.read_text(encoding="utf-8")))
    assert asked
    assert asked <= set(SCHEMA["properties"]["terminology"]["propertyNames"]["enum"])


@pytest.mark.parametrize("slug", FIVE)
def test_every_icon_is_one_we_install(slug: str) -> None:
    data = read_framework(framework(slug)).data
    icons = {
        outcome["icon"]
        for one in data["outcome_sets"]
        for outcome in one["outcomes"]
        if "icon" in outcome
    }
    assert icons <= set(ICONS)


def test_the_example_in_the_documentation_is_sound(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(framework: 1\n.*?)```", DOCS, flags=re.S)
    assert example
    file = tmp_path / "example.yaml"
    file.write_text(example[1], encoding="utf-8")
    assert read_framework(file).data["authority"]["slug"]


def test_each_section_has_an_example_that_loads_with_the_first(tmp_path: Path) -> None:
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", DOCS, flags=re.S)]
    whole = next(one for one in blocks if "framework" in one)
    for block in blocks:
        if block is not whole and set(block) <= set(SCHEMA["properties"]):
            for key, value in block.items():
                whole[key] = whole[key] + value if isinstance(whole.get(key), list) else value
    assert set(whole) == set(SCHEMA["properties"])
    file = tmp_path / "examples.yaml"
    text = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False)
    file.write_text(text, encoding="utf-8")
    read = read_framework(file).data
    assert {"evidence", "periods", "details"} <= set(read)


def test_each_kind_of_body_is_explained() -> None:
    explained = re.findall(r"^\| `([a-z]+)` \| [A-Z]", DOCS, flags=re.M)
    assert set(BodyKind.values) <= set(explained)
