"""Every word that people read is marked, and the Welsh catalogue translates all of it."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client

from tests.architecture.unmarked import files, in_python, in_template, unmarked

HOLDERS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAGS = re.compile(r"<[^>]*>")


@pytest.fixture(scope="module")
def welsh() -> Catalog:
    path = Path(settings.ROOT) / "locale" / "cy" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as source:
        return read_po(source, locale="cy")


def messages(catalogue: Catalog) -> list[Message]:
    found = [message for message in catalogue if message.id]
    assert len(found) > 1000
    return found


def texts(value: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [""])


def test_all_that_people_read_is_marked() -> None:
    assert len(files()) > 200
    assert unmarked() == []


def test_what_is_not_marked_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<h1>{% translate "Marked" %}</h1><p class="meta">Plain words</p>'
        '{% card title="A prop" %}{% endcard %}{% card title=_("Marked") %}{% endcard %}'
        '<nav aria-label="Spoken words"></nav>'
        "{% blocktranslate %}A whole sentence{% endblocktranslate %}"
    )
    found = " ".join(words for _, words in in_template(page))
    assert "Plain words" in found
    assert "A prop" in found
    assert "Spoken words" in found
    assert "Marked" not in found
    assert "whole sentence" not in found
    module = tmp_path / "enums.py"
    module.write_text(
        '"""A docstring is for developers."""\n'
        'LABEL = "Draft"\nMARKED = _("Marked words")\nREASON = f"{name} is too late"\n'
    )
    assert [words for _, words in in_python(module)] == ["Draft", " is too late"]


def test_all_of_it_is_translated(welsh: Catalog) -> None:
    lacking = [
        texts(message.id)[0]
        for message in messages(welsh)
        if message.fuzzy or not all(texts(message.string))
    ]
    assert lacking == []


def test_a_translation_holds_what_the_english_holds(welsh: Catalog) -> None:
    """A placeholder lost is a name that is not there; one made up is a page that fails."""
    wrong = []
    for message in messages(welsh):
        english, own = texts(message.id), texts(message.string)
        allowed = set(HOLDERS.findall(english[-1]))
        for one in own:
            held = set(HOLDERS.findall(one))
            # "Un cam" may do without the number; nothing else may go missing.
            lost = allowed - held if len(english) == 1 else set()
            if held - allowed or lost or TAGS.findall(one) != TAGS.findall(english[-1]):
                wrong.append((english[-1], one))
    assert wrong == []


@pytest.mark.django_db
def test_a_page_is_read_in_welsh(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    page = client.get("/sign-in/").content.decode()
    assert "Mewngofnodi" in page
    assert "Sign in" not in page
