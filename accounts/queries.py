"""Who is here, who is coming, and what somebody answers for."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.devices import device_name
from accounts.enums import Listing, Role, Topic
from accounts.models import (
    HandedOver,
    Invitation,
    Membership,
    Notice,
    Organisation,
    Person,
    UndeliveredMail,
)
from accounts.models.invitation import InvitationQuerySet
from accounts.models.membership import MembershipQuerySet
from accounts.models.notice import ICONS, topic_name
from accounts.roles import LEADING_ROLES, ROLE_RIGHTS
from core.folding import Folded
from core.personal_data import OwnNames

# So many things are named in a sentence; the others are a number.
NAMED = 3

# More unread news than this is not shown at once.
MOST_UNREAD = 100
READ_PAGE = 20
# So many addresses at which mail failed are shown.
MOST_UNREACHED = 100


def people(
    actor: Membership, *, role: str = "", moved_on: bool = False, text: str = ""
) -> MembershipQuerySet:
    """The members of the actor's authority, by name within a role; only one role if told, those who
    have moved on if asked for, and only in whose name, task or organisation a text stands. Names
    are searched as they are listed: only a coordinator finds somebody by another."""
    found = Membership.objects.visible_to(actor).with_names()
    if moved_on:
        found = found.filter(ends_on__lte=timezone.localdate())
    else:
        found = found.filter(pk__in=Membership.objects.current().values("pk"))
    if role:
        found = found.filter(role=role)
    if text:
        known = Q(title__has_text=text) | Q(organisation__name__has_text=text)
        named = Q(listed_as="", person__name__has_text=text) | Q(listed_as__has_text=text)
        known |= named & ~Q(listing=Listing.UNNAMED)
        if actor.holds("manage_people"):
            known |= Q(person__name__has_text=text)
        found = found.filter(known)
    return found.order_by("role", Folded("person__name"), "pk")


def organisations(actor: Membership) -> QuerySet[Organisation]:
    """The organisations of the actor's authority by name, each with how many people act for it now
    (`people`). One query."""
    here = Q(memberships__pk__in=Membership.objects.current().values("pk"))
    return (
        Organisation.objects.filter(authority_id=actor.authority_id)
        .annotate(people=Count("memberships", filter=here))
        .order_by(Folded("name"), "pk")
    )


def open_invitations(actor: Membership) -> InvitationQuerySet:
    """Those not accepted yet: waiting, run out or taken back, the newest first."""
    return (
        Invitation.objects.visible_to(actor)
        .filter(accepted_at__isnull=True)
        .select_related("organisation", "invited_by__person")
    )


def unreached(actor: Membership) -> QuerySet[UndeliveredMail]:
    """The addresses of the members and the invited of the actor's authority at which the last email
    did not arrive, the latest first. Each with the `name` a coordinator knows, and whether it is an
    invitation (`is_invitation`). One query."""
    here = OuterRef("to")
    people = Membership.objects.visible_to(actor).current().annotate(at=Lower("person__email"))
    coming = open_invitations(actor).filter(withdrawn_at=None).annotate(at=Lower("email"))
    member = people.filter(at=here).order_by("pk").values("person__name")[:1]
    invited = coming.filter(at=here).order_by("pk").values("name")[:1]
    return (
        UndeliveredMail.objects.annotate(name=Coalesce(Subquery(member), Subquery(invited)))
        .annotate(is_invitation=~Exists(people.filter(at=here)))
        .filter(name__isnull=False)[:MOST_UNREACHED]
    )


@dataclass(frozen=True)
class Belongings:
    """What somebody answers for, to be handed over before they go."""

    actions: list[str]
    outcomes: list[str]
    challenges: list[str]
    meetings: list[str]
    seats: list[str]
    escalations: list[str]

    def __bool__(self) -> bool:
        return any(vars(self).values())


def belongings(membership: Membership) -> Belongings:
    """The open actions, outcomes, unanswered challenges, meetings to lead and places in groups of
    one member, and the obstacles they passed up. Six queries. They are reached through the
    relations that the apps above have put on a membership, not by import."""
    return Belongings(
        actions=[str(action) for action in membership.owned_actions.owed()],
        outcomes=[str(outcome) for outcome in membership.leads.all()],
        challenges=[str(challenge) for challenge in membership.challenges_to_answer.unsettled()],
        meetings=[str(meeting) for meeting in membership.meetings_led.unfinished()],
        seats=[
            str(seat) for seat in membership.seats.exclude(status="ended").select_related("body")
        ],
        escalations=[str(escalation) for escalation in membership.escalations.open()],
    )


def was_handed(kind: str) -> Exists:
    """Whether each row of a query was ever handed over: within that query, so that the page of a
    thing that never was asks nothing more."""
    return Exists(HandedOver.objects.filter(kind=kind, thing=OuterRef("pk")))


def handed_over(kind: str, thing: int) -> list[HandedOver]:
    """Who handed one thing to whom, the newest first. One query."""
    return list(HandedOver.objects.filter(kind=kind, thing=thing).with_names())


def cannot_keep(membership: Membership, role: str) -> list[str]:
    """Why somebody cannot become a `role` yet: what they answer for now that the role cannot hold,
    in sentences. Empty when they can. Five queries at most."""
    rights = ROLE_RIGHTS[Role(role)]
    reasons = []
    if role not in LEADING_ROLES and (led := [str(one) for one in membership.leads.all()]):
        reasons.append(_("They lead %(names)s. Hand that over first.") % {"names": _named(led)})
    if "update_own_actions" not in rights:
        owned = [str(one) for one in membership.owned_actions.owed()]
        if owned:
            words = _("They’re responsible for %(names)s. Hand that over first.")
            reasons.append(words % {"names": _named(owned)})
    if "answer_challenges" not in rights:
        asked = [str(one) for one in membership.challenges_to_answer.unsettled()]
        if asked:
            words = _("They still need to answer %(names)s. Hand that over first.")
            reasons.append(words % {"names": _named(asked)})
    if role not in LEADING_ROLES and (up := [str(one) for one in membership.escalations.open()]):
        words = _("They reported %(names)s. Hand that over first.")
        reasons.append(words % {"names": _named(up)})
    if role != Role.CARE_CONSULTANT:
        leading = [str(one) for one in membership.meetings_led.unfinished()]
        if leading:
            words = _("They’re due to lead %(names)s. Hand that over first.")
            reasons.append(words % {"names": _named(leading)})
    return reasons


def _named(things: list[str]) -> str:
    """The first few by name, the others as a number."""
    some = ", ".join(f"“{one}”" for one in things[:NAMED])
    more = len(things) - NAMED
    if more <= 0:
        return some
    words = ngettext("%(some)s and %(n)s more", "%(some)s and %(n)s more", more)
    return words % {"some": some, "n": more}


@dataclass(frozen=True)
class Ways:
    """How somebody can prove who they are, beside a code by e-mail."""

    has_password: bool
    app: Authenticator | None = None
    passkeys: list[Authenticator] = field(default_factory=list)
    codes_left: int = 0

    @property
    def has_second_step(self) -> bool:
        return self.app is not None or bool(self.passkeys)


def sign_in_methods(person: Person) -> Ways:
    """A person's own ways to sign in. One query."""
    found = list(Authenticator.objects.filter(user=person).order_by("created_at", "pk"))
    codes = [one for one in found if one.type == Authenticator.Type.RECOVERY_CODES]
    return Ways(
        has_password=person.has_usable_password(),
        app=next((one for one in found if one.type == Authenticator.Type.TOTP), None),
        passkeys=[one for one in found if one.type == Authenticator.Type.WEBAUTHN],
        codes_left=sum(len(one.wrap().get_unused_codes()) for one in codes),
    )


