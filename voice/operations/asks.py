"""The only writers of asks: points young people raised, in their words."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from core import audit
from core.concurrency import check_version
from core.decisions import require
from voice.enums import AskState, Attribution
from voice.models import Ask
from voice.operations.concerns import hand_on_locked
from voice.operations.consents import record_consent, reset_confirmation
from voice.operations.telling import tell_of_waiting
from voice.policies import can_correct_ask, can_record_ask

# What a correction may change.
WORDS = ("text", "source", "source_name", "said_on", "said_by", "attribution")


@transaction.atomic
def record_ask(
    *,
    actor: Membership,
    text: str,
    source: str,
    source_name: str,
    said_on: datetime.date,
    said_by: int = 1,
    attribution: str = "",
    concern: bool = False,
    agreed_by: str = "",
    agreed_on: datetime.date | None = None,
    agreed_until: datetime.date | None = None,
) -> Ask:
    """Write down one point, where it was raised and how many said it. It waits until somebody else
    releases it; with `concern` it goes to the safeguarding lead at once instead. With `agreed_by`
    whoever said it agreed that everyone may read it, which a second person confirms, too. Records
    `voice.ask.recorded`, without the words: the trail outlives a consent. Raises ValidationError
    for a day to come, nobody, or a point that the actor has written down already from the same
    source and day."""
    require(can_record_ask(actor))
    ask = Ask(
        authority_id=actor.authority_id,
        text=text,
        source=source,
        source_name=source_name,
        said_on=said_on,
        said_by=said_by,
        attribution=attribution or Attribution.YOUNG_PERSON,
        recorded_by=actor,
    )
    _check(ask, actor)
    ask.save()
    audit.record("voice.ask.recorded", actor=actor, about=ask)
    if agreed_by:
        record_consent(
            actor, ask, agreed_by=agreed_by, agreed_on=agreed_on or said_on, until=agreed_until
        )
    if concern:
        hand_on_locked(actor, ask)
    else:
        tell_of_waiting(actor, ask)
    return ask


@transaction.atomic
def correct_ask(*, actor: Membership, ask: Ask, version: int | None, **changes: Any) -> Ask:
    """Change the words of a point, or how many said it, where and when. Takes any of `WORDS`. Of a
    released one the consent has to be confirmed anew by somebody else, for it was to other words.
    Records `voice.ask.corrected` with the names of what changed, never the words. Raises Conflict
    when somebody saved first, ValidationError as `record_ask` does."""
    current = check_version(ask, version)
    require(can_correct_ask(actor, current))
    changed = [
        name for name in WORDS if name in changes and getattr(current, name) != changes[name]
    ]
    if not changed:
        return ask
    for name in changed:
        setattr(current, name, changes[name])
    _check(current, actor)
    current.save(update_fields=[*changed, "version"])
    if current.state == AskState.RELEASED and {"text", "source_name", "attribution"} & set(changed):
        reset_confirmation(actor, current)
    audit.record(
        "voice.ask.corrected", actor=actor, about=current, changes={"fields": ", ".join(changed)}
    )
    return current


def _check(ask: Ask, actor: Membership) -> None:
    """Refuse a day to come, nobody, and what is there already as far as the actor may know."""
    problems = {}
    if ask.said_on > timezone.localdate():
        problems["said_on"] = _("That date is in the future. Enter the date it was said.")
    if ask.said_by < 1:
        problems["said_by"] = _("Enter a number of 1 or more.")
    # Not among points the actor may not read: the answer would tell that they are there.
    same = Ask.everything.readable_by(actor).filter(text__same_text=ask.text, said_on=ask.said_on)
    if same.filter(source_name__same_text=ask.source_name).exclude(pk=ask.pk).exists():
        problems["text"] = _("This point has already been recorded.")
    if problems:
        raise ValidationError(problems)
    ask.full_clean()
