"""Addresses: sign-in, people, the audit trail."""

from django.urls import URLPattern, URLResolver, path

from accounts.views import audit, people, session

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", session.sign_in, name="sign-in"),
    path("sign-out/", session.sign_out, name="sign-out"),
    path("password/", session.password, name="password"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new-person"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/password/", people.person_password, name="person-password"),
    path("audit/", audit.audit, name="audit"),
]
