"""Set up an authority's standing groups, how they stand to each other, and who sits on them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority, Membership
from accounts.policies import can_set_up
from cooperative.enums import BodyFormat, BodyStatus, LegalStatus, SeatKind, SeatStatus
from cooperative.models import Body, BodyRelation, Seat
from cooperative.operations.telling import tell_of_seat
from core import audit
from core.changes import upsert_audited
from core.concurrency import check_version
from core.decisions import require
from outcomes.models import Outcome


@transaction.atomic
def set_body(
    *,
    actor: Membership | None,
    authority: Authority,
    slug: str,
    name: str,
    kind: str,
    short_name: str = "",
    aliases: list[str] | None = None,
    format: str = BodyFormat.COMMITTEE,
    legal_status: str = LegalStatus.PARTNERSHIP,
    status: str = BodyStatus.ACTIVE,
    purpose: str = "",
    decides: bool | None = None,
    meets_in_public: bool = False,
    observers_allowed: bool = True,
    meetings_a_year: int | None = None,
    rhythm: str = "",
    themed: bool = False,
    outcome: Outcome | None = None,
    participation: str = "",
    age_from: int | None = None,
    age_to: int | None = None,
    eligibility: str = "",
    standing_items: list[Any] | None = None,
    position: int = 0,
) -> Body:
    """Make a body, or bring it to these values. Records `cooperative.body.added` or `.changed`.
    Raises ValidationError for another authority's outcome."""
    require(can_set_up(actor, authority))
    if outcome and outcome.authority_id != authority.pk:
        raise ValidationError({"outcome": _("That outcome belongs to another authority.")})
    return upsert_audited(
        Body,
        noun="cooperative.body",
        actor=actor,
        authority_id=authority.pk,
        key={"authority": authority, "slug": slug},
        values={
            "name": name,
            "kind": kind,
            "short_name": short_name,
            "aliases": aliases or [],
            "format": format,
            "legal_status": legal_status,
            "status": status,
            "purpose": purpose,
            "decides": decides,
            "meets_in_public": meets_in_public,
            "observers_allowed": observers_allowed,
            "meetings_a_year": meetings_a_year,
            "rhythm": rhythm,
            "themed": themed,
            "outcome": outcome,
            "participation": participation,
            "age_from": age_from,
            "age_to": age_to,
            "eligibility": eligibility,
            "standing_items": standing_items or [],
            "position": position,
        },
    )


@transaction.atomic
def relate_bodies(
    *, actor: Membership | None, from_body: Body, to_body: Body, kind: str, note: str = ""
) -> BodyRelation:
    """Say how one body stands to another. Records `cooperative.relation.added` or `.changed`.
    Raises ValidationError for bodies of two authorities, or one and the same body."""
    require(can_set_up(actor, from_body.authority))
    if from_body.authority_id != to_body.authority_id:
        raise ValidationError({"to_body": _("That body belongs to another authority.")})
    return upsert_audited(
        BodyRelation,
        noun="cooperative.relation",
        actor=actor,
        authority_id=from_body.authority_id,
        key={"from_body": from_body, "to_body": to_body, "kind": kind},
        values={"note": note},
    )


@transaction.atomic
def add_seats(
    *,
    actor: Membership | None,
    body: Body,
    title: str,
    kind: str = SeatKind.MEMBER,
    status: str = SeatStatus.ACTIVE,
    count: int = 1,
) -> list[Seat]:
    """See to it that a body has at least `count` seats of this title and kind, vacant where they
    are new; those already there keep whoever sits in them. Records `cooperative.seat.added` for
    each new one, `.changed` where only proposed becomes active or the reverse."""
    require(can_set_up(actor, body.authority))
    alike = Seat.objects.select_for_update().filter(body=body, title=title, kind=kind)
    seats = list(alike.exclude(status=SeatStatus.ENDED).order_by("pk"))
    for seat in seats:
        if seat.status != status:
            _save(actor, seat, "changed", status=status)
    for _missing in range(count - len(seats)):
        seats.append(_save(actor, Seat(body=body, title=title, kind=kind), "added", status=status))
    return seats


@transaction.atomic
def seat_person(*, actor: Membership | None, seat: Seat, membership: Membership) -> Seat:
    """Give a vacant seat to somebody, and tell them. Records `cooperative.seat.taken`; changes
    nothing when it is theirs already. Raises ValidationError for another authority's person, a
    taken or an ended seat."""
    require(can_set_up(actor, seat.body.authority))
    _check_sitter(seat.body, membership)
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if seat.membership_id == membership.pk:
        return seat
    if seat.membership_id:
        raise ValidationError(
            {"membership": _("Someone already has this seat. Remove them from it first.")}
        )
    if seat.status == SeatStatus.ENDED:
        raise ValidationError({"membership": _("This seat has ended.")})
    seat = _save(actor, seat, "taken", membership=membership)
    tell_of_seat(actor, seat)
    return seat


@transaction.atomic
def add_seat(
    *,
    actor: Membership | None,
    body: Body,
    title: str,
    kind: str = SeatKind.MEMBER,
    status: str = SeatStatus.ACTIVE,
    membership: Membership | None = None,
) -> Seat:
    """One more seat on a body, with somebody in it or vacant. Records `cooperative.seat.added`, and
    `.taken` when somebody sits there, who is told. Raises ValidationError as `seat_person` does."""
    require(can_set_up(actor, body.authority))
    seat = _save(actor, Seat(body=body, title=title, kind=kind), "added", status=status)
    return seat_person(actor=actor, seat=seat, membership=membership) if membership else seat


@transaction.atomic
def change_seat(
    *,
    actor: Membership | None,
    seat: Seat,
    title: str,
    kind: str,
    status: str,
    membership: Membership | None,
    version: int | None = None,
) -> Seat:
    """What a seat is called, whether it is agreed, and who sits in it; whoever sits there anew is
    told. A seat that has ended is nobody's. What comes with a seat (a scrutiny seat reads the
    trail) goes with it at once. Records `cooperative.seat.changed` with what is different, nothing
    when nothing is. Raises ValidationError for somebody who is not here, `Conflict` for a seat that
    somebody else changed since."""
    require(can_set_up(actor, seat.body.authority))
    current = check_version(seat, version)
    if status == SeatStatus.ENDED:
        membership = None
    elif membership is not None and membership.pk != current.membership_id:
        _check_sitter(current.body, membership)
    given = {"title": title, "kind": kind, "status": status, "membership": membership}
    changed = {name: value for name, value in given.items() if getattr(current, name) != value}
    if not changed:
        return seat
    current = _save(actor, current, "changed", **changed)
    if changed.get("membership"):
        tell_of_seat(actor, current)
    return current


def _check_sitter(body: Body, membership: Membership) -> None:
    """Raise ValidationError for another authority's person, or one who has left."""
    if membership.authority_id != body.authority_id:
        raise ValidationError({"membership": _("That person belongs to another authority.")})
    if membership.has_ended:
        raise ValidationError({"membership": _("They’ve left. Choose someone who’s still here.")})


def _save(actor: Membership | None, seat: Seat, deed: str, **values: Any) -> Seat:
    before = {name: str(getattr(seat, name) or "") for name in values}
    for name, value in values.items():
        setattr(seat, name, value)
    seat.full_clean()
    seat.save()
    after = {name: str(value or "") for name, value in values.items()}
    audit.record(
        f"cooperative.seat.{deed}",
        actor=actor,
        about=seat,
        authority_id=seat.body.authority_id,
        summary=str(seat),
        changes={} if deed == "added" else {n: [before[n], after[n]] for n in values},
    )
    return seat
