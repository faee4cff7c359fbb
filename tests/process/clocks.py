"""The machine's clock as one process sees it (libfaketime): set at its start, or while it works."""

from __future__ import annotations

import ctypes.util
from glob import glob
from pathlib import Path


def _library() -> str | None:
    """Where Debian's package `faketime` puts it, or wherever the linker finds it."""
    found = sorted(glob("/usr/lib/*/faketime/libfaketime.so.1"))
    return found[0] if found else ctypes.util.find_library("faketime")


FAKETIME = _library()


def clock_in(file: Path) -> dict[str, str]:
    """What has the clock be off by what a file says, in seconds; the monotonic one goes on as it is."""
    assert FAKETIME is not None, "libfaketime is missing: apt install faketime"
    return {
        "LD_PRELOAD": FAKETIME,
        "FAKETIME_TIMESTAMP_FILE": str(file),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }
