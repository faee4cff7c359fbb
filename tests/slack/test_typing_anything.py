"""Whatever a person types is shown as text, never executed, and comes back whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.workspace import Message
from tests.slack.newsroom import Newsroom, kyiv
from tests.slack.reading import values

LINK = "https://www.wionews.com/1"
STRANGE = [
    "<!channel> look at this",
    "<!here|everybody> look",
    "<!subteam^S0123> look",
    "<@U0CHEN0001> said so",
    "<@U0CHEN0001|chen> said so",
    "<#C0WIRE0001|wire> has it",
    "*bold* _slanted_ ~struck~ `code` ```block```",
    "> quoted",
    "&lt;!channel&gt; &amp;amp;",
    "A & B < C > D",
    "قالت الوزارة إن الهجوم فشل",
    "משרד החוץ: זה שקר",
    "mixed עברית and English",
    "🏴‍☠️ 👩🏽‍🚒 fire 🔥",
    "𝕱𝖗𝖆𝖐𝖙𝖚𝖗 𠜎𠜱 four bytes",
    ":smile: :fire:",
    "{date_short} <!date^1^{date}|x>",
    "C:\\path\\n %s %(x)s {} $HOME '; DROP TABLE claim; --",
    "@channel @here @everyone",
]


async def file_in_form(newsroom: Newsroom, speaker: str, statement: str) -> None:
    """File through the form, where Slack hands over what was typed as it is."""
    form = (await newsroom.reporter.type("verification", "/claim")).view
    assert form is not None
    filled = {"speaker": speaker, "statement": statement, "source": f"{LINK} via WION"}
    outcome = await newsroom.reporter.submit(form, filled)
    assert "is filed." in newsroom.read(outcome), outcome.errors


def runs(blocks: Any) -> Iterator[dict[str, Any]]:
    """Every object in a message's blocks."""
    if isinstance(blocks, dict):
        yield blocks
    for part in blocks.values() if isinstance(blocks, dict) else blocks if isinstance(blocks, list) else ():
        yield from runs(part)


def shown_as_text(message: Message, statement: str) -> None:
    """The words stand in `text` runs, which Slack does not parse, and nowhere in mrkdwn."""
    everything = list(runs(message.blocks))
    assert any(run.get("type") == "text" and statement in run["text"] for run in everything), message.blocks
    assert not [run for run in everything if run.get("type") in ("mrkdwn", "broadcast", "usergroup", "emoji")]
    mentioned = {run["user_id"] for run in everything if run.get("type") == "user"}
    assert mentioned <= {"U0RITA0001"}, "only who filed it"
    for sign in ("<!channel", "<!here", "<!subteam", "<@U0CHEN", "<#C0WIRE"):
        assert sign not in message.text, "the fallback is parsed by Slack"


@pytest.mark.parametrize("typed", STRANGE)
async def test_a_statement_is_shown_as_it_was_typed_everywhere(newsroom: Newsroom, typed: str) -> None:
    await file_in_form(newsroom, "Moscow", typed)
    shown_as_text(await newsroom.card(1), typed)
    await newsroom.reporter.type("verification", "/dispute C-1")
    form = await newsroom.form(newsroom.reporter)
    filled = {"speaker": "Kyiv", "statement": typed, "source": "via WION"}
    outcome = await newsroom.reporter.submit(form, filled)
    assert typed in json.dumps([*runs(await_blocks(outcome.view))], ensure_ascii=False).replace("\\\\", "\\")
    shown_as_text((await newsroom.card(1)).replies[0], typed)
    for command in ("C-1", "list", "digest"):
        (answer,) = (await newsroom.reporter.type("verification", f"/claim {command}")).messages
        shown_as_text(answer, typed)
    edit = await newsroom.more(newsroom.reporter, await newsroom.card(1), "edit")
    assert values(edit)["statement"] == typed
    await newsroom.to(kyiv(24, 9))
    shown_as_text(newsroom.posts("digest")[0], typed)
    await newsroom.to(kyiv(24, 14, 10))
    shown_as_text(newsroom.posts("reminder")[0], typed)


def await_blocks(view: Any) -> Any:
    assert view is not None
    return view.blocks


