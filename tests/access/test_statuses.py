"""Each policy that asks for a status, in every status: a row a policy, a column a status.

Each row is asked for one who may as far as roles go, so that `-` is a refusal by the status alone.
"""

import ast
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import models

from accounts.enums import ErasureStatus
from cooperative.enums import (
    BodyStatus,
    ChallengeStatus,
    EscalationStatus,
    ItemStatus,
    MeetingStatus,
    RelationKind,
    SeatKind,
    SeatStatus,
)
from cooperative.models import BodyRelation, Seat
from core.decisions import Decision
from documents.models import Document
from impact.enums import AnnualStatus, ReportDocument, ReportStatus
from outcomes.enums import ActionStatus, PriorityStatus, WorkplanStatus
from outcomes.personal import forget_personal_rights
from tests.access.scene import Scene
from tests.access.status_tables import TABLES
from tests.architecture.packages import APPS, ROOT
from tests.support.cast import Cast
from voice.enums import AskState
from voice.models import Ask

# What a policy's source says when it asks for a status, and the tables that may then hold it.
ASKED: dict[str, tuple[type[models.TextChoices], ...]] = {
    "ActionStatus": (ActionStatus,),
    "NEVER_AGREED": (ActionStatus,),
    "AnnualStatus": (AnnualStatus,),
    "AskState": (AskState,),
    "BodyStatus": (BodyStatus,),
    "ChallengeStatus": (ChallengeStatus,),
    "ErasureStatus": (ErasureStatus,),
    "ItemStatus": (ItemStatus,),
    "MeetingStatus": (MeetingStatus,),
    "PriorityStatus": (PriorityStatus,),
    "ReportStatus": (ReportStatus,),
    "SeatStatus": (SeatStatus,),
    "WorkplanStatus": (WorkplanStatus,),
    "is_open": (ActionStatus, EscalationStatus),
}
# The agenda holds two items; it is refused when neither is on it.
ELSEWHERE = {("can_put_out_papers", ItemStatus): "tests/cooperative/test_policies.py"}
# What a thing belongs to.
ABOVE = ("priority", "workplan", "action", "ask", "meeting", "body", "report", "subject")
Row = tuple[str, str, str, dict[str, bool]]


def rows(table: str) -> tuple[list[str], list[Row]]:
    """The statuses of a table's head, and of each row the policy, what it is asked of, who asks,
    and in which statuses they may."""
    head, *lines = [line.split() for line in table.strip().splitlines()]
    found = []
    for policy, about, who, *cells in lines:
        assert len(cells) == len(head), policy
        assert set(cells) <= {"yes", "-"}, policy
        may = {status: cell == "yes" for status, cell in zip(head, cells, strict=True)}
        found.append((policy, about, who, may))
    return head, found


def policies() -> Iterator[ast.FunctionDef]:
    """Every function in the policies of every app."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if path.stem == "policies" or path.parent.name == "policies":
                for node in ast.parse(path.read_text()).body:
                    if isinstance(node, ast.FunctionDef):
                        yield node


def policy(name: str) -> Callable[..., Decision]:
    for app in APPS:
        module = import_module(f"{app}.policies") if find_spec(f"{app}.policies") else None
        if found := getattr(module, name, None):
            policy: Callable[..., Decision] = found
            return policy
    raise LookupError(name)


def followed(thing: Any, path: str) -> Any:
    for step in filter(None, path.split(".")):
        thing = getattr(thing, step)
    return thing


def row_of(thing: Any) -> "models.QuerySet[Any]":
    """Its row. Points that wait are hidden from the ordinary manager."""
    manager: Any = Ask.everything if isinstance(thing, Ask) else type(thing)._default_manager
    row: models.QuerySet[Any] = manager.filter(pk=thing.pk)
    return row


def in_status(thing: Any, kind: type[models.TextChoices], status: str) -> None:
    """Bring what a thing's status is asked of into a status, in the database."""
    holder = holder_of(thing, kind)
    assert holder is not None, f"{thing!r} has no {kind}"
    name = "state" if isinstance(holder, Ask) else "status"
    assert row_of(holder).update(**{name: status}) == 1


def holder_of(thing: Any, kind: type[models.TextChoices]) -> Any:
    """What it belongs to that has such a status, or the thing itself: an update of an action keeps
    which status it gave it."""
    above = (getattr(thing, name, None) for name in ABOVE)
    found = [holder_of(one, kind) for one in above if one is not None]
    for field in thing._meta.fields:
        if field.name in ("status", "state") and [key for key, _ in field.choices] == kind.values:
            found.append(thing)
    return next((one for one in found if one is not None), None)


def allowed(
    cast: Cast, scene: Scene, kind: type[models.TextChoices], row: Row, status: str
) -> bool:
    name, about, who, _may = row
    actor = cast.people[who]
    forget_personal_rights(actor)
    thing = subject(scene, about, status)
    if kind is SeatStatus:
        seats = Seat.objects.filter(membership=actor)
        assert seats.update(status=status)
    elif about not in ("report", "line"):
        in_status(thing, kind, status)
    more: list[Any] = []
    if name == "can_agree_action" and kind is PriorityStatus:
        more = [row_of(scene.today).get()]
    elif name == "can_ask_for_erasure":
        return bool(policy(name)(actor))
    answer = policy(name)(actor, *more, row_of(thing).get())
    assert answer or answer.reason
    return bool(answer)


def subject(scene: Scene, about: str, status: str) -> Any:
    """What a row is asked of. A report is signed by names, not by its status alone, so each status
    has its own."""
    if about == "report":
        return {"draft": scene.draft, "signed-off": scene.signed}.get(status, scene.published)
    if about == "line":
        return subject(scene, "report", status).lines.get(action=scene.action)
    if about == "years_document":
        return Document.objects.get_or_create(
            kind=ReportDocument.ANNUAL,
            authority=scene.annual.authority,
            subject_type=ContentType.objects.get_for_model(scene.annual),
            subject_id=scene.annual.pk,
            asked_by=scene.side.coordinator,
        )[0]
    return followed(scene, about)


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_every_policy_in_every_status(
    cast: Cast, scenes: tuple[Scene, Scene], kind: type[models.TextChoices]
) -> None:
    escalation = scenes[0].escalation
    Seat.objects.filter(body=escalation.body).update(kind=SeatKind.CHAIR)
    BodyRelation.objects.create(
        from_body=escalation.body, to_body=scenes[0].proposed.body, kind=RelationKind.ESCALATES_TO
    )
    head, found = rows(TABLES[kind])
    assert head == kind.values
    for row in found:
        answers = {status: allowed(cast, scenes[0], kind, row, status) for status in head}
        assert answers == row[-1], row[:3]


def test_every_policy_that_asks_for_a_status_is_here() -> None:
    functions = {one.name: one for one in policies()}
    assert len(functions) > 80
    there = {(row[0], kind) for kind, table in TABLES.items() for row in rows(table)[1]}
    there |= set(ELSEWHERE)
    asked = 0
    for name in functions:
        if not name.startswith("can_"):
            continue
        for word in words_of(name, functions) & set(ASKED):
            asked += 1
            assert any((name, kind) in there for kind in ASKED[word]), (name, word)
    assert asked > 60


def words_of(name: str, functions: dict[str, ast.FunctionDef]) -> set[str]:
    """The names in a function and in those of the policies that it calls."""
    words: set[str] = set()
    ahead = {name}
    while ahead:
        function = functions[ahead.pop()]
        nodes = list(ast.walk(function))
        new = {node.id for node in nodes if isinstance(node, ast.Name)}
        new |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        ahead |= (new - words) & set(functions)
        words |= new
    return words
