"""The second step: an authenticator app, recovery codes and passkeys.

Each change is recorded and told to the person by e-mail, so that nobody gets a way in unseen.
"""

import re
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes, post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import Membership, Person
from accounts.operations.mail import post
from accounts.operations.rate_limits import TOO_MANY, forget_tries, too_many
from accounts.operations.sessions import end_sessions
from accounts.policies import can_forget_second_step
from core import audit
from core.cache import IN_DATABASE
from core.decisions import require
from core.languages import in_default_language

Type = Authenticator.Type
STEPS = (Type.TOTP, Type.WEBAUTHN)
TRY = "try-second-step"
# Longer than any code fits: half a minute, and one more on either side.
USED_SECONDS = 120


def has_second_step(person: Person) -> bool:
    """Whether an app or a passkey is set up."""
    return bool(Authenticator.objects.filter(user=person, type__in=STEPS).exists())


def take_second_step(*, request: HttpRequest, person: Person, code: str) -> None:
    """Check a code of the person's app, or one of their recovery codes, which then is used up; note
    in the session that the step was taken. Raises ValidationError when it does not fit, was used
    before, or there were too many tries."""
    if too_many(request=request, deed=TRY, whom=str(person.pk)):
        raise ValidationError(TOO_MANY, code="too-many")
    for one in Authenticator.objects.filter(user=person).exclude(type=Type.WEBAUTHN):
        if one.wrap().validate_code(code) and _is_fresh(person, code):
            one.user = person
            post_authentication(request, one)
            forget_tries(request=request, deed=TRY, whom=str(person.pk))
            return
    raise ValidationError(_("That code isn’t right. Wait for the next one, then try again."))


def take_step_with_passkey(
    *, request: HttpRequest, person: Person | None, credential: Any
) -> Person:
    """Check what a passkey answered to this session's challenge; note in the session that it did.
    Without a `person` it says itself whose it is, and is both steps in one. Returns whose it is.
    Raises ValidationError when it is nobody's, another's, or no answer to this challenge."""
    with_passkey_alone = person is None
    if too_many(request=request, deed=TRY, whom=str(person.pk) if person else "passkey"):
        raise ValidationError(TOO_MANY, code="too-many")
    wrong = ValidationError(_("That passkey didn’t work. Try again, or sign in another way."))
    try:
        webauthn.parse_authentication_response(credential)
        whose = person or webauthn.extract_user_from_response(credential)
        found = webauthn.complete_authentication(whose, credential)
    except Exception as error:  # whatever a stranger sends in it, it does not fit
        raise wrong from error
    if not whose.is_active:
        raise wrong
    found.user = whose
    post_authentication(request, found, passwordless=with_passkey_alone)
    return whose


def _is_fresh(person: Person, code: str) -> bool:
    """Whether this code was not used a moment ago. Kept in the database alone: a Redis that is
    emptied, or away, would let a code that somebody saw be used a second time."""
    key = f"second-step:{person.pk}:{normalize_user_code(code)}"
    return bool(caches[IN_DATABASE].add(key, 1, USED_SECONDS))


def add_app(*, request: HttpRequest, person: Person, secret: str, code: str) -> None:
    """Set up an authenticator app that shows the right code for a secret; it replaces an earlier
    one. Records `accounts.app.added`. Raises ValidationError when the code does not fit."""
    if too_many(request=request, deed=TRY, whom=str(person.pk)):
        raise ValidationError({"code": TOO_MANY}, code="too-many")
    # The try is counted before the transaction, which a wrong code undoes.
    _keep_app(person, secret, code, request)


@transaction.atomic
def _keep_app(person: Person, secret: str, code: str, request: HttpRequest) -> None:
    if not validate_totp_code(secret, code) or not _is_fresh(person, code):
        raise ValidationError(
            {"code": _("That code isn’t right. Wait for the next one, then try again.")}
        )
    forget_tries(request=request, deed=TRY, whom=str(person.pk))
    Authenticator.objects.filter(user=person, type=Type.TOTP).delete()
    one = TOTP.activate(person, secret).instance
    post_authentication(request, one)
    RecoveryCodes.activate(person)
    with in_default_language():
        told = _("An authenticator app was set up.")
    note_change("accounts.app.added", person, told)


