"""SIGTERM: exit 0 within ten seconds, whatever is in hand; what was sent is sent, the rest waits for the next start."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sandbox.outcome import Outcome
from sandbox.server import SandboxServer
from tests.process.bot_process import DATABASE, PATIENCE, at_work, settings_for, start

AT_MOST = 10.0  # seconds
LINE = "/claim Kyiv: It was not us, said {}. https://example.org/{}"


def reference(outcome: Outcome) -> str:
    found = re.search(r"C-\d+", outcome.messages[0].text)
    assert found is not None, outcome.messages[0].text
    return found[0]


def cards(server: SandboxServer) -> list[str]:
    return [post.key for post in server.record.posts if post.key is not None]


def on_file(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        return {f"C-{number}" for (number,) in database.execute("SELECT number FROM claim")}


async def stopped_in_time(server: SandboxServer, folder: Path) -> float:
    """Let a bot work on three claims, tell it to stop, and return how many seconds that took."""
    async with at_work(server, folder) as bot:
        for number in range(3):
            outcome = await server.actor("reporter").type("investigation", LINE.format(number, number))
            assert outcome.acked
        await server.until(lambda: server.record.calls["chat.postMessage"] >= 1, PATIENCE)
        began = time.monotonic()
        assert await bot.told_to_stop() == 0, bot.said
        assert "Traceback" not in bot.said, bot.said
        return time.monotonic() - began


async def test_with_nothing_in_hand_it_stops_at_once(server: SandboxServer, tmp_path: Path) -> None:
    async with at_work(server, tmp_path) as bot:
        began = time.monotonic()
        assert await bot.told_to_stop() == 0
        assert "Traceback" not in bot.said, bot.said
    assert time.monotonic() - began < 3


async def test_a_post_in_hand_is_waited_for_and_noted(server: SandboxServer, tmp_path: Path) -> None:
    server.faults.slow("chat.postMessage", seconds=2)
    assert await stopped_in_time(server, tmp_path) < AT_MOST
    async with at_work(server, tmp_path) as bot:
        await server.until(lambda: len(cards(server)) == 3, PATIENCE)
        assert await bot.told_to_stop() == 0
    assert server.record.doubled() == {}
    assert server.record.calls["conversations.history"] == 0, "its arrival was noted, so nobody had to look"


async def test_a_post_that_takes_too_long_is_left_to_the_next_start(server: SandboxServer, tmp_path: Path) -> None:
    server.faults.slow("chat.postMessage", seconds=9)
    assert await stopped_in_time(server, tmp_path) < AT_MOST
    assert cards(server) == ["card:1:1"]


async def test_a_command_in_hand_is_answered_first(server: SandboxServer, tmp_path: Path) -> None:
    async with at_work(server, tmp_path) as bot:
        commands = [
            asyncio.create_task(server.actor("reporter").type("investigation", LINE.format(number, number)))
            for number in range(20)
        ]
        await server.until(lambda: bool(server.record.deliveries), PATIENCE)
        assert await bot.told_to_stop() == 0
        outcomes = await asyncio.gather(*commands)
    acked = {reference(outcome) for outcome in outcomes if outcome.acked}
    assert acked
    assert acked <= on_file(tmp_path)


async def test_it_stops_while_slack_does_not_answer_yet(server: SandboxServer, tmp_path: Path) -> None:
    server.faults.slow("auth.test", seconds=30)
    bot = await start(tmp_path, settings_for(server))
    await server.until(lambda: server.record.calls["auth.test"] == 1, PATIENCE)
    began = time.monotonic()
    assert await bot.told_to_stop() == 0
    assert time.monotonic() - began < AT_MOST
