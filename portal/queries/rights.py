"""Who can do what: the table of `accounts.roles`, with what comes from a relation, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.roles import NOT_YET, RIGHTS, ROLE_RIGHTS

# What nobody holds by role alone. The policies of the deeds ask for these.
RELATIONS: tuple[tuple[Promise, Promise], ...] = (
    (
        _("An outcome’s lead"),
        _(
            "plans and changes its actions, and says yes or no to proposals. They update any of "
            "its actions and share its workplan. They edit the report lines about it. They answer "
            "members’ questions and scrutiny recommendations about it, and report problems that "
            "block it"
        ),
    ),
    (
        _("An action’s owner"),
        _(
            "updates it, with evidence, answers members’ questions about it and, if they are an "
            "officer or partner, reports problems that block it"
        ),
    ),
    (
        _("A partner"),
        _(
            "updates any of their organisation’s actions, and sees what is shared with members "
            "and what involves their organisation"
        ),
    ),
    (_("The person asked to answer a challenge"), _("is the only one who can answer it")),
    (
        _("The person who raised a challenge"),
        _(
            "is the only one who can accept or refuse the answer. Once they have left, any care "
            "consultant can"
        ),
    ),
    (
        _("Anyone with a seat on a group or board"),
        _(
            "proposes decisions on problems reported to it, and confirms what someone else "
            "proposed, for as long as they have the seat. They have to be an elected member, "
            "officer, partner or executive. They can escalate a problem on their own. Only the "
            "chair decides, or sends it back, on their own"
        ),
    ),
    (
        _("An officer with a seat on a group that reviews from outside"),
        _(
            "(an independent reviewing officer, for example) reports problems with any action when "
            "that group has its own group to escalate to. So does the safeguarding lead"
        ),
    ),
    (
        _("The person who decided on a problem, proposed a decision or escalated it"),
        _("can undo that for 10 minutes"),
    ),
    (
        _("The person who reported a problem"),
        _("is the only one who can withdraw it"),
    ),
    (
        _("A coordinator"),
        _(
            "moves a problem on when nobody on its group or board can decide any more. They record "
            "what a group’s meeting decided on one, and never decide on it themselves"
        ),
    ),
    (
        _("As many care consultants as the authority asks for"),
        _("sign an impact report before anyone can publish it"),
    ),
    (
        _("An elected member with a seat on a scrutiny committee"),
        _(
            "reads the activity log, and comments on workplans and reports for the committee, "
            "for as long as they have the seat"
        ),
    ),
    (
        _("Nobody"),
        _("can end their own membership, or change anything that has been signed or published"),
    ),
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
    relations: tuple[tuple[Promise, Promise], ...]
    # What is agreed and not in the program, in words, and by which roles it will be done.
    later: list[tuple[str, str]]


def rights_table() -> RightsTable:
    """The table as data. No query: it is the same in every authority."""
    rows = []
    for codename, words in RIGHTS.items():
        held = [codename in ROLE_RIGHTS[role] for role in Role]
        alone = [str(role.label) for role, holds in zip(Role, held, strict=True) if holds]
        only = Role(Role.values[held.index(True)]).many if len(alone) == 1 else ""
        roles = frozenset(role.value for role, holds in zip(Role, held, strict=True) if holds)
        rows.append(RightRow(codename, str(words), held, only, alone, roles))
    later = [
        (str(words), ", ".join(str(role.label) for role in Role if role in roles))
        for words, roles in NOT_YET
    ]
    return RightsTable([str(role.label) for role in Role], rows, RELATIONS, later)
