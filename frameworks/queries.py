"""An authority as a framework file would say it. A value that is the default is left out."""

from collections import Counter
from typing import Any

import yaml
from django.db import models

from accounts.models import Authority
from cooperative.enums import SeatStatus
from cooperative.models import Body, BodyRelation
from expectations.models import Evidence, ExpectationSet
from outcomes.models import OutcomeSet, Period

HEADING = "# {name}: exported from Golden Thread. Keys: docs/frameworks.md.\n"


def framework_text(authority: Authority) -> str:
    """The YAML of an authority's framework. Loading it gives the same framework again; people,
    workplans and what has happened since are no part of it."""
    data = framework_of(authority)
    text = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return HEADING.format(name=authority.name) + text


def framework_of(authority: Authority) -> dict[str, Any]:
    """The values of that file. A fixed number of statements, whatever the authority's size."""
    details = dict(authority.details)
    starts = details.pop("year_starts", None)
    parts = {
        "framework": 1,
        "authority": _authority(authority),
        "terminology": authority.terminology,
        "words": [_fields(one, "instead_of say") for one in authority.plain_words.all()],
        "glossary": [_fields(one, "word meaning") for one in authority.glossary_terms.all()],
        "organisations": [
            _fields(one, "slug name kind commitment")
            for one in authority.organisations.order_by("pk")
        ],
        "expectation_sets": _expectation_sets(authority),
        "evidence": _evidence(authority),
        "outcome_sets": _outcome_sets(authority),
        "year": {"starts": starts} if starts else {},
        "periods": [
            _fields(one, "slug name starts_on ends_on")
            for one in Period.objects.filter(authority=authority).order_by("starts_on")
        ],
        "bodies": _bodies(authority),
        "relations": _relations(authority),
        "details": details,
    }
    return {key: value for key, value in parts.items() if value}


def _fields(obj: models.Model, names: str) -> dict[str, Any]:
    """The fields that differ from what they would be if left out. `name=field` renames."""
    found = {}
    for pair in names.split():
        name, _, column = pair.partition("=")
        field = obj._meta.get_field(column or name)
        assert isinstance(field, models.Field)
        value = getattr(obj, field.name)
        if value in (None, "", [], {}) or (field.has_default() and value == field.get_default()):
            continue
        found[name] = value if isinstance(value, bool | int | list | dict) else str(value)
    return found


def _authority(authority: Authority) -> dict[str, Any]:
    return _fields(
        authority,
        "slug name short_name kind nation colour strategy_name test_question sign_offs_needed"
        " introduction source",
    )


def _expectation_sets(authority: Authority) -> list[dict[str, Any]]:
    sets = ExpectationSet.objects.filter(authority=authority).prefetch_related("expectations")
    return [
        _fields(one, "slug name version voice status main=is_main introduction source adopted_on")
        | _list(
            "expectations",
            one.expectations.all(),
            "number text audience cannot_be_met_because note",
        )
        for one in sets.order_by("pk")
    ]


def _list(key: str, rows: Any, names: str) -> dict[str, Any]:
    items = [_fields(row, names) for row in rows]
    return {key: items} if items else {}


def _evidence(authority: Authority) -> list[dict[str, Any]]:
    rows = Evidence.objects.filter(authority=authority).prefetch_related(
        "expectations__expectation_set"
    )
    found = []
    for one in rows.order_by("position", "pk"):
        row = _fields(one, "slug text period quantity felt_by source")
        shown = [f"{each.expectation_set.slug}/{each.number}" for each in one.expectations.all()]
        found.append(row | ({"expectations": sorted(shown)} if shown else {}))
    return found


def _outcome_sets(authority: Authority) -> list[dict[str, Any]]:
    rows = OutcomeSet.objects.filter(authority=authority).prefetch_related("outcomes")
    return [
        _fields(one, "slug name kind main=is_main source")
        | _list("outcomes", one.outcomes.all(), "slug name short_name summary tone icon")
        for one in rows.order_by("pk")
    ]


def _bodies(authority: Authority) -> list[dict[str, Any]]:
    rows = Body.objects.filter(authority=authority).select_related("outcome")
    found = []
    for one in rows.prefetch_related("seats"):
        row = _fields(
            one,
            "slug name short_name aliases kind format legal_status status purpose decides"
            " meets_in_public observers_allowed meetings_a_year rhythm themed participation"
            " age_from age_to eligibility standing_items",
        )
        if one.outcome:
            row["outcome"] = one.outcome.slug
        if seats := _seats(one):
            row["seats"] = seats
        found.append(row)
    return found


def _seats(body: Body) -> list[dict[str, Any]]:
    """A body's seats by office: how many of each, not who sits there."""
    seats = [one for one in body.seats.all() if one.status != SeatStatus.ENDED]
    offices = Counter((one.title, one.kind) for one in sorted(seats, key=lambda one: one.pk))
    found = []
    for (title, kind), count in offices.items():
        first = next(one for one in seats if (one.title, one.kind) == (title, kind))
        found.append(_fields(first, "title kind status") | ({"count": count} if count > 1 else {}))
    return found


def _relations(authority: Authority) -> list[dict[str, Any]]:
    rows = BodyRelation.objects.filter(from_body__authority=authority)
    return [
        {"from": one.from_body.slug, "kind": str(one.kind), "to": one.to_body.slug}
        | _fields(one, "note")
        for one in rows.select_related("from_body", "to_body").order_by("pk")
    ]


class _Dumper(yaml.SafeDumper):
    """Quotes what our reader, or any other, could take for something else than text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