@transaction.atomic
def add_passkey(*, request: HttpRequest, person: Person, name: str, credential: Any) -> None:
    """Add a passkey that answered this session's challenge. Records `accounts.passkey.added`.
    Raises ValidationError when it did not, or did not make sure that its owner was there."""
    try:
        webauthn.parse_registration_response(credential)
        made = webauthn.complete_registration(credential)
    except Exception as error:  # whatever is sent in it, it is no passkey
        raise ValidationError(_("That didn’t work. Try again.")) from error
    if not made.is_user_verified():
        raise ValidationError(_("That didn’t work. Try again."))
    one = webauthn.WebAuthn.add(person, name, credential).instance
    post_authentication(request, one)
    RecoveryCodes.activate(person)
    with in_default_language():
        told = _("A passkey was added.")
    note_change("accounts.passkey.added", person, told)


@transaction.atomic
def remove_step(*, person: Person, step: Authenticator) -> None:
    """Take away the app or a passkey; with the last of them the recovery codes go, too. Records
    `accounts.app.removed` or `accounts.passkey.removed`."""
    is_app = step.type == Type.TOTP
    step.delete()
    delete_dangling_recovery_codes(person)
    with in_default_language():
        told = _("An authenticator app was removed.") if is_app else _("A passkey was removed.")
    note_change(f"accounts.{'app' if is_app else 'passkey'}.removed", person, told)


@transaction.atomic
def new_recovery_codes(*, person: Person) -> list[str]:
    """Make new recovery codes, which are shown once; the old ones stop working. Records
    `accounts.recovery_codes.made`. Raises ValidationError without an app or a passkey."""
    if not has_second_step(person):
        raise ValidationError(_("Set up an authenticator app or a passkey first."))
    Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(person).get_unused_codes()
    with in_default_language():
        told = _("New recovery codes were created.")
    note_change("accounts.recovery_codes.made", person, told)
    return [re.sub(r"(....)(?=.)", r"\1 ", code) for code in codes]


@transaction.atomic
def set_password(*, person: Person, password: str) -> None:
    """Set a password, or with an empty one have none. Sessions elsewhere end, for they were opened
    with the old one. Records `accounts.password.changed`."""
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save(update_fields=["password"])
    with in_default_language():
        told = _("Your password was changed.") if password else _("Your password was removed.")
    note_change("accounts.password.changed", person, told)


@transaction.atomic
def forget_second_step(*, actor: Membership | None, membership: Membership) -> None:
    """Take away every app, passkey and recovery code of somebody who lost them all, and sign them
    out everywhere: at their next sign-in they set one up anew. They are told by e-mail. Records
    `accounts.second_step.forgotten`. `actor` is None for whoever runs the program; a coordinator
    may not for everybody (`can_forget_second_step`)."""
    if actor is not None:
        require(can_forget_second_step(actor, membership))
    person = membership.person
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person=person)
    with in_default_language():
        told = _("Your second sign-in step was removed so that you can set up a new one.")
    note_change("accounts.second_step.forgotten", person, told, actor=actor)


def note_change(code: str, person: Person, told: str, *, actor: Membership | None = None) -> None:
    """Put a change of how somebody signs in into the trail, and tell them by e-mail: `told` is a
    sentence in the program's own language, with no secret in it. `actor` is whoever did it for
    them; None for the person."""
    audit.record(code, actor=actor, about=person, summary=person.name)
    with in_default_language():
        subject = _("How you sign in to Golden Thread has changed")
        unless = _(
            "If this wasn’t you, sign in now, check “Sign-in and security” and tell your "
            "coordinator."
        )
    post(to=person.email, subject=subject, text=f"{told}\n\n{unless}\n")
