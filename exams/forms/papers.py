"""Forms of papers and their sections."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.blueprint import Rule
from exams.forms.policy import OptionalPolicyFields, policy_initial, policy_of
from exams.models import Paper, Section
from questionbank.content import ItemKind, points_text
from questionbank.models import DIFFICULTY_NAMES, JobRole, Topic

MAX_SEED = 2_147_483_647


class PaperForm(forms.ModelForm[Paper]):
    class Meta:
        model = Paper
        fields = ("role", "title", "minutes", "instructions")
        labels = {"role": _("Job role"), "minutes": _("Minutes")}
        widgets = {"instructions": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The questions of a paper belong to its role.
        self.fields["role"].disabled = self.instance.pk is not None and self.instance.sections.exists()


class SectionForm(OptionalPolicyFields, forms.ModelForm[Section]):
    class Meta:
        model = Section
        fields = ("title", "note", "kind", "points_each", "minutes", "no_return")
        labels = {"minutes": _("Minutes of its own"), "no_return": _("No way back after leaving it")}
        help_texts = {
            "minutes": _("Empty = only the time of the whole test. The clock of the section starts when it is opened."),
            "no_return": _("Candidates see such a section only when they open it, one after another."),
        }

    field_order = ("title", "note", "kind", "points_each", "minutes", "no_return", "policy", "c")

    def __init__(self, data: Any = None, *, instance: Section) -> None:
        each = {"points_each": points_text(instance.points_each)}
        super().__init__(data, instance=instance, initial={**policy_initial(instance.policy), **each})
        if instance.pk and instance.items.exists():
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = _("The section holds questions of this kind; remove them to change it.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        is_multiple = cleaned.get("kind") == ItemKind.MULTIPLE_CHOICE
        points, each = cleaned.get("c"), cleaned.get("points_each")
        if is_multiple and cleaned.get("policy") and points and each and points >= each:
            self.add_error("c", _("This must be less than the points of the whole question."))
        if not self.errors:
            policy = policy_of(cleaned) if is_multiple else None
            self.instance.policy_json = policy.model_dump(mode="json") if policy else None
        return cleaned


class RuleForm(forms.Form):
    """One row: how many, of which topic, how hard. A row without a number is left out."""

    count = forms.IntegerField(label=_("How many"), required=False, min_value=0, max_value=200)
    topic = forms.TypedChoiceField(label=_("Topic"), required=False, coerce=int, empty_value=None)
    difficulty = forms.ChoiceField(
        label=_("Difficulty"),
        required=False,
        choices=[("", _("Any difficulty")), *((level.value, name) for level, name in DIFFICULTY_NAMES.items())],
    )

    def __init__(self, *args: Any, topics: list[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Any topic")), *((topic.pk, topic.name) for topic in topics)]

    def rule(self) -> Rule | None:
        """None for a row that was left empty."""
        cleaned = self.cleaned_data
        if not cleaned.get("count"):
            return None
        return Rule(count=cleaned["count"], topic=cleaned.get("topic"), difficulty=cleaned.get("difficulty") or None)


class BaseRuleFormSet(forms.BaseFormSet[RuleForm]):
    def rules(self) -> list[Rule]:
        return [rule for form in self.forms if (rule := form.rule())]


def rule_forms(role: JobRole, section: Section | None, data: Any = None) -> BaseRuleFormSet:
    """The rows of a section with some empty ones below."""
    rules = section.rules if section else []
    formset = cast(
        type[BaseRuleFormSet],
        forms.formset_factory(RuleForm, formset=BaseRuleFormSet, extra=2 if rules else 3, max_num=40),
    )
    initial = [{"count": rule.count, "topic": rule.topic, "difficulty": rule.difficulty} for rule in rules]
    topics = list(role.topics.all())
    return formset(data, prefix="rules", initial=initial, form_kwargs={"topics": topics})


class SeedForm(forms.Form):
    seed = forms.IntegerField(min_value=1, max_value=MAX_SEED)


class FilterForm(forms.Form):
    """What stands above the list of papers. Wrong values filter nothing."""

    q = forms.CharField(label=_("Title"), required=False, max_length=120)
    role = forms.ModelChoiceField(
        JobRole.objects.all(), label=_("Job role"), required=False, empty_label=_("All roles")
    )
    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("All")), ("draft", _("Drafts")), ("published", _("Published"))],
    )

    def chosen(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else {}


class PickFilterForm(forms.Form):
    q = forms.CharField(label=_("Words in the question"), required=False, max_length=120)
    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("Topic"), required=False, empty_label=_("Any topic"))
    difficulty = forms.ChoiceField(
        label=_("Difficulty"),
        required=False,
        choices=[("", _("Any difficulty")), *((level.value, name) for level, name in DIFFICULTY_NAMES.items())],
    )

    def __init__(self, *args: Any, role: JobRole, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = role.topics.all()

    def chosen(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else {}


def read_points(text: str) -> Decimal:
    """Points as HR types them, between 0.01 and 1000. Raises `ValidationError`."""
    field = forms.DecimalField(min_value=Decimal("0.01"), max_value=Decimal(1000), max_digits=6, decimal_places=2)
    return Decimal(field.clean(text))
