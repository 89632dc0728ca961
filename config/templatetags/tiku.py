"""Template tags of the site; built in, so templates need no `{% load %}`."""

from django.template import Library

register = Library()
