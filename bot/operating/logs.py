"""What goes to the log: one line an event, as JSON. What happened, never what somebody typed."""

from __future__ import annotations

import logging
import sys

import structlog


def log_lines(level: int = logging.INFO) -> None:
    """Write log lines to stderr from this level on."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s")
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
    )
