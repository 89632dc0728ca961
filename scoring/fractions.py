"""Exact points in the database: a `Fraction` kept as text such as `8/3`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class FractionField[G: Fraction | None](models.CharField[Any, G]):
    """`FractionField[Fraction]()` or, where it may be empty, `FractionField[Fraction | None](null=True)`.

    Sorting by this column is meaningless: keep a decimal beside it where the database must sort.
    """

    # What the type checker lets one assign; the base class knows texts and whole numbers only.
    _pyi_private_set_type: Any

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "max_length": 60})

    def from_db_value(self, value: str | None, *_args: Any) -> Fraction | None:
        return None if value is None else Fraction(value)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Fraction):
            return value
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError) as error:
            raise ValidationError(_("Enter a number or a fraction.")) from error

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else str(Fraction(value))
