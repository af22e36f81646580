"""Files are read before a transaction begins: on SQLite one keeps everyone else from writing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

import accounts.logos
import core.spreadsheets
import outcomes.validators
from accounts.models import InvitationSheet, Logo, Membership
from outcomes.models import EvidenceFile
from tests.accounts.pictures import picture, upload_of
from tests.factories import make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS

PEOPLE = b"Name,Email address,Role\nRobin Ash,robin@new.example,Officer\n"
MANY, LOGO = f"{AT_OURS}people/invite/many/", f"{AT_OURS}look/logo/"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """For each file that is read, the transactions that are open: inside the test's own they are
    savepoints."""
    seen: list[list[str]] = []

    def watch(module: Any, name: str) -> None:
        real: Callable[..., Any] = getattr(module, name)

        def watched(*args: Any, **kwargs: Any) -> Any:
            seen.append(list(connection.savepoint_ids))
            return real(*args, **kwargs)

        monkeypatch.setattr(module, name, watched)

    watch(core.spreadsheets, "_text")
    watch(accounts.logos, "_drawn")
    watch(outcomes.validators, "_is")
    return seen


def _files(cast: Cast) -> dict[str, tuple[Membership, str, dict[str, Any]]]:
    """For each kind of file who sends it, where, and with what."""
    action = make_action(cast)
    update = {"status": "on-track", "done": "A list.", "version": action.version}
    return {
        "people": (cast.coordinator, MANY, {"file": SimpleUploadedFile("a.csv", PEOPLE)}),
        "logo": (cast.coordinator, LOGO, {"file": upload_of(picture()), "words": "Three bees"}),
        "evidence": (
            cast.officer,
            f"{AT_OURS}actions/{action.pk}/progress/",
            {**update, "files": [SimpleUploadedFile("list.csv", b"a,b\n")]},
        ),
    }


@pytest.mark.parametrize("kind", ["people", "logo", "evidence"])
def test_a_file_is_read_while_no_transaction_is_open(
    cast: Cast, read: list[list[str]], kind: str
) -> None:
    sender, page, values = _files(cast)[kind]
    assert cast.client(sender, Client).post(page, values).status_code == 302
    kept = {"people": InvitationSheet, "logo": Logo, "evidence": EvidenceFile}[kind]
    assert kept._default_manager.count() == 1
    assert read == [[]]


def test_no_file_is_read_of_somebody_who_may_not_send_it(cast: Cast, read: list[list[str]]) -> None:
    _sender, page, values = _files(cast)["evidence"]
    assert cast.client(cast.member, Client).post(page, values).status_code == 403
    assert read == []
