"""The WSGI entry point for application servers."""

import os
from typing import Any

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application

from config.catalogs import compile_catalogs


class Request(WSGIRequest):
    """Django refuses a `Content-Type` that it cannot read before anything is there that could answer."""

    def __init__(self, environ: dict[str, Any]) -> None:
        try:
            super().__init__(environ)
        except (BadRequest, ValueError):
            super().__init__(environ | {"CONTENT_TYPE": ""})


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
compile_catalogs()
site = get_wsgi_application()
site.request_class = Request

from config.lanes import ExpressLane  # noqa: E402 -- models are there once the site is made

application = ExpressLane(site)
