"""Texts are found in templates and code as gettext would find them."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.extraction import Message, messages, python_messages, template_messages


def test_texts_of_a_template() -> None:
    source = """
    {% load i18n %}<p title="{% translate 'A "title"' %}">{% translate "It's" context "verb" %}</p>
    {% blocktranslate trimmed with n=x count total=y %}
      {{ total }} row
    {% plural %}
      {{ total }} rows of 100%
    {% endblocktranslate %}
    {% comment %}{% translate "unused" %}{% endcomment %}{# {% translate "no" %} #}
    {{ name|default:_("nobody") }}{% include "a.html" with b=_("given") %}
    {% blocktranslate %}plain{% endblocktranslate %}gettext("text of the page")
    """
    assert list(template_messages(source)) == [
        Message('A "title"'),
        Message("It's", context="verb"),
        Message("%(total)s row", plural="%(total)s rows of 100%%"),
        Message("nobody"),
        Message("given"),
        Message("plain"),
    ]


def test_texts_of_python_under_their_aliases() -> None:
    source = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext as several, npgettext, pgettext_lazy as p
from django.utils import translation
from elsewhere import gettext

_("one " "two")
gettext_lazy("lazy")
several("%(n)d row", "%(n)d rows", n) % {"n": n}
npgettext("verb", "mark", "marks", 2)
p("noun", "mark")
translation.gettext("by module")
gettext("another library's")
gettext_lazy
"""
    assert list(python_messages(source)) == [
        Message("one two"),
        Message("lazy"),
        Message("mark", context="verb", plural="marks"),
        Message("mark", context="noun"),
        Message("by module"),
        Message("%(n)d row", plural="%(n)d rows"),
    ]


@pytest.mark.parametrize("call", ["_(name)", "_(f'{name}')", "_()", "_('a' + b)"])
def test_a_text_that_is_no_literal_is_refused(call: str) -> None:
    with pytest.raises(ValueError, match="line 2: a text to translate must be a literal"):
        list(python_messages(f"from django.utils.translation import gettext as _\n{call}"))


def test_templates_belong_to_their_app_and_the_others_to_config(tmp_path: Path) -> None:
    for name in ("base.html", "exams/paper.html", "django/forms/field.html"):
        path = tmp_path / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{{% translate "{name}" %}}', encoding="utf-8")
    (tmp_path / "exams" / "migrations").mkdir(parents=True)
    code = "from django.utils.translation import gettext\ngettext('{}')"
    (tmp_path / "exams" / "views.py").write_text(code.format("code"), encoding="utf-8")
    (tmp_path / "exams" / "migrations" / "0001.py").write_text(code.format("old"), encoding="utf-8")

    assert messages(tmp_path, "exams") == {
        Message("exams/paper.html"): ["templates/exams/paper.html"],
        Message("code"): ["exams/views.py"],
    }
    assert sorted(message.msgid for message in messages(tmp_path, "config")) == ["base.html", "django/forms/field.html"]


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "exams").mkdir()
    (tmp_path / "exams" / "views.py").write_text("def (", encoding="utf-8")

    with pytest.raises(ValueError, match=r"^exams/views\.py: "):
        messages(tmp_path, "exams")
