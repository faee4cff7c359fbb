"""The page's API: what each person is shown, what their clicks do, and who is kept out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import actions, button, connected, modal, new_app, section, text_input


@pytest.fixture
async def page(server: SandboxServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(base_url=server.url) as session:
        yield session


async def get(page: aiohttp.ClientSession, path: str, person: str = "U0RITA0001", **query: str) -> Any:
    async with page.get(f"/page/{path}", params={"as": person, **query}) as response:
        return await response.json()


async def post(page: aiohttp.ClientSession, path: str, person: str = "U0RITA0001", **body: Any) -> Any:
    async with page.post(f"/page/{path}", json={"as": person, **body}) as response:
        return await response.json()


async def test_each_person_is_shown_their_own_workspace(page: aiohttp.ClientSession) -> None:
    lead, guest = await get(page, "state", "U0OLENA001"), await get(page, "state", "U0GUS00001")
    assert [c["name"] for c in lead["channels"] if c["kind"] != "im"] == [
        "verification",
        "wire",
        "belgorod",
        "investigation",
    ]
    assert [c["name"] for c in guest["channels"]] == ["belgorod", "Counterclaim"]
    assert [p["role"] for p in lead["people"]] == ["reporter", "checker", "lead", "guest"]
    assert [c["command"] for c in lead["commands"]] == ["/claim", "/plain"]
    assert [s["callback_id"] for s in lead["shortcuts"]] == ["file_claim", "new_claim"]
    assert (lead["view"], lead["home"], lead["stack"]) == (None, None, 0)


async def test_a_line_typed_and_answered_is_shown_with_its_thread(
    page: aiohttp.ClientSession, client: AsyncWebClient
) -> None:
    assert (await post(page, "type", channel="C0VERIFY01", text="hello"))["ok"]
    (shown,) = (await get(page, "messages", "U0CHEN0001", channel="C0VERIFY01"))["messages"]
    await client.chat_postMessage(channel="C0VERIFY01", text="reply", thread_ts=shown["ts"])
    (shown,) = (await get(page, "messages", "U0CHEN0001", channel="C0VERIFY01"))["messages"]
    assert (shown["text"], shown["name"], shown["reply_count"]) == ("hello", "Rita Melnyk", 1)
    thread = await get(page, "thread", channel="C0VERIFY01", ts=shown["ts"])
    assert [(each["text"], each["bot"]) for each in thread["messages"]] == [("hello", False), ("reply", True)]


async def test_unread_messages_are_counted_until_read(page: aiohttp.ClientSession, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C0VERIFY01", text="card")

    async def unread() -> int:
        state = await get(page, "state")
        return next(int(c["unread"]) for c in state["channels"] if c["id"] == "C0VERIFY01")

    assert await unread() == 1
    await post(page, "read", channel="C0VERIFY01")
    assert await unread() == 0


async def test_a_form_is_opened_refused_and_submitted_by_clicks(
    server: SandboxServer, page: aiohttp.ClientSession
) -> None:
    app = new_app(server)
    seen: list[Any] = []

    @app.action("open")
    async def opened(ack: Any, body: dict[str, Any], client: Any) -> None:
        view = modal(text_input("said"), actions(button("look")))
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.action("look")
    async def look(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        seen.append(body["view"]["state"]["values"]["said"]["text"]["value"])

    @app.view("form")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        value = view["state"]["values"]["said"]["text"]["value"]
        await (ack() if value == "yes" else ack(response_action="errors", errors={"said": "Say yes."}))

    async with connected(app, server):
        card = await app.client.chat_postMessage(
            channel="C0VERIFY01", text="card", blocks=[section("card"), actions(button("open"))]
        )
        source = {"channel": "C0VERIFY01", "ts": card["ts"]}
        assert (await post(page, "press", source=source, action_id="open", block_id=None, value=None))["ok"]
        state = await get(page, "state")
        view_id = state["view"]["id"]
        assert (state["stack"], state["view"]["callback_id"]) == (1, "form")
        values = {"said": {"text": "no"}}
        await post(page, "press", source={"view_id": view_id}, action_id="look", values=values)
        refused = await post(page, "submit", view_id=view_id, values=values)
        assert refused == {"ok": False, "errors": {"said": "Say yes."}}
        other = await post(page, "submit", "U0CHEN0001", view_id=view_id, values=values)
        assert not other["ok"]
        assert (await post(page, "submit", view_id=view_id, values={"said": {"text": "yes"}}))["ok"]
    assert seen == ["no"]
    assert (await get(page, "state"))["view"] is None


async def test_the_clock_moves_an_hour_to_morning_and_back(server: SandboxServer, page: aiohttp.ClientSession) -> None:
    moved: list[datetime] = []

    async def after_move() -> None:
        moved.append(server.clock.now())

    server.after_move = after_move
    start = (await get(page, "state"))["now"]
    assert (await post(page, "clock", move="hour"))["now"] == pytest.approx(start + 3600, abs=5)
    await post(page, "clock", "U0CHEN0001", move="morning")
    assert server.clock.now().strftime("%H:%M") in ("08:00", "09:00")  # London, summer or winter
    assert (await post(page, "clock", move="now"))["now"] == pytest.approx(start, abs=5)
    *on_the_way, _back = moved
    assert max(later - earlier for earlier, later in pairwise(on_the_way)) < timedelta(minutes=16)
    assert not (await post(page, "clock", move="sideways"))["ok"]


async def test_the_live_feed_tells_only_what_its_person_can_see(
    server: SandboxServer, page: aiohttp.ClientSession, client: AsyncWebClient
) -> None:
    async with page.ws_connect("/page/live", params={"as": "U0GUS00001"}) as feed:
        await client.chat_postMessage(channel="C0INVEST01", text="secret")
        await client.chat_postEphemeral(channel="C0BELGOROD", user="U0RITA0001", text="for Rita")
        await client.chat_postMessage(channel="C0BELGOROD", text="for all")
        assert await feed.receive_json(timeout=5) == {"type": "message", "channel": "C0BELGOROD"}
        await server.move_clock()
        assert (await feed.receive_json(timeout=5))["type"] == "clock"


async def test_faults_are_switched_on_and_listed(server: SandboxServer, page: aiohttp.ClientSession) -> None:
    await post(page, "faults", kind="rate_limit", method="chat.update", times=2, retry_after=3)
    (fault,) = (await get(page, "faults"))["faults"]
    assert (fault["kind"], fault["method"], fault["times"], fault["retry_after"]) == ("rate_limit", "chat.update", 2, 3)
    assert not (await post(page, "faults", kind="earthquake"))["ok"]
    await post(page, "faults", kind="clear")
    assert server.faults.active == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
async def test_another_site_is_kept_out(page: aiohttp.ClientSession, headers: dict[str, str], status: int) -> None:
    async with page.get("/page/state", headers=headers) as response:
        assert response.status == status


async def test_a_form_post_of_another_site_does_nothing(server: SandboxServer, page: aiohttp.ClientSession) -> None:
    body = '{"channel": "C0VERIFY01", "text": "hello"}'
    async with page.post("/page/type", data=body, headers={"Content-Type": "text/plain"}) as response:
        assert response.status == 415
    assert await server.actor("reporter").messages("#verification") == []


async def test_what_cannot_be_done_is_said_in_a_sentence(page: aiohttp.ClientSession) -> None:
    answer = await post(page, "type", "U0GUS00001", channel="C0VERIFY01", text="x")
    assert answer == {"ok": False, "error": "There is no channel called C0VERIFY01 here."}
    assert "valid command" in (await post(page, "type", channel="C0VERIFY01", text="/clam"))["error"]
    assert (await post(page, "press", source={"channel": "C0VERIFY01", "ts": "1"}, action_id="x"))["ok"] is False
    assert (await get(page, "messages", channel="C0NOWHERE1"))["ok"] is False


async def test_the_page_is_served_and_nothing_outside_it(page: aiohttp.ClientSession) -> None:
    async with page.get("/") as response:
        assert response.status == 200
        assert response.content_type == "text/html"
    async with page.get("/..%2fserver.py") as response:
        assert response.status == 404
