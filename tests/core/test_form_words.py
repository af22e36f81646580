"""What a form says of bad input is ours, never a library's."""

import pytest
from django import forms

from core.fields import error_links
from core.forms import Form


class Sample(Form):
    minutes = forms.IntegerField(min_value=1, max_value=480)
    least = forms.IntegerField(min_value=3)
    most = forms.IntegerField(max_value=9)
    when = forms.DateTimeField()
    list = forms.FileField()


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("minutes", "0", "Enter a number from 1 to 480."),
        ("minutes", "-5", "Enter a number from 1 to 480."),
        ("minutes", "500", "Enter a number from 1 to 480."),
        ("minutes", "soon", "Enter a whole number, such as 12."),
        ("least", "2", "Enter 3 or more."),
        ("most", "10", "Enter 9 or less."),
        ("when", "2027-03-28T01:30", "The clocks change at that time. "
                                     "Choose a time before 1am, or 2am or later."),
        ("when", "2026-10-25T01:30", "The clocks change at that time. "
                                     "Choose a time before 1am, or 2am or later."),
        ("when", "soon", "Enter a date, such as 31/05/2027."),
        ("list", "", "Choose a file."),
    ],
)  # fmt: skip
def test_each_mistake_is_told_in_our_words(name: str, typed: str, words: str) -> None:
    assert Sample({name: typed}).errors[name] == [words]


def test_what_is_right_is_taken() -> None:
    form = Sample({"minutes": "480", "least": "3", "most": "9", "when": "2027-03-28T02:30"})
    assert set(form.errors) == {"list"}


class Unnamed(Form):
    choice = forms.ChoiceField(label="", choices=[("a", "A")], widget=forms.RadioSelect)
    named = forms.CharField(label="Title")


def test_no_entry_of_a_summary_is_empty() -> None:
    form = Unnamed({})
    form.add_error(None, "Mark at least one person.")
    form.add_error(None, " ")
    found = error_links(form)
    assert found["general"] == ["Mark at least one person."]
    assert [(label, words) for _anchor, label, words in found["links"]] == [
        ("", "Choose an option."),
        ("Title:", "Fill this in."),
    ]
