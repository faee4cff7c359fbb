"""The code of a request: short, the same in every log line of its work and in what a person is shown if it breaks."""

from __future__ import annotations

import secrets

from structlog import contextvars


def request_code(listener: str) -> str:
    """The code of the request in hand; its first step gives it one, and names who answers it."""
    code = contextvars.get_contextvars().get("code")
    if code is None:
        code = secrets.token_hex(3)
        contextvars.bind_contextvars(code=code, listener=listener)
    return str(code)