async def test_a_speaker_is_shown_as_it_was_typed(newsroom: Newsroom) -> None:
    for number, typed in enumerate(STRANGE, 1):
        await file_in_form(newsroom, typed, f"It was them {number} times.")
        shown_as_text(await newsroom.card(number), typed)


async def test_in_one_line_too_nothing_is_executed(newsroom: Newsroom) -> None:
    for number, typed in enumerate(STRANGE, 1):
        outcome = await newsroom.reporter.type("verification", f"/claim Moscow: “{typed}” {LINK}")
        assert f"C-{number} is filed." in newsroom.read(outcome), typed
        shown_as_text(await newsroom.card(number), typed)


async def test_a_link_with_a_false_label_shows_where_it_leads(newsroom: Newsroom) -> None:
    payload = (await newsroom.reporter.type("verification", "/claim help")).request
    assert payload is not None
    text = "Moscow: see <https://evil.example/x|https://www.bbc.com/news> now https://www.wionews.com/1"
    trigger = newsroom.server.views.new_trigger(newsroom.reporter.person)
    ack = await newsroom.server.deliver("slash_commands", payload | {"text": text, "trigger_id": trigger})
    assert "C-1 is filed." in ack.payload["text"]
    card = await newsroom.card(1)
    for run in runs(card.blocks):
        if run.get("type") == "link":
            assert "bbc.com" not in run["text"] or "bbc.com" in run["url"]
            assert run["url"].startswith(("https://evil.example/", "https://www.wionews.com/"))


async def test_mentions_and_channels_that_slack_made_come_out_as_words(newsroom: Newsroom) -> None:
    await newsroom.file(f"Moscow: @chen and @channel saw it in #wire, A & B {LINK}")
    shown_as_text(await newsroom.card(1), "@chen and @channel saw it in #wire, A & B")


async def test_a_refusal_gives_back_what_was_typed_letter_for_letter(newsroom: Newsroom) -> None:
    typed = f"/claim Moscow: @chen & <b>, #wire {LINK} said 31 February"
    (answer,) = (await newsroom.reporter.type("verification", typed)).messages
    assert "31 February is no date. Nothing was filed." in newsroom.read(answer)
    assert any(run.get("type") == "text" and run["text"] == typed for run in runs(answer.blocks)), answer.blocks


async def test_a_paste_of_forty_thousand_characters_is_answered_and_given_back(newsroom: Newsroom) -> None:
    paste = "слово & <!channel> " * 2_200
    outcome = await newsroom.reporter.type("verification", f"/claim Moscow: {paste} {LINK}")
    assert outcome.acked
    (answer,) = outcome.messages
    told = answer.text
    assert "3,000 fit" in told
    assert "Nothing was filed." in told
    assert paste[:10_000].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in told
    assert answer.mrkdwn is False
    assert await newsroom.claims() == 0


async def test_a_paste_into_the_form_is_stopped_before_it_is_sent(newsroom: Newsroom) -> None:
    form = (await newsroom.reporter.type("verification", "/claim")).view
    assert form is not None
    filled = {"speaker": "Moscow", "statement": "слово " * 7_000, "source": LINK}
    assert set((await newsroom.reporter.submit(form, filled)).errors) == {"statement"}


async def test_the_longest_of_everything_is_filed_and_shown(newsroom: Newsroom) -> None:
    form = (await newsroom.reporter.type("verification", "/claim")).view
    assert form is not None
    filled = {
        "speaker": "<&>" * 50,
        "role": "🔥" * 100,
        "statement": "<" * 3_000,
        "source": f"{LINK}?{'a' * 900} via {'&' * 200} citing {'>' * 200}",
        "tags": " ".join(f"#{'т' * 45}{n}" for n in range(20)),
    }
    outcome = await newsroom.reporter.submit(form, filled)
    assert "C-1 is filed." in newsroom.read(outcome), outcome.errors
    await newsroom.card(1)
    for command in ("C-1", "list", "digest"):
        await newsroom.reporter.type("verification", f"/claim {command}")
    await newsroom.to(kyiv(24, 14, 10))
    assert newsroom.posts("reminder")
