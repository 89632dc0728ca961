"""HR brings a document, looks at what was understood, and takes it into the bank."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Model
from django.db.models.signals import post_init
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from lxml import html

from accounts.models import AuditEvent
from questionbank.content import ItemKind, SingleChoice
from questionbank.document import Diagnostic, Document, DraftSection, Severity, SheetView, Span
from questionbank.forms import ImportForm
from questionbank.imports.batches import commit, stage
from questionbank.imports.drafts import section_keys
from questionbank.models import ImportBatch, Item
from questionbank.policy import Policy, PolicyId
from questionbank.reading import MAX_BYTES, Unreadable
from questionbank.views.imports import given
from tests import build
from tests.cast import chen
from tests.questionbank.drafting import document, draft, essay_draft
from tests.questionbank.views.test_editor import form

pytestmark = pytest.mark.django_db
NEW = reverse("bank:new-import")
LIST = reverse("bank:imports")
SCRIPT = "<script>alert(1)</script>"
TEXT = """一、单选题(每题2分)
1. 客户要求退货,先做什么?
A. 核对订单
B. 直接退款
答案:A
2. 客户催发货,先做什么?
A. 请客户稍等
B. 查询订单状态
答案:B
"""
PARTED = """一、单选题
1. 客户要求退货,先做什么?
A. 核对订单
B. 直接退款
2. 客户催发货,客服人员在查询订单和物流之前应当先做什么?
A. 请客户稍等
B. 查询订单状态并说明预计发货时间
参考答案
1. A
2. B
"""


def staged(*items: Any, whole: Document | None = None, data: bytes = b"one") -> ImportBatch:
    return stage(whole or document(*items), data, build.role(), chen())


def page_of(batch: ImportBatch, name: str = "import") -> str:
    return reverse(f"bank:{name}", args=[batch.uuid])


def tree(answer: Any) -> Any:
    """The elements of a page."""
    return html.fromstring(answer.content.decode())


def take(client: Client, batch: ImportBatch, *positions: int, ticked: tuple[int, ...], then: str = "commit") -> Any:
    shown = range(len(batch.document.items))
    data = {"shown": list(shown), "ticked": ticked, "take": positions, "then": then}
    return client.post(page_of(batch, "import-selection"), data)


def test_pasted_text_goes_all_the_way(hr: Client) -> None:
    build.role()

    answer = hr.post(NEW, {"role": "clerk", "text": TEXT.replace("\n", "\r\n")})

    batch = ImportBatch.objects.get()
    assert answer["Location"] == page_of(batch)
    page = hr.get(page_of(batch))
    assert [entry.chosen for entry in page.context["rows"]] == [True, True]
    take(hr, batch, 0, 1, ticked=(0, 1))
    assert [item.revision.content.stem for item in Item.objects.order_by("pk")] == [
        "客户要求退货,先做什么?",
        "客户催发货,先做什么?",
    ]
    assert hr.get(page_of(batch)).context["states"][-1] == ("done", 2)


def test_an_uploaded_file_keeps_its_name_and_comes_back_the_second_time(hr: Client) -> None:
    build.role()
    for _ in range(2):
        file = SimpleUploadedFile("客服题.txt", TEXT.encode("gb18030"))
        assert hr.post(NEW, {"role": "clerk", "file": file}).status_code == 302

    batch = ImportBatch.objects.get()
    assert (batch.name, batch.document.source.encoding) == ("客服题.txt", "gb18030")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n "),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100),
        ("word.txt", b"PK\x03\x04" + b"\x00" * 100),
        ("word.doc", b"\xd0\xcf\x11\xe0"),
        ("big.txt", b"a" * (10 * 1024 * 1024 + 1)),
        ("broken.json", b"{"),
    ],
)
def test_files_that_cannot_be_read_say_why(hr: Client, name: str, data: bytes) -> None:
    build.role()

    answer = hr.post(NEW, {"role": "clerk", "file": SimpleUploadedFile(name, data)})

    assert answer.status_code == 400
    assert len(answer.context["form"].non_field_errors()) == 1
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize("data", [{"role": "clerk"}, {"role": "clerk", "text": " \n"}, {"text": TEXT}, {"role": "x"}])
def test_an_incomplete_form_says_why(hr: Client, data: dict[str, str]) -> None:
    build.role()
    answer = hr.post(NEW, data)

    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert ImportBatch.objects.count() == 0


def test_a_refusal_keeps_the_pasted_text(hr: Client) -> None:
    build.role()
    answer = hr.post(NEW, {"text": "我的题目" + TEXT, "role": "clerk", "file": SimpleUploadedFile("a.txt", b"1. x")})

    assert answer.status_code == 400
    assert "我的题目" in answer.content.decode()


class Unread(SimpleUploadedFile):
    """An upload that must not be taken into memory."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        raise AssertionError(chunk_size)


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    file = Unread("题.txt", b"1")
    file.size = MAX_BYTES + 1
    form = ImportForm({"role": build.role().code, "text": ""}, MultiValueDict({"file": [file]}))
    assert form.is_valid()

    with pytest.raises(Unreadable) as refused:
        given(form)
    assert (refused.value.code, refused.value.params) == ("too-large", {"limit": "10"})


