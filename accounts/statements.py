"""Rows found by one value with SQL that is written once, and rows added without making objects of them.

Django writes a SELECT anew each time that it asks. For one row with all that belongs to it this takes several times as
long as the database's answer, and when everybody starts at once it is most of what a start costs. In the same way the
objects of thirty new rows cost more than the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from itertools import batched
from types import SimpleNamespace
from typing import Any, NamedTuple, cast
from weakref import WeakKeyDictionary

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, connections
from django.db.models import Model, QuerySet


class _Written(NamedTuple):
    """A SELECT that is written: its text, the field that is asked for a value, and what makes objects of its rows."""

    sql: str
    field: Any
    rows: Any
    compiler: Any


class Lookup[R]:
    """Rows by one value: `Lookup(lambda: Book.objects.select_related("author"), "isbn")`, then `find(isbn)`.

    `rows` gives a query set of objects or of `values_list`; it may ask for nothing else that is a value."""

    def __init__(self, rows: Callable[[], QuerySet[Any, R]], field: str) -> None:
        self._rows = rows
        self._field = field
        # Each thread has its own connection.
        self._written: WeakKeyDictionary[Any, _Written] = WeakKeyDictionary()

    def find(self, value: object) -> R | None:
        """The only row with this value, or None."""
        return next(iter(self.all(value)), None)

    def get(self, value: object) -> R:
        """The same where there must be one. Raises `ObjectDoesNotExist`."""
        found = self.find(value)
        if found is None:
            raise ObjectDoesNotExist(f"nothing with {self._field} {value!r}")
        return found

    def all(self, value: object) -> list[R]:
        """Every row with this value."""
        database = connections[connection.alias]
        written = self._written.get(database)
        if written is None:
            written = self._written[database] = self._write(database, value)
        return _read(written, database, value)

    def _write(self, database: Any, value: object) -> _Written:
        rows = self._rows().filter(**{self._field: value})
        compiler: Any = rows.query.get_compiler(connection=database)
        sql, parameters = compiler.as_sql()
        if len(parameters) != 1:
            raise TypeError(f"{self._field} must be all that is asked for: {sql}")
        converters = compiler.get_converters([column[0] for column in compiler.select])
        compiler.get_converters = lambda _columns: converters
        return _Written(sql, cast(Any, rows.query.where.children[0]).lhs.output_field, rows, compiler)


def _read(written: _Written, database: Any, value: object) -> list[Any]:
    compiler, query = copy(written.compiler), copy(written.rows.query)
    compiler.as_sql = lambda: (written.sql, (written.field.get_db_prep_value(value, database),))
    query.get_compiler = lambda *_places, **_options: compiler
    # All that is read of a query set when it is gone through.
    rows = SimpleNamespace(
        db=database.alias,
        query=query,
        _fields=written.rows._fields,
        _fetch_mode=written.rows._fetch_mode,
        _known_related_objects={},
    )
    return list(written.rows._iterable_class(rows))


def insert(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows, each by its columns (`attempt_id`, not `attempt`); what a row does not name has its default.

    One statement, unless they are more than the database takes at once. No signal is sent."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    database = connections[connection.alias]
    columns = ", ".join(database.ops.quote_name(str(field.column)) for field in fields)
    row_of_places = f"({', '.join(['%s'] * len(fields))})"
    with database.cursor() as cursor:
        for some in batched(rows, max(1, database.ops.bulk_batch_size(fields, rows))):
            values = [
                field.get_db_prep_save(row[name] if (name := field.attname) in row else field.get_default(), database)
                for row in some
                for field in fields
            ]
            places = ", ".join([row_of_places] * len(some))
            table = database.ops.quote_name(model._meta.db_table)
            cursor.execute(f"INSERT INTO {table} ({columns}) VALUES {places}", values)  # noqa: S608 -- names of ours
