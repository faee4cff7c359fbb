"""Evidence typed in one line: filed at once, and shown as it was understood; the form asks for what is missing."""

from __future__ import annotations

from tests.slack.newsroom import Newsroom
from tests.slack.reading import focused, values

LINK = "https://archive.example/1"


async def test_one_line_adds_evidence_and_shows_what_was_understood(newsroom: Newsroom) -> None:
    await newsroom.file()
    typed = f"/claim C-1 evidence refutes {LINK} the video was online in March"
    told = newsroom.read(await newsroom.checker.type("verification", typed))
    assert told == "Your evidence is added to C-1.\n> refutes, other: the video was online in March · @chen"
    assert "1 against" in await newsroom.card_text(1)
    assert await newsroom.claims() == 1, "it is no claim of its own"


async def test_a_note_on_evidence_is_found_until_it_is_taken_back(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.checker.type("verification", f"/claim C-1 evidence refutes {LINK} filmed near Voronezh")
    found = newsroom.read(await newsroom.lead.type("verification", "/claim search Voronezh"))
    assert "In the evidence: filmed near Voronezh" in found
    await newsroom.settle()
    await newsroom.more(newsroom.checker, 1, "take_back_evidence", "1")
    assert "Nothing found" in newsroom.read(await newsroom.lead.type("verification", "/claim search Voronezh"))


async def test_typed_again_it_is_there_once(newsroom: Newsroom) -> None:
    await newsroom.file()
    for _ in range(2):
        await newsroom.checker.type("verification", f"/claim c1 evidence supports {LINK}")
    assert "1 for" in await newsroom.card_text(1)


async def test_without_a_side_the_form_asks_there_and_holds_all_that_was_typed(newsroom: Newsroom) -> None:
    await newsroom.file()
    view = (await newsroom.checker.type("verification", f"/claim C-1 evidence {LINK} the video was online")).view
    assert focused(view) == "side"
    assert view is not None
    assert values(view) | {"kind": None} == {
        "side": None,
        "kind": None,
        "link": LINK,
        "note": "the video was online",
    }
    outcome = await newsroom.checker.submit(view, {"side": "refutes"})
    assert "Your evidence is added to C-1." in newsroom.read(outcome)
    assert "1 against" in await newsroom.card_text(1)


async def test_a_side_alone_and_a_note_too_long_are_refused_and_given_back(newsroom: Newsroom) -> None:
    await newsroom.file()
    alone = newsroom.read(await newsroom.checker.type("verification", "/claim C-1 evidence supports"))
    assert "Evidence needs a link, a file or a note. Nothing was changed." in alone
    assert "/claim C-1 evidence supports" in alone
    long = "supports " + "the video was online in March " * 333
    told = newsroom.read(await newsroom.checker.type("verification", f"/claim C-1 evidence {long}"))
    assert "The note has 9,989 characters; 1,000 fit. Nothing was changed." in told
    assert told.count("the video was online in March") == 333, "what was typed is given back"
    assert "evidence: " not in await newsroom.card_text(1)


async def test_evidence_typed_in_private_does_not_reach_a_public_card(newsroom: Newsroom) -> None:
    await newsroom.file()
    for typed in ("evidence supports our informant saw it", "evidence our informant saw it", "evidence"):
        outcome = await newsroom.reporter.type("investigation", f"/claim C-1 {typed}")
        assert outcome.view is None
        assert "Nothing was" in newsroom.read(outcome)
    assert "evidence: " not in await newsroom.card_text(1)


async def test_what_cannot_be_seen_or_was_set_aside_takes_no_evidence(newsroom: Newsroom) -> None:
    await newsroom.file("Source: the column had a guide https://www.wionews.com/s", channel="investigation")
    hidden = newsroom.read(await newsroom.lead.type("verification", f"/claim C-1 evidence supports {LINK}"))
    assert "There is no C-1 that you can see." in hidden
    assert hidden.replace("C-1", "C-9") == newsroom.read(
        await newsroom.lead.type("verification", f"/claim C-9 evidence supports {LINK}")
    )
    await newsroom.file()
    await newsroom.file("Moscow: they carried it out https://www.wionews.com/2")
    await newsroom.discard(2)
    told = newsroom.read(await newsroom.reporter.type("verification", f"/claim C-2 evidence supports {LINK}"))
    assert "C-2 was discarded in the meantime." in told