def test_a_table_that_cannot_be_read_any_more_has_no_text_to_correct(hr: Client) -> None:
    whole = document(draft())
    whole.sheets = [SheetView(name="Sheet1", columns={0: "stem"}, rows=[["甲"]])]
    batch = staged(whole=whole, data=b"PK\x03\x04 and nothing more")

    page = hr.get(page_of(batch, "import-text"))

    assert (page.status_code, page.context["text"]) == (200, "")
    assert [str(message.level_tag) for message in page.context["messages"]] == ["error"]


def test_a_text_without_a_question_is_kept_for_correction(hr: Client) -> None:
    build.role()
    hr.post(NEW, {"role": "clerk", "text": "今天天气很好。"})
    batch = ImportBatch.objects.get()
    page = hr.get(page_of(batch))
    assert [remark.code for remark in page.context["remarks"]] == ["no-question"]

    hr.post(page_of(batch, "import-text"), {"text": TEXT})
    assert len(ImportBatch.objects.get().document.items) == 2


def test_errors_cannot_be_taken_until_they_are_corrected(hr: Client) -> None:
    batch = staged(draft(), draft("i2", "乙题", key=["F"]))
    take(hr, batch, 0, 1, ticked=())
    assert list(Item.objects.values_list("batch_position", flat=True)) == [0]

    edit = reverse("bank:import-item", args=[batch.uuid, 1])
    assert "乙题" in hr.get(edit).content.decode()
    corrected = build.single(stem="乙题", key="B")
    assert hr.post(edit, form(corrected, topic="售后"))["Location"] == f"{page_of(batch)}?item=1#item-1"
    take(hr, batch, 1, ticked=(1,))

    item = Item.objects.get(batch_position=1)
    assert (item.revision.content, str(item.topic)) == (corrected, "售后")
    assert hr.get(edit).status_code == 404


def test_only_sure_items_are_chosen_beforehand(hr: Client) -> None:
    batch = staged(draft(), draft("i2", "乙题", status="check"), draft("i3", "丙题", key=["F"]))

    page = hr.get(page_of(batch))

    assert [entry.chosen for entry in page.context["rows"]] == [True, False, False]
    assert page.context["states"] == [
        ("all", 3),
        ("error", 1),
        ("check", 1),
        ("similar", 0),
        ("sure", 1),
        ("done", 0),
    ]
    assert [entry.number for entry in hr.get(page_of(batch), {"state": "check"}).context["rows"]] == [2]


