"""Tokens of many workspaces: encrypted at rest, renewed once by whoever needs them, and gone with the app."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.delivery.clients import InstalledClients
from bot.delivery.renewing import Renewal
from bot.errors import BadSetting
from bot.installations import Installations
from bot.operating.checking_workspaces import of_workspaces
from bot.operating.doors import session_of_calls
from bot.sealing import Seal
from bot.settings import HttpSettings
from store import Record, installations
from store.installations import SEALED
from store.tables import SlackBot, SlackInstallation
from tests.databases import Database
from tests.slack.newsroom import LINE, kyiv
from tests.slack.town import FIRST, KEY, OTHER_KEY, SECOND, Town, at_work, free_port, open_town, settings_for, slack

EXCHANGE = "oauth.v2.access"


@pytest.fixture
async def town(file: Path | str) -> AsyncIterator[Town]:
    async with open_town(file) as town:
        await town.install()
        await town.invite(FIRST)
        await town.says(FIRST, f"/claim {LINE}")
        await town.settle()
        yield town


def kept(database: Database) -> list[str]:
    """Everything that is on file of any installation."""
    tables = (SlackBot.__tablename__, SlackInstallation.__tablename__)
    return [str(value) for table in tables for row in database.rows(f"SELECT * FROM {table}") for value in row]  # noqa: S608


@pytest.mark.both_databases
async def test_no_token_can_be_read_on_file(town: Town, database: Database) -> None:
    async def look() -> None:
        values = kept(database)
        tokens = [token.value for token in town.server.installations.at(FIRST).tokens]  # type: ignore[union-attr]
        assert not [value for value in values if "xox" in value or value in tokens]
        assert sum(value.startswith("gAAAA") for value in values) == 4, "two tokens in either table"
        if database.on_sqlite:
            for part in database.file.parent.glob(f"{database.file.name}*"):
                assert b"xoxb-" not in part.read_bytes()
                assert b"xoxe" not in part.read_bytes()

    await look()
    await town.to(town.server.clock.now() + timedelta(hours=13))
    await town.bot.door.tend()
    await look()
    assert [name for name in SEALED if "token" not in name] == ["incoming_webhook_url"]


@pytest.mark.both_databases
async def test_one_that_has_run_out_is_renewed_for_the_digest_that_is_due(town: Town) -> None:
    calls = town.server.record.calls
    asked = calls[EXCHANGE]
    await town.to(kyiv(24, 9, 1))
    assert "Nothing contested today" in "\n".join(await town.posts(FIRST))
    assert calls[EXCHANGE] == asked + 1
    assert town.refused() == set()


async def test_it_is_renewed_before_it_runs_out_if_nothing_happens(town: Town) -> None:
    calls = town.server.record.calls
    asked = calls[EXCHANGE]
    await town.to(town.server.clock.now() + timedelta(hours=9, minutes=59))
    await town.bot.door.tend()
    assert calls[EXCHANGE] == asked
    await town.to(town.server.clock.now() + timedelta(minutes=2))
    await town.bot.door.tend()
    await town.bot.door.tend()
    assert calls[EXCHANGE] == asked + 1


@pytest.mark.both_databases
async def test_copies_that_need_it_at_once_exchange_it_once(town: Town, database: Database) -> None:
    calls = town.server.record.calls
    town.server.after_move = None
    await town.server.move_clock(by=timedelta(hours=13))
    asked = calls[EXCHANGE]
    town.server.faults.slow(EXCHANGE, seconds=0.3)
    other = await copy_of(town, database)
    try:
        found = await asyncio.gather(*(each.bot_of(FIRST, None) for each in (town.installed, other) * 4))
    finally:
        await other.installations.record.close()
    assert calls[EXCHANGE] == asked + 1
    installation = town.server.installations.at(FIRST)
    assert installation is not None
    assert {bot.bot_token for _, bot in found} == {installation.tokens[-1].value}


async def copy_of(town: Town, database: Database) -> InstalledClients:
    """Another copy of the bot, as far as it has tokens."""
    ours = town.installed
    record = Record(database.url)
    await record.open()
    installations = Installations(record, ours.installations.client_id, Seal([KEY]), town.server.clock)
    renewal = Renewal(installations, ours.renewal.client, town.server.clock, ours.renewal.secret)
    return InstalledClients(installations, renewal, ours.client_with)


async def test_one_that_cannot_be_renewed_holds_its_posts_back_until_the_next_installation(town: Town) -> None:
    installation = town.server.installations.at(FIRST)
    assert installation is not None
    installation.refresh = "xoxe-1-another"
    await town.to(kyiv(24, 9, 1))
    assert town.refused() == {(EXCHANGE, "invalid_refresh_token")}
    assert "Nothing contested today" not in "\n".join(await town.posts(FIRST))
    await town.install(person="checker")
    assert "Nothing contested today" in "\n".join(await town.posts(FIRST))
    assert town.server.record.doubled() == {}


async def test_an_exchange_whose_holder_died_is_taken_over(town: Town) -> None:
    now, place = town.server.clock.now() + timedelta(hours=13), await town.installed.installations.place_of(FIRST, None)
    assert place is not None
    client_id = town.installed.installations.client_id
    await town.bot.record.write(lambda s: installations.lease_renewal(s, client_id, place, "a dead copy", now))
    town.server.after_move = None
    await town.server.move_clock(to=now + timedelta(seconds=61))
    _, bot = await town.installed.bot_of(FIRST, None)
    assert bot.bot_token_expires_at is not None
    assert bot.bot_token_expires_at > town.server.clock.now().timestamp()


async def test_the_key_is_changed_while_everything_goes_on(tmp_path: Path) -> None:
    url, file = f"http://127.0.0.1:{free_port()}", tmp_path / "record.db"
    async with slack(url, manifest={"token_rotation_enabled": False}) as server:
        async with at_work(server, url, file) as town:
            await town.install()
        async with at_work(
            server, url, file, counterclaim_token_key=OTHER_KEY, counterclaim_token_key_before=KEY
        ) as town:
            assert "C-1 is filed." in await town.says(FIRST, f"/claim {LINE}")
        async with at_work(server, url, file, counterclaim_token_key=OTHER_KEY) as town:
            assert "Ukrainian armed groups" in await town.says(FIRST, "/claim C-1")
        with pytest.raises(BadSetting, match=r"COUNTERCLAIM_TOKEN_KEY opens none of the tokens on file\. Set it to"):
            async with at_work(server, url, file, counterclaim_token_key=KEY):
                pass


async def test_a_token_that_no_key_opens_is_a_finding_and_the_others_work_on(tmp_path: Path) -> None:
    file = tmp_path / "record.db"
    async with open_town(file) as town:
        for team in (FIRST, SECOND):
            await town.install(team)
        sealed = Seal([OTHER_KEY]).seal("xoxb-of-nobody")
        Database(f"sqlite:///{file}").run(f"UPDATE slack_bots SET bot_token = '{sealed}' WHERE team_id = '{FIRST}'")  # noqa: S608
        with capture_logs() as logs:
            assert "C-1 is filed." in await town.says(SECOND, f"/claim {LINE}")
            await town.says(FIRST, f"/claim {LINE}")
        assert [log["team"] for log in logs if log["event"] == "token not opened"] == [FIRST]
        listed = {each.place.team: each.opens for each in await town.installed.installations.listed()}
        assert listed == {FIRST: False, SECOND: True}
        assert await town.installed.installations.seal_again() == (7, 1)


@pytest.mark.parametrize("key", ["", "short", "A" * 43, "not base64 at all, and much longer than that is"])
def test_what_is_no_key_is_not_taken_for_one(key: str) -> None:
    said = {"slack_client_id": "1", "slack_client_secret": "1", "slack_signing_secret": "1"}
    with pytest.raises(ValueError, match="counterclaim_token_key"):
        HttpSettings(**said, counterclaim_token_key=key, _env_file=None)  # type: ignore[arg-type]


async def test_a_check_says_of_each_workspace_how_it_stands_and_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "record.db"
    async with open_town(file, workspaces=3) as town:
        settings = settings_for(town.server, town.url, file)

        async def check() -> list[str]:
            async with session_of_calls() as session:
                found = await of_workspaces(settings, session, town.server.clock)
            return [f"{each.sign.value} {each.about}: {each.sentence}" for each in found]

        assert await check() == ["– Workspaces: Nobody has installed the app yet: /slack/install."]
        own, settings = settings, settings.model_copy(update={"slack_client_id": "of-another"})
        await town.install()
        (another,) = await check()
        assert another.startswith(
            "✗ Workspaces: What is on file was installed of another app. Is SLACK_CLIENT_ID right?"
        )
        settings = own
        for team in (FIRST, SECOND, "T0SANDBOX3"):
            await town.install(team)
        sealed = Seal([OTHER_KEY]).seal("xoxb-of-nobody")
        Database(f"sqlite:///{file}").run(f"UPDATE slack_bots SET bot_token = '{sealed}' WHERE team_id = '{SECOND}'")  # noqa: S608
        for token in town.server.installations.at("T0SANDBOX3").tokens:  # type: ignore[union-attr]
            token.ended = "account_inactive"
        before, calls = kept(Database(f"sqlite:///{file}")), town.server.record.calls[EXCHANGE]
        good, no_key, gone = await check()
        assert good.startswith("✓ Sandbox: Slack takes it")
        assert no_key.startswith("✗ Sandbox 2: None of the keys opens its tokens")
        assert (
            gone == "✗ Sandbox 3: Slack does not take it: account_inactive. Have it installed anew, at /slack/install."
        )
        town.server.after_move = None
        await town.server.move_clock(by=timedelta(hours=13))
        assert "– Sandbox: Its token has run out, and is renewed when the bot starts." in await check()
        assert kept(Database(f"sqlite:///{file}")) == before
        assert town.server.record.calls[EXCHANGE] == calls
