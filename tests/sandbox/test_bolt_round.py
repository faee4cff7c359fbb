"""A bot on the real slack_bolt: commands, buttons, forms, menus, shortcuts and Home, all the way and back."""

from __future__ import annotations

import asyncio
from typing import Any

from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import actions, button, connected, modal, new_app, section, text_input


async def test_a_slash_command_is_acked_with_an_answer_only_its_author_sees(server: SandboxServer) -> None:
    app = new_app(server)

    @app.command("/claim")
    async def claim(ack: Any, command: dict[str, Any]) -> None:
        await ack(f"Filed: {command['text']} by {command['user_id']} in {command['channel_name']}")

    async with connected(app, server):
        outcome = await server.actor("reporter").type("#verification", "/claim Kyiv: no https://a.example/?x=1&y=2.")
    assert outcome.acked
    expected = "Filed: Kyiv: no <https://a.example/?x=1&amp;y=2>. by U0RITA0001 in verification"
    assert [message.text for message in outcome.messages] == [expected]
    assert [m.text for m in await server.actor("reporter").messages("#verification")] == [expected]
    assert await server.actor("checker").messages("#verification") == []


async def test_a_form_opens_is_refused_filled_again_and_closes(server: SandboxServer) -> None:
    app = new_app(server)
    seen: list[Any] = []

    @app.command("/claim")
    async def claim(ack: Any, command: dict[str, Any], client: Any) -> None:
        view = modal(text_input("speaker", element={"initial_value": "Peskov"}), text_input("said"))
        await client.views_open(trigger_id=command["trigger_id"], view=view)
        await ack()

    @app.view("form")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        values = {block: inputs["text"]["value"] for block, inputs in view["state"]["values"].items()}
        seen.append(values)
        if values["said"] == "tomorrow":
            await ack(response_action="errors", errors={"said": "That is in the future."})
        else:
            await ack()

    rita = server.actor("reporter")
    async with connected(app, server):
        outcome = await rita.type("#verification", "/claim")
        view = outcome.view
        assert view is not None
        assert (await rita.submit(view)).errors == {"said": "Please complete this required field."}
        assert seen == []
        assert (await rita.submit(view, {"said": "tomorrow"})).errors == {"said": "That is in the future."}
        assert await rita.view() is view
        assert (await rita.submit(view, {"said": "today"})).acked
    assert await rita.view() is None
    assert seen == [{"speaker": "Peskov", "said": "tomorrow"}, {"speaker": "Peskov", "said": "today"}]
    assert server.record.refusals == []


async def test_a_button_edits_its_message_through_the_web_api(server: SandboxServer) -> None:
    app = new_app(server)

    @app.action("take")
    async def take(ack: Any, body: dict[str, Any], action: dict[str, Any], client: Any) -> None:
        await ack()
        text = f"{action['value']} is with {body['user']['id']}"
        await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text=text, blocks=[])

    blocks = [section("C-1"), actions(button("take", "C-1"), button("take_2", "C-2"))]
    async with connected(app, server):
        await app.client.chat_postMessage(channel="C0VERIFY01", text="C-1", blocks=blocks)
        card = (await server.actor("checker").messages("#verification"))[0]
        assert (await server.actor("checker").press(card, "take")).acked
        await server.until(lambda: card.edited is not None)
    assert card.text == "C-1 is with U0CHEN0001"
    assert card.blocks is None


async def test_300_commands_at_once_are_all_acked_in_time(server: SandboxServer) -> None:
    app = new_app(server)

    @app.command("/claim")
    async def claim(ack: Any, command: dict[str, Any]) -> None:
        await ack(command["text"])

    rita = server.actor("reporter")
    async with connected(app, server):
        outcomes = await asyncio.gather(*(rita.type("#verification", f"/claim {n}") for n in range(300)))
    assert all(outcome.acked for outcome in outcomes)
    assert sorted(int(outcome.payload["text"]) for outcome in outcomes) == list(range(300))
