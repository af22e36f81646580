"""Prove, and repair, that guardian's personal rows are what outcomes and actions say.

The lead of an outcome and the owner of an action are the truth; the rows follow in the same
transaction (`leads`, `actions`). This is for what came in another way: a restored backup, a repair
by hand.
"""

from django.db import transaction

from accounts.models import Person
from core import audit, permissions
from outcomes.models import Action, Outcome

Row = tuple[int, int, str]


def personal_drift() -> list[str]:
    """Where leads and owners differ from the rows of their rights. Empty when sound. Four
    statements."""
    problems = []
    for model, wanted in _wanted():
        held = permissions.all_person_rights(model)
        name = model._meta.verbose_name
        problems += [f"missing {name} right: {row}" for row in sorted(wanted - held)]
        problems += [f"{name} right without reason: {row}" for row in sorted(held - wanted)]
    return problems


@transaction.atomic
def rebuild_personal() -> int:
    """Make the rows what leads and owners say, and nothing more. Records `outcomes.grants.rebuilt`
    for each object put right. Answers how many there were."""
    repaired = 0
    for model, wanted in _wanted():
        held = permissions.all_person_rights(model)
        for object_id in sorted({row[1] for row in wanted ^ held}):
            _put_right(model._default_manager.get(pk=object_id), object_id, wanted, held)
            repaired += 1
    return repaired


def _wanted() -> tuple[tuple[type[Outcome] | type[Action], set[Row]], ...]:
    leads = Outcome.objects.filter(lead__isnull=False).values_list("lead__person_id", "pk")
    owners = Action.objects.order_by().values_list("owner__person_id", "pk")
    return (
        (Outcome, {(person, pk, "lead_outcome") for person, pk in leads}),
        (Action, {(person, pk, "own_action") for person, pk in owners}),
    )


def _put_right(obj: Outcome | Action, object_id: int, wanted: set[Row], held: set[Row]) -> None:
    rows = {row for row in wanted | held if row[1] == object_id}
    for person in Person.objects.filter(pk__in={row[0] for row in rows}):
        rights = [codename for who, pk, codename in wanted if (who, pk) == (person.pk, object_id)]
        permissions.set_person_rights(person, obj, rights)
    audit.record(
        "outcomes.grants.rebuilt",
        actor=None,
        about=obj,
        authority_id=obj.authority_id,
        summary=str(obj),
    )
