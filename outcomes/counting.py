"""What a unit counts: people, or things. Small counts of people are hidden (SG-090), and so a unit
is taken to count people unless it plainly names a thing and no person."""

import re

from core.components import is_share

_PEOPLE = re.compile(
    r"\b(?:people|persons?|child(?:ren)?|young|girls?|boys?|babies|care|carers?|leavers?|famil\w+|"
    r"parents?|mothers?|fathers?|siblings?|brothers?|sisters?|apprentices?|mentors?|students?|"
    r"pupils?|tenants?|members?|staff|officers?|workers?|nurses?|teachers?|volunteers?|trained|"
    r"housed|linked|of us|who)\b",
    re.I,
)
_THINGS = re.compile(
    r"\b(?:actions?|bags?|bikes?|books?|boxes|buildings?|buses|businesses|cars?|clinics?|clubs?|"
    r"companies|days?|desks?|documents?|employers?|evenings?|events?|festivals?|flats?|forms?|"
    r"grants?|hours?|journeys?|laptops?|leaflets?|letters?|lessons?|meals?|meetings?|miles?|"
    r"minutes?|months?|organisations?|packs?|pages?|parties|passes|per cent|phones?|policies|"
    r"posters?|practices|pounds?|projects?|rooms?|schools?|sessions?|shops?|sites?|suitcases?|"
    r"tablets?|tickets?|tools?|trips?|vans?|venues?|visits?|weeks?|workshops?)\b|%|£",
    re.I,
)


def counts_people(unit: str) -> bool:
    """Whether what is counted in this unit are people: "young people linked" are, "evenings held"
    are not, nor is a percentage. Also for no unit, and for one that could be either."""
    if is_share(unit):
        return False
    return bool(_PEOPLE.search(unit)) or not _THINGS.search(unit)
