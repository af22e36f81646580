"""Nothing says "(optional)" that must be answered, or that always has an answer: all forms are
walked, with whatever an operation or a form asks for once it is sent."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django import forms

from core.fields import always_chosen
from core.forms import Form
from tests.architecture.test_watched_words import APPS, all_forms
from tests.architecture.unmarked import ROOT

# An error that asks for an answer, rather than for another one.
ASKS = re.compile(r"(Say|Give|Enter|Choose|Write|Add)\b")
_ANOTHER = "What was chosen doesn’t fit, and no choice would."
_ELSE = "Another form of this app asks for it, not this one."
# Why a question that an error asks about may be left empty all the same.
MAY_BE_EMPTY = {
    "AgreedActionForm.challenge": _ANOTHER,
    "AgreedActionForm.decision": _ANOTHER,
    "ChallengeForm.action": _ANOTHER,
    "ChallengeForm.priority": _ANOTHER,
    "DecideForm.because": _ELSE,
    "DecisionForm.item": _ANOTHER,
    "DecisionForm.reason": _ELSE,
    "MemberQuestionForm.action": _ANOTHER,
    "ScrutinyForm.meeting": _ANOTHER,
}


def _named(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """The questions that an error is put beside, and what it says."""
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("ValidationError"):
        for part in node.args[:1]:
            if isinstance(part, ast.Dict):
                yield from (
                    (key.value, value)
                    for key, value in zip(part.keys, part.values, strict=True)
                    if isinstance(key, ast.Constant) and isinstance(key.value, str)
                )
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("add_error"):
        beside = node.args[0]
        if isinstance(beside, ast.Constant) and isinstance(beside.value, str):
            yield beside.value, node.args[1]
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
        place = node.targets[0].slice
        if isinstance(place, ast.Constant) and isinstance(place.value, str):
            yield place.value, node.value


def asked_for() -> dict[str, set[str]]:
    """By app, the questions that some error asks somebody to answer."""
    found: dict[str, set[str]] = defaultdict(set)
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                for name, said in _named(node):
                    texts = [one.value for one in ast.walk(said) if isinstance(one, ast.Constant)]
                    if any(isinstance(text, str) and ASKS.match(text) for text in texts):
                        found[app].add(name)
    return found


def may_be_left(form: type[Any]) -> Iterator[str]:
    """The questions of a form that say "(optional)"."""
    needed = getattr(form, "needed", {})
    for name, field in form.base_fields.items():
        silent = isinstance(field.widget, (forms.CheckboxInput, forms.HiddenInput))
        chosen = isinstance(field.widget, forms.RadioSelect)
        if not (field.required or silent or chosen or name in needed):
            yield name


def test_what_an_error_asks_for_is_not_called_optional() -> None:
    asked = asked_for()
    assert sum(map(len, asked.values())) > 25
    wrong = {
        f"{form.__name__}.{name}"
        for form in all_forms()
        for name in may_be_left(form)
        if name in asked[form.__module__.partition(".")[0]]
    }
    assert wrong == set(MAY_BE_EMPTY)


class Sample(Form):
    set = forms.ChoiceField(
        choices=[("a", "A"), ("b", "B")], initial="a", required=False, widget=forms.RadioSelect
    )
    none = forms.ChoiceField(choices=[("", "None"), ("b", "B")], required=False)
    open = forms.ChoiceField(choices=[("a", "A")], required=False, widget=forms.RadioSelect)
    text = forms.CharField(initial="x", required=False)


def test_a_choice_that_always_has_an_answer_is_not_called_optional() -> None:
    form = Sample()
    assert {name for name in form.fields if always_chosen(form[name])} == {"set"}


def test_no_help_says_that_a_question_can_be_skipped() -> None:
    for form in all_forms():
        fields: Any = vars(form)["base_fields"]
        for name, field in fields.items():
            words = f"{field.label} {field.help_text}"
            assert "you can skip" not in words, f"{form.__name__}.{name}"
            if field.required:
                assert not re.search(r"optional|leave (this|it) (blank|empty)", words, re.I), name
