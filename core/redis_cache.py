"""Redis as the cache, which goes on in the database while it is away (`core.cache`). By itself: its
client takes 25 MB, which only those hold who have Redis."""

from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from core.cache import FallingBack
from core.circuit import REDIS

# How long one request may wait for Redis, once. Those that begin to wait just before the first of
# them gives up wait as long again.
SECONDS = 0.3


class RedisOrDatabase(FallingBack, RedisCache):
    """Redis with a short time-out and no second attempt; the database while it is away."""

    circuit = REDIS
    faults = (RedisError, OSError)

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        own = {
            "socket_connect_timeout": SECONDS,
            "socket_timeout": SECONDS,
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(server, {**params, "OPTIONS": {**own, **params.get("OPTIONS", {})}})

    def ask(self) -> None:
        # Django's own client: its type stubs leave the attribute out.
        self._cache.get_client(write=True).ping()  # type: ignore[attr-defined]
