"""What is held about somebody: by one authority, and in their account, never both authorities' at
once. Everything in it is theirs; other people's names are not in it."""

from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.apps import apps
from django.db.models import Count, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import Authority, Invitation, Membership, OutgoingMail, Person, UndeliveredMail
from core.audit import naming
from core.folding import Folded
from core.models import AuditEvent
from portal.queries.held_kinds import ACCOUNT, WORK, Kind
from portal.queries.log_deeds import deed_in_words

# How the names of the parts begin that are of the activity log.
LOG = "core.AuditEvent."
Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One kind of thing: its name in plain words, how many there are and, in a copy, each."""

    name: str
    title: str | Promise
    number: int
    rows: list[Row] = field(default_factory=list)

    @property
    def readable(self) -> list[list[tuple[str, Any]]]:
        """Each row as words and values, such as ("meeting title", "Workshop 2"); of the activity
        log what was done, never its code."""
        return [
            [
                (_("what"), deed_in_words(value))
                if name == "code" and self.name.startswith(LOG)
                else (name.replace("__", " ").replace("_", " "), value)
                for name, value in row.items()
            ]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Held:
    """All of it, by kind; kinds of which there is nothing are left out."""

    whose: str
    of: str
    parts: list[Part]


@dataclass(frozen=True)
class Source:
    """Where the rows of a kind are, and what of each is theirs."""

    name: str
    title: str | Promise
    found: QuerySet[Any]
    fields: tuple[str, ...]


def held_by_authority(person: Person, authority: Authority) -> Held:
    """What one authority holds about a person: their memberships there, what they did, what was
    done about them. One statement a kind: for a copy, which is asked for seldom."""
    parts = [_whole(source) for source in _of_authority(person, authority)]
    _hide_others(parts, authority.pk, person)
    return Held(person.name, authority.name, [part for part in parts if part.rows])


def held_in_account(person: Person) -> Held:
    """What the account holds, whatever authorities it opens: who they are, how they sign in, what
    mail is on its way. No secret: that there is a passkey, not the passkey."""
    parts = [_whole(source) for source in _of_account(person)]
    _hide_others(parts, None, person)
    return Held(person.name, _("Your account"), [part for part in parts if part.rows])


def counted_by_authority(person: Person, authority: Authority) -> Held:
    """How much of what `held_by_authority` gives there is, for a page. Two statements."""
    return Held(person.name, authority.name, _counted(_of_authority(person, authority)))


def counted_in_account(person: Person) -> Held:
    """How much of what `held_in_account` gives there is, for a page. One statement."""
    return Held(person.name, _("Your account"), _counted(_of_account(person)))


def _of_authority(person: Person, authority: Authority) -> list[Source]:
    theirs = Membership.objects.filter(person=person, authority=authority)
    ids = list(theirs.values_list("pk", flat=True))
    invited = Invitation.objects.filter(authority=authority, email=person.email, membership=None)
    about = Q(object_type="accounts.membership", object_id__in=[str(pk) for pk in ids])
    return [
        *(
            _source(kind, "pk__in" if kind.model == "accounts.Membership" else "", ids)
            for kind in WORK
        ),
        Source(
            "accounts.Invitation",
            _("Invitations sent to your email address"),
            invited,
            ("email", "name", "role", "title", "invited_at", "expires_at", "withdrawn_at"),
        ),
        *_trail(person, authority.pk, about),
    ]


def _of_account(person: Person) -> list[Source]:
    return [
        Source(
            "accounts.Person",
            _("Your details"),
            Person.objects.filter(pk=person.pk),
            ("name", "email", "joined_at", "last_login"),
        ),
        *(_source(kind, "", [person.pk]) for kind in ACCOUNT),
        Source(
            "accounts.OutgoingMail",
            _("Emails waiting to be sent to you"),
            OutgoingMail.objects.filter(to=person.email),
            ("to", "subject", "send_before"),
        ),
        Source(
            "accounts.UndeliveredMail",
            _("Emails that didn’t reach you"),
            UndeliveredMail.objects.filter(to=person.email.lower()),
            ("to", "failed_at"),
        ),
        *_trail(person, None, Q(object_type="accounts.person", object_id=str(person.pk))),
    ]


def _source(kind: Kind, where: str, ids: list[int]) -> Source:
    model = apps.get_model(kind.model)
    found = model._base_manager.filter(**{where or f"{kind.field}__in": ids})
    return Source(kind.points, kind.title, found, kind.fields)


def _trail(person: Person, authority_id: int | None, about: Q) -> list[Source]:
    """What the trail says they did, and what it says was done about them. Who did that is somebody
    else's name, and stays out."""
    events = AuditEvent.objects.filter(authority_id=authority_id)
    told = ("at", "code", "summary")
    return [
        Source(
            "core.AuditEvent.actor_id",
            _("Activity log: what you did"),
            events.filter(actor_id=person.pk),
            told,
        ),
        Source(
            "core.AuditEvent.object_id",
            _("Activity log: what was done about you"),
            events.filter(about).exclude(actor_id=person.pk),
            told,
        ),
    ]


def _whole(source: Source) -> Part:
    rows: list[Row] = list(source.found.order_by("pk").values(*source.fields))
    return Part(source.name, source.title, len(rows), rows)


def _counted(sources: list[Source]) -> list[Part]:
    """How many each has, all in one statement; those with none are left out."""
    counts = [
        source.found.order_by()
        .annotate(in_list=Value(at))
        .values("in_list")
        .annotate(how_many=Count("pk"))
        .values_list("in_list", "how_many")
        for at, source in enumerate(sources)
    ]
    numbers = dict(counts[0].union(*counts[1:], all=True))
    return [
        Part(source.name, source.title, number)
        for at, source in enumerate(sources)
        if (number := numbers.get(at, 0))
    ]


def _hide_others(parts: list[Part], authority_id: int | None, person: Person) -> None:
    """Put a word for other members' names in the trail's sentences."""
    others = Membership.objects.filter(authority=authority_id).exclude(person=person)
    named = naming(chain.from_iterable(others.values_list("person__name", "listed_as")))
    somebody = _("someone")
    for part in parts:
        if part.name.startswith(LOG):
            for row in part.rows:
                row["summary"] = named.sub(somebody, row["summary"])


def authorities_of(person: Person) -> list[Authority]:
    """Those the person belongs or belonged to, by name."""
    return list(
        Authority.objects.filter(memberships__person=person).distinct().order_by(Folded("name"))
    )
