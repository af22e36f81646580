"""Whose update is wanted on what: where a two-minute update begins, and where it ends."""

from dataclasses import dataclass

from accounts.models import Membership
from outcomes.queries.update_queue import MOST, Round
from portal.queries.homes.open_actions import Owed, own_actions


@dataclass(frozen=True)
class Updates:
    """What somebody owes, as a two-minute update sees it."""

    # All that is owed, what of it needs an update now, and what of it is late, updated or not.
    own: list[Owed]
    waiting: list[Owed]
    late: list[Owed]

    @property
    def round(self) -> Round | None:
        """The next few, the soonest due first; None when nothing needs an update."""
        ids = tuple(one.id for one in self.waiting[:MOST])
        return Round(ids, 0) if ids else None

    @property
    def next_number(self) -> int:
        return min(len(self.waiting), MOST)


def updates_of(actor: Membership) -> Updates:
    """What the actor owes today. One statement."""
    own = own_actions(actor)
    return Updates(
        own=own,
        waiting=[one for one in own if one.wants_a_word],
        late=[one for one in own if one.days_late],
    )
