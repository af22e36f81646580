"""A file that is wrong says where and what was expected, and changes nothing."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Authority, Membership, Organisation, Person
from cooperative.models import Body
from core.models import AuditEvent
from frameworks.checking import check_schema
from frameworks.operations.load import (
    load_document,
    load_framework,
    read_framework,
    read_framework_bytes,
)
from frameworks.operations.people import load_people
from frameworks.problems import FrameworkError, Problem
from frameworks.reading import MOST_BYTES, read_bytes

SOUND = """framework: 1
authority:
  slug: testford
  name: Testford Council
  short_name: Testford
  sign_offs_needed: 2
terminology:
  outcome: {one: theme, many: themes}
organisations:
  - {slug: services, name: Children's Services, kind: directorate}
  - {slug: nhs, name: Local NHS, kind: health}
expectation_sets:
  - slug: promise
    name: Our promise
    voice: promise
    main: true
    adopted_on: 2026-01-31
    expectations:
      - {number: 1, text: We keep in touch.}
evidence:
  - {slug: letters, text: We wrote, expectations: [promise/1]}
outcome_sets:
  - slug: themes
    name: Themes
    kind: outcome
    main: true
    outcomes:
      - {slug: home, name: Home, tone: teal}
year:
  starts: "04-01"
bodies:
  - {slug: board, name: The Board, kind: lead, outcome: home}
  - {slug: group, name: The Group, kind: delivery, age_from: 11, age_to: 16}
relations:
  - {from: group, kind: reports-to, to: board}
details:
  objectives:
    - {outcome: home, text: Ask more often.}
"""

# what to replace, by what, and the line and key that must be named, and what must be said there.
BROKEN = [
    ("slug: testford", "slug: Test Ford", 3, "authority.slug", "small letters, digits"),
    ("  short_name: Testford\n", "", 2, "authority", "needs a “short_name”"),
    ("sign_offs_needed", "signoffs_needed", 6, "authority.signoffs_needed", "“sign_offs_needed”"),
    ("needed: 2", "needed: two", 6, "authority.sign_offs_needed", "a whole number, found “two”"),
    ("needed: 2", "needed: 0", 6, "authority.sign_offs_needed", "expected 1 or more"),
    ("needed: 2", "needed:", 6, "authority.sign_offs_needed", "found nothing"),
    ("  outcome: {one", "  outcom: {one", 8, "terminology.outcom", "did you mean “outcome”?"),
    ("kind: health", "kind: hospital", 11, "organisations[2].kind", "expected one of: directorate"),
    ("slug: nhs", "slug: services", 11, "organisations[2].slug", "stands in this list twice"),
    ("name: Our promise", "name: 42", 14, "expectation_sets[1].name", "put it in quotes"),
    ("2026-01-31", "2026-02-31", 17, "expectation_sets[1].adopted_on", "no such day"),
    ("  - slug: promise", "  - include: atlantis", 14, "expectation_sets[1].name", "include, main"),
    ("We keep in touch.", "x" * 501, 19, "expectation_sets[1].expectations[1].text", "500"),
    ("promise/1]", "promise/9]", 21, "evidence[1].expectations[1]", "no expectation “promise/9”"),
    ("tone: teal", "tone: teel", 28, "outcome_sets[1].outcomes[1].tone", "did you mean “teal”?"),
    ('"04-01"', '"04-31"', 30, "year.starts", "expected a month and day"),
    ("outcome: home}", "outcome: hoem}", 32, "bodies[1].outcome", "did you mean “home”?"),
    ("age_to: 16", "age_to: 9", 33, "bodies[2].age_to", "expected age_from or more"),
    ("from: group", "from: grup", 35, "relations[1].from", "did you mean “group”?"),
    ("to: board}", "to: group}", 35, "relations[1].to", "expected another body"),
    ("reports-to", "reports", 35, "relations[1].kind", "did you mean “reports-to”?"),
    ("    - {outcome: home", "    - {outcome: away", 38, "details.objectives[1].outcome", "away"),
    ("framework: 1", "framework: 2", 1, "framework", "expected 1, found “2”"),
    ("name: Themes", "slug: themes", 24, "outcome_sets[1].slug", "twice; the first is on line 23"),
    ("name: Themes", "name: *other", 24, "the file", "alias"),
    ("name: Themes", "name: !!python/name:os.system x", 24, "the file", "tag"),
    ("name: Themes", 'name: "a\\0b"', 24, "outcome_sets[1].name", "cannot be shown"),
    ("name: Themes", "name: [Themes", 25, "the file", "not well-formed YAML"),
    ("name: Themes", "42: Themes", 24, "outcome_sets[1]", "a key must be a word"),
    ("slug: testford", "slug: sign-in", 3, "authority.slug", "for its own pages"),
    (
        "slug: testford",
        'slug: testford\n  colour: "#ffd400"',
        4,
        "authority.colour",
        "“#ffd400” has 1.4. A darker one that works: “#",
    ),
]


def told(file: Path) -> list[str]:
    with pytest.raises(FrameworkError) as error:
        load_framework(file)
    return str(error.value).splitlines()


def problems_of(raw: bytes) -> list[Problem]:
    """What is wrong with a file's content; nothing when it can be used."""
    try:
        read_framework_bytes(raw, "any.yaml")
    except FrameworkError as error:
        return error.problems
    return []


def test_the_sound_file_is_sound(db: None, tmp_path: Path) -> None:
    file = tmp_path / "testford.yaml"
    file.write_text(SOUND, encoding="utf-8")
    assert load_framework(file).name == "Testford Council"


@pytest.mark.parametrize("old, new, line, key, said", BROKEN)
def test_each_mistake_is_named_by_line_and_key_and_changes_nothing(
    db: None, tmp_path: Path, old: str, new: str, line: int, key: str, said: str
) -> None:
    assert old in SOUND
    file = tmp_path / "broken.yaml"
    file.write_text(SOUND.replace(old, new, 1), encoding="utf-8")
    found = told(file)
    assert any(one.startswith(f"{file}:{line}: {key}: ") and said in one for one in found), found
    assert not Authority.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_shared_set_that_is_not_there(db: None, tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(SOUND + "\n", encoding="utf-8")
    text = re.sub(
        r"expectation_sets:.*?evidence:.*?\n.*?\n",
        "expectation_sets:\n  - include: atlantis\n",
        SOUND,
        flags=re.S,
    )
    file.write_text(text, encoding="utf-8")
    (said,) = told(file)
    assert "expectation_sets[1].include: there is no shared set “atlantis”" in said
    assert "england-2017" in said


def test_all_mistakes_are_named_at_once(db: None, tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    text = SOUND.replace("kind: health", "kind: hospital").replace("tone: teal", "tone: teel")
    file.write_text(text, encoding="utf-8")
    assert [one.split(": ")[1] for one in told(file)] == [
        "organisations[2].kind",
        "outcome_sets[1].outcomes[1].tone",
    ]


def test_what_an_operation_refuses_is_told_at_its_line_and_undone(db: None, tmp_path: Path) -> None:
    """The words of an adopted promise do not change; nor does anything before it in the file."""
    file = tmp_path / "testford.yaml"
    file.write_text(SOUND, encoding="utf-8")
    load_framework(file)
    events = AuditEvent.objects.count()
    text = SOUND.replace("Testford Council", "Another Council").replace("in touch", "quiet")
    file.write_text(text, encoding="utf-8")
    (said,) = told(file)
    where = f"{file}:19: expectation_sets[1].expectations[1].text: "
    assert said.startswith(f"{where}This wording has been adopted.")
    assert Authority.objects.get().name == "Testford Council"
    assert AuditEvent.objects.count() == events


def test_a_changed_file_brings_the_authority_to_it(db: None, tmp_path: Path) -> None:
    file = tmp_path / "testford.yaml"
    file.write_text(SOUND, encoding="utf-8")
    load_framework(file)
    events = AuditEvent.objects.count()
    file.write_text(SOUND.replace("name: The Group", "name: The Circle"), encoding="utf-8")
    load_framework(file)
    assert Body.objects.get(slug="group").name == "The Circle"
    event = AuditEvent.objects.first()
    assert event is not None
    assert AuditEvent.objects.count() == events + 1
    assert event.code == "cooperative.body.changed"
    assert event.changes == {"name": ["The Group", "The Circle"]}
    # What the file no longer speaks of is left alone.
    file.write_text(SOUND.replace("  - {slug: nhs, name: Local NHS, kind: health}\n", ""))
    load_framework(file)
    assert Organisation.objects.filter(slug="nhs").exists()


def test_files_that_are_no_framework_at_all(tmp_path: Path) -> None:
    wanted = {
        "absent.yaml": (None, "cannot be read: No such file or directory"),
        "empty.yaml": (b"", "is empty"),
        "comment.yaml": (b"# nothing\n", "is empty"),
        "list.yaml": (b"- 1\n", "expected a map of keys and values, found a list"),
        "word.yaml": (b"hello", "expected a map of keys and values, found “hello”"),
        "latin.yaml": (b"a: 1\nname: caf\xe9\n", "is not UTF-8 text"),
        "nul.yaml": (b"a: b\x00c\n", "is not well-formed YAML"),
        "large.yaml": (b"a: " + b"x" * MOST_BYTES, "is larger than 256 KB"),
        "deep.yaml": (b"[" * 5000, "nested more than 12 deep"),
        "many.yaml": (b"- a\n" * 30_000, "holds more than 20000 values"),
        "two.yaml": (b"a: 1\n---\nb: 2\n", "more than one document"),
        "anchor.yaml": (b"a: &a x\n", "uses an alias"),
        "bomb.yaml": (b"a: &a [x, x]\nb: [*a, *a, *a]\n", "uses an alias"),
        "object.yaml": (b"!!python/object/apply:os.system [ls]\n", "uses a tag"),
    }
    for name, (content, said) in wanted.items():
        file = tmp_path / name
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(FrameworkError) as error:
            read_framework(file)
        problem = error.value.problems[0]
        assert problem.file == str(file)
        assert problem.line >= 1
        assert said in problem.message, (name, str(problem))
    with pytest.raises(FrameworkError) as error:
        read_framework(tmp_path / "latin.yaml")
    assert error.value.problems[0].line == 2


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["framework", "authority", "bodies", "details", "slug", "year", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(plain)
def test_any_values_at_all_end_in_problems_not_in_a_crash(data: object) -> None:
    assert all(one.line >= 1 and one.message for one in problems_of(json.dumps(data).encode()))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300))
def test_any_bytes_at_all_end_in_problems_not_in_a_crash(raw: bytes) -> None:
    assert all(one.line >= 1 and one.message for one in problems_of(raw))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(SOUND) - 1), st.integers(0, 40), st.text(max_size=6))
