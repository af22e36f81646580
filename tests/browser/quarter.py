"""What the people of the story write, and what they must find again later."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.browser.people import Someone
from tests.browser.program import Program

WORK = "/manchester/work"
NEWCOMER = "Zadie Winterbourne"
NEWCOMERS_ADDRESS = "z.winterbourne@manchester.example"
PASSWORD = "a long thread of gold 27"

SAID = "It costs too much to try anything new."
PRIORITY = "Every one of us tries something new"
WHY = "We miss out on clubs because nobody pays for the first time."
SECOND = "One yes is enough for a sleepover"
SECOND_WHY = "We wait for four people to say yes, and then it is too late."

ACTION = "Pay the first month of any club"
MEASURE = "Nobody says no to a club because of money."
PARTNERS_ACTION = "Open the hospital gym to us on Sundays"
DONE = "Two boxing gyms and a dance studio send us the bill."
DIFFERENCE = "Going out is normal now."
PARTNER_DONE = "The gym is booked from May."
VERDICT = "Getting in is easy. Getting there is not."

QUESTION = "Who pays for the bus to the club?"
ANSWER_TO_MEMBER = "Nobody yet. We bring it to the meeting."
CHALLENGE = "Why do we still pay for the bus?"
ANSWER = "We will pay for it from the first of next month."
DECISION = "Travel to clubs is free"
REASON = "A club nobody can reach is no club."
AGREED = "Give every one of us a bus pass"
EDITED = "Thirty of us joined a club this quarter, and nobody paid for the first month."
LEADS_LINE = "The hospital gym opens to us in May."
FOREWORD = "This was the year we stopped asking twice."


def in_days(days: int) -> datetime.date:
    """A day from today on, as Manchester counts days."""
    return now().date() + datetime.timedelta(days=days)


def now() -> datetime.datetime:
    return datetime.datetime.now(ZoneInfo("Europe/London"))


@dataclass
class Quarter:
    """The story as it stands: who is at a window, and where things are."""

    program: Program
    open: Callable[..., Someone]
    folder: Path
    invitation: str = ""
    plan: str = ""
    meeting: str = ""
    report: str = ""
    addresses: dict[str, str] = field(default_factory=dict)
    people: dict[str, Someone] = field(default_factory=dict)
    saw_progress: int = 0

    def who(self, role: str) -> Someone:
        """The person of a role, at the window they opened first."""
        if role not in self.people:
            self.people[role] = self.open(self.program, f"manchester-{role}")
        return self.people[role]

    @property
    def her(self) -> Someone:
        """The new care consultant."""
        return self.people["newcomer"]
