"""Every page of the program with an address that opens in the demo, for every role.

Runs inside the program's folder (`manage.py shell`). The names come from the program's own
addresses, and what goes into them from the access matrix, so that a new page is looked at the day
it is added. For each page and role the objects
of the database are tried, as that person, until some are found in a state in which the page opens:
of the first few the longest page. Whether that is everything, the access matrix says, which is
written by hand (tests/browser/test_pages.py).
"""

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, is_dataclass
from functools import cache, reduce
from itertools import islice
from pathlib import Path
from typing import Any, get_type_hints

from allauth.mfa.models import Authenticator
from django.db.models import ForeignKey, Model
from django.test import Client
from django.urls import reverse

from accounts.models import Authority, Membership
from accounts.operations.news_mail import stop_url
from accounts.roles import RIGHTS
from portal.queries.demo import DemoAuthority, demo_authorities
from tests.access.entries import WORKING
from tests.access.outside import GENERAL, PUBLIC
from tests.access.scene import Scene
from tests.access.test_matrix import named_addresses
from tests.browser.prepared import TOKEN, who
from tests.support.closing import close
from tests.support.kinds import ways_of
from tests.support.proof import prove

FULL = "manchester"
# The demo's person of a role, and who stands for that role in the access matrix.
ROLES = {
    "care-consultant": "consultant",
    "elected-member": "member",
    "officer": "officer",
    "outcome-lead": "lead",
    "partner": "partner",
    "executive": "executive",
    "coordinator": "coordinator",
    "safeguarding-lead": "safeguarding",
}
# What goes into an address, where the matrix says something that leads nowhere.
TOLD = {"accounts:invitation-accept": {"token": TOKEN}}
# How many objects are tried before a page counts as closed, for whoever the matrix lets in and for
# others, who may still get in at something of their own; and how many open ones are compared.
TRIED, TRIED_BY_OTHERS, COMPARED = 80, 10, 2
# What opens, and is no page: a file, a spreadsheet, JSON.
NO_PAGE, FILE = -1, "file"


@dataclass(frozen=True)
class Found:
    """A page at an address, and how long it is."""

    address: str
    length: int


class Asked:
    """Stands in for the matrix's scene, and remembers what of which model an address asks for."""

    def __init__(self, kind: type, steps: tuple[str, ...] = ()) -> None:
        self.kind, self.steps = kind, steps

    def __getattr__(self, name: str) -> "Asked":
        if is_dataclass(self.kind):
            return Asked(get_type_hints(self.kind)[name])
        return Asked(self.kind, (*self.steps, name))

    def of(self, thing: Model, word: str) -> Any:
        """That of an object, or of what the object belongs to by the address's word for it."""
        start = thing if isinstance(thing, self.kind) else getattr(thing, word)
        return reduce(getattr, self.steps, start)


@cache
def way_to_authority(model: type[Model], steps: int = 3) -> str:
    """How a query asks for the authority of a model's objects; empty where there is no way."""
    keys = [one for one in model._meta.get_fields() if isinstance(one, ForeignKey)]
    for key in keys:
        if key.related_model is Authority:
            return str(key.name)
    for key in keys if steps else []:
        if key.null or not isinstance(key.related_model, type):
            continue
        if further := way_to_authority(key.related_model, steps - 1):
            return f"{key.name}__{further}"
    return ""


def objects(model: type[Model], authority: Authority) -> list[Model]:
    """An authority's objects, the newest first; also those that most pages never find."""
    way = way_to_authority(model)
    manager = getattr(model, "everything", model._default_manager)
    found = manager.filter(**{way: authority} if way else {})
    return list(found.order_by("-pk")[:TRIED])


def asked(name: str) -> dict[str, Any]:
    """What goes into an address: words, and what is asked of an object."""
    if name == "accounts:news-stop":
        return {"token": stop_url(who("care-consultant"), "actions").rstrip("/").rsplit("/", 1)[1]}
    if name == "accounts:step-remove":
        step = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).first()
        return {"step": step.pk if step else 0}
    if name in GENERAL:
        return TOLD.get(name, GENERAL[name][0])
    arguments = WORKING[name].arguments if name in WORKING else PUBLIC[name]
    scene: Any = Asked(Scene)
    return arguments(scene)


def addresses(name: str, authority: Authority) -> Iterator[str]:
    """The addresses of a name in an authority, one for each object."""
    own = {} if name in GENERAL else {"authority": authority.slug}
    wanted = asked(name)
    models = [one.kind for one in wanted.values() if isinstance(one, Asked)]
    if not models:
        yield reverse(name, kwargs={**own, **wanted})
        return
    for thing in objects(models[-1], authority):
        filled = {
            word: one.of(thing, word) if isinstance(one, Asked) else one
            for word, one in wanted.items()
        }
        yield reverse(name, kwargs={**own, **filled})


