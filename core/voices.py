"""What the owner of an action says and what care consultants say, side by side."""

from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.components import FEELS, STATUS, ComponentError
from core.drawn import drawn
from core.languages import own_lang


class Voice(NamedTuple):
    """One side of an action: its judgement (a key of STATUS or FEELS), its words, its day."""

    judgement: str
    words: str
    when: str


def two_voices(
    officer: Voice, ours: Voice, language: str | None = None, who: str = ""
) -> SafeString:
    """Both, of equal size; over the first stands that `who` says it, a name or a post. Drawn with
    as little work as can be: a workplan shows fifty of them, and says which `language` is on.
    Raises `ComponentError` for a judgement that does not exist."""
    words = _voice_words(language or get_language())
    try:
        said = words[officer.judgement and f"officer:{officer.judgement}"]
        felt = words[ours.judgement and f"ours:{ours.judgement}"]
    except KeyError as error:
        raise ComponentError(f"two_voices: no judgement {error}") from None
    return drawn(
        [
            f'<div class="voices"><div class="voice"><p class="voice-who">{_who(who, words)}</p>'
            f'{_said(said, officer, words)}</div><div class="voice is-ours">'
            f'<p class="voice-who">{words["ours"]}</p>{_said(felt, ours, words)}</div></div>'
        ]
    )


def _who(who: str, words: dict[str, str]) -> str:
    return words["says"] % {"who": escape(who)} if who else words["officer"]


@lru_cache(maxsize=8)
def _voice_words(language: str | None) -> dict[str, str]:
    """Who speaks, each judgement, and the silence of who has not, in the language that is on."""
    return {
        "": "",
        "officer": escape(_("The owner says")),
        "says": escape(_("%(who)s says")),
        "ours": escape(_("Care consultants say")),
        "lang": own_lang(),
        "nothing": f'<p class="meta">{escape(_("Nothing yet."))}</p>',
        **{f"officer:{key}": f"<b>{escape(str(look.label))}.</b> " for key, look in STATUS.items()},
        **{f"ours:{key}": f"<b>{escape(str(look.label))}.</b> " for key, look in FEELS.items()},
    }


def _said(judgement: str, voice: Voice, words: dict[str, str]) -> str:
    if not judgement and not voice.words:
        return words["nothing"]
    last = f'<p class="meta">{escape(voice.when)}</p>' if voice.when else ""
    said = escape(voice.words)
    if words["lang"]:
        said = f"<span{words['lang']}>{said}</span>"
    return f"<p>{judgement}{said}</p>{last}"
