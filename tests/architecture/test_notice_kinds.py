"""Every kind of notice is declared once, by an app that stands no lower than what it names."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models.sql import Query

from accounts.enums import Topic
from accounts.notice_kinds import KINDS, NoticeKind, register_notice_kinds
from tests.architecture.packages import APPS, CONTRACTS, ROOT

COLLECTED = dict(KINDS)  # before the lines below import the modules themselves
DECLARED: dict[str, dict[str, NoticeKind]] = {
    app: import_module(f"{app}.notices").NOTICE_KINDS
    for app in APPS
    if (ROOT / app / "notices.py").exists()
}
LOOP = next(contract for contract in CONTRACTS["contracts"] if contract["id"] == "loop")
# The higher an app stands, the lower its number.
LEVEL = {
    app: level for level, layer in enumerate(LOOP["layers"]) for app in re.findall(r"\w+", layer)
}


def named_apps(kind: NoticeKind) -> set[str]:
    """The apps of the model a kind is about, and of every model its look-ups pass through."""
    model = apps.get_model(kind.about)
    found = {model._meta.app_label}
    for lookups in (*kind.ways, kind.until):
        for name in lookups:
            path = Query(model).names_to_path(name.split("__"), model._meta)[0]
            found |= {step.to_opts.app_label for step in path}
    return found


def upper_apps(app: str, kind: NoticeKind) -> set[str]:
    return {named for named in named_apps(kind) if LEVEL[named] < LEVEL[app]}


def test_the_registry_holds_what_the_apps_declare() -> None:
    declared = [slug for kinds in DECLARED.values() for slug in kinds]
    assert len(declared) == len(set(declared)) > 70
    assert set(COLLECTED) == set(declared)
    assert all(KINDS[slug] is kind for kinds in DECLARED.values() for slug, kind in kinds.items())


def test_a_kind_registered_twice_is_refused() -> None:
    kind = KINDS["action-late"]
    with pytest.raises(ValueError, match="action-late"):
        register_notice_kinds({"action-later": kind, "action-late": kind})
    assert "action-later" not in KINDS


@pytest.mark.parametrize("app", DECLARED)
def test_a_kind_names_only_models_of_its_app_and_those_below(app: str) -> None:
    assert {slug for slug, kind in DECLARED[app].items() if upper_apps(app, kind)} == set()


@pytest.mark.parametrize("app", DECLARED)
def test_kinds_about_one_model_agree_who_may_see_it(app: str) -> None:
    """`Notice.objects.visible_to` asks one manager for each model."""
    for kind in DECLARED[app].values():
        assert {one.manager for one in KINDS.values() if one.about == kind.about} == {kind.manager}


def test_a_kind_that_names_an_upper_model_is_seen() -> None:
    about = NoticeKind(Topic.ACTIONS, "outcomes.action", KINDS["action-late"].words)
    assert upper_apps("voice", about) == {"outcomes"}
    assert upper_apps("outcomes", about) == set()
    assert named_apps(KINDS["somebody-left"]) == {"accounts", "outcomes", "cooperative"}
    assert upper_apps("accounts", KINDS["somebody-left"]) == {"outcomes", "cooperative"}
