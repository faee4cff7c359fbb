"""Forms: triggers, the stack, hashes, what stands in inputs, and what an answer to a submission may say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import SandboxClock
from sandbox.errors import Refused
from sandbox.modals import Views
from sandbox.people import default_workspace
from sandbox.server import SandboxServer
from sandbox.workspace import Person
from tests.sandbox.bot_under_test import MANIFEST, connected, modal, new_app, section, text_input

RITA = "U0RITA0001"


@dataclass
class HandWall:
    """A clock whose seconds are turned by hand."""

    seconds: float = 0.0

    def now(self) -> datetime:
        return datetime(2023, 5, 23, 9, 0, tzinfo=UTC)

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def wall() -> HandWall:
    return HandWall()


@pytest.fixture
def views(wall: HandWall) -> Views:
    clock = SandboxClock(wall)
    return Views(clock, default_workspace(clock, MANIFEST))


def trigger(views: Views) -> str:
    return views.new_trigger(Person(RITA, "rita", "Rita Melnyk", "reporter"))


def test_a_trigger_opens_one_view_within_three_seconds(views: Views, wall: HandWall) -> None:
    used = trigger(views)
    views.open(used, modal(section("x")))
    with pytest.raises(Refused, match="exchanged_trigger_id"):
        views.open(used, modal(section("x")))
    late = trigger(views)
    wall.seconds += 3.01
    with pytest.raises(Refused, match="expired_trigger_id"):
        views.open(late, modal(section("x")))
    with pytest.raises(Refused, match="invalid_trigger_id"):
        views.open("made.up", modal(section("x")))


def test_three_views_lie_on_each_other_and_no_fourth(views: Views) -> None:
    root = views.open(trigger(views), modal(section("1")))
    second = views.push(trigger(views), modal(section("2")))
    third = views.push(trigger(views), modal(section("3")))
    assert (second.root_id, second.previous_id, third.previous_id) == (root.id, root.id, second.id)
    with pytest.raises(Refused, match="push_limit_reached"):
        views.push(trigger(views), modal(section("4")))
    views.close(third)
    assert views.top(RITA) is second


def test_an_update_with_an_old_hash_is_refused(views: Views) -> None:
    view = views.open(trigger(views), modal(section("1")))
    old = view.hash
    views.update(view, modal(section("2")), old)
    with pytest.raises(Refused, match="hash_conflict"):
        views.update(view, modal(section("3")), old)


def test_what_a_person_wrote_stays_in_an_input_that_keeps_its_ids(views: Views) -> None:
    view = views.open(trigger(views), modal(text_input("a"), text_input("b")))
    view.state["a"]["text"]["value"] = "typed"
    body = modal(text_input("a", element={"initial_value": "fresh"}), text_input("b2", element={"initial_value": "f"}))
    views.update(view, body)
    assert view.state == {
        "a": {"text": {"type": "plain_text_input", "value": "typed"}},
        "b2": {"text": {"type": "plain_text_input", "value": "f"}},
    }


def test_a_view_slack_would_not_take_is_refused_with_the_place(views: Views) -> None:
    with pytest.raises(Refused, match="invalid_arguments") as refusal:
        views.open(trigger(views), modal(text_input("a"), submit=None))
    assert refusal.value.detail["response_metadata"]["messages"]
    views.open(trigger(views), modal(section("x"), external_id="one"))
    with pytest.raises(Refused, match="duplicate_external_id"):
        views.open(trigger(views), modal(section("x"), external_id="one"))


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ({}, []),
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": modal(section("Done"), callback_id="done")}, ["done"]),
        ({"response_action": "push", "view": modal(section("More"), callback_id="more")}, ["form", "more"]),
    ],
)
async def test_the_answer_to_a_submission_decides_what_is_seen_next(
    server: SandboxServer, answer: dict[str, Any], titles: list[str]
) -> None:
    await _submit(server, answer)
    assert [view.callback_id for view in server.views.stacks[RITA]] == titles
    assert server.record.refusals == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"no such block": "Wrong."}},
        {"response_action": "update", "view": modal(section(""))},
        {"response_action": "vanish"},
    ],
)
async def test_an_answer_slack_would_not_take_leaves_the_form_open_and_is_noted(
    server: SandboxServer, answer: dict[str, Any]
) -> None:
    outcome = await _submit(server, answer)
    assert outcome.error == "We had some trouble connecting. Try again?"
    assert outcome.view is not None
    assert [refusal.method for refusal in server.record.refusals] == ["view_submission"]


async def _submit(server: SandboxServer, answer: dict[str, Any]) -> Any:
    app = new_app(server)

    @app.view("form")
    async def submitted(ack: Any) -> None:
        await ack(**answer)

    rita = server.actor("reporter")
    view = server.views.open(server.views.new_trigger(rita.person), modal(text_input("said")))
    async with connected(app, server):
        return await rita.submit(view, {"said": "yes"})


async def test_closing_tells_the_bot_only_if_the_form_asks_for_it(server: SandboxServer) -> None:
    app = new_app(server)
    closed: list[Any] = []

    @app.view_closed("form")
    async def gone(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        closed.append((body["view"]["private_metadata"], body["is_cleared"]))

    rita = server.actor("reporter")
    async with connected(app, server):
        for wanted in (False, True):
            body = modal(section("x"), notify_on_close=wanted, private_metadata="C-1")
            view = server.views.open(server.views.new_trigger(rita.person), body)
            await rita.close(view)
    assert closed == [("C-1", False)]
    assert await rita.view() is None


async def test_home_is_put_up_and_updated_for_one_person(server: SandboxServer, client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError):
        await client.views_publish(user_id=RITA, view={"type": "home", "blocks": [section("zero")]}, hash="none yet")
    await client.views_publish(user_id=RITA, view={"type": "home", "blocks": [section("one")]})
    answer = await client.views_publish(user_id=RITA, view={"type": "home", "blocks": [section("two")]})
    home = await server.actor("reporter").home()
    assert home is not None
    assert (home.id, home.blocks[0]["text"]["text"]) == (answer["view"]["id"], "two")
    assert await server.actor("lead").home() is None
    with pytest.raises(SlackApiError) as refusal:
        await client.views_publish(user_id=RITA, view={"type": "home", "blocks": [section("three")]}, hash="old")
    assert refusal.value.response["error"] == "hash_conflict"
