from __future__ import annotations

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation


def test_what_is_the_same_is_rendered_once_for_each_language() -> None:
    page = Template('{% load i18n %}{{ name }}{% once %} · {% translate "Tiku" %} {% icon "flag" %}{% endonce %}')
    first, again = (page.render(Context({"name": name})) for name in ("<林晓>", "王敏"))
    with translation.override("en"):
        english = page.render(Context({"name": "Lin"}))
    assert first.startswith("&lt;林晓&gt; · 题库 Tiku <svg")
    assert again == first.replace("&lt;林晓&gt;", "王敏")
    assert english == first.replace("&lt;林晓&gt;", "Lin").replace("题库 Tiku", "Tiku")


@pytest.mark.parametrize(
    "inside",
    [
        "{{ name }}", "{% if name %}a{% endif %}", "{% for one in name %}a{% endfor %}", '{% include "_head.html" %}',
        "<p>{% if x %}a{% endif %}</p>",
    ],
)  # fmt: skip
def test_what_is_rendered_once_may_ask_nothing_of_the_page(inside: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="may ask nothing of the page"):
        Template("{% once %}" + inside + "{% endonce %}")


def test_a_tag_sees_nothing_of_the_page_either() -> None:
    page = Template("{% load i18n %}{% once %}{% blocktranslate %}a {{ name }}{% endblocktranslate %}{% endonce %}")
    assert [page.render(Context({"name": name})) for name in ("林晓", "王敏")] == ["a ", "a "]
