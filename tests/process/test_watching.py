"""What watches the bot: it lives, it works, or why not, and its figures; on a port of its own, when asked for."""

from __future__ import annotations

import asyncio
import json
import socket
from pathlib import Path

import aiohttp

from sandbox.server import SandboxServer
from tests.databases import Postgres
from tests.process.bot_process import PATIENCE, BotProcess, at_work, settings_for
from tests.process.commands import run

CARD = 'counterclaim_posts_total{kind="card",outcome="done"}'


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


async def asked(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


def figure(text: str, name: str) -> float:
    (line,) = [line for line in text.splitlines() if line.startswith(f"{name} ")]
    return float(line.rpartition(" ")[2])


async def test_figures_of_a_day_name_nobody_and_nothing(server: SandboxServer, tmp_path: Path) -> None:
    port = a_free_port()
    environment = settings_for(server) | {"COUNTERCLAIM_METRICS_PORT": str(port), "COUNTERCLAIM_LOG_LEVEL": "debug"}
    async with at_work(server, tmp_path, environment) as bot:
        rita = server.actor("reporter")
        assert (await rita.type("verification", "/claim Zanzibar: It was not us. https://a.org/1")).acked
        assert (await rita.type("verification", "/claim C-99")).acked
        await server.until(lambda: bool(server.record.by_key("card:1:1")), PATIENCE)
        async with asyncio.timeout(PATIENCE):  # it is counted once the bot has noted that it arrived
            while CARD not in (text := (await asked(port, "/metrics"))[1]):
                pass
        assert (await asked(port, "/healthz"))[0] == 200
        assert await asked(port, "/readyz") == (
            200,
            '{"ok": true, "says": "Slack can reach the bot, and the database answers."}',
        )
        assert await bot.told_to_stop() == 0
    assert figure(text, 'counterclaim_requests_total{listener="/claim",outcome="answered"}') == 1
    assert figure(text, 'counterclaim_requests_total{listener="/claim",outcome="mistake"}') == 1
    assert figure(text, CARD) >= 1
    assert figure(text, "counterclaim_commit_seconds_count") >= 1
    assert figure(text, "counterclaim_connected") == 1
    for nobodys in ("Zanzibar", "verification", "C0VERIFY01", "rita", "xoxb"):
        assert nobodys not in text
        assert nobodys not in bot.said
    _has_one_code_a_request(bot)


def _has_one_code_a_request(bot: BotProcess) -> None:
    lines = [json.loads(line) for line in bot.said.splitlines()]
    typed = [line for line in lines if line.get("listener") == "/claim"]
    assert {line["step"] for line in typed if line["event"] == "answered"} >= {"/claim"}
    assert len({line["code"] for line in typed}) == 2


async def test_without_its_sockets_or_its_database_it_is_not_ready_and_then_it_is_again(
    server: SandboxServer, tmp_path: Path, postgres: Postgres
) -> None:
    port = a_free_port()
    with postgres.database(begun=True) as database:
        environment = settings_for(server) | {
            "COUNTERCLAIM_METRICS_PORT": str(port),
            "DATABASE_URL": database.url,
        }
        async with at_work(server, tmp_path, environment) as bot:
            assert (await asked(port, "/readyz"))[0] == 200
            with postgres.letting_nobody_in(database):
                assert await asked(port, "/readyz") == (503, '{"ok": false, "says": "The database does not answer."}')
                assert (await asked(port, "/healthz"))[0] == 200
                assert (await asked(port, "/metrics"))[0] == 200
            assert (await asked(port, "/readyz"))[0] == 200
            await server.stop()
            async with asyncio.timeout(PATIENCE):
                while (found := await asked(port, "/readyz"))[0] == 200:
                    pass
            assert found == (503, '{"ok": false, "says": "Slack cannot reach the bot."}')
            assert await bot.told_to_stop() == 0


async def test_a_port_that_somebody_has_is_said_in_a_sentence(server: SandboxServer, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = settings_for(server) | {"COUNTERCLAIM_METRICS_PORT": str(port)}
        ended = await run(tmp_path, "run", environment=environment)
    assert ended.code == 2
    assert f"Nobody can listen on 127.0.0.1, port {port} (" in ended.said
    assert "Traceback" not in ended.said
