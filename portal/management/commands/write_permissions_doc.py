"""Write `docs/permissions.md` from the rights the program uses."""

from textwrap import dedent
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.queries.rights import rights_table

# The file is for developers and stays in English; its rows are drawn as the page draws them.
HEAD = dedent(
    """\
    # Who can do what

    Written by `manage.py write_permissions_doc` from `accounts/roles.py` and
    `portal/queries/rights.py`; a test fails when it is out of date. In the program the
    same table is on the page “Who can do what”.

    A right lets a role do something at all. Whether it may be done *now* is asked too: a
    closed workplan, a signed report or a published one refuses everybody, and the page says
    why.

    ## By role
    """
)


def permissions_document() -> str:
    """`docs/permissions.md`, whole."""
    table = rights_table()
    lines = [
        HEAD,
        "| may… | " + " | ".join(role.lower() for role in table.roles) + " |",
        "|---|" + "---|" * len(table.roles),
    ]
    for row in table.rows:
        cells = [("**only they**" if row.only else "yes") if held else "–" for held in row.held]
        lines.append(f"| {row.words} | " + " | ".join(cells) + " |")
    lines += ["", "## By relation", ""]
    lines += [f"- **{who}** {what}." for who, what in table.relations]
    lines += ["", "## Agreed, and not in the program yet", ""]
    lines += [f"- {words}: {who.lower()}." for words, who in table.later]
    return "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = "Write docs/permissions.md anew. A test fails while it is out of date."

    def handle(self, **options: Any) -> None:
        """Write the whole file."""
        path = settings.ROOT / "docs" / "permissions.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(permissions_document())
        self.stdout.write(f"Wrote {path.relative_to(settings.ROOT)}.")
