"""Addresses: the marking queue, below /marking/."""

from django.urls import URLPattern, URLResolver

app_name = "marking"
urlpatterns: list[URLPattern | URLResolver] = []
