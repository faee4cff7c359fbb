"""What comes in by HTTP: signed requests and nothing else; and installations, each of which comes back once."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
from sqlalchemy import text
from structlog.testing import capture_logs
from yarl import URL

from sandbox.courier import signature
from tests.slack.newsroom import LINE
from tests.slack.town import FIRST, Town, at_work, free_port, open_town, slack


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path / "record.db") as town:
        yield town


def signed(town: Town, body: bytes, *, late: int = 0, secret: str | None = None) -> dict[str, str]:
    """The headers of a request that Slack signed so many seconds ago."""
    timestamp = str(int(town.server.clock.wall_now().timestamp()) - late)
    by = secret or town.server.registration.signing_secret
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature(by, timestamp, body.decode())}


async def answer(town: Town, body: bytes, headers: dict[str, str]) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{town.url}/slack/events", data=body, headers=headers) as it,
    ):
        return it.status


async def test_what_slack_did_not_sign_or_signed_long_ago_is_refused(town: Town) -> None:
    await town.install()
    command = (await town.actor("reporter", FIRST).type("#wire", "/claim help")).request
    assert command is not None
    typed = {"text": LINE, "trigger_id": "9.9.9"}
    body = json.dumps({**command, **typed}).encode()
    right = signed(town, body)
    bad: list[dict[str, str]] = [
        {},
        right | {"X-Slack-Signature": "v0=" + "0" * 64},
        right | {"X-Slack-Signature": "v0=ü"},
        right | {"X-Slack-Request-Timestamp": "soon"},
        right | {"X-Slack-Request-Timestamp": ""},
        signed(town, body, secret="another"),
        signed(town, body + b" "),
        signed(town, body, late=301),
        signed(town, body, late=-301),
    ]
    assert [await answer(town, body, headers) for headers in bad] == [401] * len(bad)
    assert "There is no C-1" in await town.says(FIRST, "/claim C-1")
    assert await answer(town, body, right) == 200
    assert "There is no C-1" not in await town.says(FIRST, "/claim C-1")


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"payload=%7B", b'{"ssl_check": "1"'])
async def test_nothing_is_read_of_a_body_before_its_signature(town: Town, body: bytes) -> None:
    assert await answer(town, body, {}) == 401
    if body.isascii():
        assert await answer(town, body, signed(town, body)) == 400


async def test_a_request_that_comes_twice_files_once(town: Town) -> None:
    await town.install()
    command = (await town.actor("reporter", FIRST).type("#wire", f"/claim {LINE}")).request
    assert command is not None
    again = await town.server.deliver("slash_commands", command)
    assert "C-1" in str(again.payload)
    assert "There is no C-2" in await town.says(FIRST, "/claim C-2")


class Visitor:
    """Somebody with a browser, on the way through an installation."""

    def __init__(self, town: Town) -> None:
        self.town = town
        jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=URL(town.url))
        self.session = aiohttp.ClientSession(cookie_jar=jar)

    async def begin(self) -> str:
        """Open our page; where its button leads."""
        async with self.session.get(f"{self.town.url}/slack/install") as page:
            assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
            self.read = await page.text()
        return unescape(self.read.split('<a href="')[1].split('"')[0])

    async def allow(self, address: str, answer: str = "allow") -> str:
        """Answer on Slack's page; where it sends one."""
        form = {"answer": answer, "place": FIRST, "as": "U0OLENA001"}
        async with self.session.post(address, data=form, allow_redirects=False) as page:
            return page.headers["Location"]

    async def end(self, address: str) -> tuple[int, str]:
        async with self.session.get(address) as page:
            return page.status, await page.text()


@pytest.fixture
async def visitor(town: Town) -> AsyncIterator[Visitor]:
    visitor = Visitor(town)
    yield visitor
    await visitor.session.close()


async def test_it_asks_slack_for_what_the_manifest_grants_and_for_nothing_of_people(
    town: Town, visitor: Visitor
) -> None:
    address = urlsplit(await visitor.begin())
    asked = parse_qs(address.query, keep_blank_values=True)
    assert f"{address.scheme}://{address.netloc}{address.path}" == town.server.authorize_url
    assert set(asked["scope"][0].split(",")) == town.server.registration.scopes
    assert asked["user_scope"] == [""]


async def test_what_came_back_once_does_not_come_back_again(town: Town, visitor: Visitor) -> None:
    back = await visitor.allow(await visitor.begin())
    async with aiohttp.ClientSession() as another, another.get(back) as page:
        assert (page.status, "begun in another browser" in await page.text()) == (400, True)
    cookies = list(visitor.session.cookie_jar)
    assert (await visitor.end(back))[0] == 200
    for cookie in cookies:
        visitor.session.cookie_jar.update_cookies({cookie.key: cookie.value}, URL(town.url))
    status, page_again = await visitor.end(back)
    assert (status, "was finished already" in page_again) == (401, True)
    assert len(await town.installed.installations.listed()) == 1


