"""The container image holds every package of the program, and the compiled form of each."""

import re

from tests.architecture.packages import PACKAGES, ROOT


def test_the_image_lets_every_package_in() -> None:
    allowed = (ROOT / ".dockerignore").read_text().split()
    assert {name for name in PACKAGES if f"!{name}" not in allowed} == set()


def test_the_image_compiles_every_package() -> None:
    (compiled,) = re.findall(r"compileall -q ([a-z ]+)", (ROOT / "Dockerfile").read_text())
    assert set(compiled.split()) == set(PACKAGES)
