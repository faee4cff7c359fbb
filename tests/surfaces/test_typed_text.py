"""What people typed is shown, never executed: nothing of it stands unescaped where Slack parses."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import posting
from bot.desk.exporting import Ordered, Outcome
from bot.desk.filters import Filter
from bot.desk.grammar import Line, ReportLine
from bot.desk.history import What
from bot.desk.links import unescape
from bot.desk.wishes import Wish
from bot.errors import NotUnderstood
from bot.surfaces import answers, exported, forms, lists, notices, setup_form
from bot.surfaces.card import card, whole
from bot.surfaces.chronicle import chronicle
from bot.surfaces.digest import Sending, first_part, next_part, preview
from bot.surfaces.found import found
from bot.surfaces.message import Message
from bot.surfaces.reminder import reminder
from bot.surfaces.thread import told, told_directly
from store.dossiers import Carried, Dossier
from tests.surfaces import finds, records
from tests.surfaces.passing import parts, passes, shown, view_passes
from tests.surfaces.records import NOW, desk, digest, disputed, dossier, filed, move, objection
from tests.surfaces.settings import draft, sheet

HOSTILE = (
    "<!channel>",
    "<!here|everybody>",
    "<@U1>",
    "<#C1>",
    "<!subteam^S1>",
    "<!date^0^{date}|never>",
    "<https://evil.example|https://reuters.com>",
    "https://evil.example",
    "javascript:alert(1)",
    "<javascript:alert(1)|Reuters>",
    "*bold* _slanted_ ~struck~ `code` ```block```",
    "&lt;!channel&gt; &amp;lt;",
    ">quoted",
    "@channel @everyone",
    ":smile: :siren:",
    "{who} took it {when}",
    "\u05e9\u05dc\u05d5\u05dd \u200f(right to left)\u200e",
    "𝕏 👨\u200d👩\u200d👧\u200d👦 Ё",
)
TOKEN = re.compile(r"<@[UW]\w+>|<#[CDG]\w+>|<!date\^\d+\^[^|<>]*\|[^<>]*>")
# As the grammar lets it in: one line, no control characters, not empty.
ANYTHING = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=400).map(
    lambda text: " ".join(text.split()) or "x"
)


def about(text: str) -> Dossier:
    """A claim and a dispute in which everything that people type is this text."""
    said = objection(text, speaker=text, role=text, reports=(Carried(text, text, text), Carried(text, None, None)))
    return dossier(
        7,
        text,
        speaker=text,
        role=text,
        reports=(Carried(text, "https://example.org/1", text), Carried(text, text, None), Carried(None, text, text)),
        objections=(said,),
        tags=[text],
        state_why=text,
        message_link=text,
        passed_on_by="U2",
        note=text,
    )


def messages(text: str) -> Iterator[Message]:
    """Every message there is, with this text in it."""
    of = about(text)
    yield card(of)
    yield whole(of)
    yield answers.filed(filed(of, opened=True, elsewhere=True))
    yield answers.disputed(disputed(of))
    yield answers.plain_sentence(f"Look at {text}", text)
    yield answers.mistake(NotUnderstood(f"“{text}” is no link."), f"/claim {text}")
    yield answers.mistake(NotUnderstood("It has 40,000 characters."), f"/claim {text * (40_000 // len(text))}")
    yield answers.fault("a1b2c3", f"/claim {text}")
    wanted = Filter(speaker=text, source=text, tags=(text,))
    yield lists.listing(finds.list_page([of], filter=wanted, profile=finds.profile(text, 2)), NOW)
    yield found(finds.search_page([of], text, "note"), NOW)
    yield found(finds.search_page([], text), NOW)
    wish = Wish(filter=wanted)
    yield exported.ordered(Ordered(desk(), wish, 7, 3))
    yield exported.file_message(desk(), wish, 7, 3, named=True)
    yield exported.note({"outcome": Outcome.FAILED, "problem": text}, wish)
    events = [finds.event(what, text, nth) for nth, what in enumerate(finds.HAPPENS)]
    yield chronicle(finds.history_page(of, events))
    for each in events:
        yield told_directly(each, of, text) or Message([])
        yield told(each, of) or Message([])
    yield reminder(records.reminder([of]))
    of_day = digest([of], moves=(move(of, What.DISCARDED),), corrections=(move(of, What.CORRECTED),))
    yield preview(of_day)
    yield first_part(of_day, [[7]], Sending(NOW - timedelta(hours=3), NOW))
    yield next_part(of_day.shown, more=True, beyond=5) or Message([])
    yield notices.cannot_post(desk(), of.claim, records.stuck("card", "C1", "not_in_channel"))
    wording = {"speaker": text, "role": text, "statement": text, "said": text, "tags": [text]}
    for what in ("discarded", "disputed", "edited", "dispute edited"):
        event = {
            "what": what,
            "actor": "U2",
            "old": dict.fromkeys(wording, "") | {"reports": [[text, text, text]]},
            "new": wording | {"reports": [["", "", ""]], "dispute": 1},
            "why": text,
        }
        message = told(event, of)
        assert message is not None
        yield message


def views(text: str) -> Iterator[Any]:
    """Every form there is, with this text in it."""
    origin = forms.Origin(channel="C1", kind="public", number=7)
    report = ReportLine(text, text, text)
    line = Line(text, text, text, "paraphrase", (report,), None, (text,), text, text)
    yield forms.file_form(origin, line, text)
    yield forms.edit_form(origin, line, reason=True)
    yield forms.dispute_form(origin, [about(text)], line, text)
    yield forms.dispute_of_dispute(origin, about(text).objections[0])
    yield forms.discard_form(origin, about(text))
    yield forms.result("That did not work", answers.plain_sentence(text))
    for page in ("first", "more"):
        yield setup_form.setup_form(origin, sheet(), draft(page, days_off=text), NOW)


def is_safe(payload: dict[str, Any]) -> None:
    """Nothing but Slack's ids, our dates and http links is more than text."""
    for part in parts(payload.get("blocks", [])):
        assert part.get("type") not in ("mrkdwn", "markdown", "broadcast", "usergroup", "emoji")
        assert re.fullmatch(r"[UW]\w+", part.get("user_id", "U1"))
        assert re.fullmatch(r"[CDG]\w+", part.get("channel_id", "C1"))
        assert re.match(r"https?://", part.get("url", "https://"), re.IGNORECASE)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_message_executes_what_somebody_typed(text: str) -> None:
    for message in messages(text):
        payload = passes(message)
        is_safe(payload)
        ours = TOKEN.sub("", payload["text"])
        assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", ours), ours
        assert not {"parse", "link_names"} & payload.keys()
        # Stars and backticks have no escape: where `text` is all there is, Slack is asked not to parse it.
        assert payload.get("blocks") or payload["mrkdwn"] is False


