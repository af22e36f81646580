"""The trail is append-only, and the database is who says so: on SQLite and on PostgreSQL alike.

What nobody can stop from inside: whoever owns the database can drop its triggers or its tables.
"""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from core import audit
from core.models import AuditEvent, Erasure
from tests.support.cast import Cast

REFUSED = "The trail is append-only"
SQLITE_TRIGGERS = {
    f"{table}_no_{verb}"
    for table in ("audit", "erasure")
    for verb in ("update", "delete", "replace")
}
POSTGRESQL_TRIGGERS = {
    "audit_append_only",
    "audit_no_delete",
    "erasure_append_only",
    "core_auditevent_no_truncate",
    "core_erasure_no_truncate",
}


def run(sql: str, *values: int | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def refused(deed: Callable[[], Any]) -> None:
    """The database refuses the deed, and everything stands as it did."""
    before = rows()
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        deed()
    assert rows() == before


def rows() -> list[dict[str, Any]]:
    return [
        dict(row)
        for kind in (AuditEvent, Erasure)
        for row in kind._default_manager.order_by("pk").values()
    ]


@pytest.fixture
def event(cast: Cast) -> AuditEvent:
    return audit.record(
        "outcomes.thing.done",
        actor=cast.officer,
        about=cast.happy,
        summary="To Jay Moss: why?",
        changes={"owner": ["Jay Moss", "Priya Nash"]},
    )


@pytest.fixture
def erasure(event: AuditEvent) -> Erasure:
    """One that took nothing out yet."""
    return Erasure.objects.create(person_id=1, authority_id=1, last_event_id=event.pk)


def test_the_triggers_are_there(db: None) -> None:
    """A migration that alters these tables rebuilds them on SQLite, and their triggers are gone."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            wanted = SQLITE_TRIGGERS
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN "
                "('core_auditevent'::regclass, 'core_erasure'::regclass)"
            )
            wanted = POSTGRESQL_TRIGGERS
        assert {row[0] for row in cursor.fetchall()} == wanted


@pytest.mark.parametrize("table", ["core_auditevent", "core_erasure"])
def test_nothing_is_changed_or_deleted_by_hand(erasure: Erasure, table: str) -> None:
    refused(lambda: run(f"DELETE FROM {table}"))
    refused(lambda: run(f"DELETE FROM {table} WHERE id > %s", 0))
    refused(lambda: run(f"UPDATE {table} SET authority_id = 99"))
    refused(lambda: run(f"UPDATE {table} SET id = id + 1000"))
    refused(lambda: run(f"UPDATE {table} SET at = at"))


@pytest.mark.parametrize("model", [AuditEvent, Erasure])
def test_nothing_is_changed_or_deleted_through_the_models(erasure: Erasure, model: Any) -> None:
    one = model.objects.order_by("pk").first()
    refused(one.delete)
    refused(lambda: model.objects.all().delete())
    refused(lambda: model.objects.filter(pk=one.pk).update(authority_id=99))
    one.authority_id = 99
    refused(one.save)
    refused(lambda: model.objects.bulk_update([one], ["authority_id"]))
    refused(
        lambda: model.objects.bulk_create(
            [one],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["authority_id"],
        )
    )


@pytest.mark.parametrize("table", ["core_auditevent", "core_erasure"])
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
def test_sqlite_puts_no_row_in_anothers_place(erasure: Erasure, table: str, verb: str) -> None:
    """There a replaced row is deleted without its delete trigger being asked."""
    if connection.vendor != "sqlite":
        # The other engine has no such statement, and refuses a second row under one id.
        with pytest.raises(IntegrityError), transaction.atomic():
            run(f"INSERT INTO {table} SELECT * FROM {table}")
        return
    refused(lambda: run(f"{verb} INTO {table} SELECT * FROM {table}"))


@pytest.mark.parametrize("table", ["core_auditevent", "core_erasure"])
def test_postgresql_empties_no_table(erasure: Erasure, table: str) -> None:
    if connection.vendor != "postgresql":
        with pytest.raises(Exception, match="syntax error"), transaction.atomic():
            run(f"TRUNCATE {table}")
        return
    with transaction.atomic():
        # Off in tests, for their flush: see tests/conftest.py.
        run(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")
        refused(lambda: run(f"TRUNCATE {table}"))
        refused(lambda: run(f"TRUNCATE {table} CASCADE"))
        run(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_truncate")


def blank(event: AuditEvent, **more: Any) -> Callable[[], int]:
    words = {"actor_label": audit.MARK, "summary": audit.MARK, "changes": {}, **more}
    return lambda: AuditEvent.objects.filter(pk=event.pk).update(**words)


def test_words_leave_with_an_erasure_and_not_without(event: AuditEvent, erasure: Erasure) -> None:
    refused(blank(event))
    refused(blank(event, erasure_id=None))
    refused(blank(event, erasure_id=erasure.pk + 1))
    before = AuditEvent.objects.filter(pk=event.pk).values().get()
    assert blank(event, erasure_id=erasure.pk)() == 1
    after = AuditEvent.objects.filter(pk=event.pk).values().get()
    gone = {
        "actor_label": audit.MARK,
        "summary": audit.MARK,
        "changes": {},
        "erasure_id": erasure.pk,
    }
    assert after == {**before, **gone}
    # What is gone cannot be written anew, and that it was taken out stays told.
    refused(blank(event, erasure_id=erasure.pk, summary="Nothing of note"))
    refused(blank(event, erasure_id=erasure.pk, summary=""))
    refused(blank(event, erasure_id=None))


@pytest.mark.parametrize(
    "more",
    [
        {"actor_label": "Somebody Else"},
        {"actor_label": ""},
        {"summary": "Another story"},
        {"summary": ""},
        {"changes": {"owner": ["A", "B"]}},
        {"changes": []},
        {"changes": None},
        {"code": "outcomes.thing.undone"},
        {"actor_id": None},
        {"actor_id": 12345},
        {"authority_id": 12345},
        {"object_type": "other.thing"},
        {"object_id": "12345"},
        {"at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)},
        {"id": 12345},
    ],
    ids=str,
)
def test_an_erasure_lets_nothing_else_through(
    event: AuditEvent, erasure: Erasure, more: dict[str, Any]
) -> None:
    before = rows()
    with pytest.raises(IntegrityError), transaction.atomic():
        blank(event, erasure_id=erasure.pk, **more)()
    assert rows() == before


def test_an_erasure_takes_nothing_out_of_what_came_after_it(cast: Cast, erasure: Erasure) -> None:
    later = audit.record("outcomes.thing.done", actor=cast.officer, about=cast.happy)
    refused(blank(later, erasure_id=erasure.pk))


def test_forgetting_somebody(cast: Cast, event: AuditEvent) -> None:
    jay = cast.consultant
    own = audit.record("outcomes.thing.done", actor=jay, about=cast.happy, summary="Clubs for all")
    other = audit.record(
        "outcomes.thing.done",
        actor=cast.officer,
        about=cast.happy,
        summary="To Jayden: jay moss-green",
    )
    plain = audit.record(
        "outcomes.thing.done", actor=cast.officer, about=cast.happy, summary="Moss is green"
    )
    elsewhere = audit.record(
        "outcomes.thing.done",
        actor=cast.bury_people["officer"],
        about=cast.bury_outcome,
        summary="To Jay Moss of Bury",
    )
    started = AuditEvent.objects.get(code="accounts.membership.started", object_id=str(jay.pk))
    before = {row["id"]: row for row in AuditEvent.objects.values()}
    erasure = audit.forget(
        person_id=jay.person_id,
        authority_id=jay.authority_id,
        decided_by=cast.coordinator,
        objects={("accounts.membership", str(jay.pk))},
        names=[jay.person.name, jay.person.email, jay.label],
    )
    after = {row["id"]: row for row in AuditEvent.objects.values()}
    blanked = {"summary": audit.MARK, "changes": {}, "erasure_id": erasure.pk}
    assert after[event.pk] == {**before[event.pk], **blanked}
    assert after[other.pk] == {**before[other.pk], **blanked}
    assert after[started.pk] == {**before[started.pk], **blanked}
    assert after[own.pk] == {
        **before[own.pk],
        "actor_label": audit.MARK,
        "erasure_id": erasure.pk,
    }
    for untouched in (plain, elsewhere):
        assert after[untouched.pk] == before[untouched.pk]
    assert erasure.decided_by_id == cast.coordinator.person_id
    here = [row for row in after.values() if row["authority_id"] == jay.authority_id]
    assert "jay moss" not in str(here).lower()


@pytest.mark.parametrize(
    ("names", "text", "found"),
    [
        (["Jay Moss"], "To jay moss: why?", True),
        (["Jay Moss"], "To Jay Mossman: why?", False),
        (["Will"], "We will see", False),
        (["Will"], "To Will: see", True),
        (["Zoë O’Neil"], "zoë o’neil", True),
        (["j.moss@x.example"], "J.Moss@x.example", True),
        (["a.b"], "axb", False),
        ([""], "anything", False),
        ([], "anything", False),
    ],
)
def test_a_name_is_found_as_a_name(names: list[str], text: str, found: bool) -> None:
    assert bool(audit.naming(names).search(text)) == found


def test_a_view_is_recorded_once_an_hour_and_an_export_each_time(cast: Cast) -> None:
    def see(**more: Any) -> AuditEvent | None:
        return audit.record_view(
            "portal.trail.viewed", actor=cast.coordinator, about=cast.manchester, **more
        )

    now = datetime.datetime(2026, 11, 3, 9, 30, tzinfo=datetime.UTC)
    with time_machine.travel(now, tick=False) as clock:
        assert see()
        assert see() is None
        assert see(every_time=True)
        assert audit.record_view(
            "portal.trail.viewed", actor=cast.consultant, about=cast.manchester
        )
        clock.shift(datetime.timedelta(minutes=61))
        assert see()
