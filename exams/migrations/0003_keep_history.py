"""Copy every saved answer into the history: what is stored now, and by triggers whatever is saved from now on.

A trigger runs inside the statement that saves, on both databases alike, and for every way of saving.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

COLUMNS = "attempt_id, paper_item_id, answer_json, flagged, revision, writer"
NEW = ", ".join(f"NEW.{column}" for column in COLUMNS.split(", "))
INTO = f"INSERT INTO exams_answerversion ({COLUMNS}, standing, at)"
COPY = f"{INTO} VALUES ({NEW}, 'saved', NEW.saved_at) ON CONFLICT DO NOTHING;"
# A trigger for each event; those who rebuild the table on SQLite run this again.
SQLITE = [
    f"CREATE TRIGGER exams_response_{event} AFTER {event} ON exams_response BEGIN {COPY} END"
    for event in ("insert", "update")
]
POSTGRESQL = [
    f"CREATE FUNCTION exams_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {COPY} RETURN NULL; END $$",
    "CREATE TRIGGER exams_response_history AFTER INSERT OR UPDATE ON exams_response "
    "FOR EACH ROW EXECUTE FUNCTION exams_keep_version()",
]
REMOVAL = {
    "sqlite": ["DROP TRIGGER exams_response_insert", "DROP TRIGGER exams_response_update"],
    "postgresql": ["DROP TRIGGER exams_response_history ON exams_response", "DROP FUNCTION exams_keep_version()"],
}
STORED = f"{INTO} SELECT {COLUMNS}, 'saved', saved_at FROM exams_response ORDER BY saved_at, id"


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in [STORED, *(POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE)]:
        editor.execute(statement, params=None)


def forget(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in REMOVAL[editor.connection.vendor]:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("exams", "0002_answer_history")]

    operations = [migrations.RunPython(keep, forget)]
