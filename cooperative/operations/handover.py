"""Everything somebody answers for goes to others, at once; and comes back, if that was wrong."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Handed
from accounts.models import HandedOver, Membership
from accounts.operations.notices import settle_moved_on
from accounts.policies import can_hand_over
from accounts.roles import LEADING_ROLES
from cooperative.enums import ChallengeStatus
from cooperative.models import AgendaItem, Challenge, Escalation, Meeting, Seat
from cooperative.operations.telling import (
    tell_of_challenge,
    tell_of_escalation,
    tell_of_leaders,
    tell_of_seat,
)
from cooperative.policies.common import not_over
from cooperative.queries.handover import Going, goes_to, held_by, taker_roles
from cooperative.queries.people import ANSWERING_ROLES
from cooperative.validators import check_whole
from core import audit
from core.concurrency import check_version
from core.decisions import require
from outcomes.operations.handover import check_taker, give_action, give_help, give_outcome


@transaction.atomic
def hand_over(
    *,
    actor: Membership,
    giver: Membership,
    takers: Mapping[str, Membership],
    apart: Mapping[str, Membership | None] | None = None,
) -> list[HandedOver]:
    """Give each kind of thing somebody answers for to whoever was chosen for it, all or nothing;
    a kind nobody was chosen for stays. `apart` names things that go elsewhere than the rest of
    their kind, as "<kind>-<id>": to somebody else or, with None, to nobody for now. Each thing
    records its own `….handed_over`, and keeps who gave it to whom; this records
    `accounts.membership.handed_over` for the whole. What they said and did stays under their name.
    Raises ValidationError, by kind or by thing, for nobody chosen, somebody who is not here now or
    whose role cannot hold it, and for the giver themselves."""
    require(can_hand_over(actor, giver.authority_id))
    giver = Membership.objects.select_for_update(of=("self",)).with_names().get(pk=giver.pk)
    held = held_by(giver)
    goes = goes_to(held, takers, apart or {})
    if not goes:
        raise ValidationError(_("Choose at least one person to take something on."))
    _check_takers(giver, goes)
    deed, rows = uuid.uuid4(), []
    for kind, thing, taker, asked in goes:
        try:
            _give(kind, actor, thing, giver, taker)
        except ValidationError as error:
            raise ValidationError({asked: error.messages}) from None
        rows.append(_row(deed, kind, thing, giver, taker, actor))
    HandedOver.objects.bulk_create(rows)
    audit.record(
        "accounts.membership.handed_over",
        actor=actor,
        about=giver,
        summary=f"{giver.label}: {len(rows)}",
        changes=_changes(giver, goes),
    )
    settle_moved_on(giver)
    return rows


@transaction.atomic
def hand_back(*, actor: Membership, deed: uuid.UUID) -> list[HandedOver]:
    """Undo one handing over: whatever is still with whoever took it goes back, and what has moved
    on since stays where it is. Records what `hand_over` does, the other way. Raises
    ValidationError when it was handed back already, or whoever gave it cannot hold it now."""
    rows = list(
        HandedOver.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .filter(deed=deed, handed_back_at__isnull=True)
        .select_related("giver__person", "giver__authority", "taker__person", "taker__authority")
        .order_by("pk")
    )
    require(can_hand_over(actor, rows[0].authority_id if rows else actor.authority_id))
    if not rows:
        raise ValidationError(_("This has already been handed back."))
    now, back, returned = timezone.now(), uuid.uuid4(), []
    held = {taker: held_by(taker) for taker in {row.taker for row in rows}}
    for row in rows:
        still = {thing.pk: thing for thing in held[row.taker].get(row.kind, [])}
        if thing := still.get(row.thing):
            _check_takers(row.taker, [(row.kind, thing, row.giver, row.kind)])
            _give(row.kind, actor, thing, row.taker, row.giver)
            returned.append(_row(back, row.kind, thing, row.taker, row.giver, actor))
        row.handed_back_at = now
    if not returned:
        raise ValidationError(
            _("Nothing can be handed back, because the people who took it on no longer have it.")
        )
    HandedOver.objects.bulk_update(rows, ["handed_back_at"])
    for row in returned:
        row.handed_back_at = now
    HandedOver.objects.bulk_create(returned)
    audit.record(
        "accounts.membership.handed_back",
        actor=actor,
        about=rows[0].giver,
        summary=f"{rows[0].giver.label}: {len(returned)}",
    )
    return returned


def _changes(giver: Membership, goes: list[Going]) -> dict[str, list[str]]:
    """Who took on what, by kind: several names where its things went to several."""
    takers: dict[str, list[str]] = {}
    for kind, _thing, taker, _asked in goes:
        names = takers.setdefault(kind, [])
        if taker.label not in names:
            names.append(taker.label)
    return {kind: [giver.label, ", ".join(names)] for kind, names in takers.items()}


def _check_takers(giver: Membership, goes: list[Going]) -> None:
    problems: dict[str, Any] = {}
    for kind, taker, asked in {(kind, taker, asked) for kind, _thing, taker, asked in goes}:
        if taker.person_id == giver.person_id:
            problems[asked] = _("Choose someone else.")
            continue
        try:
            check_taker(taker, giver.authority_id, taker_roles(kind, giver))
        except ValidationError as error:
            problems[asked] = error.messages
    if problems:
        raise ValidationError(problems)


def _row(
    deed: uuid.UUID,
    kind: str,
    thing: Model,
    giver: Membership,
    taker: Membership,
    actor: Membership,
) -> HandedOver:
    row = HandedOver(
        authority_id=giver.authority_id,
        deed=deed,
        kind=kind,
        thing=thing.pk,
        called=str(thing)[:300],
        giver=giver,
        taker=taker,
        by=actor,
    )
    row.full_clean()
    return row


def _give(kind: str, actor: Membership, thing: Any, giver: Membership, taker: Membership) -> None:
    """Give one thing, in the way of its kind."""
    ways: dict[str, Callable[[], object]] = {
        Handed.OUTCOME: lambda: give_outcome(actor=actor, outcome=thing, taker=taker),
        Handed.ACTION: lambda: give_action(actor=actor, action=thing, taker=taker),
        Handed.HELP: lambda: give_help(actor=actor, action=thing, giver=giver, taker=taker),
        Handed.CHALLENGE: lambda: give_challenge(actor=actor, challenge=thing, taker=taker),
        Handed.SEAT: lambda: give_seat(actor=actor, seat=thing, taker=taker),
        Handed.MEETING: lambda: give_meeting(actor=actor, meeting=thing, giver=giver, taker=taker),
        Handed.ITEM: lambda: give_item(actor=actor, item=thing, taker=taker),
        Handed.ESCALATION: lambda: give_escalation(actor=actor, escalation=thing, taker=taker),
    }
    ways[kind]()


@transaction.atomic
def give_challenge(*, actor: Membership, challenge: Challenge, taker: Membership) -> Challenge:
    """Ask somebody else to answer a challenge, by the same day. Answers stay under the name of
    whoever gave them. Records `cooperative.challenge.handed_over`."""
    require(can_hand_over(actor, challenge.authority_id))
    check_taker(taker, challenge.authority_id, frozenset(ANSWERING_ROLES))
    challenge = check_version(challenge, None)
    before, challenge.asked_of = challenge.asked_of, taker
    check_whole(challenge)
    challenge.save()
    _record("cooperative.challenge", actor, challenge, before.label, taker)
    if challenge.status == ChallengeStatus.OPEN:
        tell_of_challenge("challenge-raised", actor, challenge, [taker], mark=challenge.version)
    return challenge


@transaction.atomic
def give_escalation(*, actor: Membership, escalation: Escalation, taker: Membership) -> Escalation:
    """Let somebody else follow up an obstacle, and tell them. What was said stays under the name of
    whoever said it. Records `cooperative.escalation.handed_over`."""
    require(can_hand_over(actor, escalation.authority_id))
    check_taker(taker, escalation.authority_id, LEADING_ROLES)
    escalation = check_version(escalation, None)
    before, escalation.owner = escalation.owner, taker
    check_whole(escalation)
    escalation.save()
    _record("cooperative.escalation", actor, escalation, before.label, taker)
    tell_of_escalation("escalation-given", actor, escalation, [taker], mark=escalation.version)
    return escalation


@transaction.atomic
def give_seat(*, actor: Membership, seat: Seat, taker: Membership) -> Seat:
    """Give a place in a group to somebody else. Records `cooperative.seat.handed_over`. Raises
    ValidationError for somebody who sits there already."""
    require(can_hand_over(actor, seat.body.authority_id))
    check_taker(taker, seat.body.authority_id)
    seat = check_version(seat, None)
    if seat.body.seats.filter(membership=taker).exclude(status="ended").exists():
        words = _("%(name)s already has a seat on %(group)s. Choose someone else.")
        raise ValidationError(words % {"name": taker.label, "group": seat.body})
    before, seat.membership = seat.membership, taker
    seat.full_clean()
    seat.save()
    _record("cooperative.seat", actor, seat, before.label if before else "", taker)
    tell_of_seat(actor, seat)
    return seat


@transaction.atomic
def give_meeting(
    *, actor: Membership, meeting: Meeting, giver: Membership, taker: Membership
) -> Meeting:
    """Put somebody in the place of one who was to lead a meeting. Records
    `cooperative.meeting.handed_over`. Refused once it has been held. Raises ValidationError for
    somebody who leads it already."""
    require(can_hand_over(actor, meeting.authority_id))
    meeting = check_version(meeting, None)
    require(not_over(meeting))
    check_taker(taker, meeting.authority_id, taker_roles(Handed.MEETING, giver))
    if meeting.led_by.filter(pk=taker.pk).exists():
        words = _("%(name)s is already leading “%(meeting)s”. Choose someone else.")
        raise ValidationError(words % {"name": taker.label, "meeting": meeting})
    meeting.save()
    meeting.led_by.remove(giver)
    meeting.led_by.add(taker)
    _record("cooperative.meeting", actor, meeting, giver.label, taker)
    tell_of_leaders(actor, meeting, [taker])
    return meeting


@transaction.atomic
def give_item(*, actor: Membership, item: AgendaItem, taker: Membership) -> AgendaItem:
    """Write somebody else's name to a point on an agenda. Records
    `cooperative.agenda_item.handed_over`. Refused once the meeting has been held."""
    require(can_hand_over(actor, item.meeting.authority_id))
    require(not_over(item.meeting))
    check_taker(taker, item.meeting.authority_id)
    item = check_version(item, None)
    before, item.led_by = item.led_by, taker.label
    check_whole(item)
    item.save()
    _record("cooperative.agenda_item", actor, item, before, taker)
    return item


def _record(noun: str, actor: Membership, thing: Model, giver: str, taker: Membership) -> None:
    audit.record(
        f"{noun}.handed_over",
        actor=actor,
        about=thing,
        summary=f"{thing}, to {taker.label}",
        changes={"handed_over": [giver, taker.label]},
    )
