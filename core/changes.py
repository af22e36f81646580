"""Make one row hold what it should, and write down only what that changed.

Setting up is done many times: from a file, from the same file again, from a page. So the operations
that set up say what should be so, and this says what had to change.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models

from core import audit

M = TypeVar("M", bound=models.Model)


def upsert_audited(
    model: type[M],
    *,
    noun: str,
    actor: audit.Actor | None,
    authority_id: int | None,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
) -> M:
    """The row of `model` with this `key`, holding these `values`; made when there is none.

    Checks it whole (ValidationError), saves it, and records `<noun>.added` or, with what it was and
    what it is, `<noun>.changed`. Changes and records nothing when all is so already. The row is
    locked until the transaction ends. `authority_id` is None only for an authority itself.
    """
    obj = model._default_manager.select_for_update().filter(**key).first()
    is_new = obj is None
    if obj is None:
        obj = model(**key)
    before = {} if is_new else {name: getattr(obj, name) for name in values}
    changed = {name: value for name, value in values.items() if is_new or before[name] != value}
    if not changed and not is_new:
        return obj
    for name, value in changed.items():
        setattr(obj, name, value)
    obj.full_clean()
    obj.save()
    audit.record(
        f"{noun}.added" if is_new else f"{noun}.changed",
        actor=actor,
        about=obj,
        authority_id=authority_id if authority_id is not None else obj.pk,
        summary=str(obj),
        changes={} if is_new else {n: [_plain(before[n]), _plain(v)] for n, v in changed.items()},
    )
    return obj


def _plain(value: Any) -> Any:
    """The value as the trail can keep it: a row by its label, a date by its text."""
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)
