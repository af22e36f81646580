"""How often something may be tried at the door, counted in the cache that all processes share, or
in the database while that is away."""

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.cache import count_in_database, default_is_away, forget_count

TOO_MANY = _("You’ve tried too many times. Wait 15 minutes, then try again.")

# From one place for one address; for one address from anywhere; from one place for any address. The
# last is generous: a council's whole office may stand behind one address of the network.
LIMITS = {
    "ask-code": ("5/15m/key", "20/15m/key", "200/15m/ip"),
    "try-code": ("10/15m/key", "60/15m/key", "200/15m/ip"),
    "try-password": ("10/15m/key", "60/15m/key", "200/15m/ip"),
    "try-second-step": ("10/15m/key", "20/15m/key", "200/15m/ip"),
}


def too_many(*, request: HttpRequest, deed: str, whom: str) -> bool:
    """Count one try of a deed by or for `whom` (an address, or a person's key), known or not.
    Returns whether it was one too many, and then it must not be carried out."""
    here, anywhere, place = LIMITS[deed]
    return not (
        _counted(request, deed, here, _from_here(request, whom))
        and _counted(request, deed, anywhere, whom)
        and _counted(request, deed, place, "")
    )


def forget_tries(*, request: HttpRequest, deed: str, whom: str) -> None:
    """A success: the tries before it from this place no longer count."""
    (limit,) = ratelimit.parse_rates(LIMITS[deed][0])
    key = _from_here(request, whom)
    if default_is_away():
        forget_count(
            ratelimit.get_cache_key(request, app=__name__, action=deed, rate=limit, key=key)
        )
        return
    ratelimit.clear(
        request,
        app=__name__,
        action=deed,
        config={deed: LIMITS[deed][0]},
        key=key,
    )


def _counted(request: HttpRequest, deed: str, rate: str, key: str) -> bool:
    """Count one try. Without its cache allauth would wait for a lock in turns of its own, and many
    at once would be told that they tried too often; the database counts by a locked row."""
    if default_is_away():
        (limit,) = ratelimit.parse_rates(rate)
        place = ratelimit.get_cache_key(request, app=__name__, action=deed, rate=limit, key=key)
        return count_in_database(place, most=limit.amount, seconds=limit.duration)
    return bool(ratelimit.consume(request, app=__name__, action=deed, config={deed: rate}, key=key))


def _from_here(request: HttpRequest, whom: str) -> str:
    return f"{whom}|{get_adapter().get_client_ip(request)}"
