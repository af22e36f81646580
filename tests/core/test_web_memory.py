"""What the web server holds: shared by its workers, and nothing that only other processes need."""

import subprocess
import sys

import pytest

from config.warm import own_templates

WARM = """
import sys
import config.wsgi
from config.warm import warm_up
warm_up()
print(*sys.modules, sep="\\n")
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules of a web server that has no Redis, before its workers are made."""
    command = [sys.executable, "-W", "ignore", "-c", WARM]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


@pytest.mark.parametrize(
    "heavy", ["redis", "PIL", "weasyprint", "pikepdf", "openpyxl", "django.contrib.admin"]
)
def test_what_a_web_server_seldom_needs_is_not_loaded(loaded: set[str], heavy: str) -> None:
    assert heavy not in loaded


@pytest.mark.parametrize("needed", ["config.urls", "portal.views.home", "accounts.adapters"])
def test_what_every_worker_needs_is_loaded_before_it_is_made(loaded: set[str], needed: str) -> None:
    assert needed in loaded


def test_the_templates_of_pages_are_loaded_and_those_of_documents_are_not() -> None:
    names = own_templates()
    assert "base.html" in names
    assert not [name for name in names if name.startswith("pdf/")]
