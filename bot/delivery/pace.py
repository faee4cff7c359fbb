"""Pace: how fast Slack lets one channel be posted to. About one message a second, with short bursts.

The limit is each workspace's own: a channel that two of them share has two.
"""

from __future__ import annotations

from dataclasses import dataclass, field

RATE = 1.0  # posts a second
BURST = 10

Place = tuple[int, str]  # a workspace's id, and a channel


@dataclass
class Pace:
    """A token bucket for each channel. All times are seconds on the monotonic clock."""

    rate: float = RATE
    burst: int = BURST
    _buckets: dict[Place, tuple[float, float]] = field(default_factory=dict)  # tokens left, since when
    _paused: dict[Place, float] = field(default_factory=dict)  # until when

    def wait(self, place: Place, now: float) -> float:
        """How many seconds until one more post may go to this channel; 0 takes it."""
        paused = self._paused.get(place, now) - now
        if paused > 0:
            return paused
        tokens, since = self._buckets.get(place, (float(self.burst), now))
        tokens = min(float(self.burst), tokens + (now - since) * self.rate)
        taken = tokens >= 1
        self._buckets[place] = (tokens - taken, now)
        return 0.0 if taken else (1 - tokens) / self.rate

    def pause(self, place: Place, now: float, seconds: float) -> None:
        """Send nothing to this channel for a while: Slack said so."""
        self._paused[place] = now + seconds
