"""Forms that lie on each other: pushed by buttons, cleared by an answer, put away one by one or all at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.acting import Actor
from sandbox.modals import View
from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import actions, button, connected, modal, new_app, text_input

Told = list[tuple[str, bool]]


def level(number: int, **rest: Any) -> dict[str, Any]:
    blocks = [text_input("said", optional=True), actions(button("deeper", str(number)))]
    return modal(*blocks, callback_id=f"level {number}", notify_on_close=True, **rest)


@pytest.fixture
def rita(server: SandboxServer) -> Actor:
    return server.actor("reporter")


@pytest.fixture
async def told(server: SandboxServer) -> AsyncIterator[Told]:
    """What a bot whose forms push others is told of closing; errors of pushing stand in the record."""
    app = new_app(server)
    closed: Told = []

    @app.action("deeper")
    async def deeper(ack: Any, body: dict[str, Any], payload: dict[str, Any], client: AsyncWebClient) -> None:
        with suppress(SlackApiError):
            await client.views_push(trigger_id=body["trigger_id"], view=level(int(payload["value"]) + 1))
        await ack()

    @app.view("level 3")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        text = view["state"]["values"]["said"]["text"]["value"]
        await (ack(response_action="clear") if text == "all" else ack())

    for number in (1, 2, 3):

        @app.view_closed(f"level {number}")
        async def gone(ack: Any, body: dict[str, Any]) -> None:
            closed.append((body["view"]["callback_id"], body["is_cleared"]))
            await ack()

    async with connected(app, server):
        yield closed


async def three(server: SandboxServer, rita: Actor, **bottom: Any) -> View:
    """Open three forms on each other by their buttons; the one on top."""
    top = server.views.open(server.views.new_trigger(rita.person), level(1, **bottom))
    await rita.fill(top, {"said": "kept"})
    for _ in range(2):
        outcome = await rita.press(top, "deeper")
        assert outcome.view is not None
        top = outcome.view
    assert [view.callback_id for view in server.views.stacks[rita.person.id]] == ["level 1", "level 2", "level 3"]
    return top


async def test_a_third_form_lies_on_the_others_and_no_fourth(server: SandboxServer, rita: Actor, told: Told) -> None:
    top = await three(server, rita)
    outcome = await rita.press(top, "deeper")
    assert outcome.view is top
    assert [refusal.error for refusal in server.record.refusals] == ["push_limit_reached"]
    assert told == []


async def test_cancel_goes_back_one_form_and_finds_what_was_typed(
    server: SandboxServer, rita: Actor, told: Told
) -> None:
    top: View | None = await three(server, rita)
    for _ in range(2):
        assert top is not None
        await rita.close(top)
        top = await rita.view()
    assert top is not None
    assert (top.callback_id, top.state["said"]["text"]["value"]) == ("level 1", "kept")
    assert told == [("level 3", False), ("level 2", False)]


async def test_the_cross_leaves_them_all_and_the_bot_hears_of_the_bottom_one(
    server: SandboxServer, rita: Actor, told: Told
) -> None:
    await rita.close(await three(server, rita), leave=True)
    assert await rita.view() is None
    assert told == [("level 1", True)]


async def test_a_form_that_clears_on_close_takes_the_others_along(
    server: SandboxServer, rita: Actor, told: Told
) -> None:
    top = await three(server, rita)
    server.views.update(top, level(3, clear_on_close=True))
    await rita.close(top)
    assert await rita.view() is None
    assert told[0] == ("level 3", True)


@pytest.mark.parametrize(("typed", "left"), [("all", []), ("one", ["level 1", "level 2"])])
async def test_a_submitted_form_goes_alone_unless_the_answer_clears(
    server: SandboxServer, rita: Actor, told: Told, typed: str, left: list[str]
) -> None:
    top = await three(server, rita)
    assert (await rita.submit(top, {"said": typed})).acked
    assert [view.callback_id for view in server.views.stacks[rita.person.id]] == left
    assert told == []
