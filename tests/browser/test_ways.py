"""Ways of using the page: the keyboard alone, a narrow screen, the dark."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, expect

from tests.browser.newsroom import CLAIM, NARROW, Newsroom, Seat

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def press_until(seat: Seat, key: str, wanted: Locator, most: int = 60) -> None:
    """Press a key until what is wanted has the focus."""
    for _ in range(most):
        await seat.page.keyboard.press(key)
        if await wanted.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{key} does not reach {wanted}")


async def test_a_claim_is_filed_and_taken_by_the_keyboard_alone(newsroom: Newsroom) -> None:
    chen = await newsroom.sit("checker")
    keys = chen.page.keyboard
    await expect(chen.page.get_by_test_id("composer")).to_be_focused()
    await keys.type("/cl")
    await keys.press("Tab")  # completes the command
    await expect(chen.page.get_by_test_id("composer")).to_have_value("/claim ")
    await keys.press("Enter")
    await expect(chen.input("speaker")).to_be_focused()
    await keys.type("Moscow")
    await expect(chen.page.get_by_test_id("select-option").first).to_contain_text("Moscow")
    await keys.press("Enter")
    await press_until(chen, "Tab", chen.input("statement"))
    await keys.type("Ukrainian armed groups carried out the attack.")
    await press_until(chen, "Tab", chen.input("source"))
    await keys.type("https://example.org/raid")
    await press_until(chen, "Tab", chen.page.get_by_test_id("modal-submit"))
    await keys.press("Enter")
    await expect(chen.form).to_contain_text("C-1 is filed.")
    await keys.press("Escape")
    await expect(chen.form).to_have_count(0)
    await expect(chen.page.get_by_test_id("composer")).to_be_focused()
    take = chen.button(chen.card("C-1"), "take")
    await expect(take).to_be_visible()
    await press_until(chen, "Shift+Tab", take)
    await keys.press("Enter")
    await expect(chen.card("C-1")).to_contain_text("@Chen Wei is on it")


async def test_a_menu_is_opened_walked_and_left_by_the_keyboard(newsroom: Newsroom) -> None:
    rita = await newsroom.sit("reporter")
    await rita.say("Peskov: it was a diversion.")
    menu = rita.messages.first.get_by_test_id("message-menu")
    await expect(menu).to_be_attached()
    await press_until(rita, "Shift+Tab", menu)
    await rita.page.keyboard.press("Enter")
    items = rita.page.get_by_test_id("menu-item")
    await expect(items.first).to_be_focused()
    await rita.page.keyboard.press("Escape")
    await expect(menu).to_be_focused()
    await rita.page.keyboard.press("Enter")
    await rita.page.keyboard.press("d")
    await expect(items.filter(has_text="Dispute a claim")).to_be_focused()
    await rita.page.keyboard.press("Enter")
    await expect(rita.form).to_contain_text("Dispute a claim")


OVERHANGING = """() => [...document.querySelectorAll("body *")]
  .filter((node) => node.checkVisibility({visibilityProperty: true}) && !node.closest("#sidebar, .unseen, .skip"))
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 1 || node.getBoundingClientRect().left < -1)
  .map((node) => node.outerHTML.slice(0, 80))"""


async def test_on_a_narrow_screen_all_of_it_is_in_reach_and_nothing_hangs_over(newsroom: Newsroom) -> None:
    rita = await newsroom.sit("reporter", size=NARROW)
    await expect(rita.page.get_by_test_id("sidebar")).not_to_be_in_viewport()
    await rita.say(CLAIM)
    await expect(rita.card("C-1")).to_be_visible()
    assert await rita.page.evaluate(OVERHANGING) == []
    await rita.button(rita.card("C-1"), "dispute").click()
    await rita.write(speaker="Kyiv", statement="Ukraine has nothing to do with it.", source="https://example.org/kyiv")
    assert await rita.page.evaluate(OVERHANGING) == []
    await rita.send()
    await rita.done()
    await rita.page.get_by_test_id("drawer").click()
    await rita.page.get_by_test_id("channel-belgorod").click()
    await expect(rita.page.get_by_test_id("channel-title")).to_have_text("belgorod")
    await expect(rita.page.get_by_test_id("sidebar")).not_to_be_in_viewport()
    await rita.page.go_back()
    await rita.card("C-1").get_by_test_id("open-replies").click()
    await expect(rita.replies.last).to_contain_text("filed a dispute of C-1")
    assert await rita.page.evaluate(OVERHANGING) == []
    await rita.move_clock("morning")
    await rita.page.get_by_test_id("close-thread").click()
    await expect(rita.message("1 contested claim, 1 open dispute")).to_be_visible()


BRIGHTNESS = """node => {
  const [r, g, b] = getComputedStyle(node).backgroundColor.match(/[\\d.]+/g).map(Number);
  return (r + g + b) / 3;
}"""


async def test_the_dark_theme_follows_the_system_and_its_switch_is_remembered(newsroom: Newsroom) -> None:
    rita = await newsroom.sit("reporter", color_scheme="dark")
    body = rita.page.locator("body")
    assert await body.evaluate(BRIGHTNESS) < 60
    await rita.page.get_by_test_id("theme").click()
    await expect(rita.page.get_by_test_id("theme")).to_have_accessible_name("Dark theme")
    assert await body.evaluate(BRIGHTNESS) > 200
    await rita.page.reload()
    await expect(rita.page.get_by_test_id("theme")).to_have_accessible_name("Dark theme")
    assert await body.evaluate(BRIGHTNESS) > 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_what_is_read_stands_out_from_its_ground(newsroom: Newsroom, scheme: str) -> None:
    """At least 4.5 to 1 (WCAG AA) for every piece of text of a card, an answer and the bars round them."""
    rita = await newsroom.sit("reporter", color_scheme=scheme)
    await rita.say(CLAIM)
    await expect(rita.card("C-1")).to_be_visible()
    faint = await rita.page.evaluate(CONTRAST)
    assert faint == []


CONTRAST = re.sub(
    r"\s+",
    " ",
    """() => {
  const paint = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = (color) => {
    paint.clearRect(0, 0, 1, 1); paint.fillStyle = color; paint.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const ground = (node) => {
    const layers = [];
    for (let each = node; each; each = each.parentElement) layers.push(rgba(getComputedStyle(each).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const light = (color) => {
    const [r, g, b] = color.slice(0, 3).map((v) => v / 255)
      .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const node = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !node.checkVisibility({visibilityProperty: true})) continue;
    if (node.closest(".unseen, .skip, [aria-checked=false], noscript")) continue;
    const under = ground(node);
    const [a, b] = [light(over(rgba(getComputedStyle(node).color), under)), light(under)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) found.push(`${words.currentNode.data.trim()}: ${ratio.toFixed(1)}`);
  }
  return found;
}""",
)
