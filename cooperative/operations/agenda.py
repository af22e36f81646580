"""The agenda: added to by those who plan, proposed by others, headed by overdue challenges."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import Membership
from cooperative.enums import ItemKind, ItemStatus, MeetingStatus
from cooperative.models import AgendaItem, Challenge, Meeting
from cooperative.models.meeting import TAKEN_OFF
from cooperative.operations.telling import tell_of_challenge, tell_of_concern, tell_of_item
from cooperative.policies import (
    can_add_agenda_item,
    can_change_agenda_item,
    can_change_meeting,
    can_drop_agenda_item,
    can_move_agenda_item,
    can_propose_agenda_item,
    can_remove_notes,
    can_settle_agenda_item,
    can_write_minutes,
)
from cooperative.queries.challenges import overdue_for
from cooperative.validators import check_whole
from core import audit
from core.concurrency import raise_version
from core.decisions import require

UP, DOWN = "up", "down"
LONGEST = 480


@transaction.atomic
def add_agenda_item(
    *,
    actor: Membership,
    meeting: Meeting,
    title: str,
    kind: str = ItemKind.OTHER,
    minutes: int = 10,
    led_by: str = "",
    purpose: str = "",
) -> AgendaItem:
    """Put something at the end of the agenda. Records `cooperative.agenda_item.added`. Refuses the
    same title twice on one agenda."""
    require(can_add_agenda_item(actor, meeting))
    item = AgendaItem(
        title=title, kind=kind, minutes=minutes, led_by=led_by, purpose=purpose, added_by=actor
    )
    return _put_last(actor, meeting, item, "cooperative.agenda_item.added")


@transaction.atomic
def propose_agenda_item(
    *,
    actor: Membership,
    meeting: Meeting,
    title: str,
    kind: str = ItemKind.OTHER,
    minutes: int = 10,
    led_by: str = "",
    purpose: str = "",
) -> AgendaItem:
    """Offer something for the agenda; it waits for those who plan, who are told. Records
    `cooperative.agenda_item.proposed`. Refuses what the agenda has already."""
    require(can_propose_agenda_item(actor, meeting))
    item = AgendaItem(
        title=title,
        kind=kind,
        minutes=minutes,
        led_by=led_by or Truncator(actor.label).chars(120),
        purpose=purpose,
        added_by=actor,
        status=ItemStatus.PROPOSED,
    )
    item = _put_last(actor, meeting, item, "cooperative.agenda_item.proposed")
    tell_of_item(actor, item, "item-proposed")
    return item


@transaction.atomic
def settle_agenda_item(
    *,
    actor: Membership,
    item: AgendaItem,
    accept: bool,
    because: str = "",
    version: int | None = None,
) -> AgendaItem:
    """Take a proposal onto the end of the agenda, or say "not this time" and why; also puts back
    one that was taken off. Records `cooperative.agenda_item.accepted` or `.declined`, and tells
    whoever proposed it. Refuses a no without a reason: they are owed one. Raises Conflict when
    somebody else changed it meanwhile."""
    item = raise_version(_locked(item), version)
    require(can_settle_agenda_item(actor, item))
    if accept:
        item.status, item.declined_because = ItemStatus.ON_AGENDA, ""
        item.position = _next_position(item.meeting)
    elif not because:
        raise ValidationError(
            {"because": _("Give a reason. The person who proposed it will read this.")}
        )
    else:
        item.status, item.declined_because = ItemStatus.DECLINED, because
    check_whole(item)
    item.save()
    done = "accepted" if accept else "declined"
    audit.record(
        f"cooperative.agenda_item.{done}",
        actor=actor,
        about=item,
        summary=item.title,
        changes={"because": because} if because else None,
    )
    tell_of_item(actor, item, f"item-{done}")
    return item


@transaction.atomic
def change_agenda_item(
    *,
    actor: Membership,
    item: AgendaItem,
    title: str,
    kind: str,
    minutes: int,
    led_by: str = "",
    purpose: str = "",
    version: int | None = None,
) -> AgendaItem:
    """Change the words, kind, length or leader of an item. Records
    `cooperative.agenda_item.changed`. Refuses a title another item of this agenda has. Raises
    Conflict when somebody else changed it meanwhile."""
    item = raise_version(_locked(item), version)
    require(can_change_agenda_item(actor, item))
    new = {
        "title": title,
        "kind": kind,
        "minutes": minutes,
        "led_by": led_by,
        "purpose": purpose,
    }
    changes = {
        name: [getattr(item, name), value]
        for name, value in new.items()
        if getattr(item, name) != value
    }
    for name, value in new.items():
        setattr(item, name, value)
    _check(item)
    item.save()
    audit.record(
        "cooperative.agenda_item.changed",
        actor=actor,
        about=item,
        summary=item.title,
        changes=changes,
    )
    return item


@transaction.atomic
def move_agenda_item(*, actor: Membership, item: AgendaItem, direction: str) -> AgendaItem:
    """Move an item one place up or down; at the end it stays where it is, and nothing goes above an
    overdue challenge. Records `cooperative.agenda_item.moved` when it moved."""
    item = _locked(item)
    require(can_move_agenda_item(actor, item))
    if direction not in (UP, DOWN):
        raise ValidationError(_("Move it up or down."))
    items = list(
        item.meeting.items.filter(status=ItemStatus.ON_AGENDA).select_for_update(of=("self",))
    )
    here = next(place for place, other in enumerate(items) if other.pk == item.pk)
    there = here + (1 if direction == DOWN else -1)
    if not 0 <= there < len(items) or items[there].challenge_id:
        return item
    items[here], items[there] = items[there], items[here]
    _number(items)
    audit.record(
        "cooperative.agenda_item.moved",
        actor=actor,
        about=item,
        summary=item.title,
        changes={"position": [here + 1, there + 1]},
    )
    item.refresh_from_db(fields=["position"])
    return item


@transaction.atomic
def drop_agenda_item(*, actor: Membership, item: AgendaItem) -> AgendaItem:
    """Take an item off the agenda. It is kept, and can be put back. Records
    `cooperative.agenda_item.dropped`, and tells whoever added it. Refuses an overdue challenge."""
    item = raise_version(_locked(item), None)
    require(can_drop_agenda_item(actor, item))
    item.status = ItemStatus.DECLINED
    item.declined_because = TAKEN_OFF
    check_whole(item)
    item.save()
    audit.record("cooperative.agenda_item.dropped", actor=actor, about=item, summary=item.title)
    tell_of_item(actor, item, "item-declined")
    return item


@transaction.atomic
def write_minutes(
    *,
    actor: Membership,
    item: AgendaItem,
    notes: str,
    concern_raised: bool | None = None,
    version: int | None = None,
) -> AgendaItem:
    """Write what was said about an item; writing again puts it right. With `concern_raised` the
    page says that a concern is dealt with outside the meeting, and safeguarding leads are told;
    None leaves that as it is. `version` is that of the notes alone, so that the agenda may change
    meanwhile. What changes once the meeting is marked as held is marked as changed then: a report
    may quote what it was. Records `cooperative.agenda_item.minuted`. Raises Conflict when somebody
    else wrote meanwhile."""
    item = raise_version(_locked(item), version, of="notes_version")
    require(can_write_minutes(actor, item))
    before, item.notes = item.notes, notes
    newly_raised = bool(concern_raised) and not item.concern_raised
    if concern_raised is not None:
        item.concern_raised = concern_raised
    if item.meeting.status == MeetingStatus.HELD and before != notes:
        item.notes_changed_at = timezone.now()
    check_whole(item)
    item.save()
    audit.record(
        "cooperative.agenda_item.minuted",
        actor=actor,
        about=item,
        summary=item.title,
        changes={"notes": [before, notes]} if before else None,
    )
    if newly_raised:
        tell_of_concern(actor, item, "meeting-concern")
    return item


@transaction.atomic
def remove_notes(*, actor: Membership, item: AgendaItem, version: int | None = None) -> AgendaItem:
    """Take the notes on an item away for good, and every earlier wording of them out of the trail.
    Safeguarding leads are told. Records `cooperative.agenda_item.notes_removed`, without a word of
    them. Raises Conflict when somebody else wrote meanwhile."""
    item = raise_version(_locked(item), version, of="notes_version")
    require(can_remove_notes(actor, item))
    item.notes, item.notes_removed_on = "", timezone.localdate()
    item.save(update_fields=["notes", "notes_removed_on", "notes_version"])
    audit.remove_words(about=item, field="notes", authority_id=actor.authority_id, decided_by=actor)
    audit.record(
        "cooperative.agenda_item.notes_removed", actor=actor, about=item, summary=item.title
    )
    tell_of_concern(actor, item, "notes-removed")
    return item


@transaction.atomic
def put_overdue_challenges_first(*, actor: Membership, meeting: Meeting) -> list[AgendaItem]:
    """Head the agenda with the challenges nobody has answered in time, longest overdue first;
    each is put on an agenda once. Called when the papers go out. Records
    `cooperative.agenda_item.added` for each, and tells who asked and who was asked."""
    require(can_change_meeting(actor, meeting))
    known = set(
        meeting.items.filter(challenge__isnull=False).values_list("challenge_id", flat=True)
    )
    overdue = [challenge for challenge in overdue_for(meeting) if challenge.pk not in known]
    if not overdue:
        return []
    rest = list(meeting.items.filter(status=ItemStatus.ON_AGENDA))
    added = [_for_challenge(actor, meeting, challenge) for challenge in overdue]
    heads = [item for item in rest if item.challenge_id]
    _number(heads + added + [item for item in rest if not item.challenge_id])
    for item in added:
        audit.record("cooperative.agenda_item.added", actor=actor, about=item, summary=item.title)
    for challenge in overdue:
        both = [challenge.raised_by_id, challenge.asked_of_id]
        tell_of_challenge("challenge-on-agenda", actor, challenge, both, mark=meeting.pk)
    return added


def _for_challenge(actor: Membership, meeting: Meeting, challenge: Challenge) -> AgendaItem:
    """The agenda item of an overdue challenge."""
    asked, day = challenge.asked_of.label, challenge.reply_by
    purpose = f"Asked of {asked}. The answer was due by {day.day} {day:%B %Y}."  # stored
    item = AgendaItem(
        meeting=meeting,
        position=0,
        title=Truncator(challenge.question).chars(160),
        kind=ItemKind.CHALLENGE,
        led_by=Truncator(challenge.raised_by.label).chars(120),
        purpose=Truncator(purpose).chars(300),
        challenge=challenge,
        added_by=actor,
    )
    check_whole(item)
    item.save()
    return item


def _put_last(actor: Membership, meeting: Meeting, item: AgendaItem, code: str) -> AgendaItem:
    """Save a new item after all others, and record it."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    item.meeting = meeting
    item.position = _next_position(meeting)
    _check(item)
    item.save()
    audit.record(code, actor=actor, about=item, summary=f"{item.title}, for {meeting.title}")
    return item


def _check(item: AgendaItem) -> None:
    """Raise ValidationError, beside the fields, for what does not fit."""
    problems = {}
    if not 1 <= item.minutes <= LONGEST:
        problems["minutes"] = _("Enter a number of minutes from 1 to %(most)s.") % {"most": LONGEST}
    same = item.meeting.items.exclude(status=ItemStatus.DECLINED).exclude(pk=item.pk)
    if same.filter(title__same_text=item.title).exists():
        problems["title"] = _("This is already on the agenda, or has already been proposed.")
    if problems:
        raise ValidationError(problems)
    check_whole(item)


def _locked(item: AgendaItem) -> AgendaItem:
    """The item as it now is, with its meeting, both kept from change until we are done."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
    current = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    current.meeting = meeting
    return current


def _next_position(meeting: Meeting) -> int:
    return (meeting.items.aggregate(last=Max("position"))["last"] or 0) + 1


def _number(items: list[AgendaItem]) -> None:
    """Give items the positions 1, 2, 3… in the order they are in."""
    for position, item in enumerate(items, start=1):
        item.position = position
    AgendaItem.objects.bulk_update(items, ["position"])
