"""Text compared as people compare it: without case, accents or kinds of apostrophe, the same on
both engines. SQLite folds the case of ASCII letters alone, PostgreSQL folds no accents.

    Person.objects.filter(name__has_text="sian")      # finds "Siân" and "SIÂN"
    Organisation.objects.filter(name__same_text="…")  # the same name, written another way
    queryset.order_by(Folded("name"))                 # Émile beside Emily, not after Zoe
"""

import re
import unicodedata
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, TextField, Value
from django.db.models.expressions import Func
from django.db.models.functions import Lower
from django.db.models.lookups import Contains, Exact

# Letters that carry their mark inside, and signs that stand for one another; each for one.
_ALIKE = {
    "ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-",
}  # fmt: skip
# One letter that people write as two.
_AS_TWO = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
_TABLE = str.maketrans(_ALIKE | _AS_TWO)
# SQLite refuses a pattern of more than 50,000 bytes.
PATTERN_LETTERS = 10_000
_MARKS = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """The text in small letters, without marks, apostrophes and quotes of one kind."""
    lowered = unicodedata.normalize("NFD", text).lower()
    return _MARKS.sub("", lowered).translate(_TABLE)


def fold_or_none(text: Any) -> str | None:
    """What SQLite calls as `fold_text`."""
    return None if text is None else fold(str(text))


class Folded(Func):
    """A column, folded: to search in, or to sort by. Ascending unless `.desc()` is asked for."""

    function = "fold_text"
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same with PostgreSQL's own functions, which need no extension."""
        (source,) = self.get_source_expressions()
        split = Func(source, template="normalize(%(expressions)s, NFD)", output_field=TextField())
        folded: Func = Func(
            Lower(split), Value("[\u0300-\u036f]"), Value(""), Value("g"),
            function="regexp_replace", output_field=TextField(),
        )  # fmt: skip
        folded = Func(
            folded, Value("".join(_ALIKE)), Value("".join(_ALIKE.values())),
            function="translate", output_field=TextField(),
        )  # fmt: skip
        for letter, two in _AS_TWO.items():
            folded = Func(
                folded, Value(letter), Value(two), function="replace", output_field=TextField()
            )
        return compiler.compile(folded)


class _InFoldedText:
    """What both lookups do: fold the column and what is looked for alike."""

    rhs: Any
    lhs: Any
    operator: str

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        """The engine's own operator, which Django looks for under the lookup's name."""
        return str(connection.operators[self.operator] % rhs)

    def get_prep_lookup(self) -> Any:
        """What is looked for, folded."""
        return fold(str(self.rhs))

    def process_lhs(self, compiler: Any, connection: Any, lhs: Any = None) -> Any:
        """The column, folded."""
        return super().process_lhs(compiler, connection, Folded(lhs or self.lhs))  # type: ignore[misc]


@CharField.register_lookup
@TextField.register_lookup
class HasText(_InFoldedText, Contains):
    """`field__has_text`: the text stands in it, however it is written."""

    lookup_name = "has_text"

    operator = "contains"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Longer than SQLite takes a pattern, it stands in no text: then nothing is found."""
        if len(str(self.rhs)) > PATTERN_LETTERS:
            raise EmptyResultSet
        return super().as_sql(compiler, connection)


@CharField.register_lookup
@TextField.register_lookup
class SameText(_InFoldedText, Exact):
    """`field__same_text`: it is the same text, however it is written."""

    lookup_name = "same_text"
    operator = "exact"
