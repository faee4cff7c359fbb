"""`app.py run --http` as a process: settings named in a sentence, requests answered, stopped when told to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.errors import BadSetting
from bot.sealing import Seal, is_key
from bot.settings import HttpSettings, read_settings
from sandbox.server import SandboxServer
from tests.process.bot_process import PATIENCE, RUN, BotProcess, start
from tests.sandbox.bolt_over_http import Site, add_to_slack
from tests.slack.newsroom import LINE
from tests.slack.town import FIRST, KEY, free_port, slack

COMMAND = (*RUN, "--http")


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    async with slack(f"http://127.0.0.1:{free_port()}") as server:
        yield server


def url_of(server: SandboxServer) -> str:
    return str(server.registration.redirect_urls[0]).removesuffix("/slack/oauth_redirect")


def settings_for(server: SandboxServer) -> dict[str, str]:
    return {
        "SLACK_CLIENT_ID": server.registration.client_id,
        "SLACK_CLIENT_SECRET": server.registration.client_secret,
        "SLACK_SIGNING_SECRET": server.registration.signing_secret,
        "SLACK_API_URL": server.api_url,
        "COUNTERCLAIM_TOKEN_KEY": KEY,
        "COUNTERCLAIM_PORT": url_of(server).rpartition(":")[2],
        "COUNTERCLAIM_SEMANTIC": "false",
    }


WRONG = [
    ("SLACK_CLIENT_ID", None, "SLACK_CLIENT_ID=1234567890"),
    ("SLACK_CLIENT_SECRET", "", "App Credentials"),
    ("SLACK_SIGNING_SECRET", None, "SLACK_SIGNING_SECRET="),
    ("COUNTERCLAIM_TOKEN_KEY", None, "openssl rand -base64 32"),
    ("COUNTERCLAIM_TOKEN_KEY", "a-secret-of-mine", "openssl rand -base64 32"),
    ("COUNTERCLAIM_TOKEN_KEY_BEFORE", "a-secret-of-mine", "openssl rand -base64 32"),
    ("COUNTERCLAIM_PORT", "65536", "COUNTERCLAIM_PORT=3000"),
]


@pytest.mark.parametrize(("name", "value", "example"), WRONG)
def test_a_wrong_setting_is_named_with_a_right_example(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str | None, example: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for each in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(each, "something")
    monkeypatch.setenv("COUNTERCLAIM_TOKEN_KEY", KEY)
    if value is None:
        monkeypatch.delenv(name)
    else:
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as error:
        read_settings(HttpSettings)
    assert str(error.value).startswith(f"{name} is {'missing' if value is None else 'not well-formed'}.")
    assert example in str(error.value)
    assert "a-secret-of-mine" not in str(error.value), "a key is a secret, even a wrong one"


def test_openssl_makes_a_key_that_is_taken() -> None:
    """As the docs say: standard base64, whose + and / are none of Fernet's own."""
    assert is_key("+/" + "A" * 41 + "=")
    assert Seal(["+/" + "A" * 41 + "="]).open(Seal(["-_" + "A" * 41 + "="]).seal("xoxb-1")) == "xoxb-1"


async def test_a_port_that_is_taken_is_said_in_a_sentence(server: SandboxServer, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        bot = await start(tmp_path, settings_for(server) | {"COUNTERCLAIM_PORT": port}, COMMAND)
        assert await bot.ended() == 2
    assert f"Nobody can listen on 127.0.0.1, port {port} (Address already in use). Set" in bot.said
    assert "Traceback" not in bot.said


async def test_it_is_installed_answers_and_ends_when_it_is_told_to(server: SandboxServer, tmp_path: Path) -> None:
    app: Any = None
    bot = await start(tmp_path, settings_for(server) | {"SLACK_BOT_TOKEN": "xoxb-of-another-mode"}, COMMAND)
    try:
        await listening(url_of(server), bot)
        assert (await add_to_slack(server, Site(app, url_of(server), app), FIRST))[0] == 200
        reporter = server.actor("reporter")
        await server.actor("lead").type("#verification", "/invite @Counterclaim")
        outcome = await reporter.type("#verification", f"/claim {LINE}")
        assert "C-1 is filed." in outcome.messages[0].text
        await server.until(lambda: any(post.key == "card:1:1" for post in server.record.posts), PATIENCE)
        assert await bot.told_to_stop() == 0
        check = await start(tmp_path, settings_for(server), (RUN[0], "check", "--http"))
        assert await check.ended() == 0, check.said
        assert "✓ Sandbox: Slack takes it" in check.said
    finally:
        if bot.process.returncode is None:
            await bot.killed()
    assert "xox" not in bot.said
    assert "armed groups" not in bot.said
    assert not (tmp_path / ".bolt-app-installation").exists()


async def listening(url: str, bot: BotProcess) -> None:
    """Wait until the page is served."""
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while bot.process.returncode is None:
            try:
                async with session.get(f"{url}/slack/install") as page:
                    assert page.status == 200
                    return
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0.05)
    raise AssertionError(bot.said)
