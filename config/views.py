"""Pages of the site itself."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import defaults
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from accounts.roles import Capability
from config.context import SCHEME_COOKIE, SCHEMES
from config.metrics import exposition
from config.readiness import conditions
from config.samples import sample_form
from config.steps import first_steps, short_cuts
from config.todo import groups


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person; the first steps until one sitting has gone all the way."""
    user = request.user
    assert isinstance(user, User)
    steps = first_steps(user)
    context = {
        "groups": groups(user, timezone.now()),
        "short_cuts": short_cuts(user),
        "steps": [] if all(step.done for step in steps) else steps,
    }
    return render(request, "config/home.html", context)


@requires(Capability.PEOPLE)
@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """The style guide: every component in every state."""
    return render(request, "config/design.html", {"form": sample_form()})


@require_POST
def set_scheme(request: HttpRequest) -> HttpResponse:
    """Light or dark colours on this device; anything else follows the device's own setting."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(target if safe else reverse("home"))
    scheme = request.POST.get("scheme")
    if scheme in SCHEMES:
        response.set_cookie(SCHEME_COOKIE, scheme, max_age=365 * 24 * 60 * 60, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(SCHEME_COOKIE, samesite="Lax")
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """`ok` while the process answers at all: a supervisor restarts it when it does not."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when people can be sent here, else 503; each line names one condition and how it is."""
    found = conditions()
    text = "".join(f"{name}: {'ok' if good else 'no'}\n" for name, good in found.items())
    status = 200 if all(found.values()) else 503
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, behind a token; without one this page does not exist."""
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.TIKU_METRICS_TOKEN}"
    if not settings.TIKU_METRICS_TOKEN or not constant_time_compare(given, wanted):
        raise Http404
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that cannot be read. It has a form token like any page; looking for the one that was sent
    would read the request once more, and fail once more."""
    request.POST = QueryDict()
    return defaults.bad_request(request, exception)
