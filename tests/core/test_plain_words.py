"""Plain words as they are suggested: on a form, without a script, never in the way."""

from django import forms
from django.utils import translation

from core.fields import draw_field
from core.forms import Form
from core.plain_words import CHECK, ChecksWords, draw_check, draw_suggestions, look
from tests.core.test_readability import EASY, HARD

PAIRS = [("commence", "start"), ("<b>", "bold")]


class Example(ChecksWords, Form):
    plain = ("why",)

    why = forms.CharField(label="Why?", widget=forms.Textarea)
    title = forms.CharField(label="Title")


class Plain(Form):
    title = forms.CharField(label="Title")


def pressed(why: str = HARD) -> Example:
    return Example({"why": why, "title": "", CHECK: "1"})


def test_the_button_makes_nothing_valid_and_finds_no_mistake() -> None:
    form = pressed()
    assert form.checking
    assert not form.is_valid()
    assert not form.errors
    assert form["why"].value() == HARD


def test_without_the_button_the_form_is_as_ever() -> None:
    form = Example({"why": HARD, "title": "x"})
    assert not form.checking
    assert form.is_valid()
    assert Example({"why": HARD}).errors
    assert not Example().checking


def test_what_was_found_is_shown_by_question_and_that_nothing_is_saved() -> None:
    shown = draw_check(pressed(), PAIRS, "/check/")
    assert 'formaction="#words"' in shown
    assert 'id="words"' in shown
    assert '<a href="#id_why"><b>Why?</b></a>' in shown
    assert "One sentence has 35 words. Could it be two?" in shown
    assert "“commenced”: could you say “start”?" in shown
    assert "The reading age is 18 or more. Aim for 9 to 11." in shown
    assert "Nothing has been saved yet." in shown


def test_plain_words_are_praised_and_no_words_are_not() -> None:
    assert "Clear and easy to read." in draw_check(pressed(EASY), PAIRS, "")
    assert "Nothing to check yet." in draw_check(pressed(""), PAIRS, "")


def test_before_it_is_pressed_there_is_only_the_button() -> None:
    shown = draw_check(Example(), PAIRS, "/check/")
    assert 'data-check-words="/check/"' in shown
    assert "plain-words" not in shown
    assert draw_check(Plain(), PAIRS, "/check/") == ""


def test_a_box_has_its_place_for_suggestions_and_another_has_not() -> None:
    form = Example()
    drawn = draw_field(form["why"], label="", hint="", rows=0)
    assert "data-plain" in drawn
    assert '<div class="plain-words" id="id_why-plain" aria-live="polite"></div>' in drawn
    assert "plain" not in draw_field(form["title"], label="", hint="", rows=0)


def test_what_was_typed_cannot_be_a_tag() -> None:
    assert "&lt;b&gt;" in draw_suggestions(look("It is a <b> here", PAIRS))
    assert "<b>" not in draw_suggestions(look("It is a <b> here", PAIRS))


def test_in_welsh_no_reading_age_is_told() -> None:
    with translation.override("cy"):
        assert look(HARD, ()).age is None
    assert look(HARD, ()).age
