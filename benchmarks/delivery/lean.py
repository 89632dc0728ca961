"""The rival: the leanest Django view that saves an answer. A signed token, one upsert; no middleware, no session, no
user, no deadline, no history. Served as the product is: `python -m benchmarks.delivery.lean PORT WORKERS THREADS`.

Its table is made by `create_table`; the answers are not checked against any paper.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signing import BadSignature, Signer
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from granian.constants import Interfaces
from granian.server import Server

from config.database import database

TABLE = "lean_answer"
CREATE = f"""CREATE TABLE IF NOT EXISTS {TABLE} (
    attempt varchar(32) NOT NULL, question bigint NOT NULL, answer text, revision bigint NOT NULL,
    PRIMARY KEY (attempt, question))"""
UPSERT = f"""INSERT INTO {TABLE} (attempt, question, answer, revision) VALUES (%s, %s, %s, %s)
    ON CONFLICT (attempt, question) DO UPDATE SET answer = excluded.answer, revision = excluded.revision
    WHERE excluded.revision > {TABLE}.revision"""


def create_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(CREATE)


def save(request: HttpRequest) -> HttpResponse:
    try:
        attempt = Signer(salt="lean").unsign(request.COOKIES.get("attempt", ""))
    except BadSignature:
        return HttpResponse(status=404)
    one = json.loads(request.body)["answers"][0]
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [attempt, one["question"], json.dumps(one["answer"]), one["revision"]])
    return JsonResponse({"saved": {one["question"]: one["revision"]}})


urlpatterns = [path("save/", save)]


def worker() -> WSGIHandler:
    settings.configure(
        DATABASES={"default": database(os.environ["DATABASE_URL"], Path()) | {"CONN_HEALTH_CHECKS": False}},
        SECRET_KEY=os.environ["TIKU_SECRET_KEY"],
        ROOT_URLCONF="benchmarks.delivery.lean",
        ALLOWED_HOSTS=["*"],
        MIDDLEWARE=[],
        USE_TZ=True,
        USE_I18N=False,
    )
    django.setup()
    return WSGIHandler()


def main(port: int, workers: int, threads: int) -> None:
    Server(
        "benchmarks.delivery.lean:worker",
        factory=True,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:4]))
