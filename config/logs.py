"""The log: plain lines or JSON, each with the id of its request; no secret link, no value of a database row.

Whoever reads a secret link can open the test, and PostgreSQL quotes rows, answers among them, in its errors.
"""

from __future__ import annotations

import logging
import re
from collections.abc import MutableMapping
from contextvars import ContextVar
from typing import Any

import structlog
from structlog.typing import Processor

_LINK = re.compile(r"(/t/)[A-Za-z0-9_-]+")
_ROW = re.compile(r"^(DETAIL|CONTEXT): .*$", re.MULTILINE)

type Event = MutableMapping[str, Any]


# The id of the request that this thread answers, or answered last.
REQUEST: ContextVar[str] = ContextVar("request", default="")


def hide(text: str) -> str:
    return _ROW.sub(r"\1: …", _LINK.sub(r"\1…", text))


def hide_secrets(_logger: object, _name: str, event: Event) -> Event:
    """The last step before a line is written: nothing after it adds text."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = hide(value)
    return event


def plain(_logger: object, _name: str, event: Event) -> str:
    """`time LEVEL logger message [request id] key=value`, then the traceback."""
    trace = event.pop("exception", "")
    head = f"{event.pop('timestamp')} {event.pop('level').upper()} {event.pop('logger')} {event.pop('event')}"
    rest = "".join(f" {key}={value}" for key, value in event.items())
    return head + rest + (f"\n{trace}" if trace else "")


def name_request(_logger: object, _name: str, event: Event) -> Event:
    if request := REQUEST.get():
        event["request"] = request
    return event


BEFORE: list[Processor] = [
    name_request,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.ExtraAdder(allow=("method", "route", "status", "ms")),
]


def formatter(form: str) -> logging.Formatter:
    """`form` is plain or json."""
    last: Processor = structlog.processors.JSONRenderer(ensure_ascii=False) if form == "json" else plain
    steps: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        hide_secrets,
        last,
    ]
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=BEFORE, processors=steps)
