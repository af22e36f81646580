"""Plainer words and what words mean: the coordinator keeps both lists, everybody reads one."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import GlossaryTerm, PlainWord
from accounts.operations.words import add_word, change_word, remove_word, set_word
from core.concurrency import Conflict
from core.decisions import Refused
from core.models import AuditEvent
from core.plain_words import MOST_CHARACTERS
from tests.core.test_readability import HARD
from tests.support.asking import request_for
from tests.support.cast import Cast
from tests.support.places import AT_OURS

WORDS = f"{AT_OURS}words/"


def plainer(cast: Cast, instead_of: str = "placement", say: str = "home") -> PlainWord:
    return add_word(actor=cast.coordinator, kind=PlainWord, instead_of=instead_of, say=say)


def meaning(cast: Cast, word: str = "IRO", says: str = "Somebody who checks.") -> GlossaryTerm:
    return add_word(actor=cast.coordinator, kind=GlossaryTerm, word=word, meaning=says)


def codes() -> list[str]:
    found = AuditEvent.objects.filter(code__regex="plain_word|glossary_term").order_by("pk")
    return list(found.values_list("code", flat=True))


def test_a_word_is_added_changed_and_removed_and_the_trail_keeps_what_stood_there(
    cast: Cast,
) -> None:
    word = plainer(cast)
    word = change_word(
        actor=cast.coordinator, word=word, version=1, instead_of="placement", say="my home"
    )
    assert word.version == 2
    remove_word(actor=cast.coordinator, word=word)
    assert not PlainWord.objects.exists()
    assert codes() == [f"accounts.plain_word.{deed}" for deed in ("added", "changed", "removed")]
    changed, removed = AuditEvent.objects.order_by("-pk")[:2][::-1]
    assert changed.changes == {"say": ["home", "my home"]}
    assert removed.changes == {"say": ["my home", ""]}
    assert removed.summary == "placement"


def test_the_same_for_a_meaning(cast: Cast) -> None:
    term = meaning(cast)
    remove_word(actor=cast.coordinator, word=term)
    assert codes() == ["accounts.glossary_term.added", "accounts.glossary_term.removed"]


@pytest.mark.parametrize("who", ["consultant", "member", "officer", "partner", "executive"])
def test_nobody_else_changes_them(cast: Cast, who: str) -> None:
    word = plainer(cast)
    actor = cast.people[who]
    with pytest.raises(Refused):
        add_word(actor=actor, kind=PlainWord, instead_of="LAC", say="us")
    with pytest.raises(Refused):
        change_word(actor=actor, word=word, version=1, instead_of="x", say="y")
    with pytest.raises(Refused):
        remove_word(actor=actor, word=word)


def test_nor_another_authoritys_coordinator(cast: Cast) -> None:
    word = plainer(cast)
    stranger = cast.bury_people["coordinator"]
    with pytest.raises(Refused):
        remove_word(actor=stranger, word=word)
    with pytest.raises(Refused):
        set_word(actor=stranger, authority=cast.manchester, kind=PlainWord, instead_of="x", say="y")


def test_a_word_stands_once_whatever_its_capitals(cast: Cast) -> None:
    word = plainer(cast)
    other = plainer(cast, "LAC", "children in care")
    with pytest.raises(ValidationError) as refused:
        plainer(cast, "Placement")
    assert refused.value.message_dict == {"instead_of": ["This word is already on the list."]}
    with pytest.raises(ValidationError):
        change_word(
            actor=cast.coordinator, word=other, version=1, instead_of="PLACEMENT", say="home"
        )
    # Its own capitals may change.
    change_word(actor=cast.coordinator, word=word, version=1, instead_of="Placement", say="home")
    with pytest.raises(IntegrityError):
        PlainWord.objects.create(authority=cast.manchester, instead_of="lac", say="x")


def test_the_same_word_is_no_suggestion_and_somebody_else_first_is_told(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        plainer(cast, "home", "Home")
    assert "say" in refused.value.message_dict
    word = plainer(cast)
    change_word(actor=cast.coordinator, word=word, version=1, instead_of="placement", say="a home")
    with pytest.raises(Conflict):
        change_word(actor=cast.coordinator, word=word, version=1, instead_of="placement", say="x")


def test_setting_it_again_changes_and_records_nothing(cast: Cast) -> None:
    for capitals in ("placement", "PLACEMENT"):
        set_word(
            actor=None,
            authority=cast.manchester,
            kind=PlainWord,
            instead_of=capitals,
            say="home",
        )
    assert codes() == ["accounts.plain_word.added"]
    assert PlainWord.objects.get().instead_of == "placement"


# --- Pages ---


def test_the_coordinator_adds_changes_and_removes_on_the_page(cast: Cast) -> None:
    client = cast.client(cast.coordinator)
    answer = client.post(f"{WORDS}plainer/add/", {"instead_of": "placement", "say": "home"})
    assert answer["Location"] == f"{WORDS}?show=plainer"
    word = PlainWord.objects.get()
    page = client.get(WORDS).content.decode()
    assert "placement" in page
    assert f'href="plainer/{word.pk}/"' in page
    at = f"{WORDS}plainer/{word.pk}/"
    assert 'value="placement"' in client.get(at).content.decode()
    client.post(at, {"instead_of": "placement", "say": "where I live", "version": "1"})
    again = client.post(at, {"instead_of": "placement", "say": "house", "version": "1"})
    assert again.status_code == 409
    assert "where I live" in again.content.decode()
    assert "“where I live”" in client.get(f"{at}remove/").content.decode()
    client.post(f"{at}remove/")
    assert not PlainWord.objects.exists()


def test_a_meaning_has_its_own_list_and_everybody_reads_it(cast: Cast) -> None:
    client = cast.client(cast.coordinator)
    added = client.post(f"{WORDS}meanings/add/", {"word": "IRO", "meaning": "One who checks."})
    assert added["Location"] == f"{WORDS}?show=meanings"
    assert "One who checks." in client.get(f"{WORDS}?show=meanings").content.decode()
    everybody = cast.client(None).get("/manchester/words/").content.decode()
    assert "One who checks." in everybody
    elsewhere = cast.client(None).get("/bury/words/").content.decode()
    assert "One who checks." not in elsewhere
    assert "No words yet" in elsewhere
    too_long = client.post(f"{WORDS}meanings/add/", {"word": "x", "meaning": "y" * 201})
    assert too_long.status_code == 422
    assert "Use 200 characters or fewer" in too_long.content.decode()


@pytest.mark.parametrize("kind", ["words", "plainers", "0"])
def test_there_are_two_lists_and_no_third(cast: Cast, kind: str) -> None:
    assert cast.client(cast.coordinator).get(f"{WORDS}{kind}/add/").status_code == 404
    assert cast.client(cast.coordinator).get(f"{WORDS}?show={kind}").status_code == 200


def many_words(cast: Cast, number: int) -> None:
    for n in range(number):
        plainer(cast, f"word {n}", "it")
        meaning(cast, f"word {n}")


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(
    "address, queries", [(WORDS, 6), (f"{WORDS}?show=meanings", 6), ("/manchester/words/", 3)]
)
def test_the_lists_take_as_many_queries_for_one_as_for_thirty(
    cast: Cast, address: str, queries: int, number: int
) -> None:
    many_words(cast, number)
    client = cast.client(None if "work" not in address else cast.coordinator)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) == queries, [query["sql"] for query in asked]


# --- As people write ---

CHECK = f"{WORDS}check/"


def test_a_text_is_looked_at_with_the_authoritys_own_words_and_nothing_is_stored(
    cast: Cast,
) -> None:
    plainer(cast)
    set_word(actor=None, authority=cast.bury, kind=PlainWord, instead_of="process", say="way")
    client = cast.client(cast.consultant)
    events = AuditEvent.objects.count()
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(CHECK, {"text": f"{HARD} A placement."})
    said = answer.content.decode()
    assert "“placement”: could you say “home”?" in said
    assert "“process”" not in said
    assert "The reading age is 18 or more." in said
    assert answer["Cache-Control"] == "no-store"
    assert AuditEvent.objects.count() == events
    assert not [q for q in asked if not q["sql"].lstrip().upper().startswith("SELECT")]
    assert len(asked) == 5


def test_a_plain_text_needs_no_words(cast: Cast) -> None:
    client = cast.client(cast.officer)
    assert client.post(CHECK, {"text": "Clubs cost too much."}).content == b""
    assert client.post(CHECK).content == b""
    assert client.get(CHECK).status_code == 405


def test_of_a_text_longer_than_any_box_the_first_part_is_looked_at(cast: Cast) -> None:
    text = "We will utilise it. " + "x " * MOST_CHARACTERS
    answer = cast.client(cast.officer).post(CHECK, {"text": text})
    assert answer.status_code == 200
    assert "These are only suggestions." in answer.content.decode()


def test_without_a_script_the_button_shows_the_same_and_saves_nothing(cast: Cast) -> None:
    plainer(cast)
    at = reverse(
        "outcomes:priority-create",
        args=["manchester", cast.workplan.outcome.slug, cast.workplan.period.slug],
    )
    client = cast.client(cast.consultant)
    opened = client.get(at).content.decode()
    assert f'data-check-words="{CHECK}"' in opened
    typed = {"title": "A placement near school", "why": HARD, "check_words": "1"}
    answer = client.post(at, typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "“placement”: could you say “home”?" in page
    assert 'value="A placement near school"' in page
    assert HARD in page
    assert "<title>Error:" not in page
    assert not cast.workplan.priorities.exists()
    del typed["check_words"]
    assert client.post(at, typed).status_code == 302
    assert cast.workplan.priorities.count() == 1


# --- In place ---


def drawn(cast: Cast, text: str) -> str:
    request = request_for(authority=cast.manchester)
    return Template(text).render(Context({"request": request}))


def test_a_word_is_explained_where_it_stands_once_a_page_for_one_query(cast: Cast) -> None:
    term = meaning(cast, "scrutiny", "Checking what <the council> does.")
    meaning(cast, "executive")
    with CaptureQueriesContext(connection) as asked:
        page = drawn(
            cast,
            '{% explain "scrutiny" %} {% explain "Scrutiny" label="Scrutiny" %} '
            '{% explain "executive" %} {% explain "verdict" %}',
        )
    assert len(asked) == 1
    assert page.count("<button") == 2
    assert f'popovertarget="meaning-{term.pk}">scrutiny</button>' in page
    assert "Checking what &lt;the council&gt; does." in page
    assert page.endswith(" verdict")


def test_an_authoritys_own_word_is_explained_before_the_products(cast: Cast) -> None:
    cast.manchester.terminology = {"priority": {"one": "wish", "many": "wishes"}}
    meaning(cast, "wish", "What we want.")
    meaning(cast, "priority", "Something else.")
    page = drawn(cast, '{% explain "priority" many=True %}')
    assert ">wishes</button>" in page
    assert "What we want." in page


def test_of_several_words_the_last_is_pressed_so_that_the_line_can_break(cast: Cast) -> None:
    term = meaning(cast, "care consultant", "Somebody who has been in care.")
    page = drawn(cast, '{% explain "care consultant" label="Care Consultants" %}')
    assert f'for="explained-{term.pk}" aria-hidden="true">Care</label> <button' in page
    assert 'aria-label="Care Consultants"' in page
    assert ">Consultants</button>" in page


def test_where_there_is_no_authority_a_word_is_a_word() -> None:
    assert Template('{% explain "ask" many=True %}').render(Context({})) == "asks"