@dataclass(frozen=True)
class OpenSession:
    """One browser somebody is signed in with."""

    pk: int
    device: str
    since: datetime.datetime
    is_this: bool


def open_sessions(person: Person, this: str | None) -> list[OpenSession]:
    """Where somebody is signed in, this browser first. Two queries."""
    theirs = list(UserSession.objects.filter(user=person).order_by("-created_at", "-pk"))
    alive = set(
        Session.objects.filter(
            session_key__in=[one.session_key for one in theirs],
            expire_date__gt=timezone.now(),
        ).values_list("session_key", flat=True)
    )
    found = [
        OpenSession(one.pk, device_name(one.user_agent), one.created_at, one.session_key == this)
        for one in theirs
        if one.session_key in alive
    ]
    return sorted(found, key=lambda one: not one.is_this)


@dataclass(frozen=True)
class NewsLine:
    """All that is unread about one thing: one line, one button. `words` says what happened, each
    once, with how often."""

    notices: list[Notice]

    @property
    def first(self) -> Notice:
        """What waits for the reader, else the newest: it says where the button leads."""
        return next((one for one in self.notices if one.asks), self.notices[0])

    @property
    def words(self) -> list[tuple[str, int]]:
        return list(Counter(one.words for one in self.notices).items())


@dataclass(frozen=True)
class TopicNews:
    """What is unread of one topic: what waits for the reader first, then the newest."""

    topic: str
    name: str
    icon: str
    lines: list[NewsLine]


