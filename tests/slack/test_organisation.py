"""A whole organisation installs the bot once: each of its workspaces is a workspace of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from handlers import requests
from sandbox.people import ORGANISATION
from store.installations import Place
from store.workspaces import all_workspaces
from tests.slack.newsroom import LINE, NOON, kyiv
from tests.slack.town import FIRST, SECOND, Town, open_town

WHOLE = ORGANISATION.id
FORM = '{"channel": "C1", "kind": "public"}'


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path / "record.db", organisation=True) as town:
        status, page = await town.install(WHOLE)
        assert (status, f"the whole organisation {ORGANISATION.name}" in page) == (200, True)
        for team in (FIRST, SECOND):
            await town.invite(team)
        yield town
        await town.settle()
        assert town.server.record.doubled() == {}


async def test_each_workspace_is_answered_and_posted_to_and_sees_its_own(town: Town) -> None:
    assert (await town.says(FIRST, f"/claim {LINE}")).startswith("C-1 is filed.")
    assert "There is no C-1" in await town.says(SECOND, "/claim C-1")
    assert (await town.says(SECOND, "/claim Kyiv: another thing https://example.org/2")).startswith("C-1 is filed.")
    await town.to(kyiv(24, 9, 1))
    first, second = "\n".join(await town.posts(FIRST)), "\n".join(await town.posts(SECOND))
    assert "Nothing contested today" in first
    assert "Nothing contested today" in second
    assert ("Ukrainian armed groups" in first, "Ukrainian armed groups" in second) == (True, False)
    assert town.refused() == set()


async def test_buttons_and_forms_are_of_the_workspace_they_are_in(town: Town) -> None:
    await town.says(SECOND, f"/claim {LINE}")
    await town.settle()
    checker = town.actor("checker", SECOND)
    card = next(message for message in town.channel(SECOND).top if (message.key or "").startswith("card:"))
    outcome = await checker.press(card, "dispute")
    assert outcome.view is not None, outcome.error
    await checker.submit(outcome.view, {"speaker": "Kyiv", "statement": "We did not.", "source": "WION"})
    assert "Contested (1)" in "\n".join(await town.posts(SECOND))
    on_file = {(each.enterprise_id, each.team_id) for each in await town.bot.record.read(all_workspaces)}
    assert on_file == {(WHOLE, FIRST), (WHOLE, SECOND)}


async def test_an_installation_of_ones_own_goes_before_it(town: Town) -> None:
    assert await town.installed.installations.place_of(SECOND, WHOLE) == Place(WHOLE, None)
    await town.install(SECOND)
    assert await town.installed.installations.place_of(SECOND, WHOLE) == Place(WHOLE, SECOND)
    assert await town.installed.installations.place_of(FIRST, WHOLE) == Place(WHOLE, None)


async def test_taken_out_of_the_organisation_it_is_out_of_every_workspace(town: Town) -> None:
    await town.says(FIRST, f"/claim {LINE}")
    before = await town.posts(FIRST)
    await town.uninstall(WHOLE)
    assert await town.installed.installations.listed() == []
    await town.to(kyiv(24, 9, 1))
    assert await town.posts(FIRST) == before
    assert town.refused() <= {("auth.test", "account_inactive")}


async def test_links_to_messages_lead_to_the_organisation(town: Town) -> None:
    await town.says(FIRST, f"/claim {LINE}")
    await town.bot.door.tend()
    assert [each.address is not None for each in await town.bot.record.read(all_workspaces)] == [True, True]


def test_a_form_that_names_the_organisation_is_of_the_workspace_of_whoever_sends_it() -> None:
    view = {"id": "V1", "hash": "1", "private_metadata": FORM, "app_installed_team_id": WHOLE}
    body = {"type": "view_submission", "team": None, "enterprise": {"id": WHOLE}, "view": view}
    sent = requests.from_view(body | {"user": {"id": "U1", "team_id": SECOND}}, NOON)
    assert (sent.enterprise, sent.team, sent.stranger) == (WHOLE, SECOND, False)
    ours = requests.from_view(
        body | {"view": view | {"app_installed_team_id": FIRST}, "user": {"id": "U1", "team_id": "T0PARTNER1"}}, NOON
    )
    assert (ours.team, ours.stranger) == (FIRST, True)


@pytest.mark.parametrize(
    ("authorization", "workspace"),
    [
        ({"enterprise_id": None, "team_id": FIRST, "is_enterprise_install": False}, (FIRST, "")),
        ({"enterprise_id": WHOLE, "team_id": None, "is_enterprise_install": True}, ("T0PARTNER1", WHOLE)),
    ],
)
def test_an_event_in_a_shared_channel_is_of_the_workspace_it_is_sent_for(
    authorization: dict[str, Any], workspace: tuple[str, str]
) -> None:
    body = {"team_id": "T0PARTNER1", "enterprise_id": "E0PARTNER1", "authorizations": [authorization]}
    assert requests.workspace_of_event(body) == workspace
