"""What only a person can decide when somebody is erased: sentences with a name that may be somebody
else's, or a word of it that may be no name at all; and files, whose insides no program changes."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import ErasureChoice
from accounts.models import Authority, ErasureRequest, Membership, Person
from core.audit import naming
from outcomes.models import EvidenceFile
from portal.queries.named import TEXTS, Texts, names_of, rows_naming, shares_a_name

# Names as they stand in a register, not in somebody's sentence, where their own are replaced whole;
# and files, which are decided about as files.
NO_SENTENCES = {
    "accounts.Invitation",
    "accounts.InvitationSheet",
    "accounts.Membership",
    "outcomes.EvidenceFile",
}
_TITLES = set("cllr councillor dame dr lady lord miss mr mrs ms mx prof rev sir".split())
# Names that are ordinary words when written small: "she will" is not about Will.
_ORDINARY = set(
    "amber art ash bill bloom bob chance daisy dawn eve faith fern frank grace grant guy hazel "
    "heath hope iris ivy jack joy june lily mark may miles nick olive pat peace pearl penny ray "
    "robin rose ruby sandy sky summer sunny will young".split()
)
_SHORTEST = 2
_BETWEEN = re.compile(r"((?<=[.!?])\s+|\n+)")

PLACES: dict[str, str | Promise] = {
    "accounts.HandedOver": gettext_lazy("work that was handed over"),
    "accounts.Notice": gettext_lazy("a notification"),
    "accounts.ErasureRequest": gettext_lazy("the reason an erasure request was refused"),
    "expectations.Evidence": gettext_lazy("an expectation"),
    "expectations.ExpectationVerdict": gettext_lazy("a verdict on an expectation"),
    "voice.Ask": gettext_lazy("what young people said"),
    "outcomes.Action": gettext_lazy("an action"),
    "outcomes.DateMove": gettext_lazy("why a due date was moved"),
    "outcomes.Priority": gettext_lazy("a priority"),
    "outcomes.ProgressUpdate": gettext_lazy("an update on an action"),
    "outcomes.Verdict": gettext_lazy("a verdict"),
    "outcomes.Workplan": gettext_lazy("a workplan"),
    "cooperative.AgendaItem": gettext_lazy("an agenda item"),
    "cooperative.Challenge": gettext_lazy("a challenge"),
    "cooperative.ChallengeAnswer": gettext_lazy("the answer to a challenge"),
    "cooperative.Escalation": gettext_lazy("a reported problem"),
    "cooperative.EscalationStep": gettext_lazy("a comment on a reported problem"),
    "cooperative.Meeting": gettext_lazy("a meeting"),
    "cooperative.MeetingChange": gettext_lazy("why a meeting was moved or cancelled"),
    "cooperative.MeetingDecision": gettext_lazy("a decision at a meeting"),
    "cooperative.MemberQuestion": gettext_lazy("a member’s question"),
    "cooperative.Seat": gettext_lazy("a seat on a group or board"),
    "impact.AnnualReport": gettext_lazy("an annual report that hasn’t been endorsed"),
    "impact.ImpactReport": gettext_lazy("an impact report that hasn’t been signed"),
    "impact.ReportLine": gettext_lazy("a line in an impact report that hasn’t been signed"),
    "impact.ScrutinyAnswer": gettext_lazy("an answer to a scrutiny committee"),
    "impact.ScrutinyComment": gettext_lazy("a scrutiny committee’s comment"),
}


@dataclass(frozen=True)
class Known:
    """What somebody goes by in one authority, and what takes its place."""

    names: list[str]
    stand_in: str
    # Replaced wherever it stands: an address, and a full name that nobody else has.
    sure: re.Pattern[str]
    # A word of their name, or a name that somebody else has too: a person decides.
    unsure: re.Pattern[str]
    searched: list[str]
    others: re.Pattern[str]
    shared: bool

    def surely(self, text: str) -> str:
        """A text without what is surely them."""
        if text in self.names and not self.shared:
            return self.stand_in
        return self.sure.sub(self.stand_in, text)

    def hits(self, sentence: str) -> list[tuple[int, int]]:
        """Where a sentence has what may be them, and is not part of somebody else's full name."""
        found = [one.span() for one in self.unsure.finditer(sentence)]
        taken = [one.span() for one in self.others.finditer(sentence)] if found else []
        return [(a, b) for a, b in found if not any(c <= a and b <= d for c, d in taken)]

    def without(self, sentence: str) -> str:
        """A sentence with what may be them taken out."""
        for start, end in reversed(self.hits(sentence)):
            sentence = sentence[:start] + self.stand_in + sentence[end:]
        return sentence


@dataclass
class Passage:
    """A sentence as it will stand, in pieces of which every second is the name; where it is, and
    what was decided. The same sentence in two places is decided once."""

    key: str
    pieces: list[str]
    places: set[str] = field(default_factory=set)
    choice: str = ""

    @property
    def marked(self) -> list[tuple[str, bool]]:
        return [(piece, bool(number % 2)) for number, piece in enumerate(self.pieces) if piece]


@dataclass(frozen=True)
class LeftFile:
    """A file somebody attached, or whose name may name them."""

    key: str
    file: EvidenceFile
    theirs: bool
    choice: str = ""


