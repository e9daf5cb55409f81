"""Structured logs by allow-list: a key that is not listed here never reaches a log, so no child's name can."""

import json
import logging
import sys
import traceback
from collections.abc import MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

ALLOWED = {
    "event",
    "level",
    "logger",
    "timestamp",
    "service",
    "error",
    "code",
    "status",
    "method",
    "route",
    "topic",
    "type",
    "lag",
    "worker",
    "duration_ms",
    "trace_id",
    "position",
    "where",
}


def _only_allowed(_: Any, __: str, record: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: value for key, value in record.items() if key in ALLOWED}


class WithoutWords(logging.Formatter):
    """A library's log: who said it, which error and where, but no message, as a message can quote a record."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "event": "library_log",
            "level": record.levelname.lower(),
            "logger": record.name,
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "where": f"{record.filename}:{record.lineno}",
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            said |= {"error": type(error).__name__, "where": _where(error)}
        return json.dumps(said, sort_keys=True)


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))


def log_as_json() -> None:
    """One JSON object a line on standard error. Libraries' own messages below warnings are dropped."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutWords())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_allowed,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
