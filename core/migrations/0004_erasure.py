"""Words about a person may leave the trail, in one way only, and the rest is held tighter.

The only update that the database lets through blanks: who acted becomes `MARK`, the summary becomes
`MARK`, the changes become empty, in any combination; every other column stays as it was; and the
event must name a row of `core_erasure`, itself append-only, that was written after the event. So
nothing can be reworded, and nothing can be blanked without leaving who decided it and when.

SQLite: `INSERT OR REPLACE` deletes a row without asking its delete trigger, so an insert under an
id that is taken is refused. PostgreSQL: TRUNCATE is refused; the tests, whose `flush` needs it, turn
that one trigger off for their own database.
"""

from typing import Any

from django.db import migrations, models

MESSAGE = "The trail is append-only."
MARK = "(erased)"
TABLES = ("core_auditevent", "core_erasure")
STAYS = ("id", "at", "code", "actor_id", "authority_id", "object_type", "object_id")


def allowed(same: str, empty: str) -> str:
    """The one update that may be, as a condition. `same` compares, null being the same as null."""
    kept = " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in STAYS)
    return (
        f"{kept} "  # noqa: S608 (made of this file's own words)
        f"AND (NEW.actor_label = OLD.actor_label OR NEW.actor_label = '{MARK}') "
        f"AND (NEW.summary = OLD.summary OR NEW.summary = '{MARK}') "
        f"AND (NEW.changes = OLD.changes OR NEW.changes = {empty}) "
        "AND NEW.erasure_id IS NOT NULL "
        "AND EXISTS (SELECT 1 FROM core_erasure WHERE core_erasure.id = NEW.erasure_id "
        "AND core_erasure.last_event_id >= OLD.id)"
    )


def refuse(name: str, when: str, table: str, condition: str = "") -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} "
        + (f"WHEN {condition} " if condition else "")
        + f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


SQLITE = [
    "DROP TRIGGER IF EXISTS audit_no_update",
    "DROP TRIGGER IF EXISTS audit_no_delete",
    refuse(
        "audit_no_update",
        "UPDATE",
        "core_auditevent",
        f"COALESCE(NOT ({allowed('IS', chr(39) + '{}' + chr(39))}), 1)",
    ),
    refuse("erasure_no_update", "UPDATE", "core_erasure"),
    refuse("audit_no_delete", "DELETE", "core_auditevent"),
    refuse("erasure_no_delete", "DELETE", "core_erasure"),
    *(
        refuse(name, "INSERT", table, f"EXISTS (SELECT 1 FROM {table} WHERE {table}.id = NEW.id)")  # noqa: S608 (made of this file's own words)
        for name, table in (
            ("audit_no_replace", "core_auditevent"),
            ("erasure_no_replace", "core_erasure"),
        )
    ),
]
POSTGRESQL = [
    "CREATE FUNCTION audit_refuse_but_erasure() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF ({allowed('IS NOT DISTINCT FROM', chr(39) + '{}' + chr(39) + '::jsonb')}) IS TRUE "
    f"THEN RETURN NEW; END IF; RAISE EXCEPTION '{MESSAGE}' "
    "USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "DROP TRIGGER audit_append_only ON core_auditevent",
    "CREATE TRIGGER audit_append_only BEFORE UPDATE ON core_auditevent "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuse_but_erasure()",
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON core_auditevent "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER erasure_append_only BEFORE UPDATE OR DELETE ON core_erasure "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    *(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        for table in TABLES
    ),
]
SQLITE_OFF = [
    *(
        f"DROP TRIGGER {name}"
        for name in (
            "audit_no_replace",
            "erasure_no_replace",
            "erasure_no_update",
            "erasure_no_delete",
            "audit_no_update",
        )
    ),
    refuse("audit_no_update", "UPDATE", "core_auditevent"),
]
POSTGRESQL_OFF = [
    *(f"DROP TRIGGER {table}_no_truncate ON {table}" for table in TABLES),
    "DROP TRIGGER erasure_append_only ON core_erasure",
    "DROP TRIGGER audit_no_delete ON core_auditevent",
    "DROP TRIGGER audit_append_only ON core_auditevent",
    "DROP FUNCTION audit_refuse_but_erasure()",
    "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON core_auditevent "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
]


def run(statements: dict[str, list[str]]) -> Any:
    def step(apps: Any, schema_editor: Any) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            # A list of parameters would make a percent sign something else; there are none.
            schema_editor.execute(statement, None)

    return step


class Migration(migrations.Migration):
    dependencies = [("core", "0003_heartbeat")]
    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("person_id", models.BigIntegerField()),
                ("authority_id", models.BigIntegerField(null=True)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("last_event_id", models.BigIntegerField()),
            ],
            options={"ordering": ["-id"]},
        ),
        migrations.AddField(
            model_name="auditevent",
            name="erasure_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunPython(
            run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            run({"sqlite": SQLITE_OFF, "postgresql": POSTGRESQL_OFF}),
        ),
    ]
