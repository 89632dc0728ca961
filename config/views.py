"""Pages of the site itself."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from config.context import SCHEME_COOKIE, SCHEMES


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "config/home.html")


@require_POST
def set_scheme(request: HttpRequest) -> HttpResponse:
    """Light or dark colours on this device; anything else follows the device's own setting."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    response = redirect(target if safe else "home")
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
