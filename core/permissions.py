"""The only door to django-guardian. Import-linter bans guardian everywhere else.

Rights come in two shapes. A *role's* rights are rows that tie one group per authority and role to
the authority itself. *Personal* rights are rows that tie one person to one object (the lead of an
outcome, the owner of an action). Both are projections of memberships and relations, written in the
transaction that changes those. Global permissions are never given: with guardian one global row
opens every authority's objects.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from guardian.utils import get_group_obj_perms_model, get_user_obj_perms_model

# The bases of an app's direct-foreign-key grant tables, so that apps need not import guardian.
GroupGrant = GroupObjectPermissionBase
UserGrant = UserObjectPermissionBase


def _permissions(model: type[models.Model], codenames: Iterable[str]) -> dict[str, Permission]:
    """The Permission rows of a model by codename. Raises KeyError for one it does not declare."""
    wanted = set(codenames)
    content_type = ContentType.objects.get_for_model(model)
    found = {
        permission.codename: permission
        for permission in Permission.objects.filter(content_type=content_type, codename__in=wanted)
    }
    if missing := wanted - set(found):
        raise KeyError(f"{model._meta.label} declares no permission {sorted(missing)}")
    return found


def set_group_rights(group: Group, obj: models.Model, codenames: Iterable[str]) -> None:
    """Make a group's rights on `obj` exactly `codenames`."""
    _set(get_group_obj_perms_model(type(obj)), {"group": group}, obj, set(codenames))


def set_person_rights(person: models.Model, obj: models.Model, codenames: Iterable[str]) -> None:
    """Make one person's rights on `obj` exactly `codenames`."""
    _set(get_user_obj_perms_model(type(obj)), {"user": person}, obj, set(codenames))


def _set(table: Any, holder: dict[str, Any], obj: models.Model, codenames: set[str]) -> None:
    rows = table.objects.filter(**holder, content_object=obj)
    held = set(rows.values_list("permission__codename", flat=True))
    rows.filter(permission__codename__in=held - codenames).delete()
    if to_add := codenames - held:
        wanted = _permissions(type(obj), to_add)
        table.objects.bulk_create(
            [table(**holder, permission=wanted[name], content_object=obj) for name in to_add],
            ignore_conflicts=True,
        )


def clear_rights(obj: models.Model, codename: str) -> None:
    """Take a personal right on `obj` from everyone who holds it."""
    get_user_obj_perms_model(type(obj)).objects.filter(
        content_object=obj, permission__codename=codename
    ).delete()


def group_rights(person: models.Model, obj: models.Model) -> frozenset[str]:
    """The codenames a person's groups hold on `obj`. One query."""
    return frozenset(
        get_group_obj_perms_model(type(obj))
        .objects.filter(group__user=person, content_object=obj)
        .values_list("permission__codename", flat=True)
    )


def objects_by_right(
    person: models.Model, rights: Mapping[str, type[models.Model]]
) -> dict[str, frozenset[int]]:
    """The ids of the objects on which a person holds each of these personal rights, by codename;
    `rights` says of which model each is. One query for all of them."""
    found: dict[str, set[int]] = {codename: set() for codename in rights}
    parts = [
        get_user_obj_perms_model(model)
        .objects.filter(user=person, permission__codename=codename)
        .order_by()
        .values_list("permission__codename", "content_object_id")
        for codename, model in rights.items()
    ]
    for codename, pk in parts[0].union(*parts[1:], all=True):
        found[codename].add(pk)
    return {codename: frozenset(ids) for codename, ids in found.items()}


def all_person_rights(model: type[models.Model]) -> set[tuple[int, int, str]]:
    """Every personal grant on a model, as (person id, object id, codename)."""
    return set(
        get_user_obj_perms_model(model).objects.values_list(
            "user_id", "content_object_id", "permission__codename"
        )
    )


def all_group_rights(model: type[models.Model]) -> set[tuple[str, int, str]]:
    """Every group grant on a model, as (group name, object id, codename)."""
    return set(
        get_group_obj_perms_model(model).objects.values_list(
            "group__name", "content_object_id", "permission__codename"
        )
    )
