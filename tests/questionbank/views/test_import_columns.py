"""HR says what the columns of a table hold, sees the first questions, and the next table of the shape is proposed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from questionbank.imports.batches import commit
from questionbank.imports.preview import edit_row
from questionbank.imports.reader import work_off
from questionbank.models import ColumnChoice, ImportBatch, JobRole
from tests import build
from tests.cast import chen
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
# Neither header nor cells are plain: keys that name no option, kinds in words of the house.
TABLE = "甲,乙,丙,丁\n投诉先做什么,倾听,打断,1\n少发先做什么,核对,补发,1\n催发先做什么,公告,关闭,1\n"
COLUMNS = {"column-0-0": "stem", "column-0-1": "option:A", "column-0-2": "option:B", "column-0-3": "key"}


def upload(hr: Client, table: str, role: JobRole, name: str = "题.csv") -> str:
    """The address that the upload leads to."""
    file = SimpleUploadedFile(name, table.encode())
    return str(hr.post(reverse("bank:new-import"), {"role": role.code, "file": file, "text": ""})["location"])


def columns_of(batch: ImportBatch) -> str:
    return reverse("bank:import-columns", args=[batch.uuid])


def test_a_table_that_nothing_makes_plain_asks_for_its_columns() -> None:
    hr, role = signed_in(chen()), build.role()
    address = upload(hr, TABLE, role)
    batch = ImportBatch.objects.get()

    assert address == columns_of(batch)
    page = hr.get(address).content.decode()
    assert page.count("<select") == 4
    assert "投诉先做什么" in page
    assert "按目前的选择读不出题目" in page


def test_a_plain_table_does_not_ask() -> None:
    hr = signed_in(chen())
    address = upload(hr, "题干,A,B,答案\n先做什么？,倾听,打断,A\n", build.role())

    batch = ImportBatch.objects.get()
    assert address == batch.address
    assert columns_of(batch) in hr.get(address).content.decode()


def test_every_change_shows_the_first_questions_and_keeps_nothing() -> None:
    hr = signed_in(chen())
    address = upload(hr, TABLE, build.role())
    shown = hr.post(address, {**COLUMNS, "first-0": "2"}, headers={"hx-request": "true"}).content.decode()

    assert shown.count("<article") == 3
    assert "<select" not in shown
    assert "倾听" in shown
    assert ImportBatch.objects.get().rows.count() == 0
    assert ColumnChoice.objects.count() == 0


def test_without_scripts_the_page_comes_back_as_chosen() -> None:
    hr = signed_in(chen())
    page = hr.post(upload(hr, TABLE, build.role()), {**COLUMNS, "first-0": "3", "then": "look"}).content.decode()

    assert page.count("<article") == 2
    assert page.count(" selected") == 4


def test_reading_with_the_columns_and_the_next_table_of_the_shape() -> None:
    hr, role = signed_in(chen()), build.role()
    address = upload(hr, TABLE, role)
    batch = ImportBatch.objects.get()
    answer = hr.post(address, {**COLUMNS, "first-0": "2", "without-0": "3", "then": "read"})

    assert answer["location"] == batch.address
    assert [(row.draft["stem"], row.draft["key"]) for row in batch.rows.all()] == [
        ("投诉先做什么", ["A"]), ("催发先做什么", ["A"]),
    ]  # fmt: skip
    other = upload(hr, TABLE.replace("投诉", "退货"), role, "另一份.csv")
    proposed = hr.get(other).content.decode()
    assert "以前导入过列结构相同的表格" in proposed
    assert proposed.count(" selected") == 4
    assert "倾听" in proposed


def test_edits_stay_when_the_table_is_read_in_another_way() -> None:
    hr = signed_in(chen())
    address = upload(hr, TABLE, build.role())
    batch = ImportBatch.objects.get()
    hr.post(address, {**COLUMNS, "first-0": "2", "then": "read"})
    edit_row(batch.rows.get(position=0), build.single(stem="改过的题干"), "", None, (), chen())
    turned = {**COLUMNS, "column-0-1": "option:B", "column-0-2": "option:A"}
    hr.post(address, {**turned, "first-0": "2", "then": "read"})

    again = batch.rows.get(position=0)
    assert [option["text"] for option in again.draft["options"]] == ["打断", "倾听"]
    assert again.edit
    assert again.edit["content"]["stem"] == "改过的题干"


def test_a_corrected_text_of_a_table_is_a_table_with_the_same_columns() -> None:
    hr = signed_in(chen())
    address = upload(hr, TABLE, build.role())
    batch = ImportBatch.objects.get()
    hr.post(address, {**COLUMNS, "first-0": "2", "then": "read"})
    correct = reverse("bank:import-text", args=[batch.uuid])
    page = hr.get(correct).content.decode()
    assert "投诉先做什么\t倾听\t打断\t1" in page
    hr.post(correct, {"text": TABLE.replace(",", "\t").replace("打断", "挂断")})

    assert [option["text"] for option in batch.rows.get(position=0).draft["options"]] == ["倾听", "挂断"]
    assert batch.rows.count() == 3


def test_nothing_is_read_without_a_question_or_after_the_import() -> None:
    hr = signed_in(chen())
    address = upload(hr, TABLE, build.role())
    batch = ImportBatch.objects.get()
    page = hr.post(address, {"column-0-3": "key", "then": "read"}).content.decode()
    assert "请选择哪一列是题干。" in page
    hr.post(address, {**COLUMNS, "first-0": "2", "then": "read"})
    commit(batch, [0], chen(), anyway=[0])
    page = hr.post(address, {**COLUMNS, "first-0": "3", "then": "read"}).content.decode()

    assert "本次导入的题目已入库" in page
    assert batch.rows.count() == 3


def test_forged_values_change_nothing() -> None:
    hr = signed_in(chen())
    address = upload(hr, TABLE, build.role())
    forged = {"column-0-0": "stem", "column-0-1": "<script>", "column-0-2": "stem", "first-0": "²", "without-0": "x9-2"}

    assert hr.post(address, {**forged, "then": "read"}).status_code == 302
    batch = ImportBatch.objects.get()
    assert batch.document_json["sheets"][0]["columns"] == {"0": "stem"}


def test_texts_have_no_columns() -> None:
    hr = signed_in(chen())
    upload(hr, "一、单选题\n1. 先做什么?\nA. 倾听\nB. 打断\n答案:A\n", build.role(), "题.txt")

    assert hr.get(columns_of(ImportBatch.objects.get())).status_code == 404


def test_a_long_table_is_read_beside_the_requests() -> None:
    hr = signed_in(chen())
    rows = "".join(f"第{n}件投诉先做什么{'呢' * 20},倾听,打断,1\n" for n in range(6000))
    long = "甲,乙,丙,丁\n" + rows
    address = upload(hr, long, build.role())
    batch = ImportBatch.objects.get()
    assert address == batch.address
    assert work_off() == 1
    hr.post(columns_of(batch), {**COLUMNS, "first-0": "2", "then": "read"})
    assert work_off() == 1

    assert batch.rows.count() == 6000
    assert batch.rows.get(position=5999).draft["key"] == ["A"]
    assert ColumnChoice.objects.count() == 1


def test_a_table_of_word_without_a_header_is_read_once_somebody_says_what_it_holds() -> None:
    hr, role = signed_in(chen()), build.role()
    address = upload(hr, "| 投诉先做什么 | 先倾听 |\n| 少发怎么办 | 先核对 |\n| 催发怎么办 | 看公告 |\n", role, "题.md")
    batch = ImportBatch.objects.get()

    assert address == batch.address  # it may as well be no table of questions: nobody is asked
    empty = hr.get(address).content.decode()
    assert columns_of(batch) in empty
    assert f"{batch.address}text/" in empty
    hr.post(columns_of(batch), {"column-0-0": "stem", "column-0-1": "reference_answer", "first-0": "1", "then": "read"})
    stored = [(row.draft["stem"], row.draft["reference_answer"]) for row in batch.rows.order_by("position")]
    assert stored == [("投诉先做什么", "先倾听"), ("少发怎么办", "先核对"), ("催发怎么办", "看公告")]

    upload(hr, "| 退货先做什么 | 先登记 |\n| 换货怎么办 | 先核实 |\n", role, "又一份.md")
    page = hr.get(columns_of(ImportBatch.objects.latest("pk"))).content.decode()
    assert "以前导入过列结构相同的表格" in page


def test_what_no_choice_of_columns_can_mend_is_said_beside_it() -> None:
    rows = "".join(f"{at},{at % 3},第{at}步先做什么,2\n" for at in range(1, 7))
    hr, role = signed_in(chen()), build.role()

    assert "选项是否在另一个文件里？" in hr.get(upload(hr, f"题目ID,题型,题干,分值\n{rows}", role)).content.decode()
    assert "选项是否在另一个文件里？" not in hr.get(upload(hr, TABLE, role, "另一份.csv")).content.decode()
