"""A person asks to be erased, takes it back, or is told no. Saying yes touches what every app
holds, so it is done from above (`portal.operations.erasure`)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import ErasureStatus
from accounts.models import ErasureRequest, Membership
from accounts.operations.mail import post
from accounts.policies import can_ask_for_erasure, can_decide_erasure, can_take_back_erasure
from core import audit
from core.decisions import require
from core.languages import in_default_language


@transaction.atomic
def ask_for_erasure(*, actor: Membership) -> ErasureRequest:
    """Ask one's authority to erase who one is; also for somebody who has moved on, whose latest
    membership is the `actor`. Nothing is erased yet. Records `accounts.erasure.asked`; the
    coordinators see it at their home and among the people. Refused while one waits, and after one
    was granted."""
    require(can_ask_for_erasure(actor))
    request = ErasureRequest(membership=actor)
    request.full_clean()
    request.save()
    audit.record("accounts.erasure.asked", actor=actor, about=request)
    return request


@transaction.atomic
def take_back_erasure(*, actor: Membership, request: ErasureRequest) -> ErasureRequest:
    """Take one's own request back, until it is decided. Records `accounts.erasure.taken_back`."""
    current = _locked(request)
    require(can_take_back_erasure(actor, current))
    current.status = ErasureStatus.TAKEN_BACK
    current.full_clean()
    current.save()
    audit.record("accounts.erasure.taken_back", actor=actor, about=current)
    return current


@transaction.atomic
def refuse_erasure(*, actor: Membership, request: ErasureRequest, reason: str) -> ErasureRequest:
    """Say no, with a reason that whoever asked reads. Records `accounts.erasure.refused`, without
    the reason; tells them by e-mail that it is decided. Raises ValidationError without a reason."""
    current = _locked(request)
    require(can_decide_erasure(actor, current))
    if not reason.strip():
        raise ValidationError(
            {"reason": _("Give your reason for saying no. They’ll be able to read it.")}
        )
    current.status = ErasureStatus.REFUSED
    current.decided_by, current.decided_at, current.reason = actor, timezone.now(), reason
    current.full_clean()
    current.save()
    audit.record("accounts.erasure.refused", actor=actor, about=current)
    tell_decided(current.membership.person.email)
    return current


def tell_decided(address: str) -> None:
    """E-mail that a request was decided: a link, and no word of what was decided."""
    with in_default_language():
        subject = _("Your request to be erased from Golden Thread")
        words = _(
            "Your council has decided on your request. If you can still sign in, you can read "
            "the decision and the reason here:"
        )
        rest = _(
            "If your details have been erased, you can’t sign in any more and this is our last "
            "email to you."
        )
    link = f"{settings.BASE_URL}{reverse('portal:held')}"
    post(to=address, subject=subject, text=f"{words}\n\n{link}\n\n{rest}\n")


def _locked(request: ErasureRequest) -> ErasureRequest:
    """The request as it stands, held until the end of the transaction."""
    return (
        ErasureRequest.objects.select_for_update(of=("self",))
        .select_related("membership__person", "membership__authority")
        .get(pk=request.pk)
    )
