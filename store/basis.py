"""On what terms a source gave something: what may be printed under its name, and what is never told of it."""

from __future__ import annotations

ON_RECORD = "on the record"
BACKGROUND = "background"
OFF_RECORD = "off the record"
BASES = (ON_RECORD, BACKGROUND, OFF_RECORD)
# Whoever added such a report is asked for its source; nothing else shows it, finds it or passes it on.
PROTECTED = (BACKGROUND, OFF_RECORD)


def strictest(*bases: str | None) -> str | None:
    """Of several terms the one that promises most; None if nobody named any."""
    named = [basis for basis in bases if basis is not None]
    return max(named, key=BASES.index, default=None)
