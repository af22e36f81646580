"""Check a file against its schema and for sense, and say every problem with its line."""

import datetime
import json
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError as SchemaError

from accounts.colours import ENOUGH, INK, WHITE, contrast, darker
from core.components import icon_names
from frameworks.problems import FrameworkError, Problem
from frameworks.reading import Document

SCHEMAS = Path(__file__).resolve().parent / "schema"

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a map of keys and values",
}
_LIMITS = {
    "const": "{}",
    "maxLength": "at most {} characters",
    "minLength": "some text",
    "minimum": "{} or more",
    "maximum": "{} or less",
    "maxItems": "at most {} of them",
    "minItems": "at least {}",
}


@cache
def validator(schema: str) -> Draft202012Validator:
    """The validator of one of our schemas, such as `framework-1`."""
    text = (SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def check_schema(document: Document, schema: str) -> None:
    """Raise FrameworkError with every way in which a file is not of the schema's shape."""
    problems = [
        problem
        for error in validator(schema).iter_errors(document.data)
        for problem in _problems(document, error)
    ]
    if problems:
        raise FrameworkError(sorted(set(problems), key=lambda one: (one.line, one.key)))


def _problems(document: Document, error: SchemaError) -> Iterator[Problem]:
    path = list(error.absolute_path)
    if error.validator == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        for key in error.instance:
            if key not in known:
                yield document.problem([*path, key], _unknown(key, known))
    elif error.validator == "required":
        for key in error.validator_value:
            if key not in error.instance:
                yield document.problem(path, f"needs a “{key}”, which is missing")
    elif "propertyNames" in error.absolute_schema_path:
        yield document.problem([*path, str(error.instance)], _unexpected(error))
    else:
        yield document.problem(path, _unexpected(error))


def _unknown(key: str, known: Sequence[str]) -> str:
    near = get_close_matches(key, known, n=1)
    hint = f"; did you mean “{near[0]}”?" if near else "."
    return f"is not a key we know{hint} Expected one of: {', '.join(known)}"


def _unexpected(error: SchemaError) -> str:
    """What was expected, and what is there instead."""
    want, found = error.validator_value, _found(error.instance)
    if error.validator == "type":
        quoted = want == "string" and isinstance(error.instance, int)
        return f"expected {_TYPES[want]}{' (put it in quotes)' if quoted else ''}, found {found}"
    if error.validator == "enum":
        near = get_close_matches(str(error.instance), [str(one) for one in want], n=1)
        hint = f"; did you mean “{near[0]}”?" if near else ""
        return f"expected one of: {', '.join(map(str, want))}; found {found}{hint}"
    if error.validator == "pattern":
        return f"expected {error.schema.get('expected', want)}; found {found}"
    if error.validator in _LIMITS:
        length = isinstance(error.instance, str | list)
        there = len(error.instance) if length else found
        return f"expected {_LIMITS[error.validator].format(want)}, found {there}"
    return str(error.message)[:200]


def _found(value: Any) -> str:
    if value is None:
        return "nothing (leave the key out instead)"
    if isinstance(value, dict):
        return "a map of keys and values"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return f"“{str(value)[:60]}”"


class Sense:
    """What a schema cannot say: names that must be there, once, and fit together."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def say(self, path: Sequence[str | int], message: str) -> None:
        self.problems.append(self.document.problem(path, message))

    def once(self, path: Sequence[str | int], rows: list[dict[str, Any]], *keys: str) -> set[str]:
        """The rows' names under these keys, each of which may stand once only."""
        seen: set[str] = set()
        for i, row in enumerate(rows):
            name = " ".join(str(row.get(key, "")) for key in keys)
            if name in seen:
                self.say([*path, i, keys[0]], f"“{name}” stands in this list twice")
            seen.add(name)
        return seen

    def known(
        self, path: Sequence[str | int], name: str | None, names: set[str], what: str
    ) -> None:
        """Say so when a name refers to nothing."""
        if name is None or name in names:
            return
        near = get_close_matches(name, names, n=1)
        hint = f"; did you mean “{near[0]}”?" if near else "."
        expected = f" Expected one of: {', '.join(sorted(names))}" if names else " There are none."
        self.say(path, f"there is no {what} “{name}”{hint}{expected}")

    def one_main(self, key: str, rows: list[dict[str, Any]]) -> None:
        """At most one set of a kind is the main one."""
        main = [i for i, row in enumerate(rows) if row.get("main")]
        for i in main[1:]:
            self.say([key, i, "main"], f"only one can be main; {key}[{main[0] + 1}] is already")

    def day(self, path: Sequence[str | int], value: str | None) -> datetime.date | None:
        """The day a text names, or None, said so when the calendar has no such day."""
        try:
            return datetime.date.fromisoformat(value) if value else None
        except ValueError:
            self.say(path, f"there is no such day: “{value}”")
            return None

    def done(self) -> None:
        """Raise FrameworkError when anything was said."""
        if self.problems:
            raise FrameworkError(sorted(self.problems, key=lambda one: one.line))


def check_framework(document: Document) -> None:
    """Raise FrameworkError unless a framework file, its includes resolved, makes sense."""
    data, sense = document.data, Sense(document)
    _words(sense, data)
    _colour(sense, data.get("authority", {}).get("colour", INK))
    sense.once(["organisations"], data.get("organisations", []), "slug")
    expectations = _expectation_sets(sense, data.get("expectation_sets", []))
    sense.once(["evidence"], data.get("evidence", []), "slug")
    for i, row in enumerate(data.get("evidence", [])):
        for j, name in enumerate(row.get("expectations", [])):
            sense.known(["evidence", i, "expectations", j], name, expectations, "expectation")
    outcomes = _outcomes(sense, data.get("outcome_sets", []))
    _periods(sense, data.get("periods", []))
    bodies = _bodies(sense, data.get("bodies", []), outcomes)
    _relations(sense, data.get("relations", []), bodies)
    _details(sense, data.get("details", {}), outcomes, bodies)
    sense.done()


def _words(sense: Sense, data: dict[str, Any]) -> None:
    """Each word once, whatever its capitals."""
    for key, name in (("words", "instead_of"), ("glossary", "word")):
        rows = data.get(key, [])
        sense.once([key], [{name: _folded(row, name)} for row in rows], name)
        for i, row in enumerate(rows):
            if "say" in row and _folded(row, "say") == _folded(row, name):
                sense.say([key, i, "say"], "expected another word than “instead_of”")


def _colour(sense: Sense, colour: str) -> None:
    """An authority's colour carries white words, so it has to be dark enough to read them."""
    found = contrast(colour, WHITE)
    if found < ENOUGH:
        sense.say(
            ["authority", "colour"],
            f"expected a colour on which white words can be read (contrast 4.5 to 1 or more); "
            f"“{colour}” has {found:.1f}. A darker one that works: “{darker(colour)}”",
        )


def _folded(row: dict[str, Any], name: str) -> str:
    """A row's word in small letters; of a shared list, its name."""
    return str(row.get(name, row.get("include", ""))).casefold()


def _expectation_sets(sense: Sense, rows: list[dict[str, Any]]) -> set[str]:
    """Check the sets; the names of all expectations, as set/number. The latest version counts."""
    sense.once(["expectation_sets"], [{"version": "1"} | row for row in rows], "slug", "version")
    sense.one_main("expectation_sets", rows)
    names = set()
    for i, row in enumerate(rows):
        sense.day(["expectation_sets", i, "adopted_on"], row.get("adopted_on"))
        items = row.get("expectations", [])
        sense.once(["expectation_sets", i, "expectations"], items, "number")
        if row.get("status") == "named-only" and items:
            sense.say(["expectation_sets", i, "status"], "a set with words is not named-only")
        names |= {f"{row['slug']}/{item['number']}" for item in items}
    return names


def _outcomes(sense: Sense, rows: list[dict[str, Any]]) -> set[str]:
    sense.once(["outcome_sets"], rows, "slug")
    sense.one_main("outcome_sets", rows)
    names: set[str] = set()
    for i, row in enumerate(rows):
        for j, outcome in enumerate(row.get("outcomes", [])):
            path: list[str | int] = ["outcome_sets", i, "outcomes", j]
            if outcome["slug"] in names:
                sense.say([*path, "slug"], f"“{outcome['slug']}” is another outcome's slug already")
            _icon(sense, [*path, "icon"], outcome.get("icon", "circle"))
            if "short_name" not in outcome and len(outcome["name"]) > 40:
                sense.say([*path, "name"], "a name over 40 characters needs a short_name too")
            names.add(outcome["slug"])
    return names


def _icon(sense: Sense, path: list[str | int], name: str) -> None:
    """An icon must be one we have. Where none are installed (no `make assets`) we cannot tell."""
    known = icon_names()
    if known and name not in known:
        near = get_close_matches(name, known, n=3)
        hint = f" Did you mean one of: {', '.join(near)}?" if near else ""
        sense.say(path, f"there is no icon “{name}”.{hint}")


def _periods(sense: Sense, rows: list[dict[str, Any]]) -> None:
    sense.once(["periods"], rows, "slug")
    for i, row in enumerate(rows):
        starts = sense.day(["periods", i, "starts_on"], row["starts_on"])
        ends = sense.day(["periods", i, "ends_on"], row["ends_on"])
        if starts and ends and ends <= starts:
            sense.say(["periods", i, "ends_on"], "expected a day after starts_on")


def _bodies(sense: Sense, rows: list[dict[str, Any]], outcomes: set[str]) -> set[str]:
    names = sense.once(["bodies"], rows, "slug")
    for i, row in enumerate(rows):
        sense.known(["bodies", i, "outcome"], row.get("outcome"), outcomes, "outcome")
        if row.get("age_to", 99) < row.get("age_from", 0):
            sense.say(["bodies", i, "age_to"], "expected age_from or more")
        seats = [{"kind": "member"} | seat for seat in row.get("seats", [])]
        sense.once(["bodies", i, "seats"], seats, "title", "kind")
    return names


def _relations(sense: Sense, rows: list[dict[str, Any]], bodies: set[str]) -> None:
    sense.once(["relations"], rows, "from", "kind", "to")
    for i, row in enumerate(rows):
        sense.known(["relations", i, "from"], row["from"], bodies, "body")
        sense.known(["relations", i, "to"], row["to"], bodies, "body")
        if row["from"] == row["to"]:
            sense.say(["relations", i, "to"], "expected another body than “from”")


def _details(sense: Sense, data: dict[str, Any], outcomes: set[str], bodies: set[str]) -> None:
    for i, row in enumerate(data.get("objectives", [])):
        sense.known(
            ["details", "objectives", i, "outcome"], row.get("outcome"), outcomes, "outcome"
        )
    for key, name in (("approval_route", "body"), ("reports_received", "to")):
        for i, row in enumerate(data.get(key, [])):
            sense.known(["details", key, i, name], row.get(name), bodies, "body")


def check_people(
    document: Document, *, organisations: dict[str, str], outcomes: set[str], bodies: set[str]
) -> None:
    """Raise FrameworkError unless a people file makes sense in the authority it is for.
    `organisations` gives each one's kind by its slug."""
    data, sense = document.data, Sense(document)
    people = data["people"]
    keys = sense.once(["people"], people, "key")
    sense.once(["people"], people, "email")
    for i, row in enumerate(people):
        organisation = row.get("organisation")
        sense.known(["people", i, "organisation"], organisation, set(organisations), "organisation")
        if row["role"] == "partner" and organisations.get(organisation) in (None, "directorate"):
            sense.say(["people", i, "role"], "a partner needs a partner organisation")
        for key in ("agreement", "agreement_days_left"):
            if (key in row) != (row["role"] == "partner"):
                sense.say(["people", i, "role"], f"a partner, and only a partner, has “{key}”")
    for outcome, key in data.get("leads", {}).items():
        sense.known(["leads", outcome], outcome, outcomes, "outcome")
        sense.known(["leads", outcome], key, keys, "person")
    sense.once(["seats"], data.get("seats", []), "body", "person", "title")
    for i, row in enumerate(data.get("seats", [])):
        sense.known(["seats", i, "body"], row["body"], bodies, "body")
        sense.known(["seats", i, "person"], row["person"], keys, "person")
    sense.done()
