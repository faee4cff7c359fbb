"""Files on the page: attached in the message box, shown under the message, pictures as thumbnails."""

from __future__ import annotations

import base64

import pytest
from playwright.async_api import Browser, expect

from tests.browser.small_bot import small_room

pytestmark = pytest.mark.asyncio(loop_scope="session")
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def test_a_file_is_attached_taken_away_sent_and_shown_to_others(browser: Browser) -> None:
    async with small_room(browser) as (room, _):
        rita, chen = await room.sit("reporter"), await room.sit("checker")
        page = rita.page
        attach = page.get_by_test_id("attach")
        await attach.set_input_files({"name": "wrong.txt", "mimeType": "text/plain", "buffer": b"x"})
        await expect(page.get_by_test_id("attached")).to_contain_text("wrong.txt")
        await page.get_by_role("button", name="Remove wrong.txt").click()
        await expect(page.get_by_test_id("attached")).to_be_hidden()

        await attach.set_input_files({"name": "raid map.png", "mimeType": "image/png", "buffer": DOT})
        await rita.say("From the scene")
        await expect(page.get_by_test_id("attached")).to_be_hidden()
        shown = chen.message("From the scene").get_by_test_id("file")
        await expect(shown).to_contain_text("raid map.png")
        assert await shown.locator("img").evaluate("node => node.decode().then(() => node.naturalWidth)") == 1

        await attach.set_input_files({"name": "page.html", "mimeType": "text/html", "buffer": b"<script>1</script>"})
        await page.get_by_test_id("send").click()
        shown = chen.messages.last.get_by_test_id("file")
        await expect(shown).to_contain_text("page.html")
        await expect(shown.locator("img")).to_have_count(0)
        async with chen.page.expect_download() as saved:
            await shown.click()
        assert (await saved.value).suggested_filename == "page.html"
        assert [file.data for file in room.server.workspace.files.values()] == [DOT, b"<script>1</script>"]


async def test_what_the_bot_uploads_is_a_picture_in_a_message_or_a_file_in_a_conversation(browser: Browser) -> None:
    async with small_room(browser) as (room, app):
        room.server.manifest["oauth_config"]["scopes"]["bot"] += ["files:read", "files:write"]
        olena, chen = await room.sit("lead"), await room.sit("checker")
        picture = (await app.client.files_upload_v2(filename="week.png", content=DOT))["files"][0]["id"]
        block = {"type": "image", "slack_file": {"id": picture}, "alt_text": "12 filed, 9 settled"}
        await app.client.chat_postMessage(channel="C0VERIFY01", text="The week", blocks=[block])
        shown = chen.page.get_by_alt_text("12 filed, 9 settled")
        assert await shown.evaluate("node => node.decode().then(() => node.naturalWidth)") == 1

        await app.client.files_upload_v2(
            filename="claims.csv", content="C-1", channel="D0OLENA001", initial_comment="12 claims."
        )
        await olena.page.get_by_test_id("channel-dm").click()
        file = olena.message("12 claims.").get_by_test_id("file")
        await expect(file).to_contain_text("claims.csv")
        await expect(file).to_contain_text("CSV · 3 B")
        async with olena.page.expect_download() as saved:
            await file.click()
        assert (await saved.value).suggested_filename == "claims.csv"
