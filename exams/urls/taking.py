"""Addresses: what candidates open: /t/<token>/ and /attempts/<uuid>/."""

from django.urls import URLPattern, URLResolver, path

from exams.views import taking

app_name = "taking"
urlpatterns: list[URLPattern | URLResolver] = [
    path("attempts/<uuid:uuid>/answers/", taking.answers, name="answers"),
    path("t/<str:token>/", taking.confirm, name="confirm"),
    path("attempts/<uuid:uuid>/", taking.take, name="take"),
    path("attempts/<uuid:uuid>/events/", taking.events, name="events"),
    path("attempts/<uuid:uuid>/pen/", taking.pen, name="pen"),
    path("attempts/<uuid:uuid>/sections/<int:section>/", taking.section, name="section"),
    path("attempts/<uuid:uuid>/submission/", taking.submission, name="submission"),
]
