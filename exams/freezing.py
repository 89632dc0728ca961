"""A published paper never changes: every write to it, its sections or its questions raises."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models

# For each model the lookup from its rows to the paper's time of publication.
PUBLISHED = {
    "Paper": "published_at",
    "Section": "paper__published_at",
    "PaperItem": "section__paper__published_at",
}


class PublishedPaper(TypeError):
    """Somebody tried to change a published paper."""

    def __init__(self) -> None:
        super().__init__("A published paper never changes; copy it to a new draft.")


class DraftQuerySet[M: models.Model](models.QuerySet[M]):
    """Writes that reach a published paper raise `PublishedPaper` and change nothing."""

    def _refuse(self, rows: models.QuerySet[M]) -> None:
        if rows.filter(**{f"{PUBLISHED[self.model.__name__]}__isnull": False}).exists():
            raise PublishedPaper

    def update(self, **changes: Any) -> int:
        self._refuse(self)
        return super().update(**changes)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse(self)
        return super().delete()

    def bulk_create(self, objs: Iterable[M], *args: Any, **options: Any) -> list[M]:
        made = list(objs)
        for parent in {row.parent for row in made}:  # type: ignore[attr-defined]  # sections and items have one
            parent.refuse_if_published()
        return super().bulk_create(made, *args, **options)


class DraftOnly(models.Model):
    """Base of papers, sections and their questions; each has a manager of `DraftQuerySet`."""

    class Meta:
        abstract = True

    @property
    def parent(self) -> DraftOnly:
        """The row that must be a draft before this one is written: the paper itself, or what it stands in."""
        return self

    def refuse_if_published(self) -> None:
        lookup = {f"{PUBLISHED[type(self).__name__]}__isnull": False}
        if self.pk and type(self)._base_manager.filter(pk=self.pk, **lookup).exists():
            raise PublishedPaper

    if not TYPE_CHECKING:

        def save(self, *args: Any, **kwargs: Any) -> None:
            self.refuse_if_published()
            if self.parent is not self:
                self.parent.refuse_if_published()
            super().save(*args, **kwargs)

        def delete(self, *args: Any, **kwargs: Any) -> Any:
            self.refuse_if_published()
            return super().delete(*args, **kwargs)
