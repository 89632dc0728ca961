"""The rule that a document states reaches the paper and the sitting as a proposal."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from exams.checkup import SheetSection, check_up
from exams.models import Section
from exams.outline import outline
from exams.proposing import Proposal, proposal, proposal_for_sitting
from questionbank.content import ItemKind
from questionbank.models import Item
from questionbank.policy import Policy, PolicyId
from tests import build
from tests.exams import desk

pytestmark = pytest.mark.django_db
ONE_POINT = Policy(id=PolicyId.FIXED_IF_SUBSET, params={"c": "1"})
HALF = Policy(id=PolicyId.HALF_IF_SUBSET)


def items(*policies: Policy | None) -> list[Item]:
    made = [build.item(build.multiple(stem=f"第{number}题登记什么?")) for number in range(len(policies))]
    for item, policy in zip(made, policies, strict=True):
        item.policy_json = policy.model_dump(mode="json") if policy else None
        item.save(update_fields=["policy_json"])
    return made


def section_of(*policies: Policy | None) -> Section:
    section = desk.draft(kind="multiple_choice", points_each=Decimal(4))
    desk.place(section, *items(*policies))
    return section


def test_the_rule_that_all_documents_agree_on() -> None:
    assert proposal(items(ONE_POINT, None, ONE_POINT), Decimal(4)) == Proposal(ONE_POINT, 2, 3)
    assert proposal(items(ONE_POINT, HALF), Decimal(4)) is None
    assert proposal(items(None), Decimal(4)) is None
    assert proposal(items(ONE_POINT), Decimal(1)) is None


def test_a_section_with_a_rule_of_its_own_needs_no_proposal() -> None:
    section = section_of(ONE_POINT)
    assert outline(section.paper).parts[0].proposal == Proposal(ONE_POINT, 1, 1)

    section.policy_json = HALF.model_dump(mode="json")
    section.save(update_fields=["policy_json"])

    assert outline(section.paper).parts[0].proposal is None
    assert proposal_for_sitting(section.paper) is None


def test_hr_takes_the_rule_over_with_one_button(hr: Client) -> None:
    section = section_of(ONE_POINT, ONE_POINT)
    page = reverse("papers:paper", args=[section.paper.uuid])
    take = reverse("papers:section-policy", args=[section.paper.uuid, section.uuid])
    assert take in hr.get(page).content.decode()
    findings = reverse("papers:checkup", args=[section.paper.uuid])
    assert "rule-not-taken" in [row.finding.code for row in hr.get(findings).context["warnings"]]

    hr.post(take)

    section.refresh_from_db()
    assert section.policy == ONE_POINT
    assert take not in hr.get(page).content.decode()
    assert "rule-not-taken" not in [row.finding.code for row in hr.get(findings).context["warnings"]]
    assert AuditEvent.objects.get(action="paper.section_changed").details["policy"] == "fixed_if_subset"
    hr.post(take)
    section.refresh_from_db()
    assert section.policy == ONE_POINT


def test_a_sitting_begins_with_the_rule_of_the_document(hr: Client) -> None:
    item = items(ONE_POINT)[0]
    paper = build.paper(build.single(), published=False)
    section = Section.objects.create(
        paper=paper, position=2, title="二、多选题", kind="multiple_choice", points_each=Decimal(4)
    )
    desk.place(section, item)
    type(paper).objects.filter(pk=paper.pk).update(published_at=paper.created_at)

    form = hr.get(reverse("sittings:new"), {"paper": str(paper.uuid)}).context["form"]

    assert (form["policy"].value(), form["c"].value()) == ("fixed_if_subset", "1")


def test_the_checkup_tells_a_rule_that_is_not_taken_over() -> None:
    def codes(stated: Policy | None) -> list[str]:
        sheet = SheetSection(id=1, title="二", kind=ItemKind.MULTIPLE_CHOICE, points_each=Decimal(4), stated=stated)
        return [finding.code for finding in check_up([sheet], minutes=60)]

    assert "rule-not-taken" in codes(HALF)
    assert "rule-not-taken" not in codes(None)
