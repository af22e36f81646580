"""How the list of what we heard draws what stands under each point."""

from functools import lru_cache

from django import template
from django.template.defaultfilters import truncatewords
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import suppression
from core.components import ComponentError, typed
from core.templatetags.words import short_day
from voice.models import Ask

register = template.Library()


@register.simple_tag
@typed
def ask_facts(*, ask: object, rule: object = suppression.DEFAULT) -> SafeString:
    """How many said it, as the audience of `rule` may see it, where and when: one line. As a
    template, with its plural, it would cost as much as the rest of the point."""
    if not isinstance(ask, Ask):
        raise ComponentError(f"ask_facts: {ask!r} is not an ask")
    if not isinstance(rule, suppression.Rule):
        raise ComponentError(f"ask_facts: {rule!r} is not a rule")
    people = _young_people(ask.said_by, rule, get_language())
    facts = f"{capfirst(people)} · {ask.source_name} · {short_day(ask.said_on)}"
    return format_html('<p class="meta">{}</p>', facts)


@register.simple_tag
@typed
def ask_publishing(*, ask: object, url: str = "") -> SafeString:
    """Who may read the words, and below `url` the link to what can be done; no link without one."""
    if not isinstance(ask, Ask):
        raise ComponentError(f"ask_publishing: {ask!r} is not an ask")
    readers, change = _publishing_words(_is_public(ask), get_language())
    if not url:
        return format_html('<p class="meta">{}</p>', readers)
    link = format_html(change, words=truncatewords(ask.text, 6))
    return format_html('<p class="meta">{} <a href="{}{}/">{}</a></p>', readers, url, ask.pk, link)


@lru_cache(maxsize=512)
def _young_people(number: int, rule: suppression.Rule, language: str | None) -> str:
    """`language`, which is on, tells what is remembered apart."""
    return suppression.young_people(number, rule)


@lru_cache(maxsize=8)
def _publishing_words(everyone: bool, language: str | None) -> tuple[str, str]:
    """Who may read it, and the words of the link, with a place for the point itself."""
    readers = (
        _("Everyone can read these words.")
        if everyone
        else _("Only people who sign in here can read these words.")
    )
    return readers, _('Manage this point<span class="visually-hidden">: “{words}”</span>')


def _is_public(ask: Ask) -> bool:
    until = ask.public_until
    return ask.may_be_published and (until is None or until >= timezone.localdate())


@register.simple_tag
@typed
def ask_readers(*, ask: object) -> str:
    """Who may read a released point, as a sentence."""
    if not isinstance(ask, Ask):
        raise ComponentError(f"ask_readers: {ask!r} is not an ask")
    return _publishing_words(_is_public(ask), get_language())[0]
