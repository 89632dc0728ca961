"""Addresses: what candidates open: /t/<token>/ and /attempts/<uuid>/."""

from django.urls import URLPattern, URLResolver

app_name = "taking"
urlpatterns: list[URLPattern | URLResolver] = []
