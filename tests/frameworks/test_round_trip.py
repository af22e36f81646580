"""An exported framework is a file that loads back to the same thing."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from accounts.models import Authority
from cooperative.operations.bodies import set_body
from core.models import AuditEvent
from expectations.operations.sets import record_evidence
from frameworks.operations.load import load_document, load_framework, read_framework_bytes
from frameworks.operations.people import load_people
from frameworks.queries import framework_of, framework_text
from tests.frameworks.test_five_authorities import FIVE, framework, people

pytestmark = pytest.mark.django_db


def elsewhere(text: str) -> dict[str, Any]:
    """What the export of a text is where it is loaded alone, in a place that forgets it after."""
    with transaction.atomic():
        data = yaml.safe_load(text)
        data["authority"]["slug"] = "copy"
        raw = yaml.safe_dump(data, allow_unicode=True).encode()
        copy = load_document(document=read_framework_bytes(raw, "copy.yaml"), actor=None)
        found = framework_of(copy)
        transaction.set_rollback(True)
    found["authority"]["slug"] = data["authority"]["slug"]
    return found


@pytest.mark.parametrize("slug", FIVE)
def test_the_export_loads_back_to_the_same(slug: str, tmp_path: Path) -> None:
    authority = load_framework(framework(slug))
    load_people(people(slug))
    text = framework_text(authority)
    expected = framework_of(authority)
    expected["authority"]["slug"] = "copy"
    assert elsewhere(text) == expected
    file = tmp_path / "export.yaml"
    file.write_text(text, encoding="utf-8")
    events = AuditEvent.objects.count()
    load_framework(file)
    assert AuditEvent.objects.count() == events
    assert framework_text(authority) == text


@pytest.mark.parametrize("slug", FIVE)
def test_nothing_of_the_file_is_lost(slug: str) -> None:
    """The export says all that the file said, but for defaults and includes."""
    source = yaml.safe_load(framework(slug).read_text(encoding="utf-8"))
    found = framework_of(load_framework(framework(slug)))
    for key in ("terminology", "evidence", "bodies", "relations", "details", "organisations"):
        mine, theirs = source.get(key, []), found.get(key, [])
        assert len(mine) == len(theirs), key
    assert found["details"] == source["details"]
    for mine, theirs in zip(source["bodies"], found["bodies"], strict=True):
        assert theirs.items() <= (mine | theirs).items()
        for name in ("slug", "name", "kind", "aliases", "standing_items", "outcome"):
            assert mine.get(name) == theirs.get(name), (mine["slug"], name)


def test_awkward_words_come_back_as_they_were(tmp_path: Path) -> None:
    authority = load_framework(framework("york"))
    words = ["no", "1.10", "2026-04-01", "# not a comment", "a: b", "*star", "“quoted” – dash", "~"]
    authority.details = {"known_as": words}
    authority.introduction = "One paragraph.\n\nAnother: with a colon."
    authority.save()
    file = tmp_path / "york.yaml"
    file.write_text(framework_text(authority), encoding="utf-8")
    events = AuditEvent.objects.count()
    load_framework(file)
    authority.refresh_from_db()
    assert authority.details["known_as"] == words
    assert authority.introduction == "One paragraph.\n\nAnother: with a colon."
    assert AuditEvent.objects.count() == events


def test_export_takes_the_same_statements_whatever_the_size(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    authority = load_framework(framework("manchester"))
    with django_assert_num_queries(14):
        framework_of(authority)
    for number in range(30):
        set_body(
            actor=None,
            authority=authority,
            slug=f"group-{number}",
            name=f"Group {number}",
            kind="participation",
        )
        record_evidence(
            actor=None, authority=authority, slug=f"evidence-{number}", text=f"Fact {number}"
        )
    with django_assert_num_queries(14):
        framework_of(authority)


def test_commands(tmp_path: Path) -> None:
    out = StringIO()
    file = str(framework("bury"))
    call_command("validate_framework", file, stdout=out)
    assert out.getvalue() == f"{file} is sound.\n"
    assert not Authority.objects.exists()
    call_command("load_framework", file, stdout=StringIO())
    exported = StringIO()
    call_command("export_framework", "bury", stdout=exported)
    assert exported.getvalue() == framework_text(Authority.objects.get())
    with pytest.raises(CommandError, match="There is no authority “york”. There are: bury"):
        call_command("export_framework", "york", stdout=StringIO())


def test_a_command_names_the_line_and_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("framework: 1\nauthority:\n  slug: Bad Slug\n  name: Bad\n", encoding="utf-8")
    for command in ("load_framework", "validate_framework"):
        with pytest.raises(CommandError) as error:
            call_command(command, str(file), stdout=StringIO())
        assert f"{file}:3: authority.slug: expected small letters" in str(error.value)
        assert f"{file}:2: authority: needs a “short_name”" in str(error.value)
    assert not Authority.objects.exists()