def test_what_may_be_lost_is_seen_without_a_click(hr: Client) -> None:
    """Many remarks are counted only, so that the questions stay in view; mere notes as well."""
    for number, (severity, count) in enumerate([("warning", 2), ("info", 2), ("error", 4)]):
        told = [Diagnostic(code="skipped-text", severity=Severity(severity), start=0, end=2) for _ in range(count)]
        batch = staged(whole=Document(text="公司简介", items=[draft()], diagnostics=told), data=bytes([65 + number]))
        card = tree(hr.get(page_of(batch))).xpath("//*[@class='import-tools']/details")[0]
        assert ("open" in card.attrib) == (severity == "warning")
        assert [
            badge.text_content().split()[-1] for badge in card.xpath(".//summary/*[starts-with(@class, 'badge')]")
        ] == [str(count)]


def test_the_list_tells_how_many_questions_were_found_and_taken(hr: Client) -> None:
    batch = staged(draft(), draft("i2", "乙题"), draft("i3", "丙题"))
    commit(batch, [0])

    row = tree(hr.get(LIST)).xpath("//tbody/tr")[0]
    assert [cell.text_content() for cell in row.xpath("./td[@class='number']")] == ["3", "1"]


def test_an_import_that_is_in_the_bank_has_nothing_left_to_choose(hr: Client) -> None:
    batch = staged(draft(), draft("i2", "乙题"))
    commit(batch, [0])
    assert tree(hr.get(page_of(batch))).xpath("//*[@class='sticky-actions']") != []
    commit(batch, [1])
    assert tree(hr.get(page_of(batch))).xpath("//*[@class='sticky-actions']") == []


def test_remarks_filter_besides_the_states(hr: Client) -> None:
    told = [Diagnostic(code="inferred-type", severity=Severity.INFO, item="i4")]
    calm: dict[str, Any] = {"explanation": "先核对。"}
    whole = document(
        draft(**calm), draft("i2", "乙题", key=[], **calm), draft("i3", "丙题", key=["F"], **calm),
        draft("i4", "丁题", **calm), diagnostics=told,
    )  # fmt: skip
    batch = staged(whole=whole)

    page = hr.get(page_of(batch), {"state": "all", "severity": "none"})
    assert dict(page.context["severities"]) == {"error": 2, "warning": 0, "info": 1, "none": 1}
    assert [entry.number for entry in page.context["rows"]] == [1]
    assert [entry.number for entry in hr.get(page_of(batch), {"severity": "info"}).context["rows"]] == [4]
    only_errors = hr.get(page_of(batch), {"state": "error"})
    assert dict(only_errors.context["severities"]) == {"error": 1, "warning": 0, "info": 0, "none": 0}
    assert len(hr.get(page_of(batch), {"severity": "zz"}).context["rows"]) == 4


def test_every_field_leads_to_its_place_and_every_place_to_its_field(hr: Client) -> None:
    build.role()
    hr.post(NEW, {"role": "clerk", "text": "客服考试\n" + TEXT})
    batch = ImportBatch.objects.get()
    page = tree(hr.get(page_of(batch)))

    links = {
        (link.get("data-item"), link.get("data-field")): link for link in page.find_class("place") if link.get("href")
    }
    assert set(links) == {(item, field) for item in "01" for field in ("stem", "options", "key")}
    for (item, field), link in links.items():
        place = page.get_element_by_id(link.get("href")[1:])
        assert (place.get("data-item"), place.get("data-field")) == (item, field)
        assert page.get_element_by_id(place.get("href")[1:]).get("data-field") == field
    assert page.get_element_by_id("at-0").text_content() == "客服考试文档标题"


def test_places_and_fields_of_other_pages_are_reached_by_address(hr: Client) -> None:
    batch = long_document(300)
    page = tree(hr.get(page_of(batch), {"page": "2", "severity": "", "state": "all"}))

    key = page.xpath("//a[contains(@class, 'place') and @data-item='60' and @data-field='key']")[0].get("href")
    moved = tree(hr.get(page_of(batch) + key.partition("#")[0]))
    place = moved.get_element_by_id(key.partition("#")[2])
    assert (place.get("data-item"), place.get("data-field")) == ("60", "key")
    assert moved.get_element_by_id("item-60-key") is not None
    far = moved.xpath("//a[contains(@class, 'region') and @data-item='200' and @data-field='key']")[0].get("href")
    assert far == "?item=200#item-200-key"
    assert 'id="item-200-key"' in hr.get(page_of(batch) + far.partition("#")[0]).content.decode()


