"""What was true of a record on the day its line was composed, kept with the line.

A published report must say next year what it said when it was signed, although the action it speaks
of has moved on. So a line keeps these facts, and the page, the PDF and the totals read them.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any

from core import suppression


@dataclass(frozen=True)
class Facts:
    """Everything a line shows besides its sentence."""

    # What it is a line about: priority, action, decision or challenge, and its short name.
    source: str
    label: str
    title: str = ""
    status: str = ""
    status_label: str = ""
    days_late: int = 0
    owner: str = ""
    due_on: str = ""
    # The group that a problem which blocks it waits with, and since which day.
    blocked_with: str = ""
    blocked_since: str = ""
    officer_says: str = ""
    officer_on: str = ""
    feels: str = ""
    consultants_say: str = ""
    consultants_on: str = ""
    reached: int | None = None
    target: int | None = None
    unit: str = ""
    counts_people: bool = True
    last_shown: int | None = None
    not_done: bool = False

    @property
    def count(self) -> suppression.Count | None:
        """How far its action had come. None where nothing is counted."""
        if not self.target:
            return None
        return suppression.Count(
            self.reached or 0, self.target, self.last_shown, of_people=self.counts_people
        )

    def to_json(self) -> dict[str, Any]:
        """As a line stores them."""
        return asdict(self)


_NAMES = frozenset(field.name for field in fields(Facts))


def read_facts(stored: dict[str, Any]) -> Facts:
    """From what a line stores. A key that a later version no longer knows is passed over."""
    known = {name: value for name, value in stored.items() if name in _NAMES}
    return Facts(**({"source": "", "label": ""} | known))
