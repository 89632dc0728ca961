"""Texts of Django that people see here and that its own Chinese catalog lacks; ours translates them."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS = (gettext_noop("- Select an option -"),)
