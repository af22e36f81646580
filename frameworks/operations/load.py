"""Set up an authority, and its people, from files. A file that fails changes nothing."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Authority, GlossaryTerm, Membership, PlainWord
from accounts.operations.authorities import set_organisation, set_up_authority
from accounts.operations.words import set_word
from cooperative.models import Body
from cooperative.operations.bodies import add_seats, relate_bodies, set_body
from expectations.models import Expectation
from expectations.operations.sets import record_evidence, set_expectation, set_expectation_set
from frameworks.checking import check_framework, check_schema
from frameworks.problems import FrameworkError, Problem
from frameworks.reading import Document, read_bytes, read_file, spoken
from outcomes.models import Outcome
from outcomes.operations.framework import (
    set_outcome,
    set_outcome_set,
    set_period,
    set_year_around,
)

NATIONAL = Path(__file__).resolve().parent.parent / "national"

# What a model calls a field, where a file says it more plainly.
_FILE_WORDS = {"is_main": "main", "terminology": "terminology", "membership": "person"}


def read_framework(path: str | Path) -> Document:
    """A framework file, checked, its includes resolved. Raises FrameworkError; changes nothing."""
    return _checked(read_file(path))


def read_framework_bytes(raw: bytes, name: str) -> Document:
    """The same for an uploaded file's content; `name` is what messages call it."""
    return _checked(read_bytes(raw, name))


def _checked(document: Document) -> Document:
    check_schema(document, "framework-1")
    _resolve_includes(document)
    for key in ("words", "glossary"):
        for i, row in enumerate(document.data.get(key, [])):
            if "include" in row:
                shared_words(document, key, i)
    check_framework(document)
    return document


def _resolve_includes(document: Document) -> None:
    sets = document.data.get("expectation_sets", [])
    for i, row in enumerate(sets):
        if "include" not in row:
            continue
        path = NATIONAL / f"{row['include']}.yaml"
        if not path.is_file():
            known = ", ".join(sorted(one.stem for one in NATIONAL.glob("*.yaml")))
            message = f"there is no shared set “{row['include']}”. Expected one of: {known}"
            raise FrameworkError([document.problem(["expectation_sets", i, "include"], message)])
        sets[i] = read_file(path).data | {"main": row.get("main", False)}


def shared_words(document: Document, key: str, i: int) -> list[dict[str, str]]:
    """The rows of the shared list that row `i` of `words` or `glossary` takes in. Raises
    FrameworkError when there is no such list."""
    name = document.data[key][i]["include"]
    path = NATIONAL / "words" / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(one.stem for one in path.parent.glob("*.yaml")))
        message = f"there is no shared list “{name}”. Expected one of: {known}"
        raise FrameworkError([document.problem([key, i, "include"], message)])
    return [dict(row) for row in _shared(path)[key]]


@cache
def _shared(path: Path) -> dict[str, list[dict[str, str]]]:
    """One of the program's own lists of words, read once: several files take it in."""
    found: dict[str, list[dict[str, str]]] = read_file(path).data
    return found


def load_framework(
    path: str | Path, actor: Membership | None = None, *, today: datetime.date | None = None
) -> Authority:
    """Set an authority up as a file says. Loading it again changes nothing; loading a changed file
    brings the authority to it, and leaves alone what the file does not speak of. `actor` is None
    for the program itself. Raises FrameworkError, naming each line; then nothing has changed."""
    return load_document(document=read_framework(path), actor=actor, today=today)


@transaction.atomic
def load_document(
    *, document: Document, actor: Membership | None, today: datetime.date | None = None
) -> Authority:
    """The same for a file that has been read and checked."""
    return _Loading(document, actor, today or timezone.localdate()).run()


def try_framework(path: str | Path) -> None:
    """Load a file and undo it all: would it load here, now? Raises FrameworkError if not."""
    document = read_framework(path)
    with transaction.atomic():
        load_document(document=document, actor=None)
        transaction.set_rollback(True)


@contextmanager
def told_where(document: Document, *path: str | int) -> Iterator[None]:
    """What an operation refuses becomes a problem at its line in the file."""
    try:
        yield
    except ValidationError as error:
        raise FrameworkError(list(_located(document, path, error))) from error
    except IntegrityError as error:
        message = "was set up by somebody else at this very moment; load the file again"
        raise FrameworkError([document.problem(path, message)]) from error


def _located(
    document: Document, path: Sequence[str | int], error: ValidationError
) -> Iterator[Problem]:
    fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, messages in fields.items():
        at = [*path] if name in ("", "__all__") else [*path, _FILE_WORDS.get(name, name)]
        yield Problem(document.name, document.line(at), spoken(at), " ".join(messages))