def opens(client: Client, address: str) -> int:
    """How long the page is that opens there; 0 if none does, NO_PAGE for anything else."""
    response = client.get(address)
    close(response)
    if response.status_code != 200:
        return 0
    if not response["Content-Type"].startswith("text/html"):
        return NO_PAGE
    return len(response.content)


def find(client: Client, name: str, authority: Authority, tries: int = TRIED) -> str:
    """The longest of the first few pages of this name that open for somebody; FILE when what opens
    is none, and empty when nothing opens."""
    found: list[Found] = []
    for address in islice(addresses(name, authority), tries):
        length = opens(client, address)
        if length == NO_PAGE:
            return FILE
        if length:
            found.append(Found(address, length))
        if len(found) == COMPARED:
            break
    return max(found, key=lambda one: one.length, default=Found("", 0)).address


def client_of(membership: Membership) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(membership.person)
    prove(client, ago=0)
    return client


def pages_for(
    who: Membership | None, authority: Authority, names: Iterable[str], standing: str = ""
) -> dict[str, str]:
    """Where each of these names leads somebody, or nobody, for those that lead somewhere.
    `standing` is who they are in the matrix."""
    views = {name: pattern.callback for name, pattern in named_addresses()}
    client = client_of(who) if who else Client()
    found = {}
    for name in names:
        expected = name not in WORKING or standing in WORKING[name].allowed
        if "GET" not in ways_of(views[name]) or not (expected or may_get_in(who, views[name])):
            continue
        if address := find(client, name, authority, TRIED if expected else TRIED_BY_OTHERS):
            found[name] = address
    return found


def may_get_in(who: Membership | None, view: Any) -> bool:
    """Whether somebody's role has the right that a view asks for first."""
    return who is not None and (view.access not in RIGHTS or who.holds(view.access))


def for_everybody(name: str) -> bool:
    """Whether a page of no authority is another one for each person who is signed in."""
    _, unknown, known = GENERAL[name]
    return known == 200 and unknown != 200


def everything() -> dict[str, dict[str, str]]:
    """Every page with its address, by who looks. Manchester's for each role, and for nobody (whose
    name is empty); of the other authorities the homes and the public pages. Public pages show a
    little more to somebody signed in, so one of each authority looks at those too."""
    found = {"": pages_for(None, Authority.objects.get(slug=FULL), GENERAL)}
    for each in demo_authorities():
        authority, slug = each.authority, each.authority.slug
        full = slug == FULL
        found[""] |= {
            f"{name} {slug}": address
            for name, address in pages_for(None, authority, PUBLIC).items()
        }
        for person in each.people:
            role = person.value.removeprefix(f"{slug}-")
            if role not in ROLES:
                continue
            names = [*WORKING, *filter(for_everybody, GENERAL)] if full else ["portal:home"]
            if role == "care-consultant":
                names += [*PUBLIC, *(GENERAL if full else ())]
            found[person.value] = pages_for(person.membership, authority, names, ROLES[role])
        if full:
            found |= by_others(each, found)
            for value, pages in of_their_own(each).items():
                found[value] = {**found.get(value, {}), **pages}
    return found


def by_others(each: DemoAuthority, found: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """What opens for none of the first people of their roles, and for the next of the same role:
    an officer without late actions, say, sees another page than one who has some."""
    more: dict[str, dict[str, str]] = {}
    for role, standing in ROLES.items():
        first = f"{each.authority.slug}-{role}"
        closed = [
            name
            for name, entry in WORKING.items()
            if standing in entry.allowed and name not in found[first]
        ]
        for person in each.people:
            if closed and person.value.startswith(f"{first}-"):
                pages = pages_for(person.membership, each.authority, closed, standing)
                more |= {person.value: pages} if pages else {}
                closed = [name for name in closed if name not in pages]
    return more


# Pages of no authority that open for those alone who have something of their own there.
OWN = ("portal:erasure-take-back", "accounts:step-remove", "accounts:recovery-codes")


def of_their_own(each: DemoAuthority) -> dict[str, dict[str, str]]:
    """The pages of `OWN`, by the first person they open for."""
    found: dict[str, dict[str, str]] = {}
    for name in OWN:
        for person in each.people:
            if address := find(client_of(person.membership), name, each.authority):
                found.setdefault(person.value, {})[name] = address
                break
    return found


def main(target: str) -> None:
    """Write it down, as JSON, and nothing into the log: most of what is tried does not open."""
    logging.disable(logging.CRITICAL)
    Path(target).write_text(json.dumps(everything(), indent=1))
