"""The builders make a consistent world, and history cannot be rewritten."""

from __future__ import annotations

import pytest

from questionbank.authoring import revise_item
from questionbank.content import CONTENT
from tests import build
from tests.cast import chen


@pytest.mark.django_db
def test_paper_sitting_and_invitation() -> None:
    invited, token = build.invitation()

    assert invited.sitting.paper.sections.count() == 5
    assert len(token) >= 43
    assert token not in str(list(invited.links.values()))


@pytest.mark.django_db
def test_a_revision_is_never_changed() -> None:
    item = build.item()

    with pytest.raises(TypeError, match="never changed"):
        item.revision.save()

    revise_item(item, build.single(stem="另一个题干"), author=chen())
    assert [revision.content.stem for revision in item.revisions.all()] == ["另一个题干", "客户催发货,先做什么?"]


def test_content_survives_json() -> None:
    for content in (build.single(), build.multiple(), build.true_false(), build.short(), build.essay()):
        assert CONTENT.validate_python(content.model_dump(mode="json")) == content
