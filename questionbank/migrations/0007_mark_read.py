"""Every document that is there already has been read when it came."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F


def mark(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("questionbank", "ImportBatch").objects.filter(read_at=None).update(read_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("questionbank", "0006_import_jobs")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
