"""What is held about somebody: by one authority, and in their account, never both authorities' at
once. Everything in it is theirs; other people's names are not in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import Authority, Invitation, Membership, OutgoingMail, Person
from core.audit import naming
from core.models import AuditEvent
from portal.queries.held_kinds import ACCOUNT, WORK, Kind

Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One kind of thing: its name in plain words, and each of them."""

    name: str
    title: str | Promise
    rows: list[Row] = field(default_factory=list)

    @property
    def number(self) -> int:
        return len(self.rows)

    @property
    def readable(self) -> list[list[tuple[str, Any]]]:
        """Each row as words and values, such as ("meeting title", "Workshop 2")."""
        return [
            [(name.replace("__", " ").replace("_", " "), value) for name, value in row.items()]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Held:
    """All of it, by kind; kinds of which there is nothing are left out."""

    whose: str
    of: str
    parts: list[Part]


def held_by_authority(person: Person, authority: Authority) -> Held:
    """What one authority holds about a person: their memberships there, what they did, what was
    done about them. One statement a kind: for a page that is opened seldom."""
    ids = list(
        Membership.objects.filter(person=person, authority=authority).values_list("pk", flat=True)
    )
    parts = [
        _part(kind, {"pk__in": ids} if kind.model == "accounts.Membership" else None, ids)
        for kind in WORK
    ]
    parts += [
        Part(
            "accounts.Invitation",
            _("Invitations sent to your address"),
            _rows(
                Invitation.objects.filter(authority=authority, email=person.email, membership=None),
                ("email", "name", "role", "title", "invited_at", "expires_at", "withdrawn_at"),
            ),
        ),
        *_trail(person, authority.pk, ids),
    ]
    return Held(person.name, authority.name, [part for part in parts if part.rows])


def held_in_account(person: Person) -> Held:
    """What the account holds, whatever authorities it opens: who they are, how they sign in, what
    mail is on its way. No secret: that there is a passkey, not the passkey."""
    parts = [
        Part(
            "accounts.Person",
            _("Who you are"),
            _rows(
                Person.objects.filter(pk=person.pk), ("name", "email", "joined_at", "last_login")
            ),
        ),
        *(_part(kind, None, [person.pk]) for kind in ACCOUNT),
        Part(
            "accounts.OutgoingMail",
            _("E-mail on its way to you"),
            _rows(OutgoingMail.objects.filter(to=person.email), ("to", "subject", "send_before")),
        ),
        *_trail(person, None, []),
    ]
    return Held(person.name, _("Your account"), [part for part in parts if part.rows])


def _part(kind: Kind, where: dict[str, Any] | None, ids: list[int]) -> Part:
    model = apps.get_model(kind.model)
    found = model._default_manager.filter(**(where or {f"{kind.field}__in": ids}))
    return Part(kind.points, kind.title, _rows(found, kind.fields))


def _rows(found: Any, fields: Iterable[str]) -> list[Row]:
    return list(found.order_by("pk").values(*fields))


def _trail(person: Person, authority_id: int | None, memberships: list[int]) -> list[Part]:
    """What the trail says they did, and what it says was done about them. Who did that is somebody
    else's name, and stays out; other members' names in its sentences give way to a word."""
    events = AuditEvent.objects.filter(authority_id=authority_id)
    about = Q(object_type="accounts.membership", object_id__in=[str(pk) for pk in memberships])
    if authority_id is None:
        about = Q(object_type="accounts.person", object_id=str(person.pk))
    others = Membership.objects.filter(authority=authority_id).exclude(person=person)
    named = naming(chain.from_iterable(others.values_list("person__name", "listed_as")))
    somebody = _("somebody")

    def told(found: Any) -> list[Row]:
        rows = _rows(found, ("at", "code", "summary"))
        return [{**row, "summary": named.sub(somebody, row["summary"])} for row in rows]

    return [
        Part(
            "core.AuditEvent.actor_id",
            _("What the trail says you did"),
            told(events.filter(actor_id=person.pk)),
        ),
        Part(
            "core.AuditEvent.object_id",
            _("What the trail says was done about you"),
            told(events.filter(about).exclude(actor_id=person.pk)),
        ),
    ]


def authorities_of(person: Person) -> list[Authority]:
    """Those the person belongs or belonged to, by name."""
    return list(Authority.objects.filter(memberships__person=person).distinct().order_by("name"))
