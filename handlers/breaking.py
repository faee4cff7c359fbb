"""What broke: a short code for the person, and a log line with the same code for whoever runs the bot."""

from __future__ import annotations

import traceback

import structlog

from handlers.answering import Broken
from store.engines import trouble


def broken(log: structlog.stdlib.BoundLogger, code: str, error: Exception, *, perhaps: bool) -> Broken:
    """A fault of a listener, logged. `perhaps`: something may have come of it all the same."""
    # The kind and the place of the error only: its message may hold what somebody typed. What a database says of
    # itself does not.
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
    problem = trouble(error)
    said = {} if problem is None else {"problem": problem}
    log.error("fault", error=type(error).__name__, places=places[-6:], **said)
    return Broken(code, perhaps)
