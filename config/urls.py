"""Every address of the site. The access matrix (tests/test_access_matrix.py) lists who may open each."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    # First, because a save comes every few seconds from everybody who takes a test.
    path("", include("exams.urls.taking")),
    path("", include("config.site_urls")),
    path("", include("accounts.urls")),
    path("bank/", include("questionbank.urls")),
    path("papers/", include("exams.urls.papers")),
    path("sittings/", include("exams.urls.sittings")),
    path("marking/", include("scoring.urls.marking")),
    path("", include("scoring.urls.results")),
]

handler400 = "config.views.bad_request"