@dataclass(frozen=True)
class News:
    """What somebody is told of. `counts` is by topic; `groups` those of the chosen topic, or all;
    `read` is a page of what they have read."""

    counts: dict[str, int]
    groups: list[TopicNews]
    read: Page[Notice]

    @property
    def unread(self) -> int:
        return sum(self.counts.values())


def _lines(notices: list[Notice]) -> list[NewsLine]:
    """One for each thing."""
    about: dict[tuple[str, int], list[Notice]] = {}
    for one in notices:
        about.setdefault((one.about_type, one.about_id), []).append(one)
    return sorted(map(NewsLine, about.values()), key=lambda line: not line.first.asks)


def news(actor: Membership, *, topic: str = "", page: str | None = None) -> News:
    """The actor's news: unread, the newest `MOST_UNREAD` of it, by topic, and a page of what they
    have read. Three queries."""
    mine = Notice.objects.visible_to(actor)
    unread = list(mine.unread()[:MOST_UNREAD])
    done = mine.filter(seen_at__isnull=False)
    read = Paginator(done.filter(topic=topic) if topic else done, READ_PAGE).get_page(page)
    read.object_list = list(read.object_list)
    for one in [*unread, *read.object_list]:
        one.membership = actor
    counts = Counter(one.topic for one in unread)
    groups = [
        TopicNews(
            one.value,
            topic_name(one, actor.authority),
            ICONS[one],
            _lines([it for it in unread if it.topic == one]),
        )
        for one in Topic
        if counts[one] and topic in ("", one.value)
    ]
    return News(dict(counts), groups, read)


def by_organisation(people: Sequence[Membership], actor: Membership | None) -> list[Any]:
    """People to choose from, as a list shows them: the reader first, then organisation by
    organisation, those of none at the end."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for one in people:
        where = one.organisation.name if one.organisation else _("Others")
        groups.setdefault(where, []).append((one.pk, one.standing_in_full))
    last = _("Others")
    found: list[Any] = sorted(groups.items(), key=lambda one: (one[0] == last, one[0].casefold()))
    me = [one.pk for one in people if actor is not None and one.pk == actor.pk]
    return [*((pk, _("Me")) for pk in me), *found]


def names_known_to(actor: Membership) -> OwnNames:
    """The names of an authority's people, as they are and as they are listed, and of its
    organisations and groups; one query for people, two for the others, when they are asked for.
    And the numbers of people that it hides."""
    here = actor.authority_id

    def people() -> list[str]:
        found = Membership.objects.current().filter(authority_id=here).order_by("pk")
        pairs = found.values_list("person__name", "listed_as")
        return [name for names in pairs for name in dict.fromkeys(names) if name]

    def groups() -> list[str]:
        bodies: Any = apps.get_model("cooperative.Body")._default_manager
        organisations = Organisation.objects.filter(authority_id=here)
        of_bodies = bodies.filter(authority_id=here).order_by("pk").values_list("name", flat=True)
        return [*organisations.order_by("pk").values_list("name", flat=True), *of_bodies]

    return OwnNames(people, groups, actor.authority.small_numbers)