def test_ticks_are_kept_across_pages(hr: Client) -> None:
    batch = staged(draft(), draft("i2", "乙题", status="check"))

    take(hr, batch, 1, ticked=(0,), then="keep")

    assert [entry.chosen for entry in hr.get(page_of(batch)).context["rows"]] == [False, True]
    assert Item.objects.count() == 0
    part = hr.post(page_of(batch, "import-selection"), {"shown": [0], "take": [0]}, headers={"HX-Request": "true"})
    assert part.context["chosen_count"] == 2
    for ticks, count in (([], 1), ([0], 2)):
        data = {"shown": [0], "ticked": [0], "take": ticks}
        part = hr.post(page_of(batch, "import-selection"), data, headers={"HX-Request": "true"})
        assert part.context["chosen_count"] == count


def test_what_the_bank_has_is_taken_only_when_ticked(hr: Client) -> None:
    build.item(build.single(stem="退货先做什么?", options=build.options("核对订单", "直接退款"), key="A"))
    batch = staged(draft())
    assert [entry.chosen for entry in hr.get(page_of(batch)).context["rows"]] == [False]

    take(hr, batch, ticked=())
    assert batch.items.count() == 0
    take(hr, batch, 0, ticked=())
    assert batch.items.count() == 1


def test_kind_and_points_of_a_section(hr: Client) -> None:
    section = DraftSection(id="s1", heading="一、选择题")
    whole = document(draft(section="s1"), draft("i2", "乙", section="s1", key=["A", "B"]), sections=[section])
    batch = staged(whole=whole)
    key = section_keys(batch.document)["s1"]
    address = page_of(batch, "import-section")

    hr.post(address, {"section": key, "kind": "multiple_choice", "points": "5"})

    rows = hr.get(page_of(batch)).context["rows"]
    assert [(entry.row.shown.kind, str(entry.row.shown.points)) for entry in rows] == [("multiple_choice", "5")] * 2
    for bad in ({"points": "many"}, {"points": "-1"}, {"points": "NaN"}, {"kind": "song"}, {"section": "gone"}):
        hr.post(address, {"section": key, **bad})
    stored = batch.sections.get()
    assert stored.override == {"kind": "multiple_choice", "points": "5", "policy": "", "c": ""}
    assert set(batch.rows.values_list("kind", flat=True)) == {"multiple_choice"}
    hr.post(address, {"section": key, "kind": "", "points": ""})
    stored.refresh_from_db()
    assert (stored.override, batch.rows.filter(kind="single_choice").count()) == (None, 2)


def test_the_rule_of_a_heading_is_shown_overridden_and_carried_into_the_bank(hr: Client) -> None:
    build.role()
    text = "二、多选题(每题4分,多选少选得1分,错选不得分)\n1. 登记什么?\nA. 订单号\nB. 照片\nC. 生日\n答案:AB\n"
    hr.post(NEW, {"role": "clerk", "text": text})
    batch = ImportBatch.objects.get()
    address = page_of(batch, "import-section")

    (shown,) = hr.get(page_of(batch)).context["sections"]
    assert (shown.policy, shown.is_multiple) == (Policy(id=PolicyId.FIXED_IF_SUBSET, params={"c": "1"}), True)
    take(hr, batch, 0, ticked=(0,))
    assert Item.objects.get().policy == shown.policy
    hr.post(page_of(batch, "import-undo"))

    hr.post(address, {"section": shown.key, "policy": "per_option", "c": "0.5"})
    for bad in ({"policy": "per_option"}, {"policy": "per_option", "c": "x"}, {"policy": "song"}):
        hr.post(address, {"section": shown.key, **bad})
    take(hr, batch, 0, ticked=(0,))
    assert Item.objects.get().policy == Policy(id=PolicyId.PER_OPTION, params={"c": "0.5"})


