"""Forms of sign-in and of the people page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.deeds import AREAS
from accounts.models import User
from accounts.roles import Role
from accounts.signing_in import blocked_until, check_password


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "username" not in data or "password" not in data:
            return data
        now = timezone.now()
        if until := blocked_until(data["username"], now):
            raise forms.ValidationError(wait_sentence(until, now), code="blocked")
        self.user = check_password(self.request, data["username"], data["password"], now)
        if self.user is None:
            raise forms.ValidationError(
                gettext("User name or password is not right. Check capital letters and the keyboard's language."),
                code="wrong",
            )
        return data


def wait_sentence(until: datetime, now: datetime) -> str:
    minutes = max(1, -int((now - until).total_seconds() // 60))
    return ngettext(
        "Too many failed tries for this user name. Try again in %(minutes)d minute, or ask an administrator.",
        "Too many failed tries for this user name. Try again in %(minutes)d minutes, or ask an administrator.",
        minutes,
    ) % {"minutes": minutes}


class PersonForm(forms.ModelForm[User]):
    """Who somebody is and what they may do. Nobody can lock themselves out with it."""

    class Meta:
        model = User
        fields = ["name", "username", "email", "role", "is_active"]
        labels = {
            "name": _("Name"),
            "username": _("User name"),
            "email": _("E-mail"),
            "role": pgettext_lazy("of a person", "Role"),
        }
        help_texts = {
            "username": _("For signing in: letters, digits, dots or an e-mail address."),
            "is_active": _("Without this tick the person is signed out and cannot come back; their work stays."),
        }
        error_messages = {"username": {"unique": _("Somebody has this user name already.")}}
        widgets = {"username": forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"})}

    def __init__(self, *args: Any, editor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.editor = editor
        self.fields["is_active"].label = _("May sign in")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.instance.pk == self.editor.pk and self.loses_people(data):
            raise forms.ValidationError(
                gettext("You cannot take away your own access. Ask another administrator to do it."), code="own-access"
            )
        return data

    def loses_people(self, data: dict[str, Any]) -> bool:
        return not data.get("is_active", True) or data.get("role", Role.ADMINISTRATOR) != Role.ADMINISTRATOR


class NewPersonForm(PersonForm):
    password = forms.CharField(
        label=_("First password"),
        strip=False,
        max_length=1000,
        help_text=_("At least 10 characters. Tell it in person; it can be changed after signing in."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    field_order = ["name", "username", "email", "role", "password", "is_active"]

    def _post_clean(self) -> None:
        """After the instance is filled, so that the password is compared with the person's name."""
        super()._post_clean()  # type: ignore[misc]  # not in the stubs
        try:
            validate_password(self.cleaned_data.get("password", ""), self.instance)
        except forms.ValidationError as error:
            self.add_error("password", error)

    def save(self, commit: bool = True) -> User:
        self.instance.set_password(self.cleaned_data["password"])
        return super().save(commit)


class AuditFilterForm(forms.Form):
    """Everything is optional; a value that cannot be read filters nothing."""

    person = forms.ModelChoiceField(User.objects.order_by("name"), required=False, label=_("Person"))
    area = forms.ChoiceField(required=False, label=_("What"), choices=[("", _("Everything")), *AREAS.items()])
    since = forms.DateField(
        required=False, label=_("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    until = forms.DateField(
        required=False, label=_("To"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    q = forms.CharField(
        required=False, max_length=200, label=_("Object"), widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.empty_label = gettext("Everybody")
