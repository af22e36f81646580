"""The only writers of what becomes of a point that waits: released, or withdrawn."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core import audit
from core.concurrency import check_version
from core.decisions import require
from voice.enums import AskState
from voice.models import Ask
from voice.operations.consents import confirm_locked, end_consents
from voice.operations.telling import waits_no_more
from voice.policies import can_confirm_consent, can_release_ask, can_withdraw_ask


@transaction.atomic
def release_ask(*, actor: Membership, ask: Ask, version: int | None, publish: bool = False) -> Ask:
    """Let everyone inside read a point. With `publish` the consent it came with is confirmed too,
    so that everyone reads it; without a consent that asks for nothing. Records
    `voice.ask.released`. Raises Conflict when somebody corrected it since `version`."""
    current = check_version(ask, version)
    require(can_release_ask(actor, current))
    current.state, current.released_by, current.released_at = (
        AskState.RELEASED,
        actor,
        timezone.now(),
    )
    current.save(update_fields=["state", "released_by", "released_at", "version"])
    audit.record("voice.ask.released", actor=actor, about=current)
    waits_no_more(current)
    consent = current.consents.open().first() if publish else None
    if consent is not None:
        consent.ask = current
        require(can_confirm_consent(actor, consent))
        confirm_locked(actor, current, consent)
    return current


@transaction.atomic
def withdraw_ask(*, actor: Membership, ask: Ask, because: str) -> Ask:
    """Take a point off every page for good: its words, and where they were said, are deleted, and
    every consent to it ends. That it was there, when and by how many it was said stay. Records
    `voice.ask.withdrawn` with the kind of reason. Of one that is withdrawn already nothing changes.
    The documents it is in are the caller's to replace (`portal.operations.points`)."""
    current = Ask.everything.select_for_update().get(pk=ask.pk)
    if current.state == AskState.WITHDRAWN and current.authority_id == actor.authority_id:
        return current
    require(can_withdraw_ask(actor, current))
    was_concern = current.state == AskState.HELD
    current.state, current.withdrawn_by = AskState.WITHDRAWN, actor
    current.withdrawn_at, current.withdrawn_because = timezone.now(), because
    current.clean_fields(exclude=["text", "source_name"])
    current.text = current.source_name = ""
    current.version += 1
    current.save(
        update_fields=[
            *("state", "withdrawn_by", "withdrawn_at", "withdrawn_because"),
            *("text", "source_name", "version"),
        ]
    )
    end_consents(actor, current)
    waits_no_more(current)
    audit.record(
        "voice.concern.withdrawn" if was_concern else "voice.ask.withdrawn",
        actor=actor,
        about=current,
        changes={"because": because},
    )
    return current
