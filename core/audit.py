"""The trail: who did what, when. Written in the transaction of the deed; never changed after.

An event keeps ids and labels, not foreign keys, so that it survives what it tells of. The database
itself refuses an update or a delete (`core/migrations/0002_append_only.py`), but for one thing:
when somebody's erasure was decided, `forget` takes the words about them out of it and leaves the
rest (`core/migrations/0004_erasure.py`).
"""

import datetime
import json
import re
from collections.abc import Collection, Iterable
from typing import Any, Protocol

from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone

from core.models import AuditEvent, Erasure

# What stands where words about a person were. The database allows no other (migration 0004).
MARK = "(erased)"
# Whose erasure it is when words were removed, and no name.
NOBODY = 0
AN_HOUR = datetime.timedelta(hours=1)


class Actor(Protocol):
    """What the trail needs to know of whoever acts. `accounts.Membership` is one."""

    person_id: int
    authority_id: int

    @property
    def label(self) -> str: ...


def record(
    code: str,
    *,
    actor: Actor | None,
    about: models.Model,
    authority_id: int | None = None,
    summary: str = "",
    changes: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write one event. Takes the code `<app>.<noun>.<past participle>`, who acted (None for the
    program itself), the object it is about and, where it helps, what changed. Returns the event."""
    return AuditEvent.objects.create(
        code=code,
        actor_id=actor.person_id if actor else None,
        actor_label=actor.label if actor else "Golden Thread",  # stored
        authority_id=authority_id
        if authority_id is not None
        else (actor.authority_id if actor else None),
        object_type=about._meta.label_lower,
        object_id=str(about.pk),
        summary=summary[:300],
        changes=changes or {},
    )


def record_view(
    code: str, *, actor: Actor, about: models.Model, every_time: bool = False, **more: Any
) -> AuditEvent | None:
    """Record that somebody saw something restricted: once an hour for one person and thing, so that
    turning pages does not bury the deeds; `every_time` for what leaves the program as a file.
    Returns the event, or None when this hour has one."""
    before = AuditEvent.objects.filter(
        object_type=about._meta.label_lower,
        object_id=str(about.pk),
        code=code,
        actor_id=actor.person_id,
        authority_id=actor.authority_id,
        at__gt=timezone.now() - AN_HOUR,
    )
    if not every_time and before.exists():
        return None
    return record(code, actor=actor, about=about, **more)


@transaction.atomic
def forget(
    *,
    person_id: int,
    authority_id: int | None,
    decided_by: Actor | None,
    objects: Collection[tuple[str, str]],
    names: Iterable[str],
) -> Erasure:
    """Take the words about a person out of one authority's trail (of the events of no authority
    when it is None), and leave who, what and when by their numbers. Takes the `objects` that are
    about them, as (type, id), and the `names` they went by. Who acted loses the name; an event
    about them, or that has a name of theirs in its words, loses its words. Writes an `Erasure`,
    without which the database would refuse. Returns it."""
    events = AuditEvent.objects.filter(authority_id=authority_id)
    own = events.filter(actor_id=person_id)
    labels = set(own.order_by().values_list("actor_label", flat=True).distinct()) - {MARK}
    erasure = Erasure.objects.create(
        person_id=person_id,
        authority_id=authority_id,
        decided_by_id=decided_by.person_id if decided_by else None,
        last_event_id=AuditEvent.objects.aggregate(last=Max("id"))["last"] or 0,
    )
    own.update(actor_label=MARK, erasure_id=erasure.pk)
    about = {id for kind, id in objects}
    kinds = {kind for kind, id in objects}
    named = naming([*names, *labels])
    blank = [
        id
        for id, kind, thing, summary, changes in events.filter(~Q(summary="") | ~Q(changes={}))
        .values_list("id", "object_type", "object_id", "summary", "changes")
        .iterator()
        if (kind in kinds and thing in about and (kind, thing) in objects)
        or named.search(summary)
        or named.search(json.dumps(changes, ensure_ascii=False))
    ]
    for start in range(0, len(blank), 500):
        AuditEvent.objects.filter(pk__in=blank[start : start + 500]).update(
            summary=MARK, changes={}, erasure_id=erasure.pk
        )
    return erasure


@transaction.atomic
def remove_words(
    *, about: models.Model, field: str, authority_id: int, decided_by: Actor
) -> Erasure:
    """Take what was written in one field of one thing out of an authority's trail: its events keep
    who, what and when, and the number of the `Erasure` that says who decided it. Writes one for
    nobody's name (`NOBODY`), without which the database would refuse. Returns it."""
    erasure = Erasure.objects.create(
        person_id=NOBODY,
        authority_id=authority_id,
        decided_by_id=decided_by.person_id,
        last_event_id=AuditEvent.objects.aggregate(last=Max("id"))["last"] or 0,
    )
    events = AuditEvent.objects.filter(
        authority_id=authority_id,
        object_type=about._meta.label_lower,
        object_id=str(about.pk),
    ).exclude(changes={})
    ids = [id for id, changes in events.values_list("id", "changes") if field in changes]
    AuditEvent.objects.filter(pk__in=ids).update(changes={}, erasure_id=erasure.pk)
    return erasure


def naming(names: Iterable[str]) -> re.Pattern[str]:
    """What finds any of these names as whole words. A name of several words, or an address, in
    capitals or not; a single word only as it is written, for it may be an ordinary word too."""
    parts = []
    for name in sorted({one.strip() for one in names if one.strip()}, key=len, reverse=True):
        loose = "@" in name or len(name.split()) > 1
        parts.append(rf"(?i:{re.escape(name)})" if loose else re.escape(name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)" if parts else r"(?!)")