def test_edits_survive_parsing_again(hr: Client) -> None:
    build.role()
    hr.post(NEW, {"role": "clerk", "text": TEXT})
    batch = ImportBatch.objects.get()
    hr.post(reverse("bank:import-item", args=[batch.uuid, 1]), form(build.single(stem="改过的第二题")))

    hr.post(page_of(batch, "import-text"), {"text": TEXT.replace("1. 客户要求退货,先做什么?", "1. 另一道题?")})

    stems = [entry.row.shown.stem for entry in hr.get(page_of(batch)).context["rows"]]
    assert stems == ["另一道题?", "改过的第二题"]


def test_the_text_of_a_committed_import_stays(hr: Client) -> None:
    batch = staged(draft())
    commit(batch, user=chen())
    sha256 = batch.sha256

    answer = hr.post(page_of(batch, "import-text"), {"text": TEXT})

    batch.refresh_from_db()
    assert (answer.status_code, batch.sha256) == (200, sha256)
    assert "另一道题" not in answer.content.decode()
    assert "客户催发货" in answer.content.decode()


def test_undo(hr: Client) -> None:
    batch = staged(draft())
    take(hr, batch, 0, ticked=(0,))
    hr.post(page_of(batch, "import-undo"))

    assert Item.objects.count() == 0
    assert hr.get(page_of(batch)).context["states"][4] == ("sure", 1)
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "import.staged",
        "import.committed",
        "import.undone",
    ]


def test_an_import_whose_items_are_in_a_paper_stays_and_says_which(hr: Client) -> None:
    batch = staged(essay_draft())
    commit(batch, user=chen())
    paper = build.paper(build.essay(), published=False, title="秋招试卷")
    paper.sections.get().items.create(position=9, revision=Item.objects.get(batch=batch).revision, points=2)

    answer = hr.post(page_of(batch, "import-undo"), follow=True)

    assert batch.items.count() == 1
    assert "秋招试卷" in answer.content.decode()


def test_scripts_in_a_document_are_inert(hr: Client) -> None:
    whole = document(draft(stem=SCRIPT, explanation=SCRIPT), name=SCRIPT)
    whole.sections = [DraftSection(id="s1", heading=SCRIPT)]
    whole.items[0].section = "s1"
    whole.diagnostics = [Diagnostic(code=SCRIPT, severity=Severity.ERROR, params={"x": SCRIPT})]
    batch = staged(whole=whole)

    pages = [LIST, page_of(batch), page_of(batch, "import-text"), reverse("bank:import-item", args=[batch.uuid, 0])]
    for address in pages:
        text = hr.get(address).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


def test_no_page_and_no_deed_reads_more_of_a_longer_document(hr: Client, reading: Counter[str]) -> None:
    """The statements, the rows fetched and the characters of the source stay the same; a page has 50 rows."""
    counted = []
    ticks = {"shown": list(range(100, 150)), "take": [101], "ticked": [100, 101], "then": "keep"}
    for count in (300, 900):
        batch = long_document(count)
        commit(batch, range(0, 100, 2), chen())
        page, edit = page_of(batch), reverse("bank:import-item", args=[batch.uuid, 131])
        visits = [
            measured(reading, hr.get, page, {"page": "3"}),
            measured(reading, hr.get, page, {"state": "done"}),
            measured(reading, hr.get, page, {"at": "9"}),
            measured(reading, hr.get, edit),
            measured(reading, hr.post, page_of(batch, "import-selection"), ticks),
            measured(reading, hr.post, edit, form(build.single(stem="改过"))),
        ]
        counted.append(visits)

    assert counted[0] == counted[1]
    assert [statements for statements, _ in counted[0]] == [13, 12, 12, 6, 6, 13]
    assert max(read["ImportRow"] for _, read in counted[0]) == 50


