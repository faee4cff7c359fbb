"""Many workspaces: each installs the bot, is answered with its own token, and sees nothing of another."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store import outbox
from store.workspaces import all_workspaces
from tests.slack.newsroom import DENIAL, LINE, kyiv
from tests.slack.town import FIRST, SECOND, Town, open_town

# Taken out within the second in which it came, it asks whether that was before.
ASKED = {("auth.test", "account_inactive")}


@pytest.fixture
async def town(file: Path | str) -> AsyncIterator[Town]:
    async with open_town(file) as town:
        yield town
        await town.settle()
        assert town.server.record.doubled() == {}


@pytest.mark.both_databases
async def test_both_install_it_and_neither_sees_anything_of_the_other(town: Town) -> None:
    for team in (FIRST, SECOND):
        status, page = await town.install(team)
        assert status == 200
        assert "Counterclaim is installed" in page
        assert "/claim setup" in page
        await town.invite(team)
    assert (await town.says(FIRST, f"/claim {LINE}")).startswith("C-1 is filed.")
    assert "is filed." in await town.says(FIRST, f"/dispute C-1 {DENIAL}")
    assert "C-1 · Unverified · Contested (1)" in (await town.posts(FIRST))[-1]
    assert await town.posts(SECOND) == []
    for typed in ("/claim C-1", "/claim history C-1", f"/dispute C-1 {DENIAL}"):
        assert "There is no C-1 that you can see." in await town.says(SECOND, typed)
    for typed in ("/claim list", "/claim search Moscow", "/claim digest"):
        assert "Ukrainian armed groups" in await town.says(FIRST, typed)
        assert "Ukrainian armed groups" not in await town.says(SECOND, typed)
    assert (await town.says(SECOND, "/claim Kyiv: an altogether different thing https://example.org/2")).startswith(
        "C-1 is filed."
    )
    await town.to(kyiv(24, 9, 1))
    first, second = await town.posts(FIRST), await town.posts(SECOND)
    assert "1 contested claim" in first[-1]
    assert "Nothing contested today" in second[-1]
    assert "Ukrainian armed groups" not in "\n".join(second)


async def test_one_takes_it_out_and_the_other_works_on(town: Town) -> None:
    for team in (FIRST, SECOND):
        await town.install(team)
        await town.invite(team)
        await town.says(team, f"/claim {LINE}")
    before = await town.posts(FIRST)
    await town.uninstall(FIRST)
    assert [listed.place.team for listed in await town.installed.installations.listed()] == [SECOND]
    await town.to(kyiv(24, 9, 1))
    await town.to(kyiv(25, 9, 1))
    assert await town.posts(FIRST) == before
    assert "\n".join(await town.posts(SECOND)).count("Nothing contested today") == 2
    assert "Ukrainian armed groups" in await town.says(SECOND, "/claim list")
    assert town.refused() <= ASKED


@pytest.mark.both_databases
async def test_what_waited_goes_out_after_a_new_installation_once(town: Town) -> None:
    await town.install()
    await town.invite(FIRST)
    await town.says(FIRST, f"/claim {LINE}")
    await town.settle()
    await town.uninstall(FIRST)
    for day in (24, 25, 26):
        await town.to(kyiv(day, 9, 1))
    before = await town.posts(FIRST)
    assert await problems(town) == {"not_installed"}
    assert (await town.install())[0] == 200
    await town.settle()
    assert await problems(town) == {"not_in_channel"}
    await town.invite(FIRST)
    came = (await town.posts(FIRST))[len(before) :]
    digests = [text for text in came if "Nothing contested today" in text]
    assert len(digests) == 1, came
    assert "26 May" in digests[0]
    assert "There is no" not in await town.says(FIRST, "/claim C-1")


async def problems(town: Town) -> set[str | None]:
    """Why what is stuck is stuck."""
    return await town.bot.record.read(lambda session: {row.problem for row in outbox.stuck_of(session, 1)})


async def test_events_of_an_earlier_life_come_too_late_to_end_this_one(town: Town) -> None:
    await town.install()
    events = [
        town.event({"type": "tokens_revoked", "tokens": {"bot": ["U1"]}}),
        town.event({"type": "app_uninstalled"}),
    ]
    await town.uninstall()
    await town.install()
    calls = town.server.record.calls
    asked = calls["auth.test"]
    for event in events:
        assert (await town.server.deliver("events_api", event)).acked
    await town.server.until(lambda: calls["auth.test"] == asked + 2)
    await town.settle()
    assert [listed.place.team for listed in await town.installed.installations.listed()] == [FIRST]


async def test_a_workspace_that_joins_an_organisation_keeps_its_record_and_its_installation(town: Town) -> None:
    await town.install()
    await town.invite(FIRST)
    command = (await town.actor("reporter", FIRST).type("#verification", f"/claim {LINE}")).request
    assert command is not None
    joined = command | {"enterprise_id": "E77", "enterprise_name": "Everybody"}
    read = await town.server.deliver("slash_commands", joined | {"trigger_id": "7.7.1", "text": "C-1"})
    assert "Ukrainian armed groups" in str(read.payload)
    line = "Kyiv: an altogether different thing https://example.org/2"
    filed = await town.server.deliver("slash_commands", joined | {"trigger_id": "7.7.2", "text": line})
    assert "C-2 is filed." in str(filed.payload)
    on_file = await town.bot.record.read(all_workspaces)
    assert [(each.team_id, each.enterprise_id) for each in on_file] == [(FIRST, "E77")]
    late = town.event({"type": "app_uninstalled"})
    late |= {"enterprise_id": "E77", "event_time": late["event_time"] - 60}
    assert (await town.server.deliver("events_api", late)).acked
    await town.settle()
    assert "C-2" in await town.says(FIRST, "/claim list")
    assert [listed.place.team for listed in await town.installed.installations.listed()] == [FIRST]


async def test_a_token_that_is_taken_away_is_deleted_too(town: Town) -> None:
    await town.install()
    installation = town.server.installations.at(FIRST)
    assert installation is not None
    town.server.installations.revoke(installation.tokens[-1])
    await town.gone(FIRST)
    assert await town.installed.installations.listed() == []


async def test_somebody_of_another_organisation_is_answered_by_the_workspace_that_they_are_guests_of(
    town: Town,
) -> None:
    await town.install()
    await town.invite(FIRST)
    await town.says(FIRST, f"/claim {LINE}")
    await town.settle()
    card = next(message for message in town.channel(FIRST).top if message.key == "card:1:1")
    rita = town.actor("reporter", FIRST)
    pressed = (await rita.press(card, "more")).request
    assert pressed is not None
    theirs = {
        "enterprise": {"id": "E0PARTNER1", "name": "Partner"},
        "user": pressed["user"] | {"team_id": "T0PARTNER1"},
        "actions": [pressed["actions"][0] | {"action_id": "take", "action_ts": "1684839999.000001"}],
    }
    assert (await town.server.deliver("interactive", pressed | theirs)).acked
    assert "nobody is on it" not in "\n".join(await town.posts(FIRST))
    on_file = await town.bot.record.read(all_workspaces)
    assert [(each.enterprise_id, each.team_id) for each in on_file] == [("", FIRST)]


async def test_where_nobody_has_installed_it_a_request_is_answered_so_and_files_nothing(town: Town) -> None:
    await town.install()
    await town.invite(FIRST)
    command = (await town.actor("reporter", FIRST).type("#verification", f"/claim {LINE}")).request
    assert command is not None
    ack = await town.server.deliver("slash_commands", command | {"team_id": "T0NOBODY01", "trigger_id": "1.2.3"})
    assert (ack.acked, ack.payload) == (True, None)
    told = [message.text for message in town.channel(FIRST).ephemerals.values()]
    assert any("is not installed in this workspace" in text for text in told), told
    assert "There is no C-2" in await town.says(FIRST, "/claim C-2")
