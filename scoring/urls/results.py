"""Addresses: results of a sitting, below /sittings/<uuid>/results/, and a candidate's result."""

from django.urls import URLPattern, URLResolver

app_name = "results"
urlpatterns: list[URLPattern | URLResolver] = []
