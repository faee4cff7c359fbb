"""Every kind of element on the page: chosen with the mouse, asked back where it says so, forms on each other."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.newsroom import Seat
from tests.browser.small_bot import small_room
from tests.sandbox.bot_under_test import actions, button, modal, section, text_input

pytestmark = pytest.mark.asyncio(loop_scope="session")
Json = dict[str, Any]


def option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value.title()}, "value": value}


def row(name: str, kind: str, **rest: Any) -> Json:
    return section(name) | {"block_id": name, "accessory": {"type": kind, "action_id": name, **rest}}


THREE = [option("a"), option("b"), option("c")]
GROUPS = [
    {"label": {"type": "plain_text", "text": "Ours"}, "options": [option("denies")]},
    {"label": {"type": "plain_text", "text": "Theirs"}, "options": [option("adds"), option("corrects")]},
]
CONFIRM = {
    "title": {"type": "plain_text", "text": "Discard it?"},
    "text": {"type": "plain_text", "text": "It leaves the list."},
}
ROWS = [
    row("more", "overflow", options=[option("discard"), option("hold")], confirm=CONFIRM),
    row("kind", "static_select", option_groups=GROUPS),
    row("tags", "multi_static_select", options=THREE, max_selected_items=2),
    row("verdict", "radio_buttons", options=THREE),
    row("boxes", "checkboxes", options=THREE),
    row("until", "datepicker"),
    row("who", "users_select"),
    row("claim", "external_select", min_query_length=1),
]


async def test_every_kind_of_element_of_a_message_is_used(browser: Browser) -> None:
    async with small_room(browser) as (room, app):
        sent: list[tuple[str, Any]] = []

        async def used(ack: Any, payload: Json) -> None:
            values = [value for name, value in payload.items() if name.startswith("selected_")]
            sent.append((payload["action_id"], values[0]))
            room.server.workspace.changed("call")
            await ack()

        for each in ROWS:
            app.action(each["block_id"])(used)

        @app.options("claim")
        async def found(ack: Any) -> None:
            await ack(options=[option("c-1")])

        rita = await room.sit("reporter")
        await app.client.chat_postMessage(channel="C0VERIFY01", text="All", blocks=ROWS)

        def block(name: str) -> Locator:
            return rita.messages.locator(f"[data-block-id={name}]")

        async def heard(name: str, value: Any) -> None:
            await room.server.until(lambda: bool(sent))
            assert sent.pop() == (name, value)
            assert sent == []

        async def pick(name: str, text: str) -> None:
            await block(name).locator("input").click()
            await block(name).locator("input").fill(text[:2])
            await rita.page.get_by_test_id("select-option").filter(has_text=text).click()

        for answer in ("confirm-no", "confirm-yes"):
            await block("more").get_by_test_id("block-overflow").click()
            await rita.page.get_by_test_id("menu-item").filter(has_text="Discard").click()
            await expect(rita.page.get_by_test_id("confirm")).to_contain_text("It leaves the list.")
            await rita.page.get_by_test_id(answer).click()
            await expect(rita.page.get_by_test_id("confirm")).to_have_count(0)
        await heard("more", option("discard"))

        await block("kind").locator("input").click()
        await expect(rita.page.locator(".option-group")).to_have_text(["Ours", "Theirs"])
        await rita.page.get_by_test_id("select-option").filter(has_text="Adds").click()
        await heard("kind", option("adds"))
        await pick("tags", "A")
        await heard("tags", [option("a")])
        await pick("tags", "C")
        await heard("tags", [option("a"), option("c")])
        await block("verdict").get_by_label("B").check()
        await heard("verdict", option("b"))
        await block("boxes").get_by_label("A").check()
        await heard("boxes", [option("a")])
        await block("boxes").get_by_label("C").check()
        await heard("boxes", [option("a"), option("c")])
        await block("until").locator("input").fill("2023-05-24")
        await heard("until", "2023-05-24")
        await pick("who", "Chen Wei")
        await heard("who", "U0CHEN0001")
        await pick("claim", "C-1")
        await heard("claim", option("c-1"))
        await expect(block("verdict").get_by_label("B")).to_be_checked()
        await expect(block("kind").locator("input")).to_have_value("Adds")


async def test_forms_on_each_other_are_put_away_one_by_one_or_all_at_once(browser: Browser) -> None:
    async with small_room(browser) as (room, app):

        @app.action("open")
        async def opened(ack: Any, body: Json, client: Any) -> None:
            view = modal(text_input("said"), actions(button("deeper", text="Deeper")))
            await client.views_open(trigger_id=body["trigger_id"], view=view)
            await ack()

        @app.action("deeper")
        async def deeper(ack: Any, body: Json, client: Any) -> None:
            view = modal(section("Below lies a form."), actions(button("deeper", text="Deeper")), submit=None)
            await client.views_push(trigger_id=body["trigger_id"], view={k: v for k, v in view.items() if v})
            await ack()

        rita = await room.sit("reporter")
        await app.client.chat_postMessage(channel="C0VERIFY01", text="x", blocks=[actions(button("open"))])
        await three_deep(rita)
        await rita.page.get_by_test_id("modal-close").click()
        await expect(rita.form).to_contain_text("Below lies a form.")
        await rita.page.get_by_test_id("modal-close").click()
        await expect(rita.input("said")).to_have_value("typed")
        await rita.done()
        await three_deep(rita)
        await rita.page.get_by_test_id("modal-x").click()
        await expect(rita.form).to_have_count(0)


async def three_deep(rita: Seat) -> None:
    """Open a form, type into it, and two more on it."""
    await rita.button(rita.messages, "open").click()
    await rita.write(said="typed")
    await rita.button(rita.form, "deeper").click()
    await expect(rita.form).to_contain_text("Below lies a form.")
    one = await rita.form.get_attribute("data-view-id")
    await rita.button(rita.form, "deeper").click()
    await expect(rita.form).not_to_have_attribute("data-view-id", one or "")
