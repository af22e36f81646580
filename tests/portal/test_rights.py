"""Who can do what: the page and the document say what the program does."""

from pathlib import Path

from django.conf import settings

from accounts.enums import Role
from accounts.roles import RIGHTS, ROLE_RIGHTS
from portal.management.commands.write_permissions_doc import permissions_document
from portal.queries.rights import rights_table
from tests.support.cast import Cast
from tests.support.places import AT_OURS

PAGE = f"{AT_OURS}who-can-do-what/"


def test_the_table_is_the_one_the_program_uses(cast: Cast) -> None:
    table = rights_table()
    assert [row.codename for row in table.rows] == list(RIGHTS)
    for row in table.rows:
        for role, held in zip(Role, row.held, strict=True):
            assert held == (row.codename in ROLE_RIGHTS[role])
    for name, role in (("consultant", Role.CARE_CONSULTANT), ("coordinator", Role.COORDINATOR)):
        assert cast.people[name].rights == ROLE_RIGHTS[role]


def test_what_only_care_consultants_may_do_is_marked() -> None:
    only = {row.codename for row in rights_table().rows if row.only == "care consultants"}
    assert {"set_priorities", "give_verdicts", "raise_challenges", "sign_off_reports"} <= only


def test_everyone_inside_can_read_it(cast: Cast) -> None:
    for person in cast.people.values():
        page = cast.client(person).get(PAGE)
        assert page.status_code == 200
        assert "An outcome’s lead" in page.content.decode()
    assert cast.client(cast.outsider).get(PAGE).status_code == 404
    assert cast.client(cast.bury_people["officer"]).get(PAGE).status_code == 404
    assert cast.client(None).get(PAGE).status_code == 302


def test_the_document_is_current() -> None:
    """Run `manage.py write_permissions_doc` when this fails."""
    written = Path(settings.ROOT / "docs" / "permissions.md").read_text()
    assert written == permissions_document()
    for words in RIGHTS.values():
        assert str(words) in written
