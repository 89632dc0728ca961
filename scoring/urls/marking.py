"""Addresses: the marking queue, below /marking/."""

from django.urls import URLPattern, URLResolver, path

from scoring.views import leading, marking

app_name = "marking"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", marking.queue, name="queue"),
    path("attention/", leading.attention, name="attention"),
    path("sittings/<uuid:sitting>/<int:number>/tasks/", marking.next_task, name="next"),
    path("sittings/<uuid:sitting>/<int:number>/undo/", marking.undo, name="undo"),
    path("tasks/<uuid:uuid>/", marking.task, name="task"),
    path("tasks/<uuid:uuid>/replay/", marking.replay_answer, name="replay"),
    path("tasks/<uuid:uuid>/mark/", marking.mark, name="mark"),
    path("tasks/<uuid:uuid>/draft/", marking.draft, name="draft"),
    path("tasks/<uuid:uuid>/set-aside/", marking.set_aside, name="set-aside"),
    path("tasks/<uuid:uuid>/flag/", marking.flag, name="flag"),
    path("tasks/<uuid:uuid>/return/", leading.settle, name="settle"),
    path("tasks/<uuid:uuid>/claim/", leading.take, name="take"),
]
