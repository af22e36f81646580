"""scripts/prepare.py on machines that lack something. It is a script, so it is loaded as one;
scripts/prove_bare.py runs it on a bare machine."""

import importlib.util
import os
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from core.documents.libraries import LIBRARIES

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@pytest.fixture
def prepare(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, with a .venv that is there and libraries that no machine has."""
    spec = importlib.util.spec_from_file_location("prepare", ROOT / "scripts" / "prepare.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "has_venv", lambda: True)
    monkeypatch.setattr(module, "LIBRARIES", {f"{k}.none": v for k, v in LIBRARIES.items()})
    return module


@pytest.fixture
def typed(prepare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would be run. Nothing is."""
    commands: list[list[str]] = []

    def run(*command: str, **environment: Any) -> str | None:
        commands.append([str(part) for part in command])
        # The lists of packages are empty until the update.
        return "E: no such package" if "install" in command and len(commands) < 2 else None

    monkeypatch.setattr(prepare, "run", run)
    monkeypatch.setattr(prepare.shutil, "which", lambda name: f"/usr/bin/{name}")
    return commands


def test_both_tables_of_libraries_are_one() -> None:
    text = (ROOT / "scripts" / "prepare.py").read_text()
    for library, package in LIBRARIES.items():
        assert f'"{library}": "{package}"' in text
    for place in ("Dockerfile", ".ci/run", "core/documents/errors.py"):
        assert all(package in (ROOT / place).read_text() for package in LIBRARIES.values()), place


def test_root_installs_and_says_what_for(
    prepare: ModuleType,
    typed: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 0)
    prepare.install_system_packages(prepare.lacking([]))
    assert [next(w for w in one if w in ("install", "update")) for one in typed] == [
        "install", "update", "install",
    ]  # fmt: skip
    assert typed[0][-3:] == list(LIBRARIES.values())
    assert "sudo" not in typed[0]
    said = capsys.readouterr().out
    for package in LIBRARIES.values():
        assert f"{package}: draws letters into PDFs" in said


def test_sudo_is_used_only_where_it_asks_for_no_password(
    prepare: ModuleType, typed: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 1000)
    assert prepare.as_root() == ["sudo", "-n"]
    assert typed == [["sudo", "-n", "true"]]
    monkeypatch.setattr(prepare, "run", lambda *command: "a password is required")
    assert prepare.as_root() is None


def test_run_goes_on_without_pdfs_and_names_the_command(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare, "as_root", lambda: None)
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 1000)
    prepare.provide_system_packages("demo", [])
    said = capsys.readouterr().out
    assert "cannot make PDFs yet; everything else works" in said
    assert f"sudo {COMMAND}" in said


def test_tests_and_a_missing_venv_stop_with_the_command(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "as_root", lambda: None)
    with pytest.raises(prepare.Unready, match=COMMAND):
        prepare.provide_system_packages("dev", [])
    monkeypatch.setattr(prepare, "has_venv", lambda: False)
    monkeypatch.setattr(prepare, "can_make_venv", lambda: False)
    with pytest.raises(prepare.Unready, match=r"python3\.\d+-venv: gives .* a place"):
        prepare.provide_system_packages("demo", [])


def test_a_target_can_ask_for_a_program(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare.shutil, "which", lambda name: None)
    assert set(prepare.lacking(["gettext"])) == {"gettext", *LIBRARIES.values()}


def test_the_systems_certificates_are_trusted_unless_others_are_set(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle.crt"
    bundle.write_text("certificates")
    monkeypatch.setattr(prepare, "BUNDLES", (str(bundle),))
    nothing = SimpleNamespace(cafile=None)
    monkeypatch.setattr(prepare.ssl, "get_default_verify_paths", lambda: nothing)
    for name in ("REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "UV_SYSTEM_CERTS"):
        monkeypatch.delenv(name, raising=False)
    assert prepare.certificates() == {
        "UV_SYSTEM_CERTS": "1",
        "REQUESTS_CA_BUNDLE": str(bundle),
        "NODE_EXTRA_CA_CERTS": str(bundle),
    }
    # Without a bundle no variable names one: node would warn of a file that is not there.
    monkeypatch.setattr(prepare, "BUNDLES", ())
    assert prepare.certificates() == {"UV_SYSTEM_CERTS": "1"}
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", os.devnull)
    monkeypatch.setattr(prepare, "BUNDLES", (str(bundle),))
    assert "REQUESTS_CA_BUNDLE" not in prepare.certificates()
