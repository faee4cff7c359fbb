"""Events: only what the manifest asks for, only where the bot is, and again when nobody acked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from slack_bolt.app.async_app import AsyncApp

from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import connected, new_app


def app_that_notes(server: SandboxServer, kind: str, seen: list[dict[str, Any]]) -> AsyncApp:
    app = new_app(server)

    @app.event(kind)
    async def note(event: dict[str, Any], body: dict[str, Any], request: Any) -> None:
        seen.append(event | {"event_id": body["event_id"], "retry": request.headers.get("x-slack-retry-num")})
        server.workspace.changed("call")

    return app


def attempts(server: SandboxServer) -> list[int]:
    return [delivery.retry for delivery in server.record.deliveries if delivery.kind == "events_api"]


async def test_the_bot_hears_that_it_was_invited_and_that_others_join_its_channels(server: SandboxServer) -> None:
    seen: list[dict[str, Any]] = []
    async with connected(app_that_notes(server, "member_joined_channel", seen), server):
        await server.actor("lead").kick("#wire", "checker")
        await server.actor("lead").invite("#wire", "checker")
        await server.actor("reporter").type("#wire", "/invite @Counterclaim")
        await server.actor("lead").invite("#verification", "guest")
        await server.until(lambda: len(seen) == 2)
    assert [(event["user"], event["channel"], event["inviter"]) for event in seen] == [
        ("U0CLAIMBOT", "C0WIRE0001", "U0RITA0001"),
        ("U0GUS00001", "C0VERIFY01", "U0OLENA001"),
    ]


async def test_the_bot_hears_nothing_of_channels_it_is_not_in(server: SandboxServer) -> None:
    seen: list[dict[str, Any]] = []
    async with connected(app_that_notes(server, "member_left_channel", seen), server):
        await server.actor("lead").kick("#wire", "reporter")
        await server.actor("lead").kick("#verification", "reporter")
        await server.until(lambda: len(seen) == 1)
    assert seen[0]["channel"] == "C0VERIFY01"


async def test_an_event_the_manifest_does_not_ask_for_is_not_sent(
    server: SandboxServer, manifest: dict[str, Any]
) -> None:
    manifest["settings"]["event_subscriptions"]["bot_events"] = []
    assert (await server.actor("reporter").open_messages()).acked
    await server.actor("reporter").invite("#wire", "bot")
    assert server.record.deliveries == []


async def test_messages_reach_the_bot_only_from_the_kinds_of_channel_it_asked_for(server: SandboxServer) -> None:
    seen: list[dict[str, Any]] = []
    async with connected(app_that_notes(server, "message", seen), server):
        await server.actor("reporter").type("#verification", "to everybody")
        await server.actor("reporter").type("im", "to <you> & @chen")
        await server.until(lambda: len(seen) == 1)
    assert seen[0]["text"] == "to &lt;you&gt; &amp; <@U0CHEN0001|chen>"
    assert seen[0]["channel_type"] == "im"


async def test_messages_of_channels_the_bot_is_not_in_do_not_reach_it(
    server: SandboxServer, manifest: dict[str, Any]
) -> None:
    manifest["settings"]["event_subscriptions"]["bot_events"].append("message.channels")
    seen: list[dict[str, Any]] = []
    async with connected(app_that_notes(server, "message", seen), server):
        await server.actor("reporter").type("#wire", "not for the bot")
        await server.actor("reporter").type("#verification", "for everybody")
        await server.until(lambda: len(seen) == 1)
    assert seen[0]["text"] == "for everybody"


async def test_an_event_that_found_no_socket_comes_again_after_a_minute_and_five(server: SandboxServer) -> None:
    await server.actor("reporter").open_messages()
    await server.until(lambda: attempts(server) == [0, 1])
    assert server.events.waiting == 1
    await server.move_clock(by=timedelta(minutes=1))
    await server.until(lambda: attempts(server) == [0, 1, 2])
    seen: list[dict[str, Any]] = []
    async with connected(app_that_notes(server, "app_home_opened", seen), server):
        assert seen == []
        await server.move_clock(by=timedelta(minutes=5))
        await server.until(lambda: len(seen) == 1)
    assert attempts(server) == [0, 1, 2, 3]
    assert seen[0]["retry"] == ["3"]
    assert server.events.waiting == 0


async def test_an_acked_event_does_not_come_again(server: SandboxServer) -> None:
    seen: list[dict[str, Any]] = []
    async with connected(app_that_notes(server, "app_home_opened", seen), server):
        assert (await server.actor("reporter").open_messages()).acked
        await server.move_clock(by=timedelta(minutes=10))
        await server.actor("lead").open_messages()
        await server.until(lambda: len(seen) == 2)
    assert attempts(server) == [0, 0]
    assert seen[0]["event_id"] != seen[1]["event_id"]
