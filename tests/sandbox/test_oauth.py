"""OAuth as Slack has it: what is allowed, by whom and where; codes and tokens, and how they end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxServer
from tests.sandbox.bolt_over_http import Site, add_to_slack, manifest_at, query_of, site, slack

FIRST, SECOND = "T0SANDBOX1", "T0SANDBOX2"
BACK = "http://bot.example:3000/slack/oauth_redirect"


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    async with slack(manifest=manifest_at("http://bot.example:3000")) as server:
        yield server


def client_of(server: SandboxServer, token: str | None = None) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=server.api_url, retry_handlers=[])


def asked(server: SandboxServer, **query: str) -> str:
    wanted = {"client_id": server.registration.client_id, "scope": "chat:write,users:read", "state": "s-1"} | query
    return f"{server.authorize_url}?{urlencode(wanted)}"


async def answered(
    server: SandboxServer, place: str, answer: str = "allow", person: str = "lead", **query: str
) -> dict[str, str]:
    """Press a button on the page, and return what comes back with the person to the app."""
    form = {"answer": answer, "place": place, "as": server.actor(person).person.id}
    async with (
        aiohttp.ClientSession() as browser,
        browser.post(asked(server, **query), data=form, allow_redirects=False) as page,
    ):
        assert page.status == 302, await page.text()
        assert page.headers["Location"].startswith(BACK)
        return query_of(page.headers["Location"])


async def exchanged(server: SandboxServer, code: str, **rest: Any) -> dict[str, Any]:
    secrets = {"client_id": server.registration.client_id, "client_secret": server.registration.client_secret}
    answer = await client_of(server).oauth_v2_access(**(secrets | {"code": code} | rest))
    assert isinstance(answer.data, dict)
    return answer.data


async def installed(server: SandboxServer, place: str, **query: str) -> dict[str, Any]:
    return await exchanged(server, (await answered(server, place, **query))["code"])


async def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def test_the_answer_to_a_code_is_of_slacks_shape_and_its_token_says_which_workspace(
    server: SandboxServer,
) -> None:
    back = await answered(server, SECOND, redirect_uri=f"{BACK}/too")
    assert back["state"] == "s-1"
    answer = await exchanged(server, back["code"], redirect_uri=f"{BACK}/too")
    token = answer.pop("access_token")
    assert token.startswith("xoxb-")
    assert answer == {
        "ok": True,
        "app_id": "A0CLAIMBOT",
        "authed_user": {"id": "U0OLENA001"},
        "scope": "chat:write,users:read",
        "token_type": "bot",
        "bot_user_id": "U0CLAIMBT2",
        "team": {"id": SECOND, "name": "Sandbox 2"},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    who = await client_of(server, token).auth_test()
    assert (who["team_id"], who["user_id"], who["bot_id"]) == (SECOND, "U0CLAIMBT2", "B0CLAIMBT2")
    assert who.headers["x-oauth-scopes"] == "chat:write,users:read"


async def test_every_answer_to_a_good_token_says_what_it_was_granted(server: SandboxServer) -> None:
    client = client_of(server, (await installed(server, FIRST))["access_token"])
    for call in (client.auth_test(), client.users_list(), client.auth_revoke(test=True)):
        assert (await call).headers["x-oauth-scopes"] == "chat:write,users:read"
    with pytest.raises(SlackApiError) as unknown:
        await client.chat_postMessage(channel="C0NOWHERE1", text="x")
    assert unknown.value.response.headers["x-oauth-scopes"] == "chat:write,users:read"
    opened = await client_of(server, server.app_token).apps_connections_open(app_token=server.app_token)
    assert opened.headers["x-oauth-scopes"] == "connections:write"
    with pytest.raises(SlackApiError) as stranger:
        await client_of(server, "xoxb-made-up").auth_test()
    assert "x-oauth-scopes" not in stranger.value.response.headers


async def test_a_code_is_good_once_for_ten_minutes_for_this_app_and_this_address(server: SandboxServer) -> None:
    code = (await answered(server, FIRST))["code"]
    assert await error_of(exchanged(server, code, client_secret="wrong")) == "bad_client_secret"
    assert await error_of(exchanged(server, code, client_id="1.2")) == "invalid_client_id"
    assert await error_of(exchanged(server, code, redirect_uri=f"{BACK}/other")) == "bad_redirect_uri"
    assert await error_of(exchanged(server, code, grant_type="password")) == "invalid_grant_type"
    assert await error_of(exchanged(server, "made-up")) == "invalid_code"
    assert server.installations.at(FIRST) is None
    await exchanged(server, code)
    assert await error_of(exchanged(server, code)) == "code_already_used"
    late = (await answered(server, SECOND))["code"]
    await server.move_clock(by=timedelta(minutes=10, seconds=1))
    assert await error_of(exchanged(server, late)) == "code_expired"


async def test_the_clients_secrets_may_stand_in_the_form(server: SandboxServer) -> None:
    registration = server.registration
    form = {"client_id": registration.client_id, "client_secret": registration.client_secret}
    form["code"] = (await answered(server, FIRST))["code"]
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.api_url}oauth.v2.access", data=form) as answer,
    ):
        assert (await answer.json())["team"]["id"] == FIRST


async def test_whoever_cancels_is_sent_back_without_a_code_and_nothing_is_installed(server: SandboxServer) -> None:
    assert await answered(server, FIRST, "cancel") == {"error": "access_denied", "state": "s-1"}
    assert server.installations.at(FIRST) is None
    assert (await server.actor("lead").type("#wire", "/claim")).error == "/claim is not a valid command."


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"redirect_uri": "http://evil.example/slack/oauth_redirect"}, "bad_redirect_uri"),
        ({"redirect_uri": "http://bot.example:3001/slack/oauth_redirect"}, "bad_redirect_uri"),
        ({"redirect_uri": "http://bot.example:3000/slack/oauth_redirected"}, "bad_redirect_uri"),
        ({"scope": ""}, "no_scopes"),
        ({"scope": "chat:write,everything"}, "invalid_scope"),
    ],
)
async def test_a_wrong_wish_is_refused_on_slacks_page_and_leads_nowhere(
    server: SandboxServer, query: dict[str, str], error: str
) -> None:
    async with aiohttp.ClientSession() as browser:
        for send in (browser.get, browser.post):
            async with send(asked(server, **query), allow_redirects=False) as page:
                assert (page.status, error in await page.text()) == (400, True)


async def test_a_guest_installs_nothing(server: SandboxServer) -> None:
    form = {"answer": "allow", "place": FIRST, "as": server.actor("guest").person.id}
    async with aiohttp.ClientSession() as browser, browser.post(asked(server), data=form) as page:
        assert (page.status, "not_allowed_to_install" in await page.text()) == (400, True)


async def test_a_second_installation_adds_scopes_and_keeps_the_token(server: SandboxServer) -> None:
    first = await installed(server, FIRST)
    client = client_of(server, first["access_token"])
    with pytest.raises(SlackApiError) as missing:
        await client.conversations_list()
    assert missing.value.response["error"] == "missing_scope"
    assert missing.value.response["needed"] == "channels:read"
    assert missing.value.response["provided"] == "chat:write,users:read"
    assert missing.value.response.headers["x-oauth-scopes"] == "chat:write,users:read"
    again = await installed(server, FIRST, scope="channels:read")
    assert again["access_token"] == first["access_token"]
    assert again["scope"] == "channels:read,chat:write,users:read"
    assert len((await client.conversations_list())["channels"]) == 3


async def test_what_one_workspaces_token_does_stays_in_it_though_the_ids_are_the_same(server: SandboxServer) -> None:
    scope = "chat:write,channels:history,channels:read,users:read"
    clients = [
        client_of(server, (await installed(server, team, scope=scope))["access_token"]) for team in (FIRST, SECOND)
    ]
    for team in (FIRST, SECOND):
        await server.actor("lead", team).invite("#verification", "bot")
    posted = [await client.chat_postMessage(channel="C0VERIFY01", text=f"for {n}") for n, client in enumerate(clients)]
    assert posted[0]["ts"] != posted[1]["ts"]
    assert [(each.team, each.text) for each in server.record.posts] == [(FIRST, "for 0"), (SECOND, "for 1")]
    for number, client in enumerate(clients):
        page = await client.conversations_history(channel="C0VERIFY01")
        assert [each["text"] for each in page["messages"] if "for" in each["text"]] == [f"for {number}"]
        other = posted[1 - number]["ts"]
        assert await error_of(client.chat_update(channel="C0VERIFY01", ts=other, text="x")) == "message_not_found"
        assert {each["team_id"] for each in (await client.users_list())["members"]} == {(FIRST, SECOND)[number]}
    assert (await clients[1].users_info(user="U0CLAIMBT2"))["user"]["is_bot"] is True
    assert await error_of(clients[0].users_info(user="U0CLAIMBT2")) == "user_not_found"


async def test_rotated_tokens_last_twelve_hours_and_a_refresh_token_once(server: SandboxServer) -> None:
    server.manifest["settings"]["token_rotation_enabled"] = True
    first = await installed(server, FIRST)
    assert first["access_token"].startswith("xoxe.xoxb-")
    assert (first["refresh_token"][:5], first["expires_in"]) == ("xoxe-", 43_200)
    refresh = {"code": "", "grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    await server.move_clock(by=timedelta(hours=11))
    second = await exchanged(server, **refresh)
    assert "authed_user" not in second
    assert await error_of(exchanged(server, **refresh)) == "invalid_refresh_token"
    who = await client_of(server, first["access_token"]).auth_test()
    assert 3_500 < who["expires_in"] <= 3_600
    await server.move_clock(by=timedelta(hours=1))
    assert await error_of(client_of(server, first["access_token"]).auth_test()) == "token_expired"
    assert (await client_of(server, second["access_token"]).auth_test())["team_id"] == FIRST


async def test_slacks_own_rotator_is_content(server: SandboxServer, tmp_path: Path) -> None:
    async with site(server, tmp_path, token_rotation_enabled=True) as bot:
        await add_to_slack(server, bot, SECOND)
        found = bot.store.find_bot(enterprise_id=None, team_id=SECOND)
        assert found is not None
        registration = server.registration
        rotator = AsyncTokenRotator(
            client_id=registration.client_id, client_secret=registration.client_secret, client=client_of(server)
        )
        rotated = await rotator.perform_bot_token_rotation(bot=found, minutes_before_expiration=24 * 60)
        assert rotated is not None
        assert rotated.bot_token != found.bot_token
        assert (await client_of(server, rotated.bot_token).auth_test())["team_id"] == SECOND


async def test_a_revoked_token_ends_and_the_app_stays_where_it_is(server: SandboxServer, tmp_path: Path) -> None:
    async with site(server, tmp_path) as bot:
        heard = await listening(server, bot)
        await add_to_slack(server, bot, FIRST)
        await server.actor("lead").invite("#wire", "bot")
        token = bot.store.find_bot(enterprise_id=None, team_id=FIRST).bot_token  # type: ignore[union-attr]
        client = client_of(server, token)
        assert (await client.auth_revoke(test=True))["revoked"] is False
        assert (await client.auth_revoke())["revoked"] is True
        assert await error_of(client.auth_test()) == "token_revoked"
        await server.until(lambda: len(heard) == 1)
        assert heard == [(FIRST, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0CLAIMBOT"]}})]
        assert "U0CLAIMBOT" not in server.workspace.channel("wire").members
        await server.until(lambda: bot.store.find_bot(enterprise_id=None, team_id=FIRST) is None)
        assert "/claim" in server.stage.commands()
        await add_to_slack(server, bot, FIRST)
        new = bot.store.find_bot(enterprise_id=None, team_id=FIRST)
        assert new is not None
        assert new.bot_token != token


async def listening(server: SandboxServer, bot: Site) -> list[tuple[str, dict[str, Any]]]:
    """Have Bolt forget what is taken back, and return what it hears of that."""
    heard: list[tuple[str, dict[str, Any]]] = []

    async def note(body: dict[str, Any], next: Any) -> None:  # noqa: A002 (Bolt's name for it)
        if body.get("event", {}).get("type") in ("app_uninstalled", "tokens_revoked"):
            heard.append((body["team_id"], body["event"]))
        await next()
        server.workspace.changed("call")

    bot.app.middleware(note)
    bot.app.enable_token_revocation_listeners()
    return heard


async def test_a_removed_app_hears_of_it_and_its_tokens_are_dead(server: SandboxServer, tmp_path: Path) -> None:
    async with site(server, tmp_path) as bot:
        heard = await listening(server, bot)
        for team in (FIRST, SECOND):
            await add_to_slack(server, bot, team)
        tokens = [bot.store.find_bot(enterprise_id=None, team_id=team).bot_token for team in (FIRST, SECOND)]  # type: ignore[union-attr]
        registration = server.registration
        secrets = {"client_id": registration.client_id, "client_secret": registration.client_secret}
        client = client_of(server, tokens[1])
        assert await error_of(client.apps_uninstall(**(secrets | {"client_secret": "no"}))) == "bad_client_secret"
        await client.apps_uninstall(**secrets)
        await server.until(lambda: len(heard) == 2)
        assert {team for team, _ in heard} == {SECOND}
        assert {event["type"] for _, event in heard} == {"app_uninstalled", "tokens_revoked"}
        assert await error_of(client.auth_test()) == "account_inactive"
        assert (await client_of(server, tokens[0]).auth_test())["team_id"] == FIRST
        rita = server.actor("reporter", SECOND)
        assert (await rita.type("#wire", "/claim")).error == "/claim is not a valid command."
        with pytest.raises(LookupError):
            await rita.invite("#wire", "bot")
        with pytest.raises(LookupError):
            await rita.messages("im")
        await add_to_slack(server, bot, SECOND)
        again = bot.store.find_bot(enterprise_id=None, team_id=SECOND)
        assert again is not None
        assert again.bot_token not in tokens
