"""HR's pages: the ranked table of a sitting, one candidate's answers, release and export."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.audit import record
from accounts.roles import Capability
from exams.models import Sitting
from scoring.access import attempt_of_hr, sitting_of_hr, task_of_hr
from scoring.candidates import candidate_record
from scoring.export import results_workbook
from scoring.forms import read_reason
from scoring.marking import NotYours, ask_again
from scoring.ranking import Verdict
from scoring.release import Refused, release
from scoring.results import Standing, Standings, lines, standings

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@requires(Capability.SITTINGS)
def sitting(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = sitting_of_hr(uuid)
    table = standings(found)
    wanted = request.GET.get("result", "")
    page = Paginator(_filtered(table, wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "sitting": found,
        "table": table,
        "page": page,
        "lines": lines(found, list(page.object_list)),
        "wanted": wanted,
        "filters": _filters(table),
        "late": timezone.now() < found.closes_at,
        "releases": found.releases.select_related("released_by") if table.release else [],
    }
    return render(request, "scoring/results.html", context)


def _filtered(table: Standings, wanted: str) -> list[Standing]:
    return table.with_verdict(Verdict(wanted)) if wanted in set(Verdict) else table.rows


def _filters(table: Standings) -> list[tuple[str, str, int]]:
    """(value, words, how many); undecided ones only while there are any."""
    counted = {verdict: len(table.with_verdict(verdict)) for verdict in Verdict}
    found = [
        ("", _("All candidates"), len(table.rows)),
        (Verdict.PASSED.value, _("Passed candidates"), counted[Verdict.PASSED]),
        (Verdict.FAILED.value, _("Candidates who did not pass"), counted[Verdict.FAILED]),
    ]
    if counted[Verdict.OPEN]:
        found.append((Verdict.OPEN.value, _("Still undecided"), counted[Verdict.OPEN]))
    return found


@require_safe
@requires(Capability.SITTINGS)
def attempt(request: StaffRequest, uuid: UUID, attempt: UUID) -> HttpResponse:
    found = attempt_of_hr(uuid, attempt)
    return render(request, "scoring/attempt.html", {"record": candidate_record(found), "sitting": found.sitting})


@require_POST
@requires(Capability.SITTINGS)
def reviews(request: StaffRequest, uuid: UUID, task: UUID) -> HttpResponse:
    """Ask the marking leader to look at a mark again, also after the release."""
    found = task_of_hr(uuid, task)
    reason = read_reason(request.POST)
    try:
        if reason:
            ask_again(found, request.user, reason)
            messages.success(request, _("The marking leader will look at this mark again."))
        else:
            messages.error(request, _("Say what the marking leader should look at."))
    except NotYours:
        messages.info(request, _("This answer has no mark at the moment."))
    return redirect("results:attempt", uuid, found.attempt.uuid)


@require_POST
@requires(Capability.SITTINGS)
def releases(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = sitting_of_hr(uuid)
    reason = read_reason(request.POST)
    if found.released_at and not reason:
        messages.error(request, _("Say why the released results change; candidates see that they were amended."))
        return redirect("results:sitting", found.uuid)
    try:
        made = release(found.pk, request.user, reason, timezone.now())
    except Refused as refused:
        messages.error(request, _refusal(refused.code))
    else:
        messages.success(request, _("Results are released (version %(version)s).") % {"version": made.version})
    return redirect("results:sitting", found.uuid)


def _refusal(code: str) -> str:
    if code == "unchanged":
        return _("Nothing has changed since the last release.")
    if code == "integrity":
        return _("Integrity records wait for your decision: see the page of the sitting.")
    return _("Results cannot be released yet: answers wait for marks, or somebody is still writing.")


@require_safe
@requires(Capability.SITTINGS)
def export(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = sitting_of_hr(uuid)
    response = HttpResponse(results_workbook(found), content_type=XLSX)
    response.headers["Content-Disposition"] = _attachment(found)
    record(request.user, "result.exported", found)
    return response


def _attachment(sitting: Sitting) -> str:
    """A plain name for old clients and the sitting's own one (RFC 6266)."""
    name = get_valid_filename(f"{sitting.title}-{_('Results')}")
    return f"attachment; filename=\"results.xlsx\"; filename*=UTF-8''{quote(name)}.xlsx"
