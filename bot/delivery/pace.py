"""Pace: how fast Slack lets one channel be posted to. About one message a second, with short bursts."""

from __future__ import annotations

from dataclasses import dataclass, field

RATE = 1.0  # posts a second
BURST = 10


@dataclass
class Pace:
    """A token bucket for each channel. All times are seconds on the monotonic clock."""

    rate: float = RATE
    burst: int = BURST
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)  # channel: tokens left, since when
    _paused: dict[str, float] = field(default_factory=dict)  # channel: until when

    def wait(self, channel: str, now: float) -> float:
        """How many seconds until one more post may go to this channel; 0 takes it."""
        paused = self._paused.get(channel, now) - now
        if paused > 0:
            return paused
        tokens, since = self._buckets.get(channel, (float(self.burst), now))
        tokens = min(float(self.burst), tokens + (now - since) * self.rate)
        taken = tokens >= 1
        self._buckets[channel] = (tokens - taken, now)
        return 0.0 if taken else (1 - tokens) / self.rate

    def pause(self, channel: str, now: float, seconds: float) -> None:
        """Send nothing to this channel for a while: Slack said so."""
        self._paused[channel] = now + seconds
