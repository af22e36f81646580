"""Signing in with an address and a password: a few tries, and one answer for every failure."""

from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.operations.rate_limits import TOO_MANY, forget_tries, too_many

# The same words whether the address exists or not, so that nobody can find out who is here.
DOES_NOT_FIT = _("That email address or password isn’t right. Check both and try again.")
TRY = "try-password"


class TooManyTries(ValidationError):
    """It was tried too often; the right password does not help now."""


def check_password(*, request: HttpRequest, email: str, password: str) -> Person:
    """The person an address and a password belong to. Counts the try; a success forgets the count.
    Raises ValidationError when they do not fit, TooManyTries after too many tries in 15 minutes.
    Changes nothing else: the page starts the session. Takes as long for an unknown address."""
    address = email.strip().lower()
    if too_many(request=request, deed=TRY, whom=address):
        raise TooManyTries(TOO_MANY)
    person = authenticate(request, username=address, password=password)
    if not isinstance(person, Person):
        raise ValidationError(DOES_NOT_FIT)
    forget_tries(request=request, deed=TRY, whom=address)
    return person
