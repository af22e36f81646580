"""Invitations: made, sent, accepted once, withdrawn, renewed."""

import datetime
import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Authority, Invitation, Membership, Organisation, Person, token_hash
from accounts.models.invitation import InvitationQuerySet
from accounts.operations.agreements import check_agreement
from accounts.operations.mail import post
from accounts.operations.memberships import check_organisation, start_membership
from accounts.operations.notices import notify
from accounts.policies import can_invite, can_settle_invitation
from core import audit
from core.decisions import require
from core.languages import in_default_language

VALID_FOR = datetime.timedelta(days=14)


@transaction.atomic
def invite(
    *,
    actor: Membership,
    name: str,
    email: str,
    role: str,
    organisation: Organisation | None = None,
    title: str = "",
    agreement: str = "",
    agreement_ends_on: datetime.date | None = None,
) -> tuple[Invitation, str]:
    """Offer one person one membership; a partner's names its agreement and the day that ends.
    Returns the invitation and the path of its link, which is shown once and sent by e-mail; only
    the token's hash is kept. It works once, for 14 days. Records `accounts.invitation.sent`. Raises
    ValidationError when the address belongs to a member already, or has an invitation waiting, and
    for a partner without organisation or agreement."""
    require(can_invite(actor))
    authority = actor.authority
    address = _checked(email)
    check_organisation(authority, role, organisation)
    check_agreement(role, agreement, agreement_ends_on)
    if _is_member(authority, address):
        raise ValidationError({"email": _("Someone with this email address is already a member.")})
    if _waiting(authority, address).exists():
        raise ValidationError(
            {
                "email": _(
                    "This email address has already been invited. Send that invitation again "
                    "instead."
                )
            }
        )
    return _offer(
        authority,
        actor,
        name=name,
        email=address,
        role=role,
        organisation=organisation,
        title=title,
        agreement=agreement if role == Role.PARTNER else "",
        agreement_ends_on=agreement_ends_on if role == Role.PARTNER else None,
    )


@transaction.atomic
def invite_coordinator(*, authority: Authority, name: str, email: str) -> tuple[Invitation, str]:
    """Invite a council's first coordinator, for whoever runs the program: only a coordinator can
    invite anyone else. Returns the invitation and the path of its link. An earlier link to the same
    address stops working. Records `accounts.invitation.sent`. Raises ValidationError while the
    council has a coordinator, who can invite another, and for what is no address or name."""
    authority = Authority.objects.select_for_update().get(pk=authority.pk)
    address = _checked(email)
    now = Membership.objects.current().filter(authority=authority, role=Role.COORDINATOR)
    if now.exists():
        raise ValidationError(
            _("%(authority)s already has a coordinator. They can invite others on the People page.")
            % {"authority": authority.name}
        )
    if _is_member(authority, address):
        raise ValidationError({"email": _("Someone with this email address is already a member.")})
    _waiting(authority, address).update(withdrawn_at=timezone.now())
    return _offer(authority, None, name=name, email=address, role=Role.COORDINATOR)


def _offer(authority: Authority, actor: Membership | None, **fields: Any) -> tuple[Invitation, str]:
    """Keep an invitation and send its link."""
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        authority=authority,
        token_hash=token_hash(token),
        invited_by=actor,
        expires_at=timezone.now() + VALID_FOR,
        **fields,
    )
    invitation.full_clean()
    invitation.save()
    with in_default_language():
        summary = f"{invitation.name} as {invitation.get_role_display()}"
    audit.record("accounts.invitation.sent", actor=actor, about=invitation, summary=summary)
    return invitation, _send(invitation, token)


@transaction.atomic
def renew_invitation(*, actor: Membership, invitation: Invitation) -> str:
    """Send an invitation again with a new link and 14 new days; the old link stops working. Returns
    the new link's path. Records `accounts.invitation.renewed`. Raises ValidationError when the
    address came in, or was invited anew, in the meantime."""
    _lock(invitation)
    require(can_settle_invitation(actor, invitation))
    if _is_member(invitation.authority, invitation.email):
        raise ValidationError(_("Someone with this email address is already a member."))
    if _waiting(invitation.authority, invitation.email).exclude(pk=invitation.pk).exists():
        raise ValidationError(_("Another invitation to this email address is already waiting."))
    if _agreement_over(invitation):
        raise ValidationError(
            _(
                "The agreement named in this invitation has ended. Withdraw the invitation, then "
                "invite them again with a new agreement."
            )
        )
    token = secrets.token_urlsafe(32)
    invitation.token_hash = token_hash(token)
    invitation.expires_at = timezone.now() + VALID_FOR
    invitation.withdrawn_at = None
    invitation.save()
    audit.record("accounts.invitation.renewed", actor=actor, about=invitation)
    return _send(invitation, token)