def test_queries_do_not_grow(hr: Client) -> None:
    counted = []
    for count in (2, 60):
        batch = long_document(count)
        commit(batch, range(0, count, 2), chen())
        with CaptureQueriesContext(connection) as captured:
            page = hr.get(page_of(batch))
        counted.append((len(captured), len(page.context["rows"])))
    with CaptureQueriesContext(connection) as captured:
        hr.get(LIST)

    assert [rows for _, rows in counted] == [2, 50]
    assert counted[0][0] == counted[1][0] == 13
    assert len(captured) == 4


def unlike(number: int) -> str:
    """A stem that is like no other one."""
    return "".join(chr(0x5000 + 37 * byte) for byte in hashlib.sha256(str(number).encode()).digest()[:20])


def long_document(count: int) -> ImportBatch:
    """Questions with their answers at the end of the document, in sections of 100, each with a remark."""
    whole = document(*(draft(f"i{n}", unlike(1000 * count + n), section=f"s{n // 100}") for n in range(count)))
    answers = len(whole.text or "")
    whole.text = f"{whole.text}" + "A\n" * count
    for n, item in enumerate(whole.items):
        item.spans.append(Span(part="key", start=answers + 2 * n, end=answers + 2 * n + 1))
        whole.diagnostics.append(Diagnostic(code="inferred-type", severity=Severity.INFO, item=item.id))
        whole.diagnostics.append(Diagnostic(code="skipped-text", severity=Severity.WARNING, start=n))
    whole.sections = [DraftSection(id=f"s{n}", heading=f"第{n}部分") for n in range(count // 100 + 1)]
    return staged(whole=whole, data=str(count).encode())


@pytest.fixture
def reading() -> Iterator[Counter[str]]:
    """Counts the objects made from rows of the database, by their model."""
    made: Counter[str] = Counter()

    def count(sender: type[Model], **_: Any) -> None:
        made[sender.__name__] += 1

    post_init.connect(count)
    yield made
    post_init.disconnect(count)


def measured(reading: Counter[str], visit: Callable[..., Any], *request: Any) -> tuple[int, Counter[str]]:
    """Statements and objects read by a visit."""
    reading.clear()
    with CaptureQueriesContext(connection) as captured:
        assert visit(*request).status_code in {200, 302}
    return len(captured), Counter(reading)


def test_the_item_page_leads_to_its_place(hr: Client) -> None:
    batch = staged(*(draft(f"i{n}", f"第{n}题") for n in range(60)))
    commit(batch, user=chen())
    item = Item.objects.get(batch_position=55)

    assert f"{page_of(batch)}?item=55#item-55" in hr.get(reverse("bank:item", args=[item.uuid])).content.decode()
    assert 'id="item-55"' in hr.get(page_of(batch), {"item": "55"}).content.decode()
    assert hr.get(page_of(batch), {"item": "99", "page": "x", "at": "9999999", "state": "zz"}).status_code == 200


def test_an_item_that_no_content_can_hold_can_still_be_edited(hr: Client) -> None:
    batch = staged(draft(stem="长" * 20_001, kind=ItemKind.SINGLE_CHOICE))

    assert hr.get(page_of(batch)).status_code == 200
    edit = reverse("bank:import-item", args=[batch.uuid, 0])
    page = hr.get(edit)
    assert page.context["errors"].keys() == {"stem"}
    assert [(row.text, row.right) for row in page.context["typed"].options] == [("核对订单", True), ("直接退款", False)]
    hr.post(edit, form(build.single(stem="短")))
    take(hr, batch, 0, ticked=(0,))
    content = Item.objects.get().revision.content
    assert isinstance(content, SingleChoice)
    assert content.stem == "短"


def test_the_editor_shows_what_the_question_is_made_of_and_nothing_between(hr: Client) -> None:
    build.role()
    hr.post(NEW, {"role": "clerk", "text": PARTED})
    batch = ImportBatch.objects.get()
    page = tree(hr.get(reverse("bank:import-item", args=[batch.uuid, 0])))

    shown = [part.text_content() for part in page.xpath("//*[@class='excerpt']/p")]
    assert shown == ["1. 客户要求退货,先做什么?\nA. 核对订单\nB. 直接退款", "1. A"]
