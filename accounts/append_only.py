"""Rows that are added and never changed or removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models


class AppendOnly(models.Model):
    """Rows are added, never changed or removed."""

    class Meta:
        abstract = True

    if not TYPE_CHECKING:

        def save(self, *args: Any, **kwargs: Any) -> None:
            if self.pk is not None:
                raise TypeError(f"A {self._meta.verbose_name} is never changed.")
            super().save(*args, **kwargs)

        def delete(self, *args: Any, **kwargs: Any) -> None:
            raise TypeError(f"A {self._meta.verbose_name} is never deleted.")
