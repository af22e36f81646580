"""Two versions of one thing, side by side and in words, for whoever saved second."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models
from django.forms import BaseForm, BoundField
from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from core.models import AuditEvent
from core.text import and_list


@dataclass(frozen=True)
class Clash:
    """What somebody who saved second is shown: whether it was they themselves in another tab, what
    differs (question, what is saved, what they wrote), and whether both are kept anyway."""

    own: bool
    both_stay: bool
    rows: list[tuple[str, str, str]] = field(default_factory=list)


def last_change(current: models.Model) -> AuditEvent | None:
    """The newest event about a thing; None for one that has no history."""
    about = AuditEvent.objects.filter(
        object_type=current._meta.label_lower, object_id=str(current.pk)
    )
    return about.order_by("-id").first()


def clash_of(form: BaseForm) -> Clash | None:
    """What to show of a form whose operation found that somebody saved first; None when nobody
    did. What is the same in both is left out, and so is what the thing does not keep."""
    current = getattr(form, "conflict", None)
    if current is None:
        return None
    saved: dict[str, Any] = form.saved_values(current)  # type: ignore[attr-defined]
    rows = []
    for bound in form.visible_fields():
        if bound.name not in saved:
            continue
        typed = form.cleaned_data.get(bound.name, bound.value())
        if _plain(saved[bound.name]) != _plain(typed):
            rows.append((str(bound.label), _words(bound, saved[bound.name]), _words(bound, typed)))
    own, stay = getattr(form, "conflict_own", False), getattr(form, "both_stay", False)
    return Clash(own=own, both_stay=stay, rows=rows)


def kept_by(current: Any, names: Iterable[str]) -> dict[str, Any]:
    """What a thing keeps under the names of a form's questions."""
    values: dict[str, Any] = {}
    for name in names:
        value: Any = getattr(current, name, None)
        if hasattr(value, "all"):
            values[name] = list(value.all())
        elif hasattr(current, name) and not callable(value):
            values[name] = value
    return values


def _plain(value: Any) -> Any:
    """A value to compare by: rows by their keys, texts by their words."""
    if isinstance(value, (list, tuple, models.QuerySet)):
        return sorted(str(_plain(one)) for one in value)
    if isinstance(value, models.Model):
        return str(value.pk)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _words(bound: BoundField, value: Any) -> str:
    """An answer as it reads on its page."""
    if isinstance(value, (list, tuple, models.QuerySet)):
        return and_list([_words(bound, one) for one in value]) or _("Nothing")
    if value in (None, ""):
        return _("Nothing")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime.datetime):
        return date_format(localtime(value) if is_aware(value) else value, "j F Y, H:i")
    if isinstance(value, datetime.date):
        return date_format(value, "j F Y")
    if isinstance(value, models.Model) and isinstance(bound.field, forms.ModelChoiceField):
        return str(bound.field.label_from_instance(value))
    if isinstance(bound.field, forms.ChoiceField):
        return _label(bound.field.choices, str(value))
    return str(value)


def _label(choices: Any, value: str) -> str:
    """What a list shows for a value, however its choices are grouped."""
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            if (found := _label(label, value)) != value:
                return found
        elif str(key) == value:
            return str(label)
    return value
