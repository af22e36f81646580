"""The trail: who did what, when. Written in the transaction of the deed; never changed after.

An event keeps ids and labels, not foreign keys, so that it survives what it tells of. The database
itself refuses an update or a delete (`core/migrations/0002_append_only.py`).
"""

from typing import Any, Protocol

from django.db import models

from core.models import AuditEvent


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
