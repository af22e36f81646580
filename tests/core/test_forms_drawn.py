"""Forms as they are drawn: everything tied together, what was typed kept, mistakes led to."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.utils import translation

from tests.core.drawing import Question, draw


def wrong() -> Question:
    form = Question(
        {
            "title": "<b>" + "x" * 30,
            "why": "</textarea><i>",
            "feels": "no",
            "serves": ["2"],
            "due_on": "soon",
            "reached": "many",
        }
    )
    assert not form.is_valid()
    return form


def whole(form: Question) -> str:
    fields = "{% for x in form.visible_fields %}{% field field=x %}{% endfor %}"
    return draw("{% form_errors form=form %}{% hidden_fields form=form %}" + fields, form=form)


def test_every_control_has_a_label_and_all_it_is_described_by() -> None:
    for form in (Question(), wrong()):
        drawn = whole(form)
        ids = re.findall(r'\bid="([^"]+)"', drawn)
        assert len(ids) == len(set(ids))
        for label in re.findall(r'<label for="([^"]+)"', drawn):
            assert label in ids
        for described in re.findall(r'aria-describedby="([^"]+)"', drawn):
            assert set(described.split()) <= set(ids)
        for control in re.findall(r"<(?:input|select|textarea)[^>]*>", drawn):
            if 'type="hidden"' not in control:
                found = re.search(r' id="([^"]+)"', control)
                assert found
                assert f'<label for="{found[1]}"' in drawn


def test_the_summary_links_to_controls_that_exist() -> None:
    drawn = whole(wrong())
    links = re.findall(r'<a href="#([^"]+)"', drawn)
    assert len(links) == 5
    for target in links:
        assert re.search(rf'<(input|select|textarea)[^>]* id="{target}"', drawn), target


def test_what_was_typed_is_still_there_and_harmless() -> None:
    drawn = whole(wrong())
    assert 'value="&lt;b&gt;xxx' in drawn
    assert "&lt;/textarea&gt;&lt;i&gt;</textarea>" in drawn
    assert 'type="text" name="due_on" value="soon"' in drawn
    assert 'name="reached" value="many"' in drawn
    assert re.search(r'value="no"[^>]* checked', drawn)
    assert re.search(r'name="serves" value="2"[^>]* checked', drawn)


def test_a_wrong_answer_is_marked_for_those_who_do_not_see_it() -> None:
    drawn = whole(wrong())
    assert re.search(r'name="title"[^>]*aria-invalid="true"', drawn)
    assert re.search(r'aria-describedby="id_title-hint id_title-error id_title-count"', drawn)
    assert "aria-invalid" not in whole(Question())


def test_a_long_text_says_how_much_it_takes_and_never_cuts() -> None:
    drawn = whole(Question())
    area = re.search(r"<textarea[^>]*>", drawn)
    assert area
    assert 'data-limit="100"' in area[0]
    assert "maxlength" not in area[0]
    assert "Up to 100 characters." in drawn


def test_after_a_clash_both_versions_are_shown_and_sending_again_is_a_choice() -> None:
    form = Question({"title": "Mine", "version": "3"})
    form.is_valid()
    form.conflict = SimpleNamespace(version=4, title="Theirs")
    form.add_error(None, "Priya N changed this.")
    drawn = whole(form)
    assert "Theirs" in drawn
    assert "Mine" in drawn
    assert 'name="version" value="4"' in drawn


def test_a_form_without_errors_has_no_summary() -> None:
    assert draw("{% form_errors form=form %}", form=Question()).strip() == ""


def test_a_day_says_how_it_is_written_and_files_are_listed_as_they_are_chosen() -> None:
    drawn = whole(Question())
    assert '<p class="hint" id="id_due_on-hint">For example 31/05/2027.</p>' in drawn
    assert re.search(r'type="date" name="due_on"[^>]* aria-describedby="id_due_on-hint"', drawn)
    listed = re.search(r'<ul class="files" id="id_file-files" aria-live="polite"[^>]*>', drawn)
    assert listed
    assert 'data-too-large="Too large. The limit is 10.0 MB."' in listed[0]


def test_characters_left_are_counted_in_the_words_of_the_page() -> None:
    drawn = whole(Question())
    assert 'data-left="Characters left: {n}" data-over="Characters over the limit: {n}"' in drawn


@pytest.mark.parametrize(
    "typed", "2027-05-31|31/05/2027|31/5/27|31.5.2027|31 5 2027|31 May 2027".split("|")
)
@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_a_day_is_understood_however_it_is_typed(typed: str, language: str) -> None:
    with translation.override(language):
        form = Question({"due_on": typed})
        form.is_valid()
        assert form.cleaned_data["due_on"] == datetime.date(2027, 5, 31)
