"""Who can do what: the table of `accounts.roles`, with what comes from a relation, in words."""

from dataclasses import dataclass

from accounts.enums import Role
from accounts.roles import RIGHTS, ROLE_RIGHTS

# What nobody holds by role alone. The policies of the deeds ask for these.
RELATIONS: tuple[tuple[str, str], ...] = (
    (
        "Whoever leads an outcome",
        "plans and changes its actions, says yes or no to proposals, updates any of its actions, "
        "shares its workplan, changes the lines of a report that are about it, and answers "
        "members’ questions on it",
    ),
    (
        "Whoever answers for an action",
        "updates it, with evidence, and answers members’ questions on it",
    ),
    (
        "A partner",
        "updates every action of their own organisation, and sees what is shared with members and "
        "what involves their organisation",
    ),
    ("Whoever a challenge is put to", "is the only one who can answer it"),
    (
        "Whoever raised a challenge",
        "is the only one who can accept or refuse its answer; when they have moved on, any care "
        "consultant can",
    ),
    (
        "As many care consultants as the authority asks for",
        "sign an impact report before anybody can publish it",
    ),
    ("Nobody", "ends their own membership, or changes what has been signed or published"),
)


@dataclass(frozen=True)
class RightRow:
    """One right, and for each role in its order whether it holds it."""

    codename: str
    words: str
    held: list[bool]
    only: str
    # The roles that hold it, by name and by value.
    who: list[str]
    roles: frozenset[str]


@dataclass(frozen=True)
class RightsTable:
    """The whole table."""

    roles: list[str]
    rows: list[RightRow]
    relations: tuple[tuple[str, str], ...]


def rights_table() -> RightsTable:
    """The table as data. No query: it is the same in every authority."""
    rows = []
    for codename, words in RIGHTS.items():
        held = [codename in ROLE_RIGHTS[role] for role in Role]
        alone = [str(role.label) for role, holds in zip(Role, held, strict=True) if holds]
        only = f"{alone[0]}s" if len(alone) == 1 else ""
        roles = frozenset(role.value for role, holds in zip(Role, held, strict=True) if holds)
        rows.append(RightRow(codename, words, held, only, alone, roles))
    return RightsTable([str(role.label) for role in Role], rows, RELATIONS)


def permissions_document() -> str:
    """`docs/permissions.md`, whole."""
    table = rights_table()
    lines = [
        "# Who can do what",
        "",
        "Written by `manage.py write_permissions_doc` from `accounts/roles.py` and",
        "`portal/queries/rights.py`; a test fails when it is out of date. In the program the",
        "same table is on the page “Who can do what”.",
        "",
        "A right lets a role do something at all. Whether it may be done *now* is asked too: a",
        "closed workplan, a signed report or a published one refuses everybody, and the page says",
        "why.",
        "",
        "## By role",
        "",
        "| may… | " + " | ".join(role.lower() for role in table.roles) + " |",
        "|---|" + "---|" * len(table.roles),
    ]
    for row in table.rows:
        cells = [("**only they**" if row.only else "yes") if held else "–" for held in row.held]
        lines.append(f"| {row.words} | " + " | ".join(cells) + " |")
    lines += ["", "## By relation", ""]
    lines += [f"- **{who}** {what}." for who, what in table.relations]
    return "\n".join(lines) + "\n"
