"""HTTP mode: an app with addresses gets everything by signed requests, and its answers count as acks do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from sandbox.server import SandboxServer
from tests.sandbox.bolt_over_http import Site, add_to_slack, manifest_at, site, slack
from tests.sandbox.bot_under_test import actions, button, connected, modal, new_app, text_input

FIRST, SECOND = "T0SANDBOX1", "T0SANDBOX2"


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    async with slack() as server:
        yield server


@pytest.fixture
async def bot(server: SandboxServer, tmp_path: Path) -> AsyncIterator[Site]:
    async with site(server, tmp_path) as bot:
        yield bot


def answering(*answer: Any, **rest: Any) -> Any:
    async def listener(ack: Any) -> None:
        await ack(*answer, **rest)

    return listener


async def test_two_workspaces_install_it_and_each_command_is_answered_in_its_own(
    server: SandboxServer, bot: Site
) -> None:
    @bot.app.command("/claim")
    async def claim(ack: Any, command: dict[str, Any], client: Any) -> None:
        who = await client.auth_test()
        await ack(f"{command['team_id']} {who['team_id']} {command['text']}")

    for team in (FIRST, SECOND):
        status, text, _ = await add_to_slack(server, bot, team)
        assert (status, "Thank you!" in text) == (200, True)
        outcome = await server.actor("reporter", team).type("#verification", "/claim Kyiv: no")
        assert outcome.messages[0].text == f"{team} {team} Kyiv: no"
    assert len(await server.actor("reporter").messages("#verification")) == 1
    assert len(await server.actor("reporter", SECOND).messages("#verification")) == 1


async def test_what_the_app_answers_in_the_body_is_done_as_an_acks_payload_is(server: SandboxServer, bot: Site) -> None:
    menu = {"type": "external_select", "action_id": "claim", "min_query_length": 0}
    await add_to_slack(server, bot, SECOND)

    async def open_form(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(text_input("statement")))

    async def file(ack: Any, view: dict[str, Any]) -> None:
        said = view["state"]["values"]["statement"]["text"]["value"]
        if said == "no":
            await ack(response_action="errors", errors={"statement": "Too short."})
        else:
            await ack(response_action="update", view=modal(text_input("why")))

    async def card(ack: Any, say: Any, respond: Any) -> None:
        await ack({"text": "Filed.", "response_type": "ephemeral", "blocks": [actions(menu, button("take"))]})
        await respond("later")

    bot.app.command("/claim")(card)
    bot.app.action("take")(open_form)
    bot.app.shortcut("new_claim")(open_form)
    bot.app.view("form")(file)
    bot.app.options("claim")(answering(options=[{"text": {"type": "plain_text", "text": "C-1"}, "value": "1"}]))
    rita = server.actor("reporter", SECOND)
    (filed,) = (await rita.type("#verification", "/claim")).messages
    stage = server.town.stage(SECOND)
    await server.until(
        lambda: any(m.text == "later" for m in stage.workspace.channel("verification").ephemerals.values())
    )
    assert [each["value"] for each in await rita.options(filed, "claim", "")] == ["1"]
    assert (await rita.press(filed, "take")).acked
    await server.until(lambda: stage.views.top(rita.person.id) is not None)
    form = await rita.view()
    assert form is not None
    assert (await rita.submit(form, {"statement": "no"})).errors == {"statement": "Too short."}
    updated = (await rita.submit(form, {"statement": "We had no part in it."})).view
    assert updated is not None
    assert updated.blocks[0]["block_id"] == "why"
    assert (await rita.shortcut("new_claim")).acked


@dataclass
class Receiver:
    """An app that answers what it is told to, and keeps what it was sent."""

    url: str = ""
    status: int = 200
    given: dict[str, str] = field(default_factory=dict)
    challenged: bool = True
    bodies: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.text()
        if "url_verification" in body and self.challenged:
            return web.json_response({"challenge": json.loads(body)["challenge"]})
        self.bodies.append(body)
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        return web.json_response({"challenge": "another"}, status=self.status, headers=self.given)


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/slack/events", receiver.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield receiver
    await runner.cleanup()


@asynccontextmanager
async def told_by_http() -> AsyncIterator[tuple[SandboxServer, Receiver]]:
    async with receiving() as receiver, slack(installed=True, workspaces=1) as server:
        server.use_manifest(manifest_at(receiver.url))
        yield server, receiver


async def test_every_request_is_signed_and_says_when_it_was_sent() -> None:
    async with told_by_http() as (server, receiver):
        await server.move_clock(by=timedelta(days=3))  # the app's own clock is not moved
        await server.actor("reporter").type("#verification", "/claim Київ: “no” & <b>")
        await server.actor("reporter").shortcut("new_claim")
        await server.actor("reporter").open_messages()
    verifier = SignatureVerifier(server.registration.signing_secret)
    assert [verifier.is_valid_request(*each) for each in zip(receiver.bodies, receiver.headers, strict=True)] == [
        True
    ] * 3
    assert not SignatureVerifier("another").is_valid_request(receiver.bodies[0], receiver.headers[0])
    command, shortcut, event = receiver.bodies
    assert parse_qs(command)["text"] == ["Київ: “no” &amp; &lt;b&gt;"]
    assert json.loads(parse_qs(shortcut)["payload"][0])["callback_id"] == "new_claim"
    assert json.loads(event)["event"]["type"] == "app_home_opened"
    kinds = [each["content-type"] for each in receiver.headers]
    assert kinds == ["application/x-www-form-urlencoded"] * 2 + ["application/json"]


async def test_a_doubled_envelope_is_two_requests() -> None:
    async with told_by_http() as (server, receiver):
        server.faults.double_envelopes()
        assert (await server.actor("reporter").type("#verification", "/claim")).acked
        assert (await server.actor("reporter").type("#verification", "/claim")).acked
    assert len(receiver.bodies) == 3
    assert receiver.bodies[0] == receiver.bodies[1] != receiver.bodies[2]


async def test_an_event_that_is_refused_comes_again_and_says_how_often_and_why() -> None:
    async with told_by_http() as (server, receiver):
        await server.actor("reporter").open_messages()
        receiver.status = 500
        await server.actor("reporter").open_messages()
        await server.until(lambda: len(server.record.deliveries) == 3)
        await server.move_clock(by=timedelta(minutes=1))
        await server.until(lambda: len(server.record.deliveries) == 4)
        await server.move_clock(by=timedelta(minutes=5))
        await server.until(lambda: len(server.record.deliveries) == 5)
        await server.move_clock(by=timedelta(hours=1))
        told = [(each.get("x-slack-retry-num"), each.get("x-slack-retry-reason")) for each in receiver.headers]
        assert told == [(None, None), (None, None), *((str(number), "http_error") for number in (1, 2, 3))]
        assert server.events.waiting == 0
        receiver.given = {"X-Slack-No-Retry": "1"}
        await server.actor("reporter").open_messages()
        assert server.events.waiting == 0


async def test_an_address_that_does_not_give_the_challenge_back_is_sent_no_event() -> None:
    async with told_by_http() as (server, receiver):
        receiver.challenged = False
        await server.actor("reporter").open_messages()
        await server.until(lambda: len(server.record.refusals) >= 1)
        assert {json.loads(each)["type"] for each in receiver.bodies} == {"url_verification"}
        assert {each.error for each in server.record.refusals} == {"challenge_failed"}


async def test_an_app_that_is_silent_for_three_seconds_or_away_fails_in_slacks_words() -> None:
    async with silent() as url, slack(manifest=manifest_at(url), installed=True) as server:
        server.manifest["features"]["slash_commands"][1]["url"] = "http://127.0.0.1:1/slack/events"
        away = await server.actor("lead").type("#verification", "/plain")
        assert away.error == "/plain failed with the error “dispatch_failed”"
        late = await server.actor("lead").type("#verification", "/claim")
        assert late.error == "/claim failed with the error “operation_timeout”"
        assert [each.seconds for each in server.record.deliveries] == [None, None]


@asynccontextmanager
async def silent() -> AsyncIterator[str]:
    """Take every connection and never answer."""
    held: list[asyncio.StreamWriter] = []

    async def hold(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)

    listening = await asyncio.start_server(hold, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    listening.close()
    for writer in held:
        writer.close()


async def test_an_app_with_another_signing_secret_takes_nothing(server: SandboxServer, tmp_path: Path) -> None:
    async with slack(signing_secret="another", installed=True) as other, site(other, tmp_path) as bot:
        bot.app.command("/claim")(answering("Filed."))
        await add_to_slack(other, bot, FIRST)
        assert (await other.actor("reporter").type("#verification", "/claim")).messages[0].text == "Filed."
        object.__setattr__(other.registration, "signing_secret", "forged")
        outcome = await other.actor("reporter").type("#verification", "/claim")
        assert outcome.error == "/claim failed with the error “dispatch_failed”"


async def test_socket_mode_goes_before_the_addresses() -> None:
    async with receiving() as receiver:
        manifest = manifest_at(receiver.url)
        manifest["settings"]["socket_mode_enabled"] = True
        async with slack(manifest=manifest, installed=True, bot_token="xoxb-test", app_token="xapp-test") as server:
            app = new_app(server)
            app.command("/claim")(answering("By socket."))
            async with connected(app, server):
                outcome = await server.actor("reporter").type("#verification", "/claim")
        assert outcome.messages[0].text == "By socket."
        assert receiver.bodies == []
