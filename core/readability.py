"""How hard a text is to read: its reading age, its long sentences, words that could be plainer.

The reading age is Flesch-Kincaid's grade (Kincaid and others, 1975) plus the five years a child is
old before the first grade. It is an estimate of English alone: it counts sentences, words and
syllables and knows nothing of sense. Knows no page and no database; docs/decisions/0032 says why it
is ours.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# Aim for 9 to 11 (SG-060), and no sentence over 25 words (as GOV.UK writes).
AGE_TO_AIM_FOR = (9, 11)
LONGEST_SENTENCE = 25
# A formula made for whole pages says nothing of a line or two.
FEWEST_WORDS = 20
# What one look may name: more would be a scolding.
MOST_SENTENCES = 2
MOST_WORDS = 3

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d[\d,.:%]*")


@dataclass(frozen=True)
class LongSentence:
    """A sentence that could be two: how many words it has, and how it begins."""

    words: int
    begins: str


@dataclass(frozen=True)
class Swap:
    """A word that stands in the text, and what could be said instead."""

    found: str
    say: str


@dataclass(frozen=True)
class Reading:
    """What was found. `age` is None for a text too short to tell, or not in English."""

    words: int = 0
    age: int | None = None
    long_sentences: tuple[LongSentence, ...] = ()
    swaps: tuple[Swap, ...] = ()

    @property
    def is_hard(self) -> bool:
        """Whether readers older than we aim for are needed."""
        return self.age is not None and self.age > AGE_TO_AIM_FOR[1]

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to suggest."""
        return not (self.is_hard or self.long_sentences or self.swaps)


def read(text: str, plainer: Iterable[tuple[str, str]] = (), *, english: bool = True) -> Reading:
    """Look at a text. `plainer` is pairs: what to look for, and what to say instead; the longest
    match wins. Without `english` no age is told, since the formula would be wrong."""
    sentences = [words for part in _SENTENCE_END.split(text) if (words := _WORD.findall(part))]
    count = sum(map(len, sentences))
    long = sorted((s for s in sentences if len(s) > LONGEST_SENTENCE), key=len, reverse=True)
    return Reading(
        words=count,
        age=reading_age(sentences) if english and count >= FEWEST_WORDS else None,
        long_sentences=tuple(
            LongSentence(len(words), " ".join(words[:5])) for words in long[:MOST_SENTENCES]
        ),
        swaps=_swaps(text, plainer),
    )


def reading_age(sentences: list[list[str]]) -> int:
    """The age at which most children can read these sentences of words, from 5 up."""
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 5
    per_sentence = len(words) / len(sentences)
    per_word = sum(map(syllables, words)) / len(words)
    return max(5, round(0.39 * per_sentence + 11.8 * per_word - 15.59 + 5))


# An e that is written and not said: "moved", "places" but not "houses", "hope", "safely"; the e of
# "table" is said.
_SILENT = re.compile(
    r"(?<![^aeiouy]l)(?:"
    r"(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxzgh])es$|(?<=[^aeiouy])e$"
    r"|(?<=[^aeiouy])e(?=(?:ment|ly|ful|fully|less|ness)s?$))"
)
# Vowels side by side that are said apart: "various", "client", "doing", "idea", "actual".
_APART = re.compile(
    r"(?<![ctgs])i(?=a(?!l|ge)|o(?!n)|u)|(?<![ct])ie(?=nt|nc|t$|ty)|[aeouy](?=ing)"
    r"|(?<=cr)ea(?=t)|(?<=[aeiouy][^aeiouy])ea(?=s?$)|(?<![gq])u(?=a)"
)
_ENDINGS = re.compile(r"'(?:s|re|ve|ll|d|m)$")


@lru_cache(maxsize=4096)
def syllables(word: str) -> int:
    """About how many syllables a word of English has, by its letters. At least one."""
    word = _ENDINGS.sub("", word.lower().replace("’", "'"))
    spoken_not = len(re.findall(r"[ds]n't$", word))  # "didn't", unlike "can't"
    word = word.removesuffix("n't").replace("'", "")
    if len(re.findall("[aeiouy]+", word)) > 1:
        word = _SILENT.sub("", word)
    return max(1, len(re.findall("[aeiouy]+", word)) + len(_APART.findall(word)) + spoken_not)


def _swaps(text: str, plainer: Iterable[tuple[str, str]]) -> tuple[Swap, ...]:
    say = {avoid.casefold(): better for avoid, better in plainer}
    if not say:
        return ()
    longest_first = sorted(say, key=len, reverse=True)
    pattern = re.compile(
        rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?:s|d)?(?!\w)", re.IGNORECASE
    )
    found: dict[str, Swap] = {}
    for match in pattern.finditer(text.replace("’", "'")):
        key = match[1].casefold()
        if key in say:
            found.setdefault(key, Swap(match[0], say[key]))
    return tuple(found.values())[:MOST_WORDS]
