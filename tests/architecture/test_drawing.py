"""The drawing in docs/architecture.md is what the apps import."""

import pytest

from scripts import drawing
from tests.architecture.packages import PACKAGES


def test_the_drawing_is_what_the_code_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run `.venv/bin/python scripts/drawing.py` when this fails."""
    monkeypatch.setattr("sys.argv", ["drawing.py", "--check"])
    assert drawing.main() == 0


def test_another_import_is_seen() -> None:
    imports = drawing.imports_of_apps()
    assert tuple(imports) == PACKAGES
    drawn = drawing.drawing(imports)
    assert "impact --> documents" in drawn
    assert "voice --> expectations" not in drawn
    other = drawing.drawing({**imports, "voice": ["expectations", *imports["voice"]]})
    assert "voice --> expectations" in other
    # Where an arrow leads along two others, only the table has it.
    assert "| `impact` | cooperative, outcomes," in drawn
    assert "impact --> outcomes" not in drawn


def test_a_document_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for the drawing"):
        drawing.with_drawing("# Architecture", "flowchart TD")
