"""What comes on a response_url in the place of the message somebody pressed a button on, or takes it away."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.outcome import Outcome
from sandbox.server import SandboxServer
from sandbox.workspace import Message
from tests.sandbox.bot_under_test import actions, button, section


async def asked(server: SandboxServer, client: AsyncWebClient, thread_ts: str | None = None) -> Message:
    """An answer only the reporter sees, with a button."""
    await client.chat_postEphemeral(
        channel="C0VERIFY01",
        user="U0RITA0001",
        text="C-1 is filed.",
        blocks=[section("C-1 is filed."), actions(button("edit"))],
        thread_ts=thread_ts,
    )
    (answer,) = server.workspace.channel("#verification").ephemerals.values()
    return answer


def address(outcome: Outcome) -> AsyncWebhookClient:
    assert outcome.request is not None
    return AsyncWebhookClient(outcome.request["response_url"])


@pytest.mark.parametrize("yes", [True, "true"])
async def test_the_answer_that_was_pressed_is_replaced_in_its_place_and_pressed_again(
    server: SandboxServer, client: AsyncWebClient, yes: Any
) -> None:
    rita = server.actor("reporter")
    answer = await asked(server, client)
    later = await client.chat_postMessage(channel="C0VERIFY01", text="Something else")
    blocks = [section("Edited."), actions(button("edit", "C-2"), button("undo"))]
    url = address(await rita.press(answer, "edit"))
    assert (await url.send_dict({"text": "Edited.", "blocks": blocks, "replace_original": yes})).status_code == 200
    first, second = await rita.messages("#verification")
    assert (first is answer, first.text, second.ts) == (True, "Edited.", later["ts"])
    assert first.blocks is not None
    assert [element["action_id"] for element in first.blocks[1]["elements"]] == ["edit", "undo"]
    assert (first.edited, first.ephemeral_for) == (None, "U0RITA0001")
    assert [(edit.ts, edit.person) for edit in server.record.edits] == [(answer.ts, "U0RITA0001")]
    again = address(await rita.press(first, "undo"))
    await again.send_dict({"text": "Undone.", "replace_original": True})
    (undone, _) = await rita.messages("#verification")
    assert (undone.text, undone.blocks) == ("Undone.", None)
    assert [message.text for message in await server.actor("lead").messages("#verification")] == ["Something else"]


async def test_a_new_answer_leaves_the_pressed_one_alone(server: SandboxServer, client: AsyncWebClient) -> None:
    rita = server.actor("reporter")
    url = address(await rita.press(await asked(server, client), "edit"))
    await url.send_dict({"text": "And this.", "replace_original": False})
    await url.send_dict({"text": "And that."})
    texts = [message.text for message in await rita.messages("#verification")]
    assert texts == ["C-1 is filed.", "And this.", "And that."]


async def test_the_answer_that_was_pressed_is_taken_away(server: SandboxServer, client: AsyncWebClient) -> None:
    rita = server.actor("reporter")
    (parent,) = (await rita.type("#verification", "hello")).messages
    answer = await asked(server, client, thread_ts=parent.ts)
    assert await rita.thread("#verification", parent.ts) == [parent, answer]
    url = address(await rita.press(answer, "edit"))
    assert (await url.send_dict({"delete_original": True})).status_code == 200
    assert await rita.thread("#verification", parent.ts) == [parent]
    assert (await url.send_dict({"text": "Late", "replace_original": True})).status_code == 400
    assert [refusal.error for refusal in server.record.refusals] == ["message_not_found"]
    with pytest.raises(LookupError, match="no such message"):
        await rita.press(answer, "edit")


async def test_a_card_for_everybody_is_replaced_and_marked_as_edited(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel="C0VERIFY01", text="card", blocks=[actions(button("take"))])
    (card,) = await server.actor("checker").messages("#verification")
    url = address(await server.actor("checker").press(card, "take"))
    await url.send_dict({"text": "Taken.", "replace_original": True})
    (seen,) = await server.actor("lead").messages("#verification")
    assert (seen.text, seen.edited is not None) == ("Taken.", True)


async def test_neither_a_commands_answer_nor_somebodys_own_message_is_replaced_or_deleted(
    server: SandboxServer,
) -> None:
    rita = server.actor("reporter")
    (message,) = (await rita.type("#verification", "60 killed")).messages
    from_command = address(await rita.type("#verification", "/claim x"))
    from_shortcut = address(await rita.shortcut("file_claim", "#verification", message.ts))
    for url in (from_command, from_shortcut):
        for body in ({"text": "Mine", "replace_original": True}, {"delete_original": True}):
            assert (await url.send_dict(body)).status_code == 400
    assert (message.text, message.deleted) == ("60 killed", False)
