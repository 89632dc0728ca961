"""Documents of imports go from one JSON value into parts, and back. Batches are read one by one: each may be large."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from questionbank.document import Document
from questionbank.imports.staged import changes, clear, link_items, put


def whole(batch: Any) -> dict[str, Any]:
    """What `ImportBatch.document` returns, as JSON, for a historical batch."""
    rows = list(batch.rows.order_by("position").values_list("draft", "remarks"))
    told = list(batch.remarks.order_by("position").values_list("diagnostic", flat=True))
    told += [each for _, found in rows for each in found]
    text = "".join(batch.passages.order_by("position").values_list("text", flat=True))
    return {
        **batch.document_json,
        "text": None if batch.length is None else text,
        "sections": list(batch.sections.order_by("position").values_list("section", flat=True)),
        "items": [draft for draft, _ in rows],
        "diagnostics": told,
    }


def divide(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    batches = apps.get_model("questionbank", "ImportBatch").objects
    batch: Any  # a historical model has the columns, not the class
    for pk in batches.order_by("pk").values_list("pk", flat=True):
        batch = batches.get(pk=pk)
        put(batch, Document.model_validate(batch.document_json), batch.edits)
        link_items(batch, model=apps.get_model("questionbank", "Item"))


def put_together(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    batches = apps.get_model("questionbank", "ImportBatch").objects
    batch: Any  # a historical model has the columns, not the class
    for pk in batches.order_by("pk").values_list("pk", flat=True):
        batch = batches.get(pk=pk)
        batch.document_json, batch.edits = whole(batch), changes(batch)
        batch.save(update_fields=["document_json", "edits"])
        clear(batch)


class Migration(migrations.Migration):
    dependencies = [("questionbank", "0002_import_rows")]

    operations = [migrations.RunPython(divide, put_together)]
