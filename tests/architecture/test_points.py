"""Points that nobody has released are reached in one way only (docs/decisions/0065)."""

import re
from pathlib import Path

from tests.architecture.packages import APPS

ROOT = Path(__file__).resolve().parents[2]
# Nothing of `portal` but its pages of one point and the number on two homes.
OF_PORTAL = {
    "portal/views/points.py",
    "portal/queries/homes/points.py",
}
# Documents follow what these change, so a page calls `portal.operations.points` instead.
THROUGH_PORTAL = ("correct_ask", "hand_on_ask", "withdraw_ask", "withdraw_consent")


def _sources(*apps: str) -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text()
        for app in apps
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    }


def test_other_apps_ask_for_released_points_only() -> None:
    """`Ask.objects` and `priority.asks` find those alone."""
    found = {
        name
        for name, text in _sources(*(app for app in APPS if app != "voice")).items()
        if re.search(r"\bAsk\.(everything|unreleased_ones|_base_manager)\b", text)
    }
    assert found == OF_PORTAL


def test_pages_take_words_off_in_the_way_that_replaces_documents() -> None:
    views = {
        name: text
        for name, text in _sources("voice", "portal").items()
        if "/views/" in name or name.endswith("/views.py")
    }
    assert views
    for name, text in views.items():
        for operation in THROUGH_PORTAL:
            assert not re.search(rf"\b{operation}\b", text), f"{name} calls {operation}"


def test_the_default_manager_is_the_narrow_one() -> None:
    from voice.models import Ask

    assert Ask._default_manager.name == "objects"
    assert "state" in str(Ask.objects.all().query.where)
