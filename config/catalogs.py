"""Translations without GNU gettext: .po files are compiled by polib when they are newer than their .mo."""

from __future__ import annotations

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


def catalogs() -> list[Path]:
    return sorted(BASE_DIR.glob("*/locale/*/LC_MESSAGES/*.po"))


def compile_catalogs() -> None:
    """Write the .mo files that are missing or older than their .po. Another process may do the same at once."""
    for po in catalogs():
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        import polib  # noqa: PLC0415 -- slow import, needed only when a catalog changed

        draft = mo.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(po)).save_as_mofile(str(draft))
        draft.replace(mo)
