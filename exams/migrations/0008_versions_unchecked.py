"""The history of answers is no longer checked against attempts and questions: it copies rows that were."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class AlterOnPostgreSQL(migrations.AlterField):
    """SQLite would build the table anew, below the triggers that write to it; there the constraints cost next to
    nothing and stay."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [("exams", "0007_parts")]

    operations = [
        AlterOnPostgreSQL(
            model_name="answerversion",
            name="attempt",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="versions",
                to="exams.attempt",
            ),
        ),
        AlterOnPostgreSQL(
            model_name="answerversion",
            name="paper_item",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="exams.paperitem",
            ),
        ),
    ]
