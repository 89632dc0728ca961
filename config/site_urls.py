"""Addresses of the site itself: home, language and colour switch, health."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("design/", views.design, name="design"),
    path("language/", set_language, name="set-language"),
    path("scheme/", views.set_scheme, name="set-scheme"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
]
