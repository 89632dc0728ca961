"""Addresses: sittings and invitations, below /sittings/."""

from django.urls import URLPattern, URLResolver, path

from exams.views import adjustments, attempts, integrity, invitations, late, sittings

app_name = "sittings"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", sittings.list_sittings, name="list"),
    path("new/", sittings.new_sitting, name="new"),
    path("policy/", sittings.policy, name="policy"),
    path("<uuid:uuid>/", sittings.show_sitting, name="sitting"),
    path("<uuid:uuid>/edit/", sittings.edit_sitting, name="edit"),
    path("<uuid:uuid>/cancellation/", sittings.cancellation, name="cancellation"),
    path("<uuid:uuid>/invitations/new/", invitations.new_invitations, name="invite"),
    path("<uuid:uuid>/invitations/<uuid:invitation>/withdrawal/", invitations.withdrawal, name="withdrawal"),
    path("<uuid:uuid>/integrity/", integrity.sitting_record, name="integrity"),
    path("<uuid:uuid>/attempts/<uuid:attempt>/integrity/", integrity.timeline, name="timeline"),
    path("<uuid:uuid>/late/", late.late_answers, name="late"),
    path("<uuid:uuid>/late/<int:version>/", late.decision, name="late-decision"),
    path("<uuid:uuid>/time/", adjustments.sitting_time, name="time"),
    path("<uuid:uuid>/invitations/<uuid:invitation>/", adjustments.show_person, name="person"),
    path("<uuid:uuid>/invitations/<uuid:invitation>/time/", adjustments.person_time, name="person-time"),
    path("<uuid:uuid>/invitations/<uuid:invitation>/reopening/", adjustments.person_reopening, name="person-reopening"),
    path("<uuid:uuid>/invitations/<uuid:invitation>/help/", adjustments.person_help, name="person-help"),
    path("<uuid:uuid>/attempts/<uuid:attempt>/answers/<int:number>/", attempts.replay_answer, name="replay"),
    path("<uuid:uuid>/links/", invitations.links, name="links"),
    path("<uuid:uuid>/mails/", invitations.mails, name="mails"),
]
