"""Every request has an id; what is logged and counted names routes and numbers alone."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.test import Client

from config.logs import REQUEST, formatter
from config.requests import METHODS
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What a log in JSON with one line for each request says."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter("json"))
    requests = logging.getLogger("tiku.requests")
    before = requests.level
    requests.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)
    requests.setLevel(before)
    REQUEST.set("")


def told(lines: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_one_id_in_the_answer_and_in_every_line(lines: StringIO) -> None:
    answer = Client().get("/nowhere/", headers={"x-request-id": "proxy-0001"})
    assert answer["X-Request-ID"] == "proxy-0001"
    assert {line["request"] for line in told(lines)} == {"proxy-0001"}
    assert len(told(lines)) == 2


@pytest.mark.parametrize("given", ["short", "x" * 65, 'a"b\nc d e f', ""])
def test_an_id_that_could_forge_lines_is_replaced(given: str) -> None:
    known = Client().get("/healthz", headers={"x-request-id": given})["X-Request-ID"]
    assert (len(known), known != given) == (32, True)


def test_a_line_names_the_route_and_never_the_link(lines: StringIO) -> None:
    token = build.invitation()[1]
    Client().get(f"/t/{token}/")
    [line] = told(lines)
    assert (line["method"], line["route"], line["status"], line["event"]) == ("GET", "taking:confirm", 200, "answered")
    assert token not in lines.getvalue()


def test_health_checks_leave_no_line(lines: StringIO) -> None:
    Client().get("/healthz"), Client().get("/readyz")
    assert told(lines) == []


def test_rows_that_the_database_quotes_stay_out(lines: StringIO) -> None:
    answer = "我的" + "答案"  # the traceback quotes the lines of this test
    try:
        raise ValueError(f"violates check constraint\nDETAIL: Failing row contains (7, {answer}).")
    except ValueError:
        logging.getLogger("tiku").exception("could not save")
    [line] = told(lines)
    assert answer not in lines.getvalue()
    assert str(line["exception"]).endswith("violates check constraint\nDETAIL: …")


def test_metrics_count_routes_for_who_holds_the_token(settings: object) -> None:
    settings.TIKU_METRICS_TOKEN = "a token of the test"  # type: ignore[attr-defined]
    Client().get("/healthz")
    assert Client().get("/metrics", headers={"authorization": "Bearer another"}).status_code == 404
    answer = Client().get("/metrics", headers={"authorization": "Bearer a token of the test"})
    text = answer.content.decode()
    assert 'tiku_requests_total{method="GET",route="healthz",status="200"}' in text
    assert "tiku_attempts_running 0.0\ntiku_attempts_overdue 0.0\n" in "".join(
        line + "\n" for line in text.splitlines() if line.startswith("tiku_attempts")
    )


def test_methods_that_visitors_invent_are_counted_as_one(settings: object) -> None:
    """Each of them by itself would be kept for ever."""
    settings.TIKU_METRICS_TOKEN = "a token of the test"  # type: ignore[attr-defined]
    for method in ("BREW", "B" * 1000, "get"):
        Client().generic(method, "/healthz")
    text = Client().get("/metrics", headers={"authorization": "Bearer a token of the test"}).content.decode()

    counted = {line.split('"')[1] for line in text.splitlines() if line.startswith("tiku_requests_total")}
    assert counted - METHODS == {"?"}


def test_without_a_token_nobody_reads_metrics() -> None:
    assert Client().get("/metrics", headers={"authorization": "Bearer "}).status_code == 404
