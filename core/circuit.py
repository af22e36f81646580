"""A circuit breaker: once a server has failed, nobody waits for it until it answers again.

After the first failure the circuit is open. Callers then do without the server at once, and every
few seconds one thread behind the pages asks whether it is back. So a server that hangs costs each
process one time-out and not one for every request.
"""

import logging
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)


class Circuit:
    """Whether one server answers, as this process knows it. `rest` is how many seconds pass between
    two attempts to reach a server that failed."""

    def __init__(self, name: str, rest: float = 3.0) -> None:
        self.name, self.rest = name, rest
        self._lock = threading.Lock()
        self._open = False
        self._next_attempt = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the server failed and has not answered since: do not wait for it."""
        return self._open

    def failed(self, problem: object) -> None:
        """Open the circuit. Logged once for each time that the server goes away."""
        with self._lock:
            first, self._open = not self._open, True
            self._next_attempt = time.monotonic() + self.rest
        if first:
            log.warning("%s does not answer: %s. Nothing waits for it now.", self.name, problem)

    def worked(self) -> None:
        """Close the circuit: the server has answered."""
        with self._lock:
            back, self._open = self._open, False
        if back:
            log.warning("%s answers again.", self.name)

    def attempt(self, ask: Callable[[], object]) -> None:
        """Ask the server in a thread of its own whether it is back; does nothing while the circuit
        is closed, while another attempt runs, or before `rest` seconds have passed."""
        with self._lock:
            now = time.monotonic()
            if not self._open or now < self._next_attempt:
                return
            # However long `ask` takes: nobody else asks before it has ended, or this time is over.
            self._next_attempt = now + 10 * self.rest

        def run() -> None:
            try:
                ask()
            except Exception as problem:  # a server that is away fails in many ways
                self.failed(problem)
            else:
                self.worked()

        threading.Thread(target=run, name=f"ask {self.name}", daemon=True).start()


# One for the cache and the broker: both are the same server.
REDIS = Circuit("Redis")
