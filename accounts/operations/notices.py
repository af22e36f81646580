"""Telling people what happened. Called by the operations of every app, in their transaction.

Whoever did it is never told; whoever moved on, or may not see the thing, is not told either; and
nobody is told of the same fact twice. Four statements, however many people are told.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Authority, Membership, Notice
from accounts.notice_kinds import KINDS
from accounts.queries import belongings
from accounts.roles import ROLE_RIGHTS

# A year's news is there to be read again; older is forgotten (docs/personal-data.yaml).
KEPT_FOR = datetime.timedelta(days=365)
Somebody = Membership | int | None


@transaction.atomic
def notify(
    what: str,
    *,
    about: models.Model,
    page: str,
    actor: Membership | None,
    to: Iterable[Somebody] = (),
    to_holders_of: str = "",
    name: str = "",
    day: datetime.date | None = None,
    detail: str = "",
    mark: object = "",
) -> int:
    """Tell people of one thing. `what` is a key of `accounts.notice_kinds.KINDS`, `about` the
    record, `page` its address. Told are those in `to` (members, their ids, or None for a place that
    is vacant) and, where it is given, everybody of the authority whose role holds the right
    `to_holders_of`. `detail` says what exactly changed, in codes that the kind has words for: never
    what somebody wrote. `mark` makes two facts of one kind about one thing two: a version, a day.
    Answers how many may have been told; those told before are not told again. Records nothing in
    the trail: it tells of deeds that the trail has."""
    kind = KINDS[what]
    about_type = about._meta.label_lower
    if about_type != kind.about:
        raise ValueError(f"{what} is about {kind.about}, not {about_type}")
    kind.codes(detail)
    told = [
        Notice(
            membership=one,
            topic=kind.topic,
            what=what,
            name=name[:300],
            day=day,
            detail=detail,
            about_type=about_type,
            about_id=about.pk,
            page=page,
            key=f"{what}:{about.pk}:{mark}",
        )
        for one in _who_may_see(about, _wanted(about, actor, to, to_holders_of), kind.manager)
    ]
    settle_moved_on(about)
    Notice.objects.bulk_create(told, ignore_conflicts=True)
    return len(told)


@transaction.atomic
def settle_moved_on(about: models.Model | None = None) -> int:
    """Count news as read that is no longer so: an answer that has been given, a decision that is
    with another group, a day that has been moved. Of one thing, or of all. So what is new on a page
    is drawn from what is so now; the old news stays below, among what was read. Answers how many.
    One statement for each kind of thing that has such news."""
    label = about._meta.label_lower if about else ""
    settled = 0
    for model in sorted({kind.about for kind in KINDS.values() if kind.can_end}):
        if label in ("", model):
            unread = Notice.objects.filter(_moved_on(model), seen_at=None)
            if about:
                unread = unread.filter(about_type=model, about_id=about.pk)
            settled += unread.update(seen_at=timezone.now())
    return settled


def _moved_on(model: str) -> Q:
    """What is no longer so of the news about one kind of thing."""
    things: Any = apps.get_model(model)._default_manager
    thing = things.order_by().filter(pk=OuterRef("about_id"))

    def fits(wanted: Mapping[str, Any]) -> Q:
        of_notice = {
            name: OuterRef(value.name) if isinstance(value, F) else value
            for name, value in wanted.items()
        }
        return Q(Exists(thing.filter(**of_notice)))

    found = Q(pk__in=[])
    for what, kind in KINDS.items():
        if kind.about == model and kind.can_end:
            still = Q(pk__in=[]) if kind.ways else fits({})
            for way in kind.ways:
                still |= fits(way)
            if kind.until:
                still &= ~fits(kind.until)
            # Notices from before `detail` existed claim nothing that could go out of date.
            known = ~Q(detail="") if kind.details else Q()
            found |= Q(what=what) & known & ~still
    return found


def untell(what: str, *, about: models.Model, mark: object = "") -> int:
    """Take back what was told of a thing that turned out not to be so: people find no news of it,
    and may be told again. An email that has gone cannot be taken back; it holds none of the words.
    Answers how many notices there were."""
    told = Notice.objects.filter(what=what, key=f"{what}:{about.pk}:{mark}")
    return told.delete()[0]


def untell_all(about: models.Model) -> int:
    """Take back all that was told of a record that is removed: its page is no more. Answers how
    many notices there were."""
    told = Notice.objects.filter(about_type=about._meta.label_lower, about_id=about.pk)
    return told.delete()[0]


def _wanted(
    about: Any, actor: Membership | None, to: Iterable[Somebody], right: str
) -> list[Membership]:
    """Today's members among those to be told, but for whoever acts. One statement."""
    ids = {one.pk if isinstance(one, Membership) else one for one in to} - {None}
    wanted = Q(pk__in=ids)
    if right:
        roles = [role for role, rights in ROLE_RIGHTS.items() if right in rights]
        wanted |= Q(authority_id=about.authority_id, role__in=roles)
    elif not ids:
        return []
    found = Membership.objects.current().filter(wanted).order_by("pk")
    return list(found.exclude(person=actor.person_id) if actor else found)


