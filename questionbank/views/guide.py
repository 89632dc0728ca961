"""The format guide and its templates."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from questionbank.guide.downloads import TYPES, file_name, template
from questionbank.guide.page import language_now, sections
from questionbank.guide.source import LANGUAGES


@requires(Capability.BANK)
@require_GET
def guide(request: StaffRequest) -> HttpResponse:
    language = language_now()
    other = next(one for one in LANGUAGES if one != language)
    context = {"sections": list(sections(language)), "language": language, "other": other, "forms": list(TYPES)}
    return render(request, "questionbank/guide.html", context)


@requires(Capability.BANK)
@require_GET
def guide_template(request: StaffRequest, language: str, form: str) -> HttpResponse:
    known = next((one for one in LANGUAGES if one == language), None)
    if known is None or form not in TYPES:
        raise Http404
    name = file_name(known, form)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(template(known, form), content_type=TYPES[form], headers=headers)
