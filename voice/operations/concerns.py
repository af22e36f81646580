"""The only writers of what is handed to the safeguarding lead."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core import audit
from core.decisions import require
from voice.enums import AskState
from voice.models import Ask
from voice.operations.telling import tell_of_concern, tell_of_waiting, waits_no_more
from voice.policies import can_hand_on_ask, can_return_ask


@transaction.atomic
def hand_on_ask(*, actor: Membership, ask: Ask) -> Ask:
    """Hand a point to the safeguarding lead: from then on nobody else reads it, on any page. Its
    words stay as they are. Records `voice.concern.raised`, without them. A point of which somebody
    said so first is left as it is."""
    current = Ask.everything.select_for_update().get(pk=ask.pk)
    if current.state == AskState.HELD and current.authority_id == actor.authority_id:
        return current
    require(can_hand_on_ask(actor, current))
    hand_on_locked(actor, current)
    return current


def hand_on_locked(actor: Membership, ask: Ask) -> None:
    """The same, of a row that the caller has locked or just made."""
    ask.state, ask.handed_on_by, ask.handed_on_at = AskState.HELD, actor, timezone.now()
    ask.version += 1
    ask.save(update_fields=["state", "handed_on_by", "handed_on_at", "version"])
    audit.record("voice.concern.raised", actor=actor, about=ask)
    waits_no_more(ask)
    tell_of_concern(actor, ask)


@transaction.atomic
def return_ask(*, actor: Membership, ask: Ask) -> Ask:
    """Let a point that was handed on wait to be released again. Records `voice.concern.closed`."""
    current = Ask.everything.select_for_update().get(pk=ask.pk)
    require(can_return_ask(actor, current))
    current.state = AskState.WAITING
    current.version += 1
    current.save(update_fields=["state", "version"])
    audit.record("voice.concern.closed", actor=actor, about=current)
    waits_no_more(current)
    tell_of_waiting(actor, current)
    return current
