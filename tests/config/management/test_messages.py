"""`manage.py messages` on a small project."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

CODE = "from django.utils.translation import gettext as _, ngettext\n"
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.fixture
def project(tmp_path: Path, settings: Settings) -> Path:
    """One module with two texts, one of them counted."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    (tmp_path / "exams").mkdir()
    code = CODE + '_("Save")\n_("Cancel")\nngettext("%(n)d row", "%(n)d rows", 2)\n'
    (tmp_path / "exams" / "views.py").write_text(code, encoding="utf-8")
    return tmp_path


def catalog(project: Path) -> Path:
    path = project / "exams" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("messages", "exams", *arguments, stdout=out)
    return out.getvalue()


def content(project: Path) -> list[tuple[str, str]]:
    return [(entry.msgid, entry.msgstr or entry.msgstr_plural.get(0, "")) for entry in polib.pofile(catalog(project))]


def test_a_new_catalog_is_sorted_and_empty(project: Path) -> None:
    assert run() == "exams: 3 texts, 3 without a translation\n  %(n)d row\n  Cancel\n  Save\n"
    assert content(project) == [("%(n)d row", ""), ("Cancel", ""), ("Save", "")]


def test_translations_stay_and_unused_texts_go(project: Path) -> None:
    old = '\nmsgid "Save"\nmsgstr "保存"\n\nmsgid "Gone"\nmsgstr "没了"\n'
    old += '\nmsgid "%(n)d row"\nmsgid_plural "%(n)d rows"\nmsgstr[0] "%(n)d 行"\n'
    catalog(project).write_text(HEAD + old, encoding="utf-8")

    run()

    assert content(project) == [("%(n)d row", "%(n)d 行"), ("Cancel", ""), ("Save", "保存")]


def test_a_second_run_changes_nothing(project: Path) -> None:
    run()
    before = catalog(project).read_bytes()
    run()

    assert catalog(project).read_bytes() == before


def test_entries_that_a_merge_doubled_become_one(project: Path) -> None:
    old = '\nmsgid "Save"\nmsgstr ""\n\nmsgid "Save"\nmsgstr "保存"\n\nmsgid "Save"\nmsgstr "存"\n'
    catalog(project).write_text(HEAD + old, encoding="utf-8")

    run()

    assert content(project)[2] == ("Save", "保存")


def test_a_catalog_that_a_merge_tore_loses_only_the_torn_entry(project: Path) -> None:
    old = '\nmsgid ""\n"A long "\n"text"\nmsgid "Cancel"\nmsgstr "取消"\n\nmsgid "Save"\nmsgstr "保"存"\n'
    catalog(project).write_text(HEAD + old, encoding="utf-8")

    run()

    assert content(project) == [("%(n)d row", ""), ("Cancel", "取消"), ("Save", "")]


def test_fuzzy_marks_and_comments_of_translators_stay(project: Path) -> None:
    old = '\n# 按钮\n#, fuzzy\nmsgid "Save"\nmsgstr "保存"\n'
    catalog(project).write_text(HEAD + old, encoding="utf-8")

    assert "3 without a translation" in run()
    assert '# 按钮\n#, fuzzy\nmsgid "Save"\nmsgstr "保存"\n' in catalog(project).read_text(encoding="utf-8")


def test_check_writes_nothing_and_fails_until_all_is_done(project: Path) -> None:
    with pytest.raises(CommandError, match="3 texts have no translation, 1 catalogs are out of date"):
        run("--check")
    assert not catalog(project).exists()

    run()
    done = catalog(project).read_text(encoding="utf-8").replace('msgstr ""\n\n', 'msgstr "译"\n\n')
    done = done.replace('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "译"').replace('[0] ""', '[0] "%(n)d"')
    catalog(project).write_text(done, encoding="utf-8")

    assert run("--check") == "exams: 3 texts, 0 without a translation\n"


def test_a_text_nobody_can_translate_is_an_error(project: Path) -> None:
    (project / "exams" / "views.py").write_text(CODE + "_(name)", encoding="utf-8")

    with pytest.raises(CommandError, match=r"exams/views\.py: line 2: a text to translate must be a literal"):
        run()