@pytest.mark.parametrize("text", HOSTILE)
def test_no_form_executes_what_somebody_typed(text: str) -> None:
    for view in views(text):
        is_safe(view_passes(view))


@given(ANYTHING)
@settings(max_examples=15, deadline=None)
def test_any_text_passes_and_is_safe(text: str) -> None:
    for message in messages(text):
        payload = passes(message)
        is_safe(payload)
        assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", TOKEN.sub("", payload["text"]))
    for view in views(text):
        is_safe(view_passes(view))


@pytest.mark.parametrize("text", HOSTILE)
def test_it_is_shown_letter_for_letter(text: str) -> None:
    for message in (card(about(text)), whole(about(text)), first_part(digest([about(text)]), [[7]], None)):
        payload = passes(message)
        assert f"{text}" in shown(payload["blocks"])
        assert text in unescape(payload["text"])


def test_a_link_is_a_link_only_if_it_is_one() -> None:
    payload = passes(card(about("javascript:alert(1)")))
    assert {part["url"] for part in parts(payload["blocks"]) if "url" in part} == {"https://example.org/1"}


def test_a_long_paste_is_given_back_escaped_and_whole_in_its_entities() -> None:
    payload = passes(answers.mistake(NotUnderstood("Too long."), "/claim " + "<!channel> & " * 3_000))
    assert "blocks" not in payload
    assert payload["mrkdwn"] is False
    assert len(payload["text"]) <= 40_000, "Slack would cut it, and an entity in two"
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", payload["text"])


def test_the_fallback_reads_like_the_message() -> None:
    text = passes(card(dossier(12, "Nobody was there.")))["text"]
    assert text.startswith("C-12 · Unverified")
    assert "Moscow, date unknown (paraphrase)\nNobody was there." in text


def test_a_fallback_is_cut_between_lines_not_in_a_token() -> None:
    many = digest(dossier(number, "<!channel> & more " * 20) for number in range(12))
    text = passes(preview(many))["text"]
    assert len(text) <= 3_000
    assert not re.search(r"<[^>]*$|&[a-z]*$", text)


@pytest.fixture
async def heard() -> AsyncIterator[tuple[AsyncWebClient, list[dict[str, Any]]]]:
    """A client, and what it sends."""
    bodies: list[dict[str, Any]] = []

    async def hear(request: web.Request) -> web.Response:
        bodies.append(await request.json())
        return web.json_response({"ok": True, "ts": "1.1", "channel": "C1"})

    app = web.Application()
    app.router.add_post("/api/{method}", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    yield AsyncWebClient(token="xoxb-1", base_url=f"http://{host}:{port}/api/", retry_handlers=[]), bodies
    await runner.cleanup()


async def test_no_preview_of_a_link_is_asked_for(heard: tuple[AsyncWebClient, list[dict[str, Any]]]) -> None:
    client, bodies = heard
    await posting.post(client, "C1", card(dossier()), key="k", thread_ts=None)
    (body,) = bodies
    assert (body["unfurl_links"], body["unfurl_media"]) == (False, False)
    assert not {"parse", "link_names"} & body.keys()
