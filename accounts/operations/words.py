"""The only writers of an authority's plainer words and of what its words mean."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Authority, GlossaryTerm, Membership, PlainWord
from accounts.policies import can_set_up
from core import audit
from core.changes import upsert_audited
from core.concurrency import check_version
from core.decisions import require

W = TypeVar("W", bound=PlainWord | GlossaryTerm)
NOUNS = {PlainWord: "accounts.plain_word", GlossaryTerm: "accounts.glossary_term"}
# The field that may stand once an authority, whatever its capitals.
KEYS = {PlainWord: "instead_of", GlossaryTerm: "word"}


@transaction.atomic
def set_word(*, actor: Membership | None, authority: Authority, kind: type[W], **values: str) -> W:
    """Put a word on the list, or bring the one that stands there to these values. `actor` is None
    when the program itself does it (loading a file). Records `accounts.plain_word.added` or
    `.changed`, or `accounts.glossary_term.…`. Refuses another authority's people."""
    require(can_set_up(actor, authority))
    key = KEYS[kind]
    there = _same(kind, authority.pk, values[key])
    _check(kind, values)
    return upsert_audited(
        kind,
        noun=NOUNS[kind],
        actor=actor,
        authority_id=authority.pk,
        key={"authority": authority, key: getattr(there, key) if there else values[key]},
        values={name: value for name, value in values.items() if name != key},
    )


@transaction.atomic
def add_word(*, actor: Membership, kind: type[W], **values: str) -> W:
    """Put a new word on the list of the actor's own authority. Records the same. Raises
    ValidationError when the word stands there already."""
    require(can_set_up(actor, actor.authority))
    if _same(kind, actor.authority_id, values[KEYS[kind]]):
        raise ValidationError({KEYS[kind]: _("This word is already on the list.")})
    return set_word(actor=actor, authority=actor.authority, kind=kind, **values)


@transaction.atomic
def change_word(*, actor: Membership, word: W, version: int | None, **values: str) -> W:
    """Change a word or what stands beside it. Records `.changed` with what it was and what it is.
    Raises `Conflict` when somebody else did first, ValidationError when the word stands there
    twice."""
    require(can_set_up(actor, word.authority))
    kind = type(word)
    word = check_version(word, version)
    same = _same(kind, word.authority_id, values[KEYS[kind]])
    if same and same.pk != word.pk:
        raise ValidationError({KEYS[kind]: _("This word is already on the list.")})
    _check(kind, values)
    changes = {
        name: [getattr(word, name), value]
        for name, value in values.items()
        if getattr(word, name) != value
    }
    for name, value in values.items():
        setattr(word, name, value)
    word.full_clean()
    word.save()
    audit.record(
        f"{NOUNS[kind]}.changed", actor=actor, about=word, summary=str(word), changes=changes
    )
    return word


@transaction.atomic
def remove_word(*, actor: Membership, word: PlainWord | GlossaryTerm) -> None:
    """Take a word off the list. Records `.removed` with what stood there, so that it can be written
    again."""
    require(can_set_up(actor, word.authority))
    kind = type(word)
    other = "say" if isinstance(word, PlainWord) else "meaning"
    audit.record(
        f"{NOUNS[kind]}.removed",
        actor=actor,
        about=word,
        summary=str(word),
        changes={other: [getattr(word, other), ""]},
    )
    word.delete()


@transaction.atomic
def see_tour(*, actor: Membership) -> Membership:
    """Say that the actor has taken or skipped the tour, so that it is offered no more. Records
    `accounts.tour.seen`; nothing the second time. Everybody may, for themselves."""
    if actor.tour_seen_at is None:
        actor.tour_seen_at = timezone.now()
        actor.full_clean()
        actor.save(update_fields=["tour_seen_at"])
        audit.record("accounts.tour.seen", actor=actor, about=actor, summary=actor.label)
    return actor


def _same(kind: type[W], authority_id: int, word: str) -> W | None:
    """The word as it stands on the list, whatever its capitals."""
    rows: QuerySet[W] = QuerySet(kind).select_for_update()
    return rows.filter(authority=authority_id, **{f"{KEYS[kind]}__same_text": word}).first()


def _check(kind: type[W], values: dict[str, str]) -> None:
    if kind is PlainWord and values["instead_of"].casefold() == values["say"].casefold():
        raise ValidationError(
            {"say": _("Enter a different word from the one you want people to avoid.")}
        )
