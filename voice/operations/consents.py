"""The only writers of consents, and of what follows from them."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import Membership
from core import audit
from core.decisions import require
from voice.models import Ask, Consent
from voice.policies import can_change_consent, can_confirm_consent

AGREED_TO = gettext_noop(
    "Everyone can read these words: on public pages, in reports and in open data."
)  # stored


@transaction.atomic
def give_consent(
    *,
    actor: Membership,
    ask: Ask,
    agreed_by: str,
    agreed_on: datetime.date,
    agreed_until: datetime.date | None = None,
) -> Consent:
    """Record that whoever spoke agreed that everyone may read the words. Nobody reads more of them
    before somebody else has confirmed it. Records `voice.consent.recorded`. Raises ValidationError
    for a day to come, a day on which it had run out, and where such a consent is there already."""
    current = Ask.everything.select_for_update().get(pk=ask.pk)
    require(can_change_consent(actor, current))
    if current.consents.open().exists():
        raise ValidationError(_("Permission has already been recorded for this point."))
    return record_consent(
        actor, current, agreed_by=agreed_by, agreed_on=agreed_on, until=agreed_until
    )


def record_consent(
    actor: Membership,
    ask: Ask,
    *,
    agreed_by: str,
    agreed_on: datetime.date,
    until: datetime.date | None,
) -> Consent:
    """The same, of a row that the caller has locked or just made, once it is known that it may."""
    problems = {}
    today = timezone.localdate()
    if agreed_on > today:
        problems["agreed_on"] = _("That date is in the future. Enter the date they agreed.")
    if until and until < today:
        problems["agreed_until"] = _("Enter a date after today, or leave it empty.")
    if problems:
        raise ValidationError(problems)
    consent = Consent(
        ask=ask,
        agreed_by=agreed_by,
        agreed_to=AGREED_TO,
        agreed_on=agreed_on,
        until=until,
        recorded_by=actor,
    )
    consent.full_clean()
    consent.save()
    audit.record("voice.consent.recorded", actor=actor, about=ask)
    return consent


@transaction.atomic
def confirm_consent(*, actor: Membership, consent: Consent) -> Consent:
    """Let everyone read the words: the second person. Records `voice.consent.confirmed`."""
    ask = Ask.everything.select_for_update().get(pk=consent.ask_id)
    current = Consent.objects.select_for_update().get(pk=consent.pk)
    current.ask = ask
    require(can_confirm_consent(actor, current))
    confirm_locked(actor, ask, current)
    return current


def confirm_locked(actor: Membership, ask: Ask, consent: Consent) -> None:
    """The same, of rows that the caller has locked, once it is known that it may."""
    consent.confirmed_by, consent.confirmed_at = actor, timezone.now()
    consent.save(update_fields=["confirmed_by", "confirmed_at"])
    _set_public(ask, True, consent.until)
    audit.record("voice.consent.confirmed", actor=actor, about=ask)


@transaction.atomic
def withdraw_consent(*, actor: Membership, ask: Ask) -> Ask:
    """Say that whoever spoke does not agree any more: from now on only people who sign in read the
    words. It stays withdrawn; another consent is a new row. Records `voice.consent.withdrawn`.
    Changes and records nothing where there is none."""
    current = Ask.everything.select_for_update().get(pk=ask.pk)
    require(can_change_consent(actor, current))
    end_consents(actor, current)
    return current


def end_consents(actor: Membership, ask: Ask) -> None:
    """The same, of a row that the caller has locked, once it is known that it may."""
    ended = ask.consents.filter(withdrawn_at=None).update(
        withdrawn_by=actor, withdrawn_at=timezone.now()
    )
    if not ended and not ask.may_be_published:
        return
    _set_public(ask, False, None)
    audit.record("voice.consent.withdrawn", actor=actor, about=ask)


def reset_confirmation(actor: Membership, ask: Ask) -> None:
    """Have a consent confirmed anew, since the words have changed. Whoever changed them now says
    that it is for the new ones, and so cannot be the one who confirms it."""
    ask.consents.open().update(recorded_by=actor, confirmed_by=None, confirmed_at=None)
    if ask.may_be_published:
        _set_public(ask, False, None)


def _set_public(ask: Ask, public: bool, until: datetime.date | None) -> None:
    ask.may_be_published, ask.public_until = public, until
    ask.version += 1
    ask.save(update_fields=["may_be_published", "public_until", "version"])
