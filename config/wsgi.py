"""The WSGI entry point for application servers."""

import os

from django.core.wsgi import get_wsgi_application

from config.catalogs import compile_catalogs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
compile_catalogs()
application = get_wsgi_application()
