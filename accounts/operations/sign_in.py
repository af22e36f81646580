"""Signing in with an address and a password: a few tries, and one answer for every failure."""

import hashlib

from django.contrib.auth import authenticate
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.models import Person

TRIES = 10
WITHIN_SECONDS = 15 * 60

# The same words whether the address exists or not, so that nobody can find out who is here.
DOES_NOT_FIT = "That e-mail address and password do not fit together. Check both and try again."
TOO_MANY = "That was too many tries. Wait 15 minutes, then try again."


class TooManyTries(ValidationError):
    """The address was tried too often from one place; the right password does not help now."""


def check_sign_in(*, request: HttpRequest, email: str, password: str) -> Person:
    """The person an address and a password belong to. Counts the try; a success forgets the count.
    Raises ValidationError when they do not fit, TooManyTries after 10 tries in 15 minutes from one
    place. Changes nothing else: the page starts the session."""
    address = email.strip().lower()
    key = _key(address, request.META.get("REMOTE_ADDR", ""))
    if _count(key) > TRIES:
        raise TooManyTries(TOO_MANY)
    person = authenticate(request, username=address, password=password)
    if not isinstance(person, Person):
        raise ValidationError(DOES_NOT_FIT)
    cache.delete(key)
    return person


def _key(address: str, place: str) -> str:
    return "sign-in:" + hashlib.sha256(f"{address}|{place}".encode()).hexdigest()


def _count(key: str) -> int:
    """How many tries there have been, with this one. The first starts the 15 minutes."""
    if cache.add(key, 1, WITHIN_SECONDS):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two
        cache.set(key, 1, WITHIN_SECONDS)
        return 1