class _Loading:
    """One file on its way in: what has been made so far, by the names the file uses."""

    def __init__(self, document: Document, actor: Membership | None, today: datetime.date) -> None:
        self.document, self.actor, self.today = document, actor, today
        self.data: dict[str, Any] = document.data
        self.expectations: dict[str, Expectation] = {}
        self.outcomes: dict[str, Outcome] = {}
        self.bodies: dict[str, Body] = {}
        self.authority: Authority

    def run(self) -> Authority:
        self._authority()
        self._words("words", PlainWord, "instead_of")
        self._words("glossary", GlossaryTerm, "word")
        self._organisations()
        self._expectation_sets()
        self._evidence()
        self._outcome_sets()
        self._periods()
        self._bodies()
        self._relations()
        return self.authority

    def _rows(self, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
        return enumerate(self.data.get(key, []))

    def _authority(self) -> None:
        details = dict(self.data.get("details", {}))
        if "year" in self.data:
            details["year_starts"] = self.data["year"]["starts"]
        with told_where(self.document, "authority"):
            self.authority = set_up_authority(
                actor=self.actor,
                **self.data["authority"],
                terminology=self.data.get("terminology", {}),
                details=details,
            )

    def _words(self, key: str, kind: type[PlainWord | GlossaryTerm], name: str) -> None:
        """A list of words; of a shared one, those the file does not have itself."""
        own = {row[name].casefold() for _, row in self._rows(key) if name in row}
        for i, row in self._rows(key):
            rows = [row]
            if "include" in row:
                shared = shared_words(self.document, key, i)
                rows = [one for one in shared if one[name].casefold() not in own]
            with told_where(self.document, key, i):
                for one in rows:
                    set_word(actor=self.actor, authority=self.authority, kind=kind, **one)

    def _organisations(self) -> None:
        for i, row in self._rows("organisations"):
            with told_where(self.document, "organisations", i):
                set_organisation(actor=self.actor, authority=self.authority, **row)

    def _expectation_sets(self) -> None:
        for i, row in self._rows("expectation_sets"):
            with told_where(self.document, "expectation_sets", i):
                expectation_set = set_expectation_set(
                    actor=self.actor,
                    authority=self.authority,
                    is_main=row.get("main", False),
                    adopted_on=_day(row.get("adopted_on")),
                    **_without(row, "main", "adopted_on", "expectations"),
                )
            for j, item in enumerate(row.get("expectations", [])):
                with told_where(self.document, "expectation_sets", i, "expectations", j):
                    self.expectations[f"{row['slug']}/{item['number']}"] = set_expectation(
                        actor=self.actor, expectation_set=expectation_set, **item
                    )

    def _evidence(self) -> None:
        for i, row in self._rows("evidence"):
            with told_where(self.document, "evidence", i):
                record_evidence(
                    actor=self.actor,
                    authority=self.authority,
                    position=i,
                    expectations=[self.expectations[one] for one in row.get("expectations", [])],
                    **_without(row, "expectations"),
                )

    def _outcome_sets(self) -> None:
        for i, row in self._rows("outcome_sets"):
            with told_where(self.document, "outcome_sets", i):
                outcome_set = set_outcome_set(
                    actor=self.actor,
                    authority=self.authority,
                    is_main=row.get("main", False),
                    **_without(row, "main", "outcomes"),
                )
            for j, item in enumerate(row.get("outcomes", [])):
                with told_where(self.document, "outcome_sets", i, "outcomes", j):
                    self.outcomes[item["slug"]] = set_outcome(
                        actor=self.actor, outcome_set=outcome_set, position=j, **item
                    )

    def _periods(self) -> None:
        for i, row in self._rows("periods"):
            with told_where(self.document, "periods", i):
                set_period(
                    actor=self.actor,
                    authority=self.authority,
                    slug=row["slug"],
                    name=row["name"],
                    starts_on=datetime.date.fromisoformat(row["starts_on"]),
                    ends_on=datetime.date.fromisoformat(row["ends_on"]),
                )
        if "year" in self.data:
            month, first = map(int, self.data["year"]["starts"].split("-"))
            with told_where(self.document, "year"):
                set_year_around(
                    actor=self.actor,
                    authority=self.authority,
                    day=self.today,
                    month=month,
                    first=first,
                )

    def _bodies(self) -> None:
        for i, row in self._rows("bodies"):
            with told_where(self.document, "bodies", i):
                body = set_body(
                    actor=self.actor,
                    authority=self.authority,
                    outcome=self.outcomes[row["outcome"]] if "outcome" in row else None,
                    position=i,
                    **_without(row, "outcome", "seats"),
                )
            self.bodies[row["slug"]] = body
            for j, seat in enumerate(row.get("seats", [])):
                with told_where(self.document, "bodies", i, "seats", j):
                    add_seats(actor=self.actor, body=body, **seat)

    def _relations(self) -> None:
        for i, row in self._rows("relations"):
            with told_where(self.document, "relations", i):
                relate_bodies(
                    actor=self.actor,
                    from_body=self.bodies[row["from"]],
                    to_body=self.bodies[row["to"]],
                    kind=row["kind"],
                    note=row.get("note", ""),
                )


def _without(row: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in keys}


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
