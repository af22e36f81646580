"""Several names in one sentence, in the language that is on."""

import ast

import pytest
from django.utils import translation

from core.text import and_list
from tests.architecture.unmarked import APPS, ROOT


def test_names_in_a_row() -> None:
    assert and_list([]) == ""
    assert and_list(["Jay"]) == "Jay"
    assert and_list(["Jay", "Sam"]) == "Jay and Sam"
    assert and_list(["Jay", "Sam", "Ari"]) == "Jay, Sam and Ari"


@pytest.mark.parametrize(
    ("last", "vowel"),
    [
        ("Ari", True),
        ("Mia", False),
        ("élan", True),
        ("“Ofn”", True),
        ("ysgol", True),
        ("Yasmin", False),
        ("William", False),
        ("7 arall", False),
        ("Ŵyn", False),
    ],
)
def test_welsh_follows_the_letter_that_comes_next(last: str, vowel: bool) -> None:
    with translation.override("cy"):
        joined = and_list(["Jordan", last])
    assert joined == f"Jordan {'ac' if vowel else 'a'} {last}"


def test_no_other_place_joins_names_with_an_and() -> None:
    """A sentence of its own would say "a(c)" in Welsh."""
    wrong = []
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if path == ROOT / "core" / "text.py":
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Name) and node.id == "get_text_list":
                    wrong.append(f"{path}: get_text_list")
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and (node.value == " and " or node.value.endswith(")s and %(last)s"))
                ):
                    wrong.append(f"{path}: {node.value}")
    assert wrong == []
