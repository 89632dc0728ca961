"""Forms of sittings and invitations."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Min, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import CAPABILITIES, Capability
from exams.forms.policy import PolicyFields, policy_initial, policy_of
from exams.invitees import Invitee, LineProblem, read_lines
from exams.models import Paper, PaperItem, Sitting
from exams.scheduling import FIXED_AFTER_START, Phase, has_started
from questionbank.content import ItemKind, points_text
from questionbank.policy import DEFAULT_POLICY

MOMENT = "%Y-%m-%dT%H:%M"


def markers() -> QuerySet[User]:
    """Everybody who may mark."""
    roles = [role.value for role, capabilities in CAPABILITIES.items() if Capability.MARK in capabilities]
    return User.objects.filter(is_active=True, role__in=roles).order_by("name")


def moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)


class SittingForm(PolicyFields, forms.ModelForm[Sitting]):
    class Meta:
        model = Sitting
        fields = (
            "paper",
            "title",
            "opens_at",
            "closes_at",
            "minutes",
            "entry_minutes",
            "overrun",
            "watches",
            "absence_limit",
            "pass_rule",
            "pass_value",
            "shuffle_items",
            "shuffle_options",
            "reveal",
            "contact",
            "reviewers",
        )
        widgets = {"opens_at": moment(), "closes_at": moment(), "reviewers": forms.CheckboxSelectMultiple}
        labels = {
            "minutes": _("Minutes"),
            "entry_minutes": _("Late entry, minutes after the opening"),
            "watches": _("Record absences, pastes and changes of network or device"),
            "absence_limit": _("Submit at this absence"),
            "overrun": _("Whoever starts in time keeps the whole time, even past the end"),
        }
        help_texts = {
            "contact": _("Candidates see this when something does not work, for example a phone number."),
            "minutes": _("Empty = the minutes of the paper."),
            "watches": _(
                "Candidates are told before they start. The record is for people to look at and changes no score."
            ),
            "absence_limit": _(
                "Empty = never. Absences of more than 5 seconds count; candidates are told before they start."
            ),
            "entry_minutes": _("Nobody begins later than this. Empty = until the end of the window."),
            "overrun": _(
                "Otherwise everything ends with the window: late starters have less time, and time that you give does "
                "not go past it."
            ),
        }

    def __init__(self, data: Any = None, *, instance: Sitting, initial: dict[str, Any] | None = None) -> None:
        policy = instance.policy if instance.pk else DEFAULT_POLICY
        mark = {"pass_value": points_text(instance.pass_value)}
        super().__init__(data, instance=instance, initial={**policy_initial(policy), **mark, **(initial or {})})
        self.former_end = instance.closes_at if instance.pk else None
        self.is_started = has_started(instance)
        self._choices()
        if self.is_started:
            for name in FIXED_AFTER_START:
                self.fields[name].disabled = True
        self.fields["overrun"].disabled = self.is_started and instance.overrun
        self.fields["reveal"].disabled = instance.released_at is not None

    def _choices(self) -> None:
        papers, people, minutes = self.fields["paper"], self.fields["reviewers"], self.fields["minutes"]
        assert isinstance(papers, forms.ModelChoiceField)
        assert isinstance(people, forms.ModelMultipleChoiceField)
        papers.queryset = Paper.objects.filter(published_at__isnull=False).select_related("role")
        people.queryset = markers()
        minutes.required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        paper: Paper | None = cleaned.get("paper")
        if paper and not cleaned.get("minutes") and "minutes" not in self.errors:
            cleaned["minutes"] = paper.minutes
        self._check_window(cleaned)
        if paper:
            self._check_pass_mark(cleaned, paper)
            self._check_policy(cleaned, paper)
        if not self.errors:
            self.instance.policy = policy_of(cleaned) or DEFAULT_POLICY
        return cleaned

    def _check_window(self, cleaned: dict[str, Any]) -> None:
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if not isinstance(opens, datetime) or not isinstance(closes, datetime):
            return
        if closes <= opens:
            self.add_error("closes_at", _("The sitting closes before it opens. Choose a later end."))
        elif self.is_started and self.former_end and closes < self.former_end:
            self.add_error("closes_at", self._too_early())
        elif self.former_end is None and closes <= timezone.now():
            self.add_error("closes_at", _("This moment has passed. Choose a later end."))
        elif cleaned.get("minutes") and (closes - opens).total_seconds() < cleaned["minutes"] * 60:
            self.add_error("closes_at", _("The window is shorter than the minutes that candidates are given."))

    def _too_early(self) -> str:
        end = timezone.localtime(self.former_end).strftime("%Y-%m-%d %H:%M")
        return gettext(
            "Somebody has started, so the end can only move to later than %(end)s: "
            "an earlier one would take time from people who were promised it."
        ) % {"end": end}

    def _check_pass_mark(self, cleaned: dict[str, Any], paper: Paper) -> None:
        value, rule = cleaned.get("pass_value"), cleaned.get("pass_rule")
        if value is None:
            return
        total = paper_points(paper)
        if rule == Sitting.PassRule.PERCENT and value > 100:
            self.add_error("pass_value", _("A percentage cannot be above 100."))
        elif rule == Sitting.PassRule.POINTS and value > total:
            sentence = gettext("The pass mark is above the %(total)s points of the paper.")
            self.add_error("pass_value", sentence % {"total": points_text(total)})

    def _check_policy(self, cleaned: dict[str, Any], paper: Paper) -> None:
        policy = policy_of(cleaned) if "c" not in self.errors else None
        part = policy.params.get("c") if policy else None
        if part is None:
            return
        questions = PaperItem.objects.filter(section__paper=paper, section__kind=ItemKind.MULTIPLE_CHOICE)
        least = questions.aggregate(least=Min("points"))["least"]
        if least is not None and Decimal(part) >= least:
            sentence = gettext("This must be less than %(points)s, the points of a multiple-choice question.")
            self.add_error("c", sentence % {"points": points_text(least)})


def paper_points(paper: Paper) -> Decimal:
    total = PaperItem.objects.filter(section__paper=paper).aggregate(total=Sum("points"))["total"]
    return total or Decimal(0)


class FactorField(forms.DecimalField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Time factor"),
            min_value=Decimal(1),
            max_value=Decimal(5),
            max_digits=4,
            decimal_places=2,
            initial=Decimal(1),
            help_text=_("1 = the normal time; 1.25 = a quarter more, for people who need it."),
        )


class InvitationForm(forms.Form):
    """One person. The contact is checked like a pasted line."""

    name = forms.CharField(label=_("Name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False, widget=forms.TextInput({"type": "tel"}))
    factor = FactorField()

    def __init__(self, data: Any = None, *, known: set[str]) -> None:
        super().__init__(data)
        self.known = known

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        reading = read_lines("\t".join(cleaned[name] for name in ("name", "email", "phone")), self.known)
        for problem in reading.problems:
            raise forms.ValidationError(problem_sentence(problem))
        cleaned["people"] = list(reading.people)
        return cleaned

    def people(self) -> list[Invitee]:
        return list(self.cleaned_data["people"])


class PasteForm(forms.Form):
    """Many people, one a line. A line that cannot be read is named, and everything typed stays."""

    lines = forms.CharField(
        label=_("One person a line"),
        max_length=60_000,
        strip=False,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
        help_text=_("Name, then mail or phone (or both), separated by a comma, a tab or a blank. Paste from a table."),
    )
    factor = FactorField()

    def __init__(self, data: Any = None, *, known: set[str]) -> None:
        super().__init__(data, prefix=None, auto_id="many_%s")
        self.known = known

    def clean_lines(self) -> list[Invitee]:
        reading = read_lines(self.cleaned_data["lines"], self.known)
        if reading.problems:
            raise forms.ValidationError([problem_sentence(problem) for problem in reading.problems])
        if not reading.people:
            raise forms.ValidationError(_("There is no name in these lines."))
        return list(reading.people)

    def people(self) -> list[Invitee]:
        return list(self.cleaned_data["lines"])


PROBLEMS = {
    "too-many-lines": _("At most 300 people at once; please send the others afterwards (from line %(line)s on)."),
    "line-too-long": _("Line %(line)s is too long for one person: %(text)s…"),
    "no-name": _("Line %(line)s has no name: %(text)s"),
    "name-too-long": _("The name in line %(line)s is longer than 80 characters."),
    "no-contact": _("Line %(line)s has neither mail nor phone: %(text)s"),
    "bad-contact": _("Line %(line)s: “%(text)s” is neither a mail address nor a phone number."),
    "twice": _("Line %(line)s names somebody who stands in a line above: %(text)s"),
    "already-invited": _("Line %(line)s: this person is invited already: %(text)s"),
}


def problem_sentence(problem: LineProblem) -> str:
    return str(PROBLEMS[problem.code]) % {"line": problem.line, "text": problem.text}


class SittingFilterForm(forms.Form):
    q = forms.CharField(label=_("Title"), required=False, max_length=120)
    state = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All")), *((phase.value, name) for phase, name in PHASE_NAMES.items())]

    def chosen(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else {}


PHASE_NAMES = {
    Phase.PLANNED: pgettext_lazy("sitting", "Planned"),
    Phase.OPEN: pgettext_lazy("sitting", "Open"),
    Phase.CLOSED: pgettext_lazy("sitting", "Closed"),
    Phase.RELEASED: pgettext_lazy("sitting", "Results released"),
    Phase.CANCELLED: pgettext_lazy("sitting", "Cancelled"),
}
