"""The candidate's own result, on the same cookie as the test itself."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from exams.access import candidate_attempt
from scoring.candidates import told_result


@require_safe
def result(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Before the release the page holds no mark, key or rank."""
    attempt = candidate_attempt(request, uuid)
    context = {"attempt": attempt, "sitting": attempt.sitting, "told": told_result(attempt)}
    return render(request, "scoring/candidate.html", context)