def test_a_slip_of_the_pen_anywhere_ends_in_problems_not_in_a_crash(
    at: int, length: int, text: str
) -> None:
    slip = SOUND[:at] + text + SOUND[at + length :]
    assert all(one.line >= 1 for one in problems_of(slip.encode("utf-8", "replace")))


def leaves(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every single value in a file."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from leaves(inner, (*path, key))
    else:
        yield path


ODD: st.SearchStrategy[Any] = (
    st.text(max_size=700)
    | st.integers()
    | st.sampled_from(
        ["", " ", "x" * 10_000, "-", "0", "\U0001f9e1", "é" * 130, True, None, [], {}]
    )
)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(at=st.sampled_from(list(leaves(yaml.safe_load(SOUND)))), odd=ODD)
def test_any_value_anywhere_loads_or_is_named(
    db: None, at: tuple[str | int, ...], odd: object
) -> None:
    data = yaml.safe_load(SOUND.replace("2026-01-31", "'2026-01-31'"))
    holder = data
    for key in at[:-1]:
        holder = holder[key]
    holder[at[-1]] = odd
    with transaction.atomic():
        with suppress(FrameworkError):
            document = read_framework_bytes(json.dumps(data).encode(), "odd.yaml")
            load_document(document=document, actor=None)
        transaction.set_rollback(True)


PEOPLE = """people_format: 1
authority: testford
people:
  - {key: ann, name: Ann Tern, email: ann@testford.example, role: officer, organisation: services}
  - {key: bo, name: Bo Wren, email: bo@testford.example, role: partner, organisation: nhs,
     agreement: Ours, agreement_days_left: 90}
leads:
  home: ann
seats:
  - {body: board, person: ann, title: Member}
"""

BROKEN_PEOPLE = [
    ("authority: testford", "authority: nowhere", 2, "authority", "load its framework first"),
    ("role: officer", "role: boss", 4, "people[1].role", "expected one of: care-consultant"),
    ("ann@testford.example", "Ann", 4, "people[1].email", "an email address"),
    ("organisation: services", "organisation: serv", 4, "people[1].organisation", "“services”"),
    ("organisation: nhs", "organisation: services", 5, "people[2].role", "partner organisation"),
    ("key: bo", "key: ann", 5, "people[2].key", "twice"),
    ("agreement: Ours, ", "", 5, "people[2].role", "has “agreement”"),
    ("home: ann", "away: ann", 8, "leads.away", "no outcome “away”"),
    ("home: ann", "home: cy", 8, "leads.home", "no person “cy”"),
    ("body: board", "body: bored", 10, "seats[1].body", "did you mean “board”?"),
]


@pytest.mark.parametrize("old, new, line, key, said", BROKEN_PEOPLE)
def test_a_people_file_is_checked_the_same_way(
    db: None, tmp_path: Path, old: str, new: str, line: int, key: str, said: str
) -> None:
    framework, people = tmp_path / "testford.yaml", tmp_path / "people.yaml"
    framework.write_text(SOUND, encoding="utf-8")
    load_framework(framework)
    assert old in PEOPLE
    people.write_text(PEOPLE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FrameworkError) as error:
        load_people(people)
    found = str(error.value).splitlines()
    assert any(one.startswith(f"{people}:{line}: {key}: ") and said in one for one in found), found
    assert not Person.objects.exists()


def test_people_load(db: None, tmp_path: Path) -> None:
    framework, people = tmp_path / "testford.yaml", tmp_path / "people.yaml"
    framework.write_text(SOUND, encoding="utf-8")
    authority = load_framework(framework)
    people.write_text(PEOPLE, encoding="utf-8")
    found = load_people(people)
    assert authority.outcomes.get().lead == found["ann"]
    assert Body.objects.get(slug="board").seats.get().membership == found["ann"]
    assert Membership.objects.count() == 2


def test_a_schema_problem_says_unknown_keys_of_a_bare_map(tmp_path: Path) -> None:
    document = read_bytes(b"framework: 1\nauthority: {}\nextra: 1\n", "f.yaml")
    with pytest.raises(FrameworkError) as error:
        check_schema(document, "framework-1")
    assert [(one.line, one.key) for one in error.value.problems] == [
        (2, "authority"),
        (2, "authority"),
        (2, "authority"),
        (3, "extra"),
    ]


def test_two_loads_at_the_same_moment_end_in_a_message(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost_the_race(**values: object) -> None:
        raise IntegrityError

    monkeypatch.setattr("frameworks.operations.load.set_up_authority", lost_the_race)
    file = tmp_path / "testford.yaml"
    file.write_text(SOUND, encoding="utf-8")
    (said,) = told(file)
    assert said.startswith(f"{file}:2: authority: was set up by somebody else")
