"""What looks like personal data about a child, told before it is saved (SG-001, SG-003).

It is a soft warning: a person decides. It knows shapes and the names of the council's own people,
and nobody else's: finding nothing proves nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.suppression import DEFAULT, Rule, few_young_people_in
from core.text import and_list

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
_NAME_SAID = re.compile(
    r"\b(?:(?i:(?:my|his|her|their) name(?:’s|'s| is| was))|(?i:(?:is|am|i’m|i'm|girl|boy) called))"
    r" [A-Z][\w’'-]+"
)
# "aged 14", and not "children aged 11 to 15", "everyone aged 16".
_MANY = (
    r"(?<![Pp]eople )(?<!ones )(?<![Cc]hildren )(?<![Tt]hose )(?<![Ee]veryone )(?<![Aa]nyone )"
    r"(?<!leavers )"
)
_AGE = (
    r"(?:[3-9]|1\d|2[0-5])\b(?! ?(?:to|and|or|–|-) ?\d)"
    r"(?! ?(?:[+%]|(?:per|year-olds|months?|weeks?|days?|hours?|minutes?|miles?|of|out)\b))"
)
_AGED = re.compile(
    rf"\b{_MANY}aged? {_AGE}"
    r"|\b(?:\d{1,2}[- ]years?[- ]old|\d{1,2} ?y/?o)\b"
    rf"|\b(?i:who is|who’s|i am|i’m|i'm|s?he is|s?he’s|s?he's|they’re) {_AGE}"
    r"(?=[ ]*(?:[,.;!?]|and\b|but\b|$))"
    rf"|\b[A-Z][a-z]+, {_AGE}(?=,|\.| from\b| at\b| in\b|$)",
)
_KIN = re.compile(
    r"\b(?:my|his|her) (?:\w+ )?(?:brother|sister|sibling|twin|mum|mother|dad|father|stepdad|"
    r"stepmum|nan|gran|grandma|grandad|auntie|aunt|uncle|cousin|"
    r"foster (?:carer|mum|dad|brother|sister)|"
    r"social worker|key ?worker|personal adviser)s?\b",
    re.I,
)
_INITIALS = re.compile(
    r"(?<![\w.])(?!U\.K|U\.S|E\.U|N\.B|P\.S|P\.E)[A-Z]\.[ ]?[A-Z]\.(?![\w.][\w.])"
)
_PLACE = re.compile(
    r"\b(?!(?:The|A|An|Our|Every|Each|Any|No|New|Open|This|That|Primary|Secondary|High|Your|My|Their|"
    r"Full|Town|Whole|At|In|From)\b)[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?"
    r" (?:House|Lodge|Cottage|Grange|Manor|Children[’']s Home|(?:(?:High|Primary|Secondary|Junior|"
    r"Infant|Grammar|Special) )?School|Academy|Sixth Form)\b"
)
_ADDRESS = re.compile(
    r"\b\d{1,3}[a-z]? [A-Z][\w’'-]+ (?:Road|Street|Avenue|Lane|Drive|Close|Crescent|Terrace)\b"
)
_TEN_DIGITS = re.compile(r"(?<!\d)(\d{3})([ -]?)(\d{3})\2(\d{4})(?!\d)")
_NATIONAL_INSURANCE = re.compile(
    r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE
)
_PUPIL_NUMBER = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b", re.IGNORECASE)


@dataclass(frozen=True)
class OwnNames:
    """The names that a council knows, each read only when there is a text to look at: of its
    people, whose full name is noticed, and of its groups, which are no child's home or school. And
    which numbers of people it hides."""

    people: Callable[[], Iterable[str]] = tuple
    groups: Callable[[], Iterable[str]] = tuple
    hides: Rule = DEFAULT


def gives_away(words: str) -> str:
    """What is said beside a field of words from which a hidden number of people can be read."""
    return _(
        "“%(words)s” gives away a number of people that’s too small to show. Say it without the "
        "number, for example “a few”."
    ) % {"words": words}


_NO_NAMES = OwnNames()
_own_names: ContextVar[OwnNames] = ContextVar("own_names", default=_NO_NAMES)


@contextmanager
def own_names(names: OwnNames) -> Iterator[None]:
    """Until it is left, texts are read as those of the council that knows these names."""
    token = _own_names.set(names)
    try:
        yield
    finally:
        _own_names.reset(token)


def hidden_numbers() -> Rule:
    """Which numbers of people the council whose page it is hides."""
    return _own_names.get().hides


def personal_data_in(text: str, *, is_place: bool = False) -> list[str]:
    """What in the text looks like personal data, as words for a page: "a postcode". Empty for
    nothing found. Of an answer to "Where is it?" the name of a place is no news."""
    if not text:
        return []
    checks = [*_CHECKS, *(() if is_place else _PLACES)]
    return [str(words) for words, found in checks if found(text)]


def _named(text: str) -> bool:
    """A full name of somebody here, however it is written."""
    if " " not in text.strip():
        return False
    written = f" {' '.join(_BETWEEN.sub(' ', text).casefold().split())} "
    return any(f" {name} " in written for name in _full_names())


def _place(text: str) -> bool:
    """What is called like a home or a school, and is no group of the council's own."""
    places = [match[0].casefold() for match in _PLACE.finditer(text)]
    if not places:
        return False
    ours = [name.casefold() for name in _own_names.get().groups()]
    return any(not any(place in name or name in place for name in ours) for place in places)


_BETWEEN = re.compile(r"[^\w’'-]+|[’']s\b")


def _full_names() -> Iterator[str]:
    for name in _own_names.get().people():
        plain = " ".join(_BETWEEN.sub(" ", name).casefold().split())
        if " " in plain:
            yield plain


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
    (gettext_lazy("someone’s name"), lambda text: _NAME_SAID.search(text) or _named(text)),
    (gettext_lazy("someone’s initials"), _INITIALS.search),
    (gettext_lazy("someone’s age"), _AGED.search),
    (gettext_lazy("someone’s family or worker"), _KIN.search),
    (gettext_lazy("an NHS number"), _nhs_number),
    (gettext_lazy("a National Insurance number"), _NATIONAL_INSURANCE.search),
    (gettext_lazy("a pupil number"), _PUPIL_NUMBER.search),
)


_PLACES: tuple[tuple[Any, Callable[[str], Any]], ...] = (
    (gettext_lazy("the name of a home or school"), _place),
    (gettext_lazy("an address"), _ADDRESS.search),
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
    # Of these, the ones that ask for a place.
    places: ClassVar[tuple[str, ...]] = ()
    # What everyone may read later, and so must not count so few young people that they could be
    # recognised ("four of us", SG-101).
    told_to_everyone: ClassVar[tuple[str, ...]] = ()
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
            for name, problem in found:
                self.add_error(name, problem)
        cleaned.pop("save_anyway", None)
        return cleaned

    def _found(self, cleaned: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """The fields that could show who a child is, each with what is said beside it."""
        for name in self.watched:
            text = str(cleaned.get(name) or "")
            if words := personal_data_in(text, is_place=name in self.places):
                yield (
                    name,
                    _("This looks like %(what)s. Remove it if it’s a child’s.")
                    % {"what": and_list(words)},
                )
        yield from self._counted(cleaned)

    def _counted(self, cleaned: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """The fields that everyone may read later and that count so few young people."""
        for name in self.told_to_everyone:
            text = str(cleaned.get(name) or "")
            if words := few_young_people_in(text, hidden_numbers()):
                yield name, gives_away(words[0])
