"""The form of the style guide: every kind of field, with and without errors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    title = forms.CharField(
        label=_("Title of the sitting"), help_text=_("Candidates see it on the first page."), max_length=120
    )
    opens = forms.DateTimeField(label=_("Opens"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600)
    paper = forms.ChoiceField(label=_("Paper"), choices=[("1", _("Customer service, written test"))])
    reveal = forms.ChoiceField(
        label=_("Shown after release"),
        choices=[("score", _("Score only")), ("answers", _("Also own answers"))],
        widget=forms.RadioSelect,
    )
    document = forms.FileField(label=_("Document"), required=False)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    shuffle = forms.BooleanField(
        label=_("Shuffle the options"), required=False, help_text=_("Each candidate sees an order of their own.")
    )

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError(_("Two fields need another look."))


def sample_form() -> SampleForm:
    return SampleForm({"minutes": "900", "opens": "2026-11-22T09:00", "paper": "1", "reveal": "score"})
