"""Five minutes before a meeting: what is late, what will be asked, what changed, what you asked."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Membership
from cooperative.models import Meeting, MemberQuestion
from cooperative.queries.reading import Brief, meetings_to_read, review, workplan_of
from outcomes.models import Workplan
from outcomes.queries.actions import ActionRow

# About as many characters as somebody reads in a minute.
A_MINUTE = 900
# So much of what was said of each is on the page; the whole is in the workplan.
WORDS_OF_EACH = 160
MOST = 5


@dataclass(frozen=True)
class BriefPage:
    """All that the page shows, cut so that it is read in five minutes."""

    meeting: Meeting
    workplan: Workplan
    brief: Brief
    questions: list[MemberQuestion]
    # Of earlier meetings, still without an answer.
    left: list[MemberQuestion]
    read_at: Any
    counts: list[tuple[str, str, int]]

    @property
    def moved(self) -> list[ActionRow]:
        """What changed most lately."""
        told = [(row.officer_at, row) for row in self.brief.moved if row.officer_at]
        told.sort(key=lambda one: one[0], reverse=True)
        return [row for _, row in told[:MOST]]

    @property
    def moved_rest(self) -> int:
        return max(0, len(self.brief.moved) - MOST)

    @property
    def minutes(self) -> int:
        """How long it takes to read: never more than five."""
        said = sum(
            len(row.title) + min(len(row.officer_words or ""), WORDS_OF_EACH)
            for row in [*self.brief.late, *self.brief.gaps, *self.moved]
        )
        asked = sum(len(one.question) for one in self.brief.challenges)
        # Its headings and labels are a minute's fifth. What members asked is not counted: somebody
        # who asks a question does not make the text longer that they have just read.
        return max(1, min(5, round((said + asked) / A_MINUTE + 0.2)))


def next_to_read(actor: Membership) -> Any:
    """The next meeting with a workplan to read; None when there is none. One statement."""
    ahead: Any = meetings_to_read(actor).ahead()
    return next((one for one in ahead if one.plan_id is not None), None)


def brief_page(actor: Membership, meeting: Any) -> BriefPage | None:
    """The brief of a meeting that `meetings_to_read` has read; None when it has no workplan."""
    workplan = workplan_of(meeting)
    if workplan is None:
        return None
    shown = review(actor, meeting, workplan)
    return BriefPage(
        meeting=meeting,
        workplan=workplan,
        brief=shown.brief,
        questions=shown.questions[-MOST:],
        left=shown.left[:MOST],
        read_at=shown.read_at,
        counts=shown.page.counts,
    )
