"""An organisation (Enterprise Grid): one installation for all its workspaces, and what its payloads say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxServer
from tests.sandbox.bolt_over_http import Site, add_to_slack, site, slack
from tests.sandbox.bot_under_test import actions, button, modal, section, text_input

FIRST, SECOND, EVERYWHERE = "T0SANDBOX1", "T0SANDBOX2", "E0SANDBOX1"
NAMED = {"id": EVERYWHERE, "name": "Sandbox organisation"}


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    async with slack(organisation=True) as server:
        yield server


@pytest.fixture
async def bot(server: SandboxServer, tmp_path: Path) -> AsyncIterator[Site]:
    async with site(server, tmp_path, org_deploy_enabled=True) as bot:
        yield bot


def has_form(server: SandboxServer, team: str) -> bool:
    return server.town.stage(team).views.top("U0RITA0001") is not None


def token_of(bot: Site) -> str:
    found = bot.store.find_bot(enterprise_id=EVERYWHERE, team_id=None, is_enterprise_install=True)
    assert found is not None
    return str(found.bot_token)


async def test_one_installation_is_for_every_workspace_and_payloads_say_so(server: SandboxServer, bot: Site) -> None:
    heard: list[dict[str, Any]] = []

    async def open_form(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        heard.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=modal(text_input("why")))

    async def card(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack({"text": body["team_id"], "blocks": [actions(button("take"))]})

    async def note(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack()

    bot.app.command("/claim")(card)
    bot.app.action("take")(open_form)
    bot.app.view("form")(note)
    assert (await add_to_slack(server, bot, EVERYWHERE))[0] == 200
    who = await AsyncWebClient(token=token_of(bot), base_url=server.api_url).auth_test()
    assert (who["team_id"], who["enterprise_id"], who["is_enterprise_install"]) == (EVERYWHERE, EVERYWHERE, True)
    for team in (FIRST, SECOND):
        heard.clear()
        rita = server.actor("reporter", team)
        (filed,) = (await rita.type("#verification", "/claim")).messages
        assert filed.text == team
        await rita.press(filed, "take")
        await server.until(partial(has_form, server, team))
        form = await rita.view()
        assert form is not None
        assert (await rita.submit(form, {"why": "so"})).acked
        command, press, submission = heard
        assert (command["enterprise_id"], command["is_enterprise_install"]) == (EVERYWHERE, "true")
        assert (press["enterprise"], press["is_enterprise_install"], press["team"]["id"]) == (NAMED, True, team)
        assert (submission["team"], submission["user"]["team_id"], submission["enterprise"]) == (None, team, NAMED)


async def test_events_name_the_workspace_and_an_authorization_of_the_organisation(
    server: SandboxServer, bot: Site
) -> None:
    heard: list[dict[str, Any]] = []

    async def note(body: dict[str, Any]) -> None:
        heard.append(body)
        server.workspace.changed("call")

    bot.app.event("app_home_opened")(note)
    await add_to_slack(server, bot, EVERYWHERE)
    await server.actor("reporter", SECOND).open_messages()
    await server.until(lambda: len(heard) == 1)
    assert (heard[0]["team_id"], heard[0]["enterprise_id"]) == (SECOND, EVERYWHERE)
    assert heard[0]["authorizations"] == [
        {
            "enterprise_id": EVERYWHERE,
            "team_id": None,
            "user_id": "U0CLAIMBOT",
            "is_bot": True,
            "is_enterprise_install": True,
        }
    ]


async def test_an_organisations_token_is_told_which_workspace_is_meant(server: SandboxServer, bot: Site) -> None:
    await add_to_slack(server, bot, EVERYWHERE)
    client = AsyncWebClient(token=token_of(bot), base_url=server.api_url, retry_handlers=[])
    for call in (client.conversations_list, client.users_list):
        with pytest.raises(SlackApiError) as refused:
            await call()
        assert refused.value.response["error"] == "missing_argument"
    with pytest.raises(SlackApiError) as refused:
        await client.conversations_list(team_id="T0ELSEWHERE")
    assert refused.value.response["error"] == "team_access_not_granted"
    ids = {each["id"] for each in (await client.conversations_list(team_id=SECOND))["channels"]}
    assert ids == {"C0VERIFY02", "C0WIRE0002", "C0BELGORO2"}
    for team in (FIRST, SECOND):
        await server.actor("lead", team).invite("#wire", "bot")
    await client.chat_postMessage(channel="C0WIRE0002", text="of the second")
    assert await texts(server, FIRST, "#wire") == []
    assert await texts(server, SECOND, "#wire") == ["of the second"]


async def texts(server: SandboxServer, team: str, channel: str) -> list[str]:
    messages = await server.actor("reporter", team).messages(channel)
    return [each.text for each in messages if each.is_bot and each.subtype is None]


async def test_people_and_their_conversation_with_the_bot_are_the_organisations(
    server: SandboxServer, bot: Site
) -> None:
    await add_to_slack(server, bot, EVERYWHERE)
    client = AsyncWebClient(token=token_of(bot), base_url=server.api_url)
    await client.chat_postMessage(channel="U0RITA0001", text="for Rita")
    await client.views_publish(user_id="U0RITA0001", view={"type": "home", "blocks": [section("Hello")]})
    for team in (FIRST, SECOND):
        assert await texts(server, team, "im") == ["for Rita"]
        assert await server.actor("reporter", team).home() is not None


async def test_a_workspace_of_an_organisation_can_install_it_for_itself(server: SandboxServer, bot: Site) -> None:
    await add_to_slack(server, bot, SECOND)
    found = bot.store.find_bot(enterprise_id=EVERYWHERE, team_id=SECOND)
    assert found is not None
    assert found.is_enterprise_install is False
    who = await AsyncWebClient(token=found.bot_token, base_url=server.api_url).auth_test()
    assert (who["team_id"], who["enterprise_id"], who["is_enterprise_install"]) == (SECOND, EVERYWHERE, False)
    assert (await server.actor("lead").type("#wire", "/claim")).error == "/claim is not a valid command."


async def test_only_its_admins_install_it_everywhere_and_only_what_is_made_for_that(
    server: SandboxServer, bot: Site
) -> None:
    status, text, _ = await add_to_slack(server, bot, EVERYWHERE, person="reporter")
    assert (status, "not_allowed_to_install" in text) == (400, True)
    server.manifest["settings"]["org_deploy_enabled"] = False
    status, text, _ = await add_to_slack(server, bot, EVERYWHERE)
    assert (status, "invalid_team" in text) == (400, True)


async def test_taken_out_of_the_organisation_it_is_gone_from_every_workspace(server: SandboxServer, bot: Site) -> None:
    bot.app.enable_token_revocation_listeners()
    await add_to_slack(server, bot, EVERYWHERE)
    token = token_of(bot)
    server.installations.uninstall(EVERYWHERE)
    for team in (FIRST, SECOND):
        assert (await server.actor("lead", team).type("#wire", "/claim")).error == "/claim is not a valid command."
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {token}"}
        async with session.post(f"{server.api_url}auth.test", headers=headers) as answer:
            assert (await answer.json())["error"] == "account_inactive"
    await server.until(lambda: len(server.record.deliveries) == 2)
    assert {each.name for each in server.record.deliveries} == {"app_uninstalled", "tokens_revoked"}
    query: dict[str, Any] = {"enterprise_id": EVERYWHERE, "team_id": None, "is_enterprise_install": True}
    assert bot.store.find_bot(**query) is None
