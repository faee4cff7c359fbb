"""What the property in test_any_payload.py has found, one by one."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.workspace import Json
from tests.capturing import captured, lines
from tests.slack.newsroom import Newsroom


async def pressed(newsroom: Newsroom) -> Json:
    """A button that was pressed in a form."""
    await newsroom.file()
    more = (await newsroom.reporter.press(await newsroom.card(1), "more")).view
    assert more is not None
    outcome = await newsroom.reporter.press(more, "unfollow")
    assert outcome.request is not None
    return outcome.request


@pytest.mark.parametrize("forgotten", ["", "{", "[]", '{"channel":"C0VERIFY01"}', '{"unknown":1}', None])
async def test_a_button_in_a_form_that_remembers_nothing_we_know_is_acknowledged_and_logged(
    newsroom: Newsroom, forgotten: Any
) -> None:
    """What drew the answer broke behind the acknowledgement, and Bolt lost it: nothing was sent for three seconds."""
    body = await pressed(newsroom)
    before = await newsroom.verify()
    view = body["view"] | {"private_metadata": forgotten}
    with captured() as log:
        ack = await newsroom.server.deliver("interactive", body | {"view": view})
        written = log.take()
    assert ack.acked
    assert await newsroom.verify() == before
    assert [line["event"] for line in lines(written)][:1] == (["fault"] if forgotten else [])
    assert "Traceback" not in written


@pytest.mark.parametrize("blocks", [None, [], [None], [{"type": "input"}], 7])
async def test_a_form_without_its_fields_is_acknowledged_and_nothing_is_filed(newsroom: Newsroom, blocks: Any) -> None:
    form = (await newsroom.reporter.type("verification", "/claim")).view
    assert form is not None
    sent = newsroom.server.stage.payloads.submission(newsroom.reporter.person, form, trigger_id="")
    sent["view"] |= {"blocks": blocks}
    assert (await newsroom.server.deliver("interactive", sent)).acked
    assert await newsroom.claims() == 0


@pytest.mark.parametrize("text", [12, 1.5, True, ["Moscow: no"], {"a": 1}])
async def test_a_command_whose_text_is_none_gets_a_code(newsroom: Newsroom, text: Any) -> None:
    sent = (await newsroom.reporter.type("verification", "/claim help")).request
    assert sent is not None
    ack = await newsroom.server.deliver("slash_commands", sent | {"text": text, "trigger_id": "1.2.3"})
    assert "Something broke on our side" in ack.payload["text"]
    assert await newsroom.claims() == 0


async def test_what_cannot_be_kept_of_somebody_leaves_a_line_and_no_more(newsroom: Newsroom) -> None:
    """Nobody waits for it, so asyncio printed the whole error of the database."""
    sent = (await newsroom.reporter.type("verification", "/claim list")).request
    assert sent is not None
    with captured() as log:
        odd = {"team_id": None, "trigger_id": "1.2.3"}
        ack = await newsroom.server.deliver("slash_commands", sent | odd)
        await newsroom.settle()
        written = log.take()
    assert ack.acked
    assert "Traceback" not in written
