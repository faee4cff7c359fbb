"""Figures of a running bot, for Prometheus: how much, how fast, what waits. Labels are words of ours alone."""

from __future__ import annotations

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from store.condition import Queue

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10)


class Figures:
    """What is counted, in a registry of its own: two bots in one process do not count together."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        here: dict[str, Any] = {"registry": self.registry, "namespace": "counterclaim"}
        self._requests = Counter("requests", "What Slack sent, by what came of it.", ["listener", "outcome"], **here)
        self._answers = Histogram(
            "answer_seconds", "Until there was an answer to send.", ["listener"], buckets=SECONDS, **here
        )
        self._commits = Histogram("commit_seconds", "A transaction of the writer's.", buckets=SECONDS, **here)
        self._written = Counter("writes", "What was written, in those transactions.", **here)
        self._posts = Counter("posts", "What was sent, by what became of it.", ["kind", "outcome"], **here)
        self._ticks = Counter("ticks", "Looks at what is due.", ["outcome"], **here)
        self._ticked = Gauge("last_tick_timestamp_seconds", "When it was last looked at what is due.", **here)
        self._writing = Gauge("writes_waiting", "Writes that wait for their transaction.", **here)
        self._waiting = Gauge("outbox_waiting", "Messages that are to be sent.", **here)
        self._oldest = Gauge("outbox_oldest_seconds", "How long the oldest of them waits.", **here)
        self._stuck = Gauge("outbox_stuck", "Messages that wait for a person.", ["problem"], **here)
        self._connected = Gauge("connected", "Whether Slack can reach us: 1 or 0.", **here)

    def heard(self, listener: str, outcome: str, seconds: float) -> None:
        """Something that Slack sent has its answer."""
        self._requests.labels(listener, outcome).inc()
        self._answers.labels(listener).observe(seconds)

    def committed(self, writes: int, seconds: float) -> None:
        """The writer has finished a transaction."""
        self._commits.observe(seconds)
        self._written.inc(writes)

    def sent(self, kind: str, outcome: str) -> None:
        """An attempt to send something has ended."""
        self._posts.labels(kind, outcome).inc()

    def ticked(self, outcome: str, at: float) -> None:
        """It was looked at what is due; `at` in seconds since 1970."""
        self._ticks.labels(outcome).inc()
        self._ticked.set(at)

    def as_it_stands(self, *, writing: int, connected: bool, queue: Queue | None, now: float) -> bytes:
        """All of it, in Prometheus' words; `queue`: None if the database does not say."""
        self._writing.set(writing)
        self._connected.set(connected)
        if queue is not None:
            self._waiting.set(queue.waiting)
            self._oldest.set(0 if queue.oldest is None else max(0.0, now - queue.oldest.timestamp()))
            self._stuck.clear()
            for problem, number in queue.stuck.items():
                self._stuck.labels(problem).set(number)
        return generate_latest(self.registry)
