"""What Slack sends us: one module a kind."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.clock import Clock
from bot.delivery.clients import InstalledClients
from bot.delivery.membership import Memberships
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
    uninstalling,
    views,
)
from handlers.asking import Asking
from handlers.listening import Listening
from handlers.looking import Looking
from store import Record


def register(
    app: AsyncApp,
    record: Record,
    clock: Clock,
    looking: Looking | None = None,
    memberships: Memberships | None = None,
    installed: InstalledClients | None = None,
) -> Listening:
    """Answer everything that Slack may send; what comes back knows what is still being answered.

    `installed`: who has installed the app, where it is not one workspace's alone.
    """
    asking = Asking(record, clock, memberships or Memberships(clock))
    listening = Listening(app, record, clock, asking, looking or Looking())
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
    if installed is not None:
        uninstalling.register(listening, installed)
    return listening