async def test_after_ten_minutes_one_has_to_begin_again(town: Town, visitor: Visitor) -> None:
    back = await visitor.allow(await visitor.begin())
    await town.server.move_clock(by=timedelta(minutes=10))
    status, page = await visitor.end(back)
    assert (status, "more than ten minutes ago" in page) == (401, True)
    assert "Nothing was installed." in page
    assert await town.installed.installations.listed() == []


async def test_who_cancels_reads_that_nothing_was_installed(town: Town, visitor: Visitor) -> None:
    status, page = await visitor.end(await visitor.allow(await visitor.begin(), "cancel"))
    assert (status, "You did not allow it" in page) == (200, True)
    assert 'href="/slack/install"' in page
    assert await town.installed.installations.listed() == []


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        ({"name": "drop_before"}, 502, "Slack could not be reached."),
        ({"name": "fail", "status": 500}, 502, "did not answer as it should"),
    ],
)
async def test_where_slack_fails_there_is_still_a_page(
    town: Town, visitor: Visitor, fault: dict[str, Any], status: int, said: str
) -> None:
    back = await visitor.allow(await visitor.begin())
    getattr(town.server.faults, fault.pop("name"))("oauth.v2.access", **fault)
    assert (await visitor.end(back))[0] == status
    town.server.faults.active.clear()


async def test_a_body_that_somebody_sends_along_with_a_page_breaks_nothing(town: Town, visitor: Visitor) -> None:
    for path in ("install", "oauth_redirect?error=access_denied"):
        for body in (b"\xff", b"{", b"payload=%5B1%5D"):
            async with visitor.session.get(f"{town.url}/slack/{path}", data=body) as page:
                assert page.status == 200
                assert '<html lang="en">' in await page.text()


async def test_whoever_comes_to_another_address_reads_where_to_begin(town: Town, visitor: Visitor) -> None:
    elsewhere = [("GET", "events", 405), ("GET", "install/", 404), ("POST", "install", 405), ("GET", "nothing", 404)]
    for method, path, status in elsewhere:
        async with visitor.session.request(method, f"{town.url}/slack/{path}") as page:
            assert page.status == status
            assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
            assert 'href="/slack/install"' in await page.text()


async def test_a_fault_has_a_page_whose_code_is_in_the_log(town: Town, visitor: Visitor) -> None:
    await town.bot.record.write(lambda session: session.execute(text("DROP TABLE slack_oauth_states")))
    with capture_logs() as lines:
        status, page = await visitor.end(f"{town.url}/slack/install")
    assert (status, lines[0]["event"]) == (500, "fault")
    assert lines[0]["code"] in page


async def test_what_is_signed_and_nothing_of_slacks_is_refused(town: Town) -> None:
    bodies = [b"payload=%5B1%5D", b"payload=1", b'{"a":[']
    assert [await answer(town, body, signed(town, body)) for body in bodies] == [400] * len(bodies)


async def test_a_wrong_signing_secret_is_said_in_the_log_and_not_for_every_request(town: Town) -> None:
    with capture_logs() as lines:
        for headers in [{}, *[signed(town, b"{}", secret="another")] * 3]:
            assert await answer(town, b"{}", headers) == 401
    assert [(each["event"], each["problem"]) for each in lines] == [("request refused", "signature")]


async def test_a_wrong_clock_is_said_in_the_log(town: Town) -> None:
    with capture_logs() as lines:
        assert await answer(town, b"{}", signed(town, b"{}", late=301)) == 401
    assert [each["problem"] for each in lines] == ["more than five minutes old, or early"]


async def test_a_wrong_client_secret_is_told_as_that_and_not_as_a_permission_used_up(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    async with slack(url) as server, at_work(server, url, tmp_path / "record.db", slack_client_secret="another") as it:
        with capture_logs() as lines:
            status, page = await it.install()
        assert (status, "does not take SLACK_CLIENT_SECRET" in page) == (401, True)
        assert [each["problem"] for each in lines if each["event"] == "not installed"] == ["bad_client_secret"]


async def test_the_client_id_of_another_app_is_said_at_the_start(tmp_path: Path) -> None:
    url, file = f"http://127.0.0.1:{free_port()}", tmp_path / "record.db"
    async with slack(url) as server:
        for said in ({}, {"slack_client_id": "of-another"}):
            with capture_logs() as lines:
                async with at_work(server, url, file, **said) as it:
                    if not said:
                        await it.install()
            warned = [each for each in lines if each["event"] == "installations of another app only"]
            assert len(warned) == len(said)


async def test_an_address_that_somebody_made_up_leads_to_no_other_app(town: Town) -> None:
    made_up = f"{town.url}/slack/install?team=T1%26client_id%3Dof_another"
    async with aiohttp.ClientSession() as session, session.get(made_up) as page:
        assert (page.status, "of_another" in await page.text()) == (200, False)


async def test_what_is_no_word_of_slacks_is_not_shown(town: Town, visitor: Visitor) -> None:
    for said in ("Ring +1 900 and say your password", "<script>alert(1)</script>", "a" * 5000):
        status, page = await visitor.end(f"{town.url}/slack/oauth_redirect?{urlencode({'error': said})}")
        assert (status, "Nothing was installed." in page) == (200, True)
        assert said[:20] not in page
        assert "script" not in page
        assert '<html lang="en">' in page
