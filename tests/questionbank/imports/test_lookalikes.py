"""Like questions between an import and the bank, and within an import."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from questionbank.authoring import revise_item
from questionbank.content import AnyContent
from questionbank.folding import folded_content
from questionbank.imports.batches import commit, stage
from questionbank.imports.lookalikes import compare, is_stale, lookalikes
from questionbank.models import ImportBatch, ItemBand
from questionbank.similarity import BANDS, Contrast
from tests import build
from tests.cast import chen
from tests.questionbank.drafting import document, draft, essay_draft
from tests.questionbank.views.test_imports import unlike

pytestmark = pytest.mark.django_db
MIGRATION_BEFORE = "0009_lookalikes"
STEM = "客户收到破损商品并要求当天赔付,客服首先应当怎样做?"


def staged(*stems: str, data: bytes = b"one") -> ImportBatch:
    items = [essay_draft(f"i{number}", stem) for number, stem in enumerate(stems)]
    return stage(document(*items), data, build.role(), chen())


def resembling(batch: ImportBatch) -> list[tuple[int, str, int | None]]:
    return list(batch.rows.exclude(resembles="").values_list("position", "resembles", "like"))


def found(content: AnyContent) -> list[tuple[int, int]]:
    return [
        (each.item.pk, each.likeness.percent)
        for each in lookalikes(build.role(), {7: folded_content(content)}).get(7, [])
    ]


def test_bands_follow_the_newest_revision() -> None:
    item = build.item(build.essay(stem=STEM))
    assert found(build.essay(stem=STEM.replace("当天", "當日"))) == [(item.pk, 77)]

    revise_item(item, build.essay(stem="发票抬头写错以后怎样更正?"), author=chen())

    assert found(build.essay(stem=STEM)) == []
    assert found(build.essay(stem="发票抬头写错以后怎样更正?")) == [(item.pk, 100)]
    assert ItemBand.objects.filter(item=item).count() == BANDS


def test_other_roles_have_a_bank_of_their_own() -> None:
    build.item(build.essay(stem=STEM), role=build.role("service"))

    assert found(build.essay(stem=STEM)) == []


def test_an_import_is_compared_with_the_bank_and_with_itself() -> None:
    build.item(build.essay(stem=STEM))
    batch = staged(
        STEM.replace("怎样", "如何"), "发票抬头写错以后怎样更正?", "发票的抬头写错以后怎样更正?", "客户为什么退货?"
    )

    assert resembling(batch) == [(0, "alike", None), (2, "alike", 1)]
    assert not is_stale(batch)


def test_a_denial_and_other_numbers_are_near_but_never_the_same() -> None:
    build.item(build.essay(stem="客服可以把客户的手机号发到私人群里"))
    build.item(build.essay(stem="签收后24小时内可以申请拒赔,应当提交哪些材料"))
    batch = staged("客服不可以把客户的手机号发到私人群里", "签收后48小时内可以申请拒赔,应当提交哪些材料")

    assert resembling(batch) == [(0, "near", None), (1, "near", None)]
    contrasts = lookalikes(batch.role, {0: "客服不可以把客户的手机号发到私人群里"})[0][0].likeness.contrasts
    assert contrasts == {Contrast.NEGATION}


def test_a_bank_that_grew_makes_the_comparison_stale() -> None:
    batch = staged(STEM)
    assert (resembling(batch), is_stale(batch)) == ([], False)

    build.item(build.essay(stem=STEM))
    assert is_stale(batch)
    compare(batch)

    assert (resembling(batch), is_stale(batch)) == ([(0, "alike", None)], False)


def test_what_is_in_the_bank_already_is_not_compared() -> None:
    batch = staged(STEM, "客户为什么退货?")
    commit(batch, [0])
    compare(batch)

    assert resembling(batch) == []


def test_statements_do_not_grow_with_the_questions() -> None:
    counted = []
    for count in (5, 100):
        role = build.role(f"role{count}")
        for number in range(count):
            build.item(build.essay(stem=unlike(number)), role=role)
        texts = {number: folded_content(build.essay(stem=unlike(number) + "吗")) for number in range(count)}
        with CaptureQueriesContext(connection) as captured:
            like = lookalikes(role, texts)
        counted.append((len(captured), len(like) == count))

    assert counted == [(2, True), (2, True)]


def test_choice_questions_with_one_general_stem_are_told_apart() -> None:
    general = "下列说法正确的是"
    build.item(build.single(stem=general, options=build.options("面单贴最大面", "面单可折叠", "面单朝下")))
    whole = document(draft(stem=general))

    assert resembling(stage(whole, b"x", build.role(), chen())) == []


@pytest.mark.django_db(transaction=True)
def test_items_from_before_get_their_bands_by_migrating() -> None:
    item = build.item(build.essay(stem=STEM))
    kept = set(item.bands.values_list("band", flat=True))
    executor = MigrationExecutor(connection)
    try:
        executor.migrate([("questionbank", MIGRATION_BEFORE)])
        assert ItemBand.objects.count() == 0
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

    assert set(item.bands.values_list("band", flat=True)) == kept
