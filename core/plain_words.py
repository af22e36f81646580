"""Plain words, suggested as people write what young people will read. Never a block.

A form names the fields in `plain`. With JavaScript a suggestion comes under the box after a pause;
without it a button beside the one that sends shows the same, saves nothing and keeps what was
typed. What to look for is `core.readability`; the words here are how it is said.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.readability import AGE_TO_AIM_FOR, Reading, read

# The name of the button that only looks.
CHECK = "check_words"
# Longer than any field that is checked; what is longer is not looked at.
MOST_CHARACTERS = 4000

Plainer = Iterable[tuple[str, str]]

if TYPE_CHECKING:
    _Base = forms.Form  # what it is mixed into
else:
    _Base = object


class ChecksWords(_Base):
    """A form that can be sent just to look at its words: then it is not valid, has no errors, and
    keeps what was typed. Comes first among a form's bases."""

    plain: ClassVar[tuple[str, ...]] = ()

    @property
    def checking(self) -> bool:
        """Whether only the words are to be looked at."""
        return self.is_bound and CHECK in self.data

    def full_clean(self) -> None:
        """As ever; nothing at all when only the words are looked at."""
        if not self.checking:
            super().full_clean()
            return
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def is_valid(self) -> bool:
        """Never, while only the words are looked at, so that nothing is saved."""
        return not self.checking and super().is_valid()


def look(text: str, plainer: Plainer) -> Reading:
    """Look at a text in the language of the page."""
    english = (get_language() or "en").startswith("en")
    return read(text[:MOST_CHARACTERS], plainer, english=english)


def suggestions(reading: Reading) -> Iterator[str]:
    """What could be plainer, each in a sentence, the most useful first."""
    for long in reading.long_sentences:
        yield ngettext(
            "One sentence has %(n)d word. Could it be two? It begins “%(begins)s…”",
            "One sentence has %(n)d words. Could it be two? It begins “%(begins)s…”",
            long.words,
        ) % {"n": long.words, "begins": long.begins}
    for swap in reading.swaps:
        yield _("“%(found)s”: could you say “%(say)s”?") % {"found": swap.found, "say": swap.say}
    if reading.is_hard:
        # Past school the number says no more.
        age = reading.age or 0
        words = (
            _("The reading age is about %(age)d. Aim for %(low)d to %(high)d.")
            if age < 18
            else _("The reading age is 18 or more. Aim for %(low)d to %(high)d.")
        )
        yield words % {"age": age, "low": AGE_TO_AIM_FOR[0], "high": AGE_TO_AIM_FOR[1]}


def draw_suggestions(reading: Reading) -> SafeString:
    """The suggestions for under a box. Nothing when there are none."""
    if reading.is_plain:
        return SafeString("")
    return format_html("<p>{}</p>{}", _("These are only suggestions. You decide."), _list(reading))


def _list(reading: Reading) -> SafeString:
    return format_html(
        "<ul>{}</ul>",
        format_html_join("", "<li>{}</li>", ((one,) for one in suggestions(reading))),
    )


def draw_slot(name: str) -> SafeString:
    """The place under a box where suggestions come; read aloud when they do."""
    return format_html('<div class="plain-words" id="{}-plain" aria-live="polite"></div>', name)


def draw_check(
    form: forms.BaseForm, plainer: Plainer, address: str, action: str = ""
) -> SafeString:
    """The button that looks and, once it was pressed, what it found. The script takes the button
    away and asks `address` instead. A form that is sent elsewhere than to its own page says where
    by `action`. Nothing for a form that has no words to check."""
    if not isinstance(form, ChecksWords) or not form.plain:
        return SafeString("")
    button = format_html(
        '<button class="button is-quiet" name="{}" value="1" formaction="{}#words"'
        ' formnovalidate data-check-words="{}">{}</button>',
        CHECK,
        action,
        address,
        _("Check my writing"),
    )
    if not form.checking:
        return button
    return format_html(
        '{}<div class="plain-words" id="words" role="status">{}</div>',
        button,
        _found(form, list(plainer)),
    )


def _found(form: ChecksWords, plainer: list[tuple[str, str]]) -> SafeString:
    """What the button found, by question, and that nothing is saved."""
    parts, written = [], 0
    for name in form.plain:
        bound = form[name]
        reading = look(str(bound.value() or ""), plainer)
        written += reading.words
        if not reading.is_plain:
            parts.append((bound.id_for_label, bound.label, _list(reading)))
    if parts:
        drawn = format_html_join("", '<p><a href="#{}"><b>{}</b></a></p>{}', parts)
        first = format_html("<p>{}</p>{}", _("These are only suggestions. You decide."), drawn)
    else:
        said = (
            _("Clear and easy to read. No suggestions.") if written else _("Nothing to check yet.")
        )
        first = format_html("<p><b>{}</b></p>", said)
    last = _("Nothing has been saved yet.")
    if any(field.widget.needs_multipart_form for field in form.fields.values()):
        last += " " + _("If you added files, you’ll need to add them again.")
    return format_html("{}<p>{}</p>", first, last)
