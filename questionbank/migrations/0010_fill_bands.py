"""Items of the bank get the bands by which like questions are found. Items are read some at a time."""

from itertools import batched
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from questionbank.similarity import bands

CHUNK = 500


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    items: Any = apps.get_model("questionbank", "Item")
    band: Any = apps.get_model("questionbank", "ItemBand")
    rows = items.objects.order_by("pk").values_list("pk", "folded").iterator(CHUNK)
    for some in batched(rows, CHUNK):
        band.objects.bulk_create(band(item_id=pk, band=number) for pk, folded in some for number in bands(folded))


def empty(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("questionbank", "ItemBand").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("questionbank", "0009_lookalikes")]

    operations = [migrations.RunPython(fill, empty)]
