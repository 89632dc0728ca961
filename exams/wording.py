"""Sentences for the codes of the pure modules: check-up findings, shortages, relaxations; names of policies."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exams.assembly import Cure, Relaxation, Shortage
from exams.blueprint import Rule
from exams.checkup import Finding
from questionbank.content import Difficulty
from questionbank.models import DIFFICULTY_NAMES

FINDINGS = {
    "rule-not-taken": _(
        "The questions come from a document that states a multiple-choice rule; this section does not take it over."
    ),
    "no-section": _("The paper has no section yet."),
    "shortage": _("The rules ask for %(asked)s questions; %(short)s are still missing. Draw, or pick by hand."),
    "empty-section": _("The section has no question."),
    "not-approved": _("Question %(number)s is not approved in the bank."),
    "newer-wording": _("Question %(number)s was edited in the bank after it came into the paper."),
    "other-kind": _("Question %(number)s is of another kind than its section."),
    "too-few-options": _("Question %(number)s has fewer than two options."),
    "option-repeated": _("Question %(number)s has the same option twice."),
    "no-key": _("Question %(number)s has no key."),
    "key-not-an-option": _("The key of question %(number)s names %(key)s, which is not among its options."),
    "one-key": _("Question %(number)s is multiple choice, but its key has only one option."),
    "no-rubric": _("Question %(number)s has no answer point, criterion or model answer for the reviewers."),
    "rubric-sum": _(
        "The answer points and criteria of question %(number)s add up to %(rubric)s, "
        "but it is worth %(points)s points here."
    ),
    "sum-differs": _(
        "%(count)s questions at %(each)s points each make %(expected)s, but their points add up to %(total)s."
    ),
    "part-not-less": _(
        "An incomplete answer would earn %(points)s points, which is not less than the whole question is worth."
    ),
    "key-position": _("The key is %(letter)s in %(found)s of %(of)s questions; candidates may notice."),
    "too-little-time": _(
        "Reading and answering take about %(needed)s minutes, but candidates have %(minutes)s minutes."
    ),
    "sections-take-longer": _(
        "The sections' own minutes add up to %(together)s, but the whole test has %(minutes)s: "
        "who uses them all does not reach the end."
    ),
    "minutes-left-over": _(
        "Every section has its own minutes, %(together)s together; nobody can use the rest of the %(minutes)s minutes."
    ),
    "same-question": _("Questions %(one)s and %(two)s are the same."),
    "similar-questions": _("Questions %(one)s and %(two)s are nearly the same."),
}
ALL_TRUE = _("All %(count)s statements are true.")
ALL_FALSE = _("All %(count)s statements are false.")


def finding_sentence(finding: Finding) -> str:
    if finding.code == "same-truth":
        sentence = ALL_TRUE if finding.params["truth"] == "True" else ALL_FALSE
    else:
        sentence = FINDINGS[finding.code]
    return str(sentence) % finding.params


def rule_words(rule: Rule, topics: Mapping[int, str]) -> str:
    """`5 questions · returns · hard`."""
    words = [ngettext("%(count)d question", "%(count)d questions", rule.count) % {"count": rule.count}]
    words += [topics.get(rule.topic, "?")] if rule.topic else []
    words += [difficulty_name(rule.difficulty)] if rule.difficulty else []
    return " · ".join(words)


def difficulty_name(difficulty: Difficulty) -> str:
    return str(DIFFICULTY_NAMES[difficulty])


def shortage_sentence(shortage: Shortage) -> str:
    """`Row 2 is short by 3: asked 5, the bank has 2.`"""
    numbers = {
        "row": shortage.row + 1,
        "short": shortage.short_by,
        "asked": shortage.asked,
        "available": shortage.available,
        "found": shortage.found,
    }
    if not shortage.rivals:
        return gettext("Row %(row)s is short by %(short)s: asked %(asked)s, the bank has %(available)s.") % numbers
    return (
        gettext(
            "Row %(row)s is short by %(short)s: %(available)s questions fit it, "
            "but other rows need them too, which leaves %(found)s."
        )
        % numbers
    )


def waiting_sentence(shortage: Shortage) -> str:
    """What would help without touching the rules; empty when nothing waits."""
    if not shortage.unapproved:
        return ""
    return ngettext(
        "%(count)d more would fit, but it is not approved yet.",
        "%(count)d more would fit, but they are not approved yet.",
        shortage.unapproved,
    ) % {"count": shortage.unapproved}


def relaxation_words(relaxation: Relaxation) -> str:
    if relaxation.cure is Cure.LOWER_COUNT:
        if relaxation.rule is None:
            return gettext("Leave this row out")
        return gettext("Ask for %(count)s instead") % {"count": relaxation.rule.count}
    return {
        Cure.ANY_TOPIC: gettext("Allow any topic"),
        Cure.ANY_DIFFICULTY: gettext("Allow any difficulty"),
        Cure.ANY: gettext("Allow any topic and difficulty"),
    }[relaxation.cure]
