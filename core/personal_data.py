"""What looks like personal data about a child, told before it is saved (SG-001, SG-003).

It is a soft warning: a person decides. It knows shapes, not names: finding nothing proves nothing.
"""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec"
).split()
_POSTCODE = re.compile(
    r"\b[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKMNPR-Y]? ?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE
)
_PHONE = re.compile(r"(?<![\d+])(?:\+44|0044|0)(?:[ ()-]{0,2}\d){9,10}(?!\d)")
_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b")
_BIRTH_WORDS = re.compile(
    r"\b(?:d\.?o\.?b\b|date of birth|birthday|was born|born (?:on|in)\b)", re.I
)
_NUMBER_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})\b")
_WORD_DATE = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{'|'.join(MONTHS)}),? (\d{{4}})\b", re.I)
_NAME_AND_AGE = re.compile(
    r"\b[A-Z][a-z]{0,20}\.? ?\((?:age |aged )?\d{1,2}\)|\b[A-Z]\.?,? aged? \d{1,2}\b"
)
_TEN_DIGITS = re.compile(r"(?<!\d)(\d{3})([ -]?)(\d{3})\2(\d{4})(?!\d)")
_NATIONAL_INSURANCE = re.compile(
    r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE
)
_PUPIL_NUMBER = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b", re.IGNORECASE)


def personal_data_in(text: str) -> list[str]:
    """What in the text looks like personal data, as words for a page: "a postcode". Empty for
    nothing found."""
    return [str(words) for words, found in _CHECKS if found(text)]


def _birth(text: str) -> bool:
    """Words of birth, or a day in a year that a child or a care leaver may be born in."""
    if _BIRTH_WORDS.search(text):
        return True
    years = [match[1] for match in _NUMBER_DATE.finditer(text)]
    years += [match[1] for match in _WORD_DATE.finditer(text)]
    this = timezone.localdate().year
    return any(2 <= this - _whole_year(year, this) <= 26 for year in years)


def _whole_year(year: str, this: int) -> int:
    if len(year) == 4:
        return int(year)
    short = 2000 + int(year)
    return short if short <= this else short - 100


def _nhs_number(text: str) -> bool:
    """Ten digits written in threes and four, or ten in a row that pass the number's own check."""
    return any(
        match[2] or _passes(match[1] + match[3] + match[4]) for match in _TEN_DIGITS.finditer(text)
    )


def _passes(digits: str) -> bool:
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    return (11 - total % 11) % 11 == int(digits[9])


_CHECKS: tuple[tuple[Any, Callable[[str], Any]], ...] = (
    (gettext_lazy("a postcode"), _POSTCODE.search),
    (gettext_lazy("a phone number"), _PHONE.search),
    (gettext_lazy("an email address"), _EMAIL.search),
    (gettext_lazy("a date of birth"), _birth),
    (gettext_lazy("someone’s name or initial with their age"), _NAME_AND_AGE.search),
    (gettext_lazy("an NHS number"), _nhs_number),
    (gettext_lazy("a National Insurance number"), _NATIONAL_INSURANCE.search),
    (gettext_lazy("a pupil number"), _PUPIL_NUMBER.search),
)


if TYPE_CHECKING:
    _Base = forms.Form  # what it is mixed into
else:
    _Base = object


class WarnsOfPersonalData(_Base):
    """A form that comes back once when what is written looks like personal data. The second time
    the writer may say that it is not about one child, and it is taken. Comes before core.forms.Form
    among a form's bases, and names the fields it reads in `watched`."""

    watched: ClassVar[tuple[str, ...]] = ()
    # Set when the warning is due, so that the page shows the box.
    warned = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["save_anyway"] = forms.BooleanField(
            required=False, label=_("Save it anyway. This isn’t about a particular child.")
        )

    def clean(self) -> dict[str, Any]:
        """Warn beside each field that looks like it, unless the writer has said it is not."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        found = list(self._found(cleaned))
        self.warned = bool(found)
        if found and not cleaned.get("save_anyway"):
            for name, words in found:
                self.add_error(
                    name,
                    _("This looks like %(what)s. Remove it if it’s a child’s.") % {"what": words},
                )
        cleaned.pop("save_anyway", None)
        return cleaned

    def _found(self, cleaned: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for name in self.watched:
            if words := personal_data_in(str(cleaned.get(name) or "")):
                yield name, get_text_list(words, _("and"))
