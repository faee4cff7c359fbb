"""`app.py run`, posting fast, and as nobody in particular: the machine's administrator may write what is read-only."""

from __future__ import annotations

import ctypes
import os
import sys

_PR_CAPBSET_READ, _PR_CAPBSET_DROP, _DAC_OVERRIDE = 23, 24, 1  # of Linux


def give_up_privilege() -> None:
    """Begin again without the administrator's right to write whatever there is; elsewhere than on Linux: stay."""
    if os.geteuid() != 0 or not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_CAPBSET_READ, _DAC_OVERRIDE, 0, 0, 0) == 1 and not libc.prctl(
        _PR_CAPBSET_DROP, _DAC_OVERRIDE, 0, 0, 0
    ):
        os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 (ourselves)


if __name__ == "__main__":
    give_up_privilege()
    from functools import partial

    import app
    from bot.delivery.pace import Pace

    app.Pace = partial(Pace, rate=50, burst=50)  # type: ignore[assignment, attr-defined]
    app.commands(["run"])
