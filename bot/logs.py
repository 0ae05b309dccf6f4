"""Logging without personal data: dotted event names, an allow-list of keys, JSON or a readable line."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    [
        "event",
        "level",
        "timestamp",
        "logger",
        "account",
        "accounts",
        "action",
        "actor",
        "address",
        "alias",
        "attempts",
        "bytes",
        "category",
        "channel",
        "code",
        "command",
        "confidence",
        "conversation",
        "count",
        "counts",
        "data",
        "department",
        "error",
        "exit",
        "field",
        "file",
        "grid",
        "intent",
        "kind",
        "level_name",
        "line",
        "lines",
        "message_type",
        "method",
        "mode",
        "model",
        "ms",
        "name",
        "number",
        "path",
        "pid",
        "port",
        "process",
        "reason",
        "role",
        "route",
        "seconds",
        "source",
        "state",
        "status",
        "step",
        "text_length",
        "ticket",
        "turn",
        "url",
        "version",
        "what",
    ]
)
"""Keys that may be logged. Anything else is dropped: words, names, phones, addresses, ids of people."""


def keep_allowed(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every key that is not on the allow-list and cut long values."""
    for key in [k for k in event if k not in ALLOWED and k != "exc_info"]:
        del event[key]
    if event.get("exc_info"):
        error = sys.exc_info()[1] if event["exc_info"] is True else event["exc_info"]
        event["error"] = type(error).__name__ if isinstance(error, BaseException) else "unknown"
    event.pop("exc_info", None)
    for key, value in event.items():
        if isinstance(value, str) and len(value) > 200:
            event[key] = value[:200] + "…"
    return event


def set_up_logs(level: str = "info", form: str = "auto") -> None:
    """Configure structlog once per process; logs go to stderr."""
    readable = form == "text" or (form == "auto" and sys.stderr.isatty())
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=False)
        if readable
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            keep_allowed,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
