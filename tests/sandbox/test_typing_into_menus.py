"""A value for a menu that asks the bot is typed into it, and what a person would click is chosen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.acting import Actor
from sandbox.errors import CannotDoError
from sandbox.modals import View
from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import actions, connected, modal, new_app

CLAIMS = {"1": "C-1 Moscow: it was them", "12": "C-12 Kyiv: it was not us", "2": "C-2 Peskov: a diversion"}


def labelled(block_id: str, element: dict[str, Any]) -> dict[str, Any]:
    return {"type": "input", "block_id": block_id, "label": {"type": "plain_text", "text": "Claim"}, "element": element}


@dataclass
class Desk:
    """A bot that finds claims by what their line begins with, and what it was asked and sent."""

    server: SandboxServer
    rita: Actor
    asked: list[tuple[str, str]] = field(default_factory=list)
    sent: list[Any] = field(default_factory=list)

    def form(self, **menu: Any) -> View:
        menu = {"type": "external_select", "action_id": "claim", "min_query_length": 1} | menu
        return self.server.views.open(
            self.server.views.new_trigger(self.rita.person), modal(labelled("pick_claim", menu))
        )


@pytest.fixture
async def desk(server: SandboxServer) -> AsyncIterator[Desk]:
    desk = Desk(server, server.actor("reporter"))
    app = new_app(server)

    @app.options("claim")
    async def search(ack: Any, payload: dict[str, Any]) -> None:
        typed = payload["value"]
        desk.asked.append((payload["block_id"], typed))
        found = [(value, text) for value, text in CLAIMS.items() if text.startswith(typed) or value == typed]
        await ack(options=[{"text": {"type": "plain_text", "text": text}, "value": value} for value, text in found])

    @app.view("form")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        desk.sent.append(view["state"]["values"]["pick_claim"]["claim"])
        await ack()

    @app.action("claim")
    async def chosen(ack: Any, payload: dict[str, Any]) -> None:
        desk.sent.append(payload["selected_option"]["value"])
        await ack()

    async with connected(app, server):
        yield desk


@pytest.mark.parametrize(
    ("typed", "value"),
    [("C-1", "1"), ("C-12", "12"), ("C-2 Peskov: a diversion", "2"), ("12", "12"), ("C-1 Mos", "1")],
)
async def test_what_is_typed_is_asked_for_and_the_fitting_option_sent(desk: Desk, typed: str, value: str) -> None:
    outcome = await desk.rita.submit(desk.form(), {"claim": typed})
    assert outcome.acked
    assert desk.asked == [("pick_claim", typed)]
    (sent,) = desk.sent
    assert sent == {
        "type": "external_select",
        "selected_option": {"text": {"type": "plain_text", "text": CLAIMS[value]}, "value": value},
    }


async def test_several_are_typed_one_after_the_other_and_what_was_offered_is_not_asked_for_again(desk: Desk) -> None:
    form = desk.form(type="multi_external_select")
    assert len(await desk.rita.options(form, "claim", "C-2")) == 1
    await desk.rita.submit(form, {"pick_claim": ["2", "C-12"]})
    assert [typed for _, typed in desk.asked] == ["C-2", "C-12"]
    assert [option["value"] for option in desk.sent[0]["selected_options"]] == ["2", "12"]


@pytest.mark.parametrize(
    ("typed", "why", "asked"),
    [("C-9", "It shows: nothing", 1), ("C-", "3 characters", 0)],
)
async def test_what_fits_nothing_is_refused_with_the_name_of_the_menu(
    desk: Desk, typed: str, why: str, asked: int
) -> None:
    form = desk.form(min_query_length=3)
    with pytest.raises(CannotDoError, match=f"Nothing in claim fits {typed}.*{why}"):
        await desk.rita.submit(form, {"claim": typed})
    assert (len(desk.asked), desk.sent) == (asked, [])
    assert await desk.rita.view() is form


async def test_in_a_message_one_types_too(desk: Desk, client: AsyncWebClient) -> None:
    menu = {"type": "external_select", "action_id": "claim", "min_query_length": 0}
    await client.chat_postMessage(channel="C0VERIFY01", text="Which?", blocks=[actions(menu, block_id="row")])
    (message,) = await desk.rita.messages("#verification")
    assert (await desk.rita.press(message, "claim", value="C-12 Kyiv")).acked
    assert desk.asked == [("row", "C-12 Kyiv")]
    assert desk.sent == ["12"]
