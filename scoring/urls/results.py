"""Addresses: results of a sitting, below /sittings/<uuid>/results/, and a candidate's result."""

from django.urls import URLPattern, URLResolver, path

from scoring.views import candidate, results

app_name = "results"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sittings/<uuid:uuid>/results/", results.sitting, name="sitting"),
    path("sittings/<uuid:uuid>/results/export.xlsx", results.export, name="export"),
    path("sittings/<uuid:uuid>/results/releases/", results.releases, name="releases"),
    path("sittings/<uuid:uuid>/results/answers/<uuid:task>/reviews/", results.reviews, name="reviews"),
    path("sittings/<uuid:uuid>/results/<uuid:attempt>/", results.attempt, name="attempt"),
    path("attempts/<uuid:uuid>/result/", candidate.result, name="candidate"),
]
