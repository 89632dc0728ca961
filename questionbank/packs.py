"""The roles and role packs that the product ships (fixtures/): loading them again adds only what is new."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from questionbank.approval import StatusReport, change_status
from questionbank.formats import tiku_json
from questionbank.imports.batches import commit, stage
from questionbank.models import ImportBatch, Item, JobRole


@dataclass(frozen=True)
class PackReport:
    name: str
    added: int
    refused: list[int]
    approval: StatusReport


def fixtures() -> Path:
    return Path(settings.BASE_DIR) / "fixtures"


def load_roles(path: Path) -> int:
    """Roles that are missing are made; names that people changed stay. Returns how many were made."""
    made = 0
    for row in json.loads(path.read_text(encoding="utf-8")):
        names = {"name_zh": row["name_zh"], "name_en": row["name_en"]}
        made += JobRole.objects.get_or_create(code=row["code"], defaults=names)[1]
    return made


def pack_files(folder: Path) -> Sequence[Path]:
    return sorted(folder.glob("*.json"))


def load_pack(path: Path, *, approve: bool) -> PackReport:
    """Stage and commit one pack; with `approve` its drafts without errors become approved."""
    data = path.read_bytes()
    document = tiku_json.read(data, path.name)
    batch = stage(document, data, JobRole.objects.get(code=document.role), None)
    report = commit(batch)
    approval = approve_drafts(batch) if approve else StatusReport()
    return PackReport(path.name, len(report.added), report.refused, approval)


def approve_drafts(batch: ImportBatch) -> StatusReport:
    drafts = batch.items.filter(status=Item.Status.DRAFT).select_related("current")
    return change_status(list(drafts), Item.Status.APPROVED, None)
