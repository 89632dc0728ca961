"""Pages of the site itself."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from accounts.roles import Capability
from config.context import SCHEME_COOKIE, SCHEMES
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
    """`ok` when the server answers and reaches its database; a failing query is a 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
