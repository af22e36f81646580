"""Plainer words and meanings come from a file, with a shared list to begin with."""

from typing import Any

import pytest
import yaml

from accounts.models import Authority, GlossaryTerm, PlainWord
from core.models import AuditEvent
from core.readability import LONGEST_SENTENCE, read
from frameworks.operations.load import NATIONAL, load_document, load_framework, read_framework_bytes
from frameworks.problems import FrameworkError
from frameworks.queries import framework_of
from tests.frameworks.test_five_authorities import FIVE, framework

pytestmark = pytest.mark.django_db

SHARED: dict[str, Any] = yaml.safe_load((NATIONAL / "words" / "england.yaml").read_text())
HEAD = """framework: 1
authority: {slug: northshire, name: Northshire Council, short_name: Northshire}
"""


def load(text: str) -> Authority:
    document = read_framework_bytes((HEAD + text).encode(), "northshire.yaml")
    return load_document(document=document, actor=None)


def problems(text: str) -> list[str]:
    with pytest.raises(FrameworkError) as refused:
        load(text)
    return [f"{one.line} {one.key}: {one.message}" for one in refused.value.problems]


def said(authority: Authority) -> dict[str, str]:
    return dict(authority.plainer())


def test_the_shared_list_is_taken_in_and_the_files_own_words_win() -> None:
    authority = load(
        "words:\n  - include: england\n  - {instead_of: PLACEMENT, say: where I live}\n"
    )
    assert len(said(authority)) == len(SHARED["words"])
    assert said(authority)["PLACEMENT"] == "where I live"
    assert said(authority)["utilise"] == "use"
    assert not authority.glossary_terms.exists()


def test_loading_it_again_records_nothing_and_what_the_page_added_stays() -> None:
    text = "words:\n  - include: england\n  - {instead_of: placement, say: where I live}\n"
    authority = load(text)
    PlainWord.objects.create(authority=authority, instead_of="ours", say="mine")
    events = AuditEvent.objects.count()
    load(text)
    assert AuditEvent.objects.count() == events
    assert said(authority)["ours"] == "mine"


def test_what_the_page_changed_goes_back_to_what_the_file_says() -> None:
    authority = load("words:\n  - {instead_of: placement, say: home}\n")
    PlainWord.objects.update(say="house")
    load("words:\n  - {instead_of: placement, say: home}\n")
    assert said(authority) == {"placement": "home"}


def test_an_export_writes_both_lists_out() -> None:
    authority = load(
        "words:\n  - {instead_of: LAC, say: us}\n"
        "glossary:\n  - {word: IRO, meaning: One who checks.}\n"
    )
    found = framework_of(authority)
    assert found["words"] == [{"instead_of": "LAC", "say": "us"}]
    assert found["glossary"] == [{"word": "IRO", "meaning": "One who checks."}]


@pytest.mark.parametrize(
    "text, line, words",
    [
        ("words:\n  - include: atlantis", 4, "there is no shared list “atlantis”. Expected one of"),
        ("glossary:\n  - include: atlantis", 4, "there is no shared list “atlantis”"),
        ("words:\n  - include: ../words/england", 4, "expected small letters"),
        ("words:\n  - {instead_of: a}", 4, "needs a “say”"),
        ("words:\n  - {instead_of: a, say: A}", 4, "expected another word"),
        (
            "words:\n  - {instead_of: a, say: b}\n  - {instead_of: A, say: c}",
            5,
            "in this list twice",
        ),
        ("glossary:\n  - {word: a, meaning: " + "x" * 201 + "}", 4, "at most 200 characters"),
        ("glossary:\n  - {word: a, meaning: b}\n  - {word: A, meaning: b}", 5, "list twice"),
        ("words: england", 3, "expected a list"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, words: str) -> None:
    found = problems(text)
    assert any(one.startswith(f"{line} ") and words in one for one in found), found
    assert not Authority.objects.filter(slug="northshire").exists()


@pytest.mark.parametrize("slug", FIVE)
def test_each_of_the_five_explains_its_own_words(slug: str) -> None:
    authority = load_framework(framework(slug))
    assert len(said(authority)) >= len(SHARED["words"])
    for word in ("scrutiny", "executive", "corporate parent", "care consultant", "pledge"):
        assert word in authority.meanings
    if "workplan" in authority.terminology:
        assert authority.word("workplan").casefold() in authority.meanings


@pytest.mark.parametrize("term", SHARED["glossary"], ids=lambda term: term["word"])
def test_what_explains_a_word_is_plain_itself(term: dict[str, str]) -> None:
    reading = read(term["meaning"], [(one["instead_of"], one["say"]) for one in SHARED["words"]])
    assert not reading.swaps
    assert not reading.long_sentences
    assert reading.age is None or reading.age <= 12
    assert reading.words <= 2 * LONGEST_SENTENCE


def test_no_suggestion_is_itself_on_the_list() -> None:
    avoided = {one["instead_of"].casefold() for one in SHARED["words"]}
    assert not [one for one in SHARED["words"] if one["say"].casefold() in avoided]
    assert GlossaryTerm._meta.get_field("meaning").max_length == 200
