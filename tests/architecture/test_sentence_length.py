"""No sentence of the program's own is long, on any page, in any form or refusal. What councils
write themselves stays as they wrote it."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.test import Client

from core.readability import read
from tests.architecture.unmarked import APPS, MARKS, ROOT

# Words in one sentence, the longest there is.
MOST_WORDS = 23
OLDEST = 11
_TEMPLATE = re.compile(
    r'{% translate "([^"]*)"|_\("([^"]*)"\)|{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}',
    re.S,
)


def sentences() -> Iterator[tuple[str, str]]:
    """Each sentence that is marked for translation, and the file it is in."""
    for name, words in _strings():
        whole = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", words))
        for sentence in re.split(r"(?<=[.!?:])\s|{% plural %}", whole):
            yield name, sentence


def _strings() -> Iterator[tuple[str, str]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if {"management", "migrations"} & set(path.parts):
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in MARKS:
                    for part in node.args:
                        if isinstance(part, ast.Constant) and isinstance(part.value, str):
                            yield path.name, part.value
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for found in _TEMPLATE.finditer(path.read_text()):
            yield path.name, "".join(filter(None, found.groups()))


def test_no_sentence_of_ours_is_long() -> None:
    found = list(sentences())
    assert len(found) > 2000
    long = {f"{name}: {words}" for name, words in found if len(words.split()) > MOST_WORDS}
    assert long == set()


# A doubled full stop or word, a space before a comma, and what is left of a cut sentence.
SLIP = re.compile(r"(?<!\.)\.\.(?!\.)| [,;:?!.](?=\s|$)|[,;]\.|\b([a-z]+) \1\b")


def test_no_sentence_has_a_slip_of_the_pen() -> None:
    assert {f"{name}: {words}" for name, words in _strings() if SLIP.search(words)} == set()
    assert all(SLIP.search(words) for words in ("can help.. The", "one , two", "in the the plan"))


@pytest.mark.django_db
def test_the_first_page_is_easy_to_read() -> None:
    page = Client().get("/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    paragraphs = re.findall(r"<(?:p|h1|h2)\b[^>]*>(.*?)</(?:p|h1|h2)>", main, re.S)
    said = [re.sub(r"<[^>]+>", "", one).strip() for one in paragraphs]
    ages = {one: age for one in said if (age := read(one).age) is not None}
    assert ages
    assert {one: age for one, age in ages.items() if age > OLDEST} == {}
