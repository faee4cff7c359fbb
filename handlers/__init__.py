"""What Slack sends us: one module a kind."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.clock import Clock
from handlers import (
    additions,
    commands,
    copying,
    events,
    finding,
    findings,
    home,
    likeness,
    naming,
    reminders,
    replies,
    settings,
    shortcuts,
    steps,
    turns,
    views,
)
from handlers.listening import Listening
from handlers.looking import Looking
from store import Record


def register(app: AsyncApp, record: Record, clock: Clock, looking: Looking | None = None) -> Listening:
    """Answer everything that Slack may send; what comes back knows what is still being answered."""
    listening = Listening(app, record, clock, looking or Looking())
    for kind in (
        commands,
        copying,
        finding,
        findings,
        additions,
        replies,
        home,
        naming,
        likeness,
        steps,
        turns,
        reminders,
        settings,
        views,
        shortcuts,
        events,
    ):
        kind.register(listening)
    return listening
