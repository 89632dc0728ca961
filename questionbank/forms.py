"""Small forms: roles, topics, a new import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from questionbank.models import JobRole, Topic
from questionbank.reading import SUFFIXES


class RoleForm(forms.ModelForm[JobRole]):
    class Meta:
        model = JobRole
        fields = ["name_zh", "name_en", "code"]
        help_texts = {"code": _("Lower-case letters, digits and hyphens; files and commands name the role by it.")}


class RoleNamesForm(forms.ModelForm[JobRole]):
    """A code stays for good: packs and commands refer to it."""

    class Meta:
        model = JobRole
        fields = ["name_zh", "name_en"]


class TopicForm(forms.ModelForm[Topic]):
    class Meta:
        model = Topic
        fields = ["name"]
        labels = {"name": _("Name of the topic")}

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if Topic.objects.filter(role=self.instance.role, name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("The role has a topic of this name already."))
        return name


class SourceForm(forms.Form):
    """A file or pasted text. Reading it is the view's part; refusals come back into this form."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text=_("Word (.docx), Excel, CSV, text or Markdown, up to 10 MiB. Choose it or drop it here."),
    )
    text = forms.CharField(
        label=_("or pasted text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "tall"}),
        help_text=_("Copy the whole document: headings, questions, options, answers and explanations."),
    )


class ImportForm(SourceForm):
    """Questions for one role."""

    role = forms.ModelChoiceField(
        JobRole.objects.all(),
        label=pgettext_lazy("post", "Role"),
        to_field_name="code",
        empty_label=_("Choose…"),
        error_messages={"required": _("Choose the role that the questions are for.")},
    )
    field_order = ("role", "file", "text")


class KeyFileForm(SourceForm):
    """Answers alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _("For example “1-5 ABCDA”, a table of answers, or the section of answers.")
