"""Forms of time and help for candidates. Every one of them asks why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exams.adjusting import Help, Kind
from exams.forms.sittings import FactorField
from exams.models import Invitation, Sitting


class ReasonField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Reason"), max_length=200, help_text=_("Stays in the record with your name and the time.")
        )


class ReasonForm(forms.Form):
    """For a pause and its end; `past_end` is offered while the sitting ends with its window."""

    reason = ReasonField()
    past_end = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, sitting: Sitting, prefix: str) -> None:
        super().__init__(data, auto_id=f"{prefix}_%s")
        if sitting.overrun:
            del self.fields["past_end"]
        else:
            end = timezone.localtime(sitting.closes_at).strftime("%Y-%m-%d %H:%M")
            self.fields["past_end"].label = gettext("May go past the end of the sitting (%(end)s)") % {"end": end}

    @property
    def may_pass_end(self) -> bool:
        return bool(self.cleaned_data.get("past_end"))


class TimeForm(ReasonForm):
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=240, initial=5)
    kind = forms.ChoiceField(
        label=_("As"), choices=[(kind.value, kind.label) for kind in (Kind.EXTENSION, Kind.OUTAGE)]
    )

    field_order = ("minutes", "kind", "reason", "past_end")

    @property
    def span(self) -> timedelta:
        return timedelta(minutes=self.cleaned_data["minutes"])


class ReopenForm(ReasonForm):
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=240, initial=10)

    field_order = ("minutes", "reason", "past_end")

    @property
    def span(self) -> timedelta:
        return timedelta(minutes=self.cleaned_data["minutes"])


class HelpForm(forms.Form):
    factor = FactorField()
    large_text = forms.BooleanField(label=_("Larger text"), required=False)
    hide_clock = forms.BooleanField(
        label=_("No clock on the page"),
        required=False,
        help_text=_("The time runs all the same; the page says when it is over."),
    )
    reason = ReasonField()

    def __init__(self, data: Any = None, *, invitation: Invitation) -> None:
        now = {
            "factor": invitation.extra_factor.normalize(),
            "large_text": invitation.large_text,
            "hide_clock": invitation.hide_clock,
        }
        super().__init__(data, initial=now, auto_id="help_%s")

    @property
    def help(self) -> Help:
        typed = self.cleaned_data
        return Help(typed["factor"], typed["large_text"], typed["hide_clock"])
