"""The form of a mark. Drafts take whatever was typed; a mark must be complete."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from scoring.exact import show
from scoring.marking import Judgement
from scoring.rubric import Rubric

DRAFT_TEXTS = {"adjustment": 12, "adjustment_reason": 200, "comment": 4000}


class MarkForm(forms.Form):
    """With a rubric: ticks, an adjustment and its reason. Without one: the points themselves."""

    ticked = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    none = forms.BooleanField(required=False)
    adjustment = forms.DecimalField(
        label=_("Adjustment"),
        required=False,
        max_digits=6,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )
    adjustment_reason = forms.CharField(label=_("Reason for the adjustment"), required=False, max_length=200)
    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, rubric: Rubric, data: QueryDict | None = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="mark-%s")
        self.rubric = rubric
        ticks = self.fields["ticked"]
        assert isinstance(ticks, forms.MultipleChoiceField)
        ticks.choices = [(row.id, row.text) for row in rubric.rows]
        self.fields["comment"].help_text = _("Candidates may read it once results are released.")
        if not rubric.rows:
            self._ask_for_points()

    def _ask_for_points(self) -> None:
        field = self.fields["adjustment"]
        field.label, field.required = pgettext_lazy("earned", "Points"), True
        field.help_text = gettext("0 to %(most)s") % {"most": show(self.rubric.points)}
        del self.fields["adjustment_reason"], self.fields["none"]

    def chosen(self) -> list[str]:
        """The ticks to show: those sent, else those of the draft."""
        if self.is_bound:
            return list(self.data.getlist("ticked")) if isinstance(self.data, QueryDict) else []
        return list(self.initial.get("ticked", []))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        adjustment = cleaned.get("adjustment")
        if self.rubric.rows:
            self._check_ticks(cleaned, adjustment or Decimal(0))
        elif adjustment is not None and not 0 <= adjustment <= self.rubric.points:
            self.add_error("adjustment", gettext("Enter 0 to %(most)s.") % {"most": show(self.rubric.points)})
        return cleaned

    def _check_ticks(self, cleaned: dict[str, Any], adjustment: Decimal) -> None:
        if adjustment and not cleaned.get("adjustment_reason"):
            self.add_error("adjustment_reason", gettext("Say why the points are adjusted."))
        if cleaned.get("ticked") and cleaned.get("none"):
            self.add_error("none", gettext("Either some points are met or none is; untick one."))
        if not (cleaned.get("ticked") or cleaned.get("none") or adjustment):
            self.add_error("none", gettext("Tick what the answer meets, or “None of these”."))

    def judgement(self) -> Judgement:
        cleaned = self.cleaned_data
        return Judgement(
            ticked=tuple(cleaned["ticked"]),
            adjustment=cleaned["adjustment"] or Decimal(0),
            adjustment_reason=cleaned.get("adjustment_reason", "") if cleaned["adjustment"] else "",
            comment=cleaned["comment"],
        )


def read_draft(data: QueryDict, rubric: Rubric) -> dict[str, Any]:
    """What was typed, whether it is a complete mark or not; cut to the sizes that a mark may have."""
    texts = {name: _typed(data, name)[:size] for name, size in DRAFT_TEXTS.items()}
    return {"ticked": rubric.known(data.getlist("ticked")), "none": "none" in data, **texts}


def read_reason(data: QueryDict) -> str:
    """The reason typed for a deed, as long as one may be; empty when there is none."""
    return _typed(data, "reason").strip()[:400]


def _typed(data: QueryDict, name: str) -> str:
    """Without the one character that databases refuse."""
    return data.get(name, "").replace("\x00", "")


def initial_of(draft: dict[str, Any]) -> dict[str, Any]:
    """A draft as the form shows it: an adjustment of zero is an empty field."""
    try:
        nothing = not Decimal(draft.get("adjustment") or "0")
    except InvalidOperation:
        nothing = False
    return {**draft, "adjustment": ""} if nothing else draft
