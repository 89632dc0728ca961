"""HR looks up how a document is written, takes a template, and brings it back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import etree, html

from questionbank.guide.advice import EXPLAINED
from questionbank.guide.downloads import TYPES
from questionbank.guide.outline import SECTIONS
from questionbank.guide.source import LANGUAGES, Language, names, template_document
from questionbank.imports.preview import Preview
from questionbank.imports.reader import work_off
from questionbank.models import ImportBatch, Item
from tests import build
from tests.cast import chen
from tests.conftest import signed_in
from tests.questionbank.views.test_imports import take

pytestmark = pytest.mark.django_db
GUIDE = reverse("bank:guide")


def with_class(page: etree._Element, name: str) -> list[etree._Element]:
    return [node for node in page.iter() if name in (node.get("class") or "").split()]


def address(language: str, form: str) -> str:
    return reverse("bank:guide-template", args=[language, form])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_example_beside_what_is_read(language: Language) -> None:
    client = signed_in(chen(), {"zh": "zh-hans", "en": "en"}[language])

    page = html.fromstring(client.get(GUIDE).content)

    assert [heading.get("id") for heading in page.iter("h2")] == [section.slug for section in SECTIONS]
    examples = with_class(page, "example")
    assert len(examples) == len(names(language))
    assert all(with_class(shown, "read")[0].findall("article") for shown in examples)
    assert {node.get("id") for node in page.iter("div")} >= EXPLAINED


def test_the_contents_lead_to_sections_that_exist(hr: Client) -> None:
    page = html.fromstring(hr.get(GUIDE).content)

    ids = {node.get("id") for node in page.iter() if node.get("id")}
    links = [link.get("href") or "" for link in page.iter("a")]
    targets = {link[1:] for link in links if link.startswith("#")}
    assert targets - ids == set()
    assert len(ids) == len([node for node in page.iter() if node.get("id")])


@pytest.mark.parametrize("form", TYPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_that_is_uploaded_as_it_is_comes_in_whole(hr: Client, language: Language, form: str) -> None:
    build.role()
    given = hr.get(address(language, form))
    name = given["Content-Disposition"].partition('filename="')[2].rstrip('"')

    hr.post(reverse("bank:new-import"), {"role": "clerk", "file": SimpleUploadedFile(name, given.content)})
    work_off()  # on a busy machine it is read beside the request

    batch = ImportBatch.objects.get()
    preview = Preview(batch)
    count = len(template_document(language).items)
    assert {state: n for state, n in preview.tally.items() if n} == {"all": count, "sure": count, "chosen": count}
    assert {severity: preview.severities("all")[severity] for severity in ("error", "warning")} == {
        "error": 0,
        "warning": 0,
    }
    assert [remark.code for remark in preview.remarks() if remark.severity != "info"] == []
    take(hr, batch, *range(count), ticked=tuple(range(count)))
    assert Item.objects.count() == count


@pytest.mark.parametrize("path", [("zh", "pdf"), ("fr", "docx"), ("en", "doc")])
def test_a_template_that_does_not_exist_is_not_found(hr: Client, path: tuple[str, str]) -> None:
    assert hr.get(address(*path)).status_code == 404


def test_the_guide_is_at_hand_where_documents_come_in(hr: Client) -> None:
    build.role()
    lost = hr.post(reverse("bank:new-import"), {"role": "clerk", "text": "今天天气很好，大家都去上班了。"}, follow=True)

    for page in (hr.get(reverse("bank:new-import")), hr.get(reverse("bank:imports")), lost):
        assert f'href="{GUIDE}' in page.content.decode()


def test_a_remark_leads_to_its_explanation(hr: Client) -> None:
    build.role()
    text = "一、单选题\n1. 先做什么？\nA. 核对订单\nB. 直接退款\n答案：E\n"

    page = hr.post(reverse("bank:new-import"), {"role": "clerk", "text": text}, follow=True)

    links = [link.get("href") for link in with_class(html.fromstring(page.content), "explain")]
    assert links == [f"{GUIDE}#key-not-option"]
