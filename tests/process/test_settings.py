"""`app.py run` reads its settings from the environment or `.env`, and says in one sentence what is wrong with them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sandbox.server import SandboxServer
from tests.process.bot_process import DATABASE, PATIENCE, at_work, settings_for, start

WRONG = [
    ("SLACK_BOT_TOKEN", None, "SLACK_BOT_TOKEN=xoxb-"),
    ("SLACK_BOT_TOKEN", "", "SLACK_BOT_TOKEN=xoxb-"),
    ("SLACK_BOT_TOKEN", "xapp-1-A0-swapped", "SLACK_BOT_TOKEN=xoxb-"),
    ("SLACK_APP_TOKEN", None, "SLACK_APP_TOKEN=xapp-"),
    ("SLACK_APP_TOKEN", "a-secret", "SLACK_APP_TOKEN=xapp-"),
    ("SLACK_API_URL", "slack.com/api/", "SLACK_API_URL=https://"),
    ("SLACK_API_URL", "http:///api/", "SLACK_API_URL=https://"),
    ("SLACK_API_URL", "https://slack.com:none/api/", "SLACK_API_URL=https://"),
    ("SLACK_API_URL", "", "SLACK_API_URL=https://"),
    ("DATABASE_URL", "mysql://localhost/claims", "DATABASE_URL=sqlite:///"),
    ("DATABASE_URL", "sqlite:///:memory:", "DATABASE_URL=sqlite:///"),
    ("DATABASE_URL", "claims.db", "DATABASE_URL=sqlite:///"),
]


@pytest.mark.parametrize(("name", "value", "example"), WRONG)
async def test_a_wrong_setting_is_named_with_a_right_example_before_anything_connects(
    server: SandboxServer, tmp_path: Path, name: str, value: str | None, example: str
) -> None:
    environment = settings_for(server) | ({name: value} if value is not None else {})
    if value is None:
        del environment[name]
    bot = await start(tmp_path, environment)
    assert await bot.ended() == 2, bot.said
    assert bot.said.startswith(f"{name} is {'missing' if value is None else 'not well-formed'}.")
    assert example in bot.said
    assert bot.said.count("\n") == 1
    assert not value or "TOKEN" not in name or value not in bot.said, "a token is a secret, even a wrong one"
    assert server.record.calls.total() == 0
    assert "counterclaim.db" not in os.listdir(tmp_path)


async def test_settings_are_read_from_dotenv_and_the_environment_wins(server: SandboxServer, tmp_path: Path) -> None:
    settings = settings_for(server) | {"SLACK_APP_TOKEN": "xapp-not-this-one", "DATABASE_URL": "sqlite:///here.db"}
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    async with at_work(server, tmp_path, {"SLACK_APP_TOKEN": server.app_token}) as bot:
        assert (await server.actor("reporter").type("verification", "/claim help")).acked
        assert await bot.told_to_stop() == 0
    assert (tmp_path / "here.db").exists()
    assert not (tmp_path / DATABASE).exists()


async def test_an_address_without_its_final_slash_does_as_well_and_the_record_is_in_the_working_folder(
    server: SandboxServer, tmp_path: Path
) -> None:
    environment = settings_for(server) | {"SLACK_API_URL": server.api_url.removesuffix("/")}
    async with at_work(server, tmp_path, environment) as bot:
        outcome = await server.actor("reporter").type("verification", "/claim Kyiv: It was not us. https://a.org/1")
        assert outcome.acked
        await server.until(lambda: bool(server.record.by_key("card:1:1")), PATIENCE)
        assert await bot.told_to_stop() == 0
    assert (tmp_path / DATABASE).exists()
    assert server.record.refusals == []


async def test_a_token_that_slack_refuses_is_said_in_a_sentence(server: SandboxServer, tmp_path: Path) -> None:
    bot = await start(tmp_path, settings_for(server) | {"SLACK_BOT_TOKEN": "xoxb-of-another-workspace"})
    assert await bot.ended() == 1
    assert "Slack does not let us in: invalid_auth." in bot.said
    assert "Traceback" not in bot.said
    assert "xoxb-of-another-workspace" not in bot.said


async def test_a_slack_that_is_out_of_order_blames_no_token(server: SandboxServer, tmp_path: Path) -> None:
    server.faults.fail("auth.test", status=503)
    bot = await start(tmp_path, settings_for(server))
    assert await bot.ended() == 1
    assert "Slack is out of order (status 503). Start again in a minute." in bot.said
    assert "SLACK_BOT_TOKEN" not in bot.said


async def test_an_address_where_nobody_answers_is_said_in_a_sentence(server: SandboxServer, tmp_path: Path) -> None:
    environment = settings_for(server)
    await server.stop()
    bot = await start(tmp_path, environment)
    assert await bot.ended() == 1
    assert f"No connection to {environment['SLACK_API_URL']}." in bot.said
    assert "Traceback" not in bot.said


async def test_a_folder_that_cannot_hold_the_record_is_said_in_a_sentence(
    server: SandboxServer, tmp_path: Path
) -> None:
    environment = settings_for(server) | {"DATABASE_URL": f"sqlite:///{tmp_path / 'nowhere' / 'claims.db'}"}
    bot = await start(tmp_path, environment)
    assert await bot.ended() == 1
    assert "DATABASE_URL" in bot.said
    assert "Traceback" not in bot.said
