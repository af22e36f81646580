"""Who can do what: the table of `accounts.roles`, with what comes from a relation, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.roles import NOT_YET, RIGHTS, ROLE_RIGHTS

# What nobody holds by role alone. The policies of the deeds ask for these.
RELATIONS: tuple[tuple[Promise, Promise], ...] = (
    (
        _("Whoever leads an outcome"),
        _(
            "plans and changes its actions, says yes or no to proposals, updates any of its "
            "actions, shares its workplan, changes the lines of a report that are about it, "
            "answers members’ questions on it and what scrutiny recommends for it, and passes up "
            "what stands in its way"
        ),
    ),
    (
        _("Whoever answers for an action"),
        _(
            "updates it, with evidence, answers members’ questions on it, and, as an officer or "
            "partner, passes up what stands in its way"
        ),
    ),
    (
        _("A partner"),
        _(
            "updates every action of their own organisation, and sees what is shared with members "
            "and what involves their organisation"
        ),
    ),
    (_("Whoever a challenge is put to"), _("is the only one who can answer it")),
    (
        _("Whoever raised a challenge"),
        _(
            "is the only one who can accept or refuse its answer; when they have moved on, any "
            "care consultant can"
        ),
    ),
    (
        _("Whoever has a seat on a body"),
        _(
            "as an elected member, officer, partner or executive, decides on obstacles that are "
            "with it, passes them up or sends them back, for as long as they have the seat"
        ),
    ),
    (
        _("Whoever passed up an obstacle"),
        _("is the only one who can take it back"),
    ),
    (
        _("A coordinator"),
        _("moves an obstacle on from a body where nobody can decide any more"),
    ),
    (
        _("As many care consultants as the authority asks for"),
        _("sign an impact report before anybody can publish it"),
    ),
    (
        _("An elected member with a seat on a scrutiny committee"),
        _(
            "reads the audit trail, and comments on workplans and reports on the committee’s "
            "behalf, for as long as they have the seat"
        ),
    ),
    (
        _("Nobody"),
        _("ends their own membership, or changes what has been signed or published"),
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
