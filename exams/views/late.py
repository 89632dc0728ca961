"""HR's page of answers that arrived after the end."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from exams import late
from exams.models import AnswerVersion
from exams.views.sittings import find_sitting


@require_safe
@requires(Capability.SITTINGS)
def late_answers(request: StaffRequest, uuid: UUID) -> HttpResponse:
    sitting = find_sitting(uuid)
    found = late.late_answers(sitting)
    waiting = sum(not answer.decisions for answer in found)
    return render(request, "exams/late.html", {"sitting": sitting, "answers": found, "waiting": waiting})


@require_POST
@requires(Capability.SITTINGS)
def decision(request: StaffRequest, uuid: UUID, version: int) -> HttpResponse:
    """Accept or refuse one late answer, with a reason."""
    sitting = find_sitting(uuid)
    reason = " ".join(request.POST.get("reason", "").split())[:200]
    verdict = request.POST.get("verdict", "")
    if not reason or verdict not in set(late.Verdict):
        messages.error(request, gettext("Nothing is decided yet: say why."))
        return redirect("sittings:late", uuid=uuid)
    try:
        late.decide(sitting, version, late.Verdict(verdict), by=request.user, reason=reason)
    except AnswerVersion.DoesNotExist as error:
        raise Http404 from error
    except late.DecidedAlready:
        messages.info(request, gettext("This was decided already, or a newer version has arrived: look again."))
    else:
        accepted = gettext("Accepted: the late answer counts, and it is scored again.")
        refused = gettext("Refused: the late answer does not count.")
        messages.success(request, accepted if verdict == late.Verdict.ACCEPTED else refused)
        if sitting.released_at:
            messages.warning(
                request, gettext("The released results stay as they are until you release them once more.")
            )
    return redirect("sittings:late", uuid=uuid)
