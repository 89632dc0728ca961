"""Both languages are complete: in the catalogs, in the sources, and on every page as it is rendered."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.core.management import call_command

from config.extraction import APPS, Message, messages
from tests.access_world import World
from tests.telling_world import build_telling_world, visitor
from tests.test_access_matrix import MATRIX

ROOT = Path(__file__).resolve().parent.parent
CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]+")
# Tables that read and write Chinese documents, names of the demo's people, and a helper for a Chinese terminal.
READS_CHINESE = (
    "questionbank/parsing/*",
    "questionbank/parsing/*/*",
    "questionbank/similarity.py",
    "questionbank/formats/*",
    "questionbank/formats/*/*",
    "questionbank/quality.py",
    "questionbank/guide/sheet.py",
    "questionbank/guide/word.py",
    "questionbank/similarity.py",
    "exams/invitees.py",
    "exams/ordering.py",
    "config/demo*.py",
    "config/management/commands/demo.py",
)
# Names and abbreviations that Chinese readers use as they are.
NAMES = frozenset(
    (
        "Tiku",
        "Asia",  # time zones are named as in the settings
        "Shanghai",
        "Cookie",
        "JavaScript",
        "Ctrl",
        "Enter",
        "Esc",
        "Home",
        "End",
        "Page",
        "Up",
        "Down",
        "ABCDA",  # keys of five questions
        "Word",
        "Excel",
        "WPS",
        "UTF",
        "UTF-",
        "MiB",
        "doc",
        "docx",
        "txt",
        "xlsx",
        "tiku",
        "CSV",
        "Markdown",
        "PDF",
        "RTF",
    )
)


def catalog(app: str) -> polib.POFile:
    return polib.pofile(str(ROOT / app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))


def key(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgctxt or "", entry.msgid_plural or "")


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("app", APPS)
def test_the_catalog_holds_exactly_the_texts_in_use(app: str) -> None:
    entries = [key(entry) for entry in catalog(app)]

    assert sorted(entries) == sorted(messages(ROOT, app))


@pytest.mark.parametrize("app", APPS)
def test_every_text_is_translated(app: str) -> None:
    untranslated = [entry.msgid for entry in catalog(app) if entry.fuzzy or not all(translations(entry))]

    assert untranslated == []


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)[a-z]|%[a-z%]|</?[a-z]+|\{\w*\}", text))


@pytest.mark.parametrize("app", APPS)
def test_placeholders_and_tags_stay(app: str) -> None:
    wrong = [
        (entry.msgid, text)
        for entry in catalog(app)
        for text in translations(entry)
        if placeholders(text) not in (placeholders(entry.msgid), placeholders(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


def test_one_text_has_one_translation() -> None:
    """The catalogs are merged into one at run time: of two translations only one would ever be seen."""
    found: dict[tuple[str, str], set[str]] = {}
    for app in APPS:
        for entry in catalog(app):
            found.setdefault((entry.msgid, entry.msgctxt or ""), set()).update(translations(entry))

    assert {text: words for text, words in found.items() if len(words) > 1} == {}


def test_the_catalogs_are_as_the_command_writes_them() -> None:
    call_command("messages", "--check", stdout=StringIO())


def test_templates_hold_no_chinese() -> None:
    pages = sorted((ROOT / "templates").rglob("*.html"))

    assert [path.name for path in pages if CJK.search(path.read_text(encoding="utf-8"))] == []


def strings(tree: ast.Module) -> Iterator[str]:
    """String constants that are no docstrings."""
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    docstrings = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_code_holds_no_chinese_but_the_tables_that_read_it() -> None:
    found = []
    for path in (path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))):
        name = path.relative_to(ROOT)
        if not any(name.match(pattern) for pattern in READS_CHINESE):
            found += [
                (str(name), text) for text in strings(ast.parse(path.read_text(encoding="utf-8"))) if CJK.search(text)
            ]
    assert found == []


def test_scripts_hold_no_chinese() -> None:
    scripts = [path for app in APPS for path in (ROOT / app).glob("static/**/*.js") if "vendor" not in path.parts]

    assert [path.name for path in scripts if CJK.search(path.read_text(encoding="utf-8"))] == []


class Words(HTMLParser):
    """What a page says: text and spoken attributes, without code, and without parts in another language."""

    SPOKEN = ("aria-label", "placeholder", "title", "alt", "content")
    SILENT = ("script", "style", "code", "kbd", "svg")
    EMPTY = (
        "meta",
        "link",
        "input",
        "br",
        "hr",
        "img",
        "wbr",
        "col",
        "source",
        "path",
        "rect",
        "circle",
        "line",
        "use",
    )

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.muted: list[bool] = [False]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        muted = self.muted[-1] or tag in self.SILENT or ("lang" in found and tag != "html")
        if not muted and tag != "meta":
            self.said += [value for name in self.SPOKEN if (value := found.get(name))]
        if not muted and tag == "input" and found.get("type") in {"submit", "button"}:
            self.said.append(found.get("value") or "")
        if tag not in self.EMPTY:
            self.muted.append(muted)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.EMPTY:
            self.muted.pop()

    def handle_data(self, data: str) -> None:
        if not self.muted[-1] and data.strip():
            self.said.append(data.strip())


def said(page: str) -> list[str]:
    words = Words()
    words.feed(page)
    return words.said


def stored() -> str:
    """Everything that users have written: it appears as it is in both languages."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return "\n".join(str(row) for model in models for row in model._default_manager.values_list())


NO_TEXT = {"healthz", "readyz", "metrics", "results:export", "bank:guide-template"}
PAGES = [name for name, rule in MATRIX.items() if rule.method == "GET" and name not in NO_TEXT]


@pytest.fixture
def world(db: None) -> World:
    return build_telling_world()


def render(world: World, name: str, language: str) -> str:
    response = visitor(world, name).get(world.address(name), follow=True, headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_no_chinese_on_english_pages(name: str, world: World) -> None:
    page = render(world, name, "en")
    data = stored()

    runs = {run for text in said(page) for run in re.findall(rf"(?:{CJK.pattern})+", text)}
    assert {run for run in runs if run not in data} == set()


@pytest.mark.parametrize("name", PAGES)
def test_no_english_on_chinese_pages(name: str, world: World) -> None:
    page = render(world, name, "zh-hans")
    data = stored()

    words = {word for text in said(page) for word in LATIN.findall(text)}
    assert {word for word in words if word not in NAMES and word not in data} == set()
    assert CJK.search(page)