def _who_may_see(about: models.Model, members: list[Membership], manager: str) -> list[Membership]:
    """Those who may see the thing, as the named manager has it. One statement: what somebody sees
    hangs on their role and, for a partner, on their organisation, so that one of each is asked for
    all of them."""
    groups: dict[tuple[Any, ...], list[Membership]] = {}
    for one in members:
        partner = one.organisation_id or -one.pk if one.role == Role.PARTNER else None
        groups.setdefault((one.authority_id, one.role, partner), []).append(one)
    # Typed as any: a test of KINDS says that each of these models has `visible_to`.
    things: Any = getattr(type(about), manager)
    asked = {}
    for number, alike in enumerate(groups.values()):
        with_role_rights(alike[0])
        visible = things.visible_to(alike[0]).filter(pk=about.pk)
        asked[f"group_{number}"] = Exists(visible)
    if not asked:
        return []
    answers = things.filter(pk=about.pk).annotate(**asked).values_list(*asked).first()
    allowed = answers or [False] * len(asked)
    return [
        one for alike, may in zip(groups.values(), allowed, strict=True) if may for one in alike
    ]


@transaction.atomic
def take_back(what: str, about: models.Model) -> list[int]:
    """Take back news of one kind about one thing that turned out not to be so, from those who have
    neither read it nor been mailed. Answers who they are. Records nothing."""
    unseen = Notice.objects.filter(
        what=what,
        about_type=about._meta.label_lower,
        about_id=about.pk,
        seen_at=None,
        mailed_at=None,
    )
    people = list(unseen.values_list("membership_id", flat=True))
    unseen.delete()
    return people


def already_told(what: str, **where: Any) -> Exists:
    """Whether anybody (or who fits `where`) has been told this of the record a query is at: what a
    reminder leaves out. `what` says of which model."""
    told = Notice.objects.filter(
        what=what, about_type=KINDS[what].about, about_id=OuterRef("pk"), **where
    )
    return Exists(told)


def with_role_rights(membership: Membership) -> Membership:
    """The same, its rights taken from the table of roles, of which guardian's rows are the
    projection: nobody's rights are asked for one by one where a thousand are told."""
    membership.__dict__["rights"] = ROLE_RIGHTS[Role(membership.role)]
    return membership


def tell_of_leaver(membership: Membership) -> None:
    """Whoever looks after people here, of somebody who has left with work still in their name. Also
    the one who ended it: it is theirs to see to."""
    if belongings(membership):
        notify(
            "somebody-left",
            about=membership,
            page=reverse("accounts:people", args=[membership.authority.slug]),
            actor=None,
            to_holders_of="manage_people",
            mark=membership.ends_on,
        )


@transaction.atomic
def settle_notices(what: str, about: models.Model) -> None:
    """Take what is done from everybody's unread notices. Records nothing."""
    Notice.objects.filter(
        what=what, about_type=about._meta.label_lower, about_id=about.pk, seen_at=None
    ).update(seen_at=timezone.now())


@transaction.atomic
def read_notice(*, actor: Membership, notice: Notice) -> Notice:
    """Say that the actor has seen one of their own, and with it all the other news of the same
    topic about the same thing: they stand on one line. Records nothing; twice is once."""
    Notice.objects.filter(
        membership=actor,
        topic=notice.topic,
        about_type=notice.about_type,
        about_id=notice.about_id,
        seen_at=None,
    ).update(seen_at=timezone.now())
    return notice


@transaction.atomic
def read_all(*, actor: Membership, topic: str = "") -> int:
    """Say that the actor has seen all of their own, or all of one topic. Records nothing."""
    mine = Notice.objects.filter(membership=actor, seen_at=None)
    if topic:
        mine = mine.filter(topic=topic)
    return mine.update(seen_at=timezone.now())


@transaction.atomic
def settle_news(*, authority: Authority, read_before: datetime.datetime) -> None:
    """Let what an authority was told so far rest: it comes in no e-mail, and what is older than
    `read_before` counts as read. For a story that is told afterwards, such as the demo's: nobody
    opened a page in it. Records nothing."""
    mine = Notice.objects.filter(membership__authority=authority)
    mine.filter(mailed_at=None).update(mailed_at=timezone.now())
    mine.filter(seen_at=None, created_at__lt=read_before).update(seen_at=F("created_at"))


def forget_old_news(now: datetime.datetime | None = None) -> int:
    """Forget what is older than a year, and what was for people who have moved on. Answers how
    many. Doing it twice is doing it once."""
    now = now or timezone.now()
    gone = Q(created_at__lt=now - KEPT_FOR) | Q(membership__ends_on__lte=timezone.localdate(now))
    return Notice.objects.filter(gone).delete()[0]
