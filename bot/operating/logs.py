"""What goes to the log: one line an event, as JSON. What happened, never what somebody typed."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog


class _Library(logging.Handler):
    """What a library says goes the same way: how grave, and whose it is. Its message may hold what somebody typed."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line."""
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        more = {} if error is None else {"error": error}
        structlog.get_logger().log(record.levelno, "library", logger=record.name, line=record.lineno, **more)


def log_lines(level: int = logging.INFO, *, console: bool = False) -> None:
    """Write log lines to stderr from this level on; `console`: for eyes, not as JSON."""
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[_Library()])
    renderer: Any = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()) if console else None
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer or structlog.processors.JSONRenderer(),
        ],
    )