@transaction.atomic
def withdraw_invitation(*, actor: Membership, invitation: Invitation) -> Invitation:
    """Take an invitation back; its link stops working. Records `accounts.invitation.withdrawn`;
    nothing when it was taken back already."""
    _lock(invitation)
    require(can_settle_invitation(actor, invitation))
    if invitation.withdrawn_at is not None:
        return invitation
    invitation.withdrawn_at = timezone.now()
    invitation.save()
    audit.record("accounts.invitation.withdrawn", actor=actor, about=invitation)
    return invitation


@transaction.atomic
def accept_invitation(
    *,
    token: str,
    name: str,
    password: str,
    person: Person | None = None,
    listing: str = "",
    listed_as: str = "",
) -> Membership:
    """Use an invitation's link: makes the account (or takes the signed-in `person`'s own), starts
    the membership, and spends the link. How they asked to be listed holds from the first day. An
    empty password means that they come in with a code by e-mail each time: the link has shown that
    the address is theirs. Records `accounts.invitation.accepted`, and tells whoever invited them.
    Raises ValidationError, in words for the page, when the link is unknown, used, withdrawn or
    expired, the agreement behind it has ended, or the address has an account that is not signed
    in."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("authority", "organisation")
        .filter(token_hash=token_hash(token))
        .first()
    )
    if problem := link_problem(invitation):
        raise ValidationError(problem)
    assert invitation is not None
    if person is None:
        if Person.objects.filter(email=invitation.email).exists():
            raise ValidationError(
                _(
                    "You already have an account with this email address. Sign in first, then "
                    "open the link again."
                )
            )
        person = Person.objects.create_user(invitation.email, password or None, name=name)
    elif person.email != invitation.email:
        raise ValidationError(
            _("This invitation was sent to a different email address from the one you use here.")
        )
    membership = start_membership(
        actor=None,
        authority=invitation.authority,
        person=person,
        role=invitation.role,
        organisation=invitation.organisation,
        title=invitation.title,
        listing=listing,
        listed_as=listed_as,
        agreement=invitation.agreement,
        agreement_ends_on=invitation.agreement_ends_on,
    )
    invitation.accepted_at = timezone.now()
    invitation.membership = membership
    invitation.save()
    audit.record("accounts.invitation.accepted", actor=membership, about=invitation)
    notify(
        "somebody-joined",
        about=membership,
        page=reverse("accounts:people", args=[membership.authority.slug]),
        actor=membership,
        to=[invitation.invited_by_id] if invitation.invited_by_id else [],
    )
    return membership


def link_problem(invitation: Invitation | None) -> str:
    """Why a link cannot be used, in words for the page; empty when it can."""
    if invitation is None:
        return _("This link doesn’t work. Check that you copied all of it.")
    if invitation.state == "waiting" and _agreement_over(invitation):
        return _("The agreement for this invitation has ended. Contact the person who invited you.")
    return {
        "accepted": _("This link has already been used. If that was you, sign in."),
        "withdrawn": _("This invitation has been withdrawn. Contact the person who invited you."),
        "expired": _("This link has expired. Ask the person who invited you for a new one."),
        "waiting": "",
    }[invitation.state]


def _lock(invitation: Invitation) -> None:
    """Make it as it is now, until the transaction ends: its link may be used at this moment."""
    invitation.refresh_from_db(from_queryset=Invitation.objects.select_for_update())


def _agreement_over(invitation: Invitation) -> bool:
    ends_on = invitation.agreement_ends_on
    return ends_on is not None and ends_on <= timezone.localdate()


def _checked(email: str) -> str:
    """The address as it is kept. What is none never reaches the database: PostgreSQL cannot even
    look for some of it."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        words = _("Enter an email address, such as name@example.org.")
        raise ValidationError({"email": words}) from None
    return address


def _is_member(authority: Authority, address: str) -> bool:
    return Membership.objects.current().filter(authority=authority, person__email=address).exists()


def _waiting(authority: Authority, address: str) -> InvitationQuerySet:
    return Invitation.objects.waiting().filter(authority=authority, email=address)


def _send(invitation: Invitation, token: str) -> str:
    """E-mail the link. The mail holds a link and no detail, in the program's own language: whoever
    invites may have chosen another, whoever is invited has not."""
    path = reverse("accounts:invitation-accept", args=[token])
    with in_default_language():
        subject = _("You’re invited to join Golden Thread for %(authority)s")
        words = _("Open this link to join. You can use it once, within 14 days.")
    post(
        to=invitation.email,
        subject=subject % {"authority": invitation.authority.name},
        text=f"{words}\n\n{settings.BASE_URL}{path}\n",
    )
    return path