@dataclass(frozen=True)
class Left:
    """All that a person has to decide, what nobody has decided yet first."""

    passages: list[Passage]
    files: list[LeftFile]

    @property
    def everything(self) -> list[Passage | LeftFile]:
        return sorted([*self.passages, *self.files], key=lambda one: bool(one.choice))

    @property
    def undecided(self) -> int:
        return sum(not one.choice for one in self.everything)

    def __len__(self) -> int:
        return len(self.passages) + len(self.files)


def known_as(person: Person, authority: Authority, stand_in: str) -> Known:
    """What a person goes by, sorted into what is surely theirs and what may be."""
    names = names_of(person, authority)
    shared = shares_a_name(person, names)
    sure = [one for one in names if "@" in one or (len(one.split()) > 1 and not shared)]
    words = {word for name in names if "@" not in name for word in _words_of(name)}
    unsure = sorted(words | ({one for one in names if "@" not in one} - set(sure)))
    others = Membership.objects.filter(authority=authority).exclude(person=person)
    full = {
        name
        for pair in others.values_list("person__name", "listed_as")
        for name in pair
        if len(name.split()) > 1 and name not in names
    }
    return Known(
        names=names,
        stand_in=stand_in,
        sure=naming(sure),
        unsure=naming(unsure),
        searched=[*names, *unsure],
        others=naming(full),
        shared=shared,
    )


def _words_of(name: str) -> Iterator[str]:
    """The words of a name as people write them: as it is, in capitals, and small where that is no
    ordinary word. No titles, and no initials."""
    for word in re.findall(r"[^\W\d_](?:[\w’'-]*\w)?", name):
        if word.lower().rstrip(".") in _TITLES or len(word) < _SHORTEST or word[0].islower():
            continue
        yield word
        yield word.upper()
        if word.lower() not in _ORDINARY:
            yield word.lower()


def left_names(request: ErasureRequest, known: Known) -> Left:
    """The sentences and files that a person has to decide about before `request` is granted, with
    what was decided. One statement a kind of text, and one for the files."""
    person, authority = request.membership.person, request.membership.authority
    found: dict[str, Passage] = {}
    for texts in TEXTS:
        if texts.model in NO_SENTENCES:
            continue
        for sentence in _sentences_of(texts, person, authority, known):
            if hits := known.hits(sentence):
                key = key_of(sentence)
                passage = found.setdefault(key, Passage(key, _pieces(sentence, hits)))
                passage.places.add(str(PLACES[texts.model]))
                passage.choice = request.choices.get(key, "")
    return Left(list(found.values()), _files(request, person, authority, known))


def _sentences_of(
    texts: Texts, person: Person, authority: Authority, known: Known
) -> Iterator[str]:
    rows = list(rows_naming(texts, authority, known.searched, standing=False))
    if texts.model == "accounts.Notice":
        model = apps.get_model(texts.model)
        own = set(model.objects.filter(membership__person=person).values_list("pk", flat=True))
        rows = [row for row in rows if row[0] not in own]  # forgotten with their membership
    for _pk, fields in rows:
        for text in strings_in(list(fields.values())):
            yield from _BETWEEN.split(known.surely(text))[::2]


def _pieces(sentence: str, hits: list[tuple[int, int]]) -> list[str]:
    pieces, last = [], 0
    for start, end in hits:
        pieces += [sentence[last:start], sentence[start:end]]
        last = end
    return [*pieces, sentence[last:]]


def _files(
    request: ErasureRequest, person: Person, authority: Authority, known: Known
) -> list[LeftFile]:
    words = Q(update__by__person=person)
    for one in known.searched:
        words |= Q(name__has_text=one)
    files = (
        EvidenceFile.objects.filter(words, update__action__authority=authority)
        .select_related("update__action")
        .order_by("pk")
        .distinct()
    )
    by = set(files.filter(update__by__person=person).values_list("pk", flat=True))
    return [
        LeftFile(f"file-{one.pk}", one, one.pk in by, request.choices.get(f"file-{one.pk}", ""))
        for one in files
    ]


def strings_in(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings_in(one)


def each_string(value: Any, change: Callable[[str], str]) -> Any:
    """The same value with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: each_string(one, change) for key, one in value.items()}
    return [each_string(one, change) for one in value] if isinstance(value, list) else value


def key_of(sentence: str) -> str:
    """By what a decision about a sentence is kept: no word of it, and another for changed words."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:32]


def rewritten(text: str, known: Known, choices: dict[str, str]) -> str:
    """A text without what is surely them, and without what somebody decided to take out."""
    parts = _BETWEEN.split(known.surely(text))
    for number, sentence in enumerate(parts):
        if number % 2 == 0 and choices.get(key_of(sentence)) == ErasureChoice.TAKE_OUT:
            parts[number] = known.without(sentence)
    return "".join(parts)


def taken_sentences(left: Left) -> list[str]:
    """The sentences of which the name is taken out, as they stood."""
    return ["".join(one.pieces) for one in left.passages if one.choice == ErasureChoice.TAKE_OUT]


def what_is_left(left: Left) -> str:
    """How much nobody has decided, in words for whoever decides."""
    return _("First decide on each sentence and file that may be about them (%(n)s left).") % {
        "n": left.undecided
    }
