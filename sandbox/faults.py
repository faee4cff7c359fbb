"""Faults on demand: what Slack does on a bad day, switched on for a number of times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

EVERY_METHOD = "*"
KINDS = ("rate_limit", "fail", "drop_after_accepting", "drop_before", "slow", "never", "double_envelopes", "hold_back")
OF_ENVELOPES = ("double_envelopes", "hold_back")


@dataclass
class Fault:
    """One switched-on fault. `times` counts down; None means until it is cleared."""

    kind: str
    method: str = EVERY_METHOD
    times: int | None = 1
    retry_after: int = 1
    status: int = 500
    seconds: float = 0.0


class Faults:
    """The switches of everything that can go wrong.

    The Web API asks `take(method)` before each call, the socket `take_envelope(kind)` before each envelope;
    `response_url`, `download` and `upload` (of a file's bytes) and `apps.connections.open` are methods like any other.
    While `crowded`, as many sockets are open elsewhere as an app may have.
    """

    def __init__(self, cut: Callable[[], Awaitable[None]], disconnect: Callable[[str], Awaitable[None]]) -> None:
        self.active: list[Fault] = []
        self.taken: Counter[str] = Counter()
        self.crowded = False
        self._cut = cut
        self._disconnect = disconnect

    def rate_limit(self, method: str = EVERY_METHOD, *, retry_after: int = 1, times: int | None = 1) -> None:
        """Answer 429 with `Retry-After` (seconds) and do nothing."""
        self.active.append(Fault("rate_limit", method, times, retry_after=retry_after))

    def fail(self, method: str = EVERY_METHOD, *, status: int = 500, times: int | None = 1) -> None:
        """Answer with this HTTP status and do nothing."""
        self.active.append(Fault("fail", method, times, status=status))

    def drop_after_accepting(self, method: str = EVERY_METHOD, *, times: int | None = 1) -> None:
        """Do what was asked, then cut the connection instead of answering."""
        self.active.append(Fault("drop_after_accepting", method, times))

    def drop_before(self, method: str = EVERY_METHOD, *, times: int | None = 1) -> None:
        """Cut the connection and do nothing."""
        self.active.append(Fault("drop_before", method, times))

    def slow(self, method: str = EVERY_METHOD, *, seconds: float, times: int | None = 1) -> None:
        """Do what was asked at once, and answer only after `seconds`."""
        self.active.append(Fault("slow", method, times, seconds=seconds))

    def never(self, method: str = EVERY_METHOD, *, times: int | None = 1) -> None:
        """Do nothing and never answer: whoever asks has to give up."""
        self.active.append(Fault("never", method, times))

    def double_envelopes(self, *, times: int | None = 1) -> None:
        """Send each of the next `times` envelopes to the bot twice."""
        self.active.append(Fault("double_envelopes", EVERY_METHOD, times))

    def hold_back(self, *, times: int | None = 1) -> None:
        """Send each of the next `times` envelopes only after the one that follows it; alone, after a second."""
        self.active.append(Fault("hold_back", EVERY_METHOD, times))

    async def cut_sockets(self) -> None:
        """Cut every open socket without a word."""
        self.taken["cut_sockets"] += 1
        await self._cut()

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Send every socket Slack's `disconnect`: warning, refresh_requested, link_disabled or too_many_websockets."""
        self.taken["disconnect"] += 1
        await self._disconnect(reason)

    def switch_on(self, kind: str, method: str, **options: Any) -> None:
        """Switch a fault on by its name, as the page does; ValueError if there is no such kind."""
        if kind not in KINDS:
            raise ValueError(f"There is no fault called {kind}. There are: {', '.join(KINDS)}.")
        self.active.append(Fault(kind, method, **options))

    def clear(self) -> None:
        """Switch everything off."""
        self.active.clear()
        self.crowded = False

    def take(self, method: str) -> Fault | None:
        """Return the next fault of this method, counted down, or None."""
        for fault in self.active:
            if fault.kind not in OF_ENVELOPES and fault.method in (method, EVERY_METHOD):
                return self._spend(fault)
        return None

    def take_envelope(self, kind: str) -> bool:
        """Say whether this happens to the next envelope."""
        for fault in self.active:
            if fault.kind == kind:
                self._spend(fault)
                return True
        return False

    def _spend(self, fault: Fault) -> Fault:
        self.taken[fault.kind] += 1
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.active.remove(fault)
        return fault
