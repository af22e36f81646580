"""The database itself refuses to change or delete what happened, on both engines.

SQLite: a later AlterField rebuilds the table and drops its triggers, so a migration that alters
AuditEvent must run these again; `tests/core/test_audit.py` fails if they are missing. `0004_erasure`
holds it tighter, and allows the one thing that an erasure needs.
"""

from typing import Any

from django.db import migrations

MESSAGE = "The trail is append-only."

SQLITE = [
    f"CREATE TRIGGER audit_no_{verb} BEFORE {verb.upper()} ON core_auditevent "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for verb in ("update", "delete")
]
POSTGRESQL = [
    "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON core_auditevent "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
]
SQLITE_OFF = ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"]
POSTGRESQL_OFF = [
    "DROP TRIGGER audit_append_only ON core_auditevent",
    "DROP FUNCTION audit_refuse()",
]


def run(statements: dict[str, list[str]]) -> Any:
    def step(apps: Any, schema_editor: Any) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return step


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunPython(
            run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            run({"sqlite": SQLITE_OFF, "postgresql": POSTGRESQL_OFF}),
        )
    ]
