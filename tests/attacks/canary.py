"""A word planted in every text that belongs to one authority, to be looked for in another's."""

from collections.abc import Set
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import CharField, TextField, Value
from django.db.models.functions import Concat, Left

from accounts.models import Authority, InvitationSheet, Membership, Person
from cooperative.models import Body
from core import audit
from core.languages import GENERIC
from core.models import AuditEvent

WORD = "kestrelwhin"
# What the program itself reads, or what belongs in an address; it is no text of anybody's.
NOT_TEXT = {
    *("slug", "file", "picture", "tone", "icon", "kind", "sha256", "digest", "content_hash"),
    *("token_hash", "colour", "email", "password", "nation", "language", "claimed_by", "problem"),
}
# What nobody has written stays empty here: an answer without an answerer is no answer.
SAYS_MORE = {
    "accounts.ErasureRequest.reason",
    "cooperative.AgendaItem.declined_because",
    "cooperative.ChallengeAnswer.refused_because",
    "cooperative.MemberQuestion.answer",
    "impact.ScrutinyComment.withdrawn_because",
    "outcomes.Priority.closing_words",
}
OURS = {
    "accounts", "expectations", "voice", "outcomes", "cooperative", "impact", "portal", "frameworks"
}  # fmt: skip


def way_to_authority(model: type[models.Model], depth: int = 4) -> str:
    """How a row of the model says which authority it is of: "" when it does not."""
    if model is Authority:
        return "pk"
    ways = [("", model)]
    for _ in range(depth):
        further = []
        for before, at in ways:
            for field in at._meta.fields:
                if not isinstance(field, models.ForeignKey):
                    continue
                if field.related_model is Authority:
                    return f"{before}{field.name}"
                related: Any = field.related_model
                if related._meta.app_label in OURS:
                    further.append((f"{before}{field.name}__", related))
        ways = further
    return ""


def text_fields(model: type[models.Model]) -> list[Any]:
    """Its fields that somebody writes in."""
    return [
        field
        for field in model._meta.fields
        if isinstance(field, CharField | TextField)
        and not isinstance(field, models.SlugField | models.EmailField | models.FileField)
        and not field.choices
        and not field.primary_key
        and field.name not in NOT_TEXT
    ]


def every_text() -> set[str]:
    """The names of all fields that somebody writes in for one authority, or as its member."""
    return {
        f"{model._meta.label}.{field.name}"
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        if model is Person or way_to_authority(model)
        for field in text_fields(model)
    }


def plant(
    authority: Authority, by: Membership, *, word: str = WORD, spared: Set[str] = frozenset()
) -> set[str]:
    """Put the word into all of it, but for the fields named in `spared`. Returns the names of the
    fields it is in now."""
    planted = set()
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            way = way_to_authority(model)
            rows = model._default_manager.filter(**{way: authority.pk}) if way else None
            if model is Person:
                rows = Person.objects.filter(memberships__authority=authority)
            fields = text_fields(model)
            if rows is None or not fields:
                continue
            keys = list(rows.values_list("pk", flat=True))
            for field in fields:
                name = f"{model._meta.label}.{field.name}"
                if name in spared:
                    continue
                written = model._default_manager.filter(pk__in=keys)
                if name in SAYS_MORE:
                    written = written.exclude(**{field.name: ""})
                if written.update(**{field.name: _with_word(field, word)}):
                    planted.add(name)
    # A field that nobody has written in is one that no test looks for: `rest.py` is the place.
    missing = every_text() - planted - spared
    assert not missing, f"nobody has written in {sorted(missing)}: see tests/attacks/rest.py"
    if "accounts.Authority.terminology" not in spared:
        planted |= _plant_own_words(authority, word)
    audit.record("accounts.invitation.sent", actor=by, about=by, summary=f"{word} {word}")
    assert AuditEvent.objects.filter(summary__contains=word).exists()
    return planted


def _plant_own_words(authority: Authority, word: str) -> set[str]:
    """What is text in a field that is none: the authority's own words, lists of names and rows."""
    terminology = {key: {"one": f"{word} {key}", "many": f"{word} {key}s"} for key in GENERIC}
    Authority.objects.filter(pk=authority.pk).update(terminology=terminology)
    Body.objects.filter(authority=authority).update(aliases=[word])
    for sheet in InvitationSheet.objects.filter(authority=authority):
        sheet.rows = [sheet.rows[0], *([f"{word} {row[0]}", *row[1:]] for row in sheet.rows[1:])]
        sheet.save()
    return {
        "accounts.Authority.terminology",
        "accounts.InvitationSheet.rows",
        "cooperative.Body.aliases",
    }


def _with_word(field: Any, word: str) -> Any:
    text = Concat(Value(f"{word} "), field.name, output_field=TextField())
    return Left(text, field.max_length) if field.max_length else text
