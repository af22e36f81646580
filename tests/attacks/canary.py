"""A word planted in every text that belongs to one authority, to be looked for in another's."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import CharField, TextField, Value
from django.db.models.functions import Concat, Left

from accounts.models import Authority, Membership, Person
from core import audit
from core.models import AuditEvent

WORD = "kestrelwhin"
# What the program itself reads, or what belongs in an address; it is no text of anybody's.
NOT_TEXT = {
    *("slug", "file", "picture", "tone", "icon", "kind", "sha256", "digest", "content_hash"),
    *("token_hash", "colour", "email", "password", "nation"),
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


def plant(authority: Authority, by: Membership) -> set[str]:
    """Put the word into all of it. Returns the names of the fields it is in now."""
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
                # What nobody has written stays empty: an answer without an answerer is no answer.
                written = model._default_manager.filter(pk__in=keys).exclude(**{field.name: ""})
                if written.update(**{field.name: _with_word(field)}):
                    planted.add(f"{model._meta.label}.{field.name}")
    audit.record("accounts.invitation.sent", actor=by, about=by, summary=f"{WORD} {WORD}")
    assert AuditEvent.objects.filter(summary__contains=WORD).exists()
    return planted


def _with_word(field: Any) -> Any:
    text = Concat(Value(f"{WORD} "), field.name, output_field=TextField())
    return Left(text, field.max_length) if field.max_length else text
