"""What is wrong with a file, said so that whoever wrote it can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

# Enough to mend a file in one go; more is noise.
MOST_SHOWN = 50


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where, and what was expected there."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.message}"


class FrameworkError(Exception):
    """A file that cannot be used. Holds every problem found; nothing was changed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        shown = [str(problem) for problem in self.problems[:MOST_SHOWN]]
        if len(self.problems) > MOST_SHOWN:
            shown.append(f"and {len(self.problems) - MOST_SHOWN} more.")
        super().__init__("\n".join(shown))
