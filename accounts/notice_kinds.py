"""The registry of the kinds of news. The app whose records a kind is about declares it in
`<app>/notices.py`; `AccountsConfig.ready` imports these modules.

A kind belongs to a topic, which can be stopped, and to what it is about: a record whose
`visible_to` says who may be told. Its words are a whole sentence; `%(…)s` are the authority's own
words, and `%(day)s` the day that was named. The words go on pages only: an e-mail holds none of
them. Operations tell of it with `accounts.operations.notices.notify`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from accounts.enums import Topic
from core.text import and_list


@dataclass(frozen=True)
class NoticeKind:
    """One kind of news. `asks` is true of what waits for the reader, and so stands first. `holds`
    says as long as what it is news: look-ups on what it is about, where F("day"), F("detail") and
    F("membership") are the notice's own; of several sets one is enough. `until` are look-ups that
    end it although it holds: what this reader has done. Without any, it stays true; of news that
    asks, `stays` then says why nothing here ends it."""

    topic: Topic
    about: str
    words: Promise
    asks: bool = False
    # What exactly changed, by the code a notice keeps of it: a whole sentence in place of `words`;
    # or, where several may have changed at once, nouns that `parts_words` lists.
    details: Mapping[str, Promise] = field(default_factory=dict)
    parts_words: Promise | None = None
    # The manager whose `visible_to` says who may be told: one and the same for all that is about
    # this model.
    manager: str = "_default_manager"
    holds: Mapping[str, Any] | tuple[Mapping[str, Any], ...] = ()
    until: Mapping[str, Any] = field(default_factory=dict)
    stays: str = ""

    @property
    def ways(self) -> tuple[Mapping[str, Any], ...]:
        """The sets of look-ups of which one has to fit for it to be news."""
        return (self.holds,) if isinstance(self.holds, Mapping) else self.holds

    def codes(self, detail: str) -> list[str]:
        """The codes in what a notice keeps of what changed. Raises KeyError for one that has no
        words here."""
        codes = detail.split(",") if detail else []
        for code in codes:
            self.details[code]
        return codes

    def sentence(self, detail: str, values: Mapping[str, Any]) -> str:
        """What happened, with what exactly changed where that is known, in the language that is
        on. `values` are the authority's own words."""
        codes = self.codes(detail)
        if not codes:
            return str(self.words) % values
        if self.parts_words is None:
            return str(self.details[codes[0]]) % values
        # Two codes may be one thing to a reader.
        parts = list(dict.fromkeys(str(self.details[code]) for code in codes))
        return str(self.parts_words) % {**values, "parts": and_list(parts)}

    @property
    def can_end(self) -> bool:
        return bool(self.holds or self.until)


# Every registered kind, by its slug. Empty until the apps are ready.
KINDS: dict[str, NoticeKind] = {}


def register_notice_kinds(kinds: Mapping[str, NoticeKind]) -> None:
    """Add the kinds of one app, by slug. Raises ValueError if a slug is taken, and adds none."""
    if taken := sorted(KINDS.keys() & kinds.keys()):
        raise ValueError(f"There are kinds of notice with these slugs already: {taken}.")
    KINDS.update(kinds)
