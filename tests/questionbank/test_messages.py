"""Every code has a sentence that its parameters fill."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from questionbank.messages import SENTENCES, sentence
from questionbank.packs import fixtures
from questionbank.quality import SEVERITIES
from questionbank.reading import Unreadable, read_document

PARSING = Path(__file__).resolve().parents[2] / "questionbank" / "parsing"
# Where codes are made: Diagnostic(code="…"), _of(item, "…"), add("…", Severity.…), problems.append(("…", …)).
EMITTED = re.compile(r'(?:code=|_of\(item,\s*|problems\.append\(\(\s*|\badd\((?="[a-z-]+", Severity))"([a-z-]+)"')


def emitted() -> set[str]:
    return {code for path in PARSING.rglob("*.py") for code in EMITTED.findall(path.read_text(encoding="utf-8"))}


def test_every_code_of_the_parsers_has_a_sentence() -> None:
    assert len(emitted()) > 15
    assert emitted() - set(SENTENCES) == set()
    assert set(SEVERITIES) - set(SENTENCES) == set()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_diagnostics_of_real_documents_are_sentences(language: str) -> None:
    with override(language):
        for path in sorted((fixtures() / "documents").iterdir()):
            for diagnostic in read_document(path.read_bytes(), path.name).diagnostics:
                assert "%(" not in sentence(diagnostic.code, diagnostic.params)


def test_a_sentence_survives_missing_parameters_and_unknown_codes() -> None:
    with override("en"):
        assert sentence("strange", {"a": 1}) == "Unknown remark: strange 1"
        assert sentence("too-large", {}) == "Unknown remark: too-large"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docm", b"x", "unsupported-type"),
        ("a.exe", b"MZ", "unsupported-type"),
        ("a.txt", b"", "empty-file"),
        ("a.txt", b"x" * (10 * 1024 * 1024 + 1), "too-large"),
        ("a.txt", b"PK\x03\x04", "broken-package"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "binary-file"),
        ("a.txt", b"1. \x00", "binary-file"),
        ("a.json", b'{"schema": "tiku/1", "title": "\\u0000"}', "not-a-document"),
        ("a.json", b'{"schema": "tiku/1", "title": "\\ud800"}', "not-a-document"),
    ],
)
def test_unreadable_files_have_sentences(name: str, data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_document(data, name)

    assert caught.value.code == code
    with override("en"):
        assert "Unknown remark" not in sentence(code, caught.value.params)
