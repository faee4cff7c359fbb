"""A withheld speaker: the word instead of the name, everywhere and for good; who knows it is asked."""

from __future__ import annotations

from typing import Any

from sandbox.acting import Actor
from tests.slack.newsroom import LINE, Newsroom
from tests.slack.reading import buttons, values
from tests.slack.test_off_the_record import kept

WITHHELD = "withheld, ministry official: The draft is ready https://www.wionews.com/draft"


async def told(newsroom: Newsroom, text: str, who: Actor | None = None, channel: str = "verification") -> str:
    return newsroom.read(await (who or newsroom.checker).type(channel, text))


async def edit(newsroom: Newsroom, who: Actor, **changed: Any) -> str:
    await newsroom.settle()
    form = await newsroom.more(who, 1, "edit")
    done = await who.submit(form, changed)
    read = newsroom.read(done)
    if not done.errors:
        await who.close(await newsroom.form(who))
    return "\n".join([read, *done.errors.values()])


async def test_the_card_says_withheld_and_the_whole_view_whom_to_ask(newsroom: Newsroom) -> None:
    said = await told(newsroom, f"/claim {WITHHELD}", newsroom.reporter)
    rita = newsroom.reporter.person.name
    assert f"Speaker withheld, ministry official; whoever wants the name is told to ask @{rita}" in said
    card = await newsroom.card(1)
    assert "Speaker withheld, ministry official, date unknown" in newsroom.read(card)
    assert "ask @" not in newsroom.read(card), "whose contact it is goes half the way to the name"
    assert f"Speaker withheld, ministry official · ask @{rita}, date unknown" in await told(newsroom, "/claim C-1")


async def test_a_card_in_private_names_who_knows(newsroom: Newsroom) -> None:
    await newsroom.file(WITHHELD, channel="investigation")
    assert f"ask @{newsroom.reporter.person.name}" in await newsroom.card_text(1)


async def test_the_form_takes_who_knows_it(newsroom: Newsroom) -> None:
    await newsroom.reporter.type("verification", "/claim")
    done = await newsroom.reporter.submit(
        await newsroom.form(newsroom.reporter),
        {
            "speaker": "Name withheld",
            "statement": "The draft is ready.",
            "source": "via WION",
            "known_to": [newsroom.lead.person.id, newsroom.checker.person.id],
        },
    )
    assert "is told to ask @" in newsroom.read(done), done.errors
    whole = await told(newsroom, "/claim C-1")
    assert f"ask @{newsroom.lead.person.name}, @{newsroom.checker.person.name}" in whole
    await newsroom.reporter.close(await newsroom.form(newsroom.reporter))
    said = await edit(newsroom, newsroom.reporter, known_to=[newsroom.lead.person.id])
    assert "C-1 is changed" in said
    assert f"Who knows the name: @{newsroom.lead.person.name}" in (await newsroom.thread(1))[-1]


async def test_who_knows_a_name_that_is_given_is_refused(newsroom: Newsroom) -> None:
    await newsroom.reporter.type("verification", "/claim")
    done = await newsroom.reporter.submit(
        await newsroom.form(newsroom.reporter),
        {
            "speaker": "Moscow",
            "statement": "It is so.",
            "source": "via WION",
            "known_to": [newsroom.lead.person.id],
        },
    )
    assert done.errors["known_to"].startswith("You named the speaker, so nobody has to be asked for the name.")
    assert "Nothing was filed." in done.errors["known_to"]
    assert await newsroom.claims() == 0
    assert values(await newsroom.form(newsroom.reporter))["statement"] == "It is so."


async def test_a_name_that_is_withheld_later_is_shown_nowhere_any_more(newsroom: Newsroom) -> None:
    await newsroom.file("Olha Melnyk, chief of staff: The draft is ready https://www.wionews.com/draft")
    said = await edit(newsroom, newsroom.reporter, speaker="withheld", role="ministry official")
    assert "stays in the history on file" in said
    seen = [
        await newsroom.card_text(1),
        *await newsroom.thread(1),
        await told(newsroom, "/claim C-1"),
        await told(newsroom, "/claim history C-1"),
        await told(newsroom, "/claim wording C-1"),
        await told(newsroom, "/claim list"),
        await told(newsroom, "/claim search Melnyk"),
    ]
    assert not any("Olha" in each or "chief of staff" in each for each in seen), seen
    assert "Speaker: a name → withheld" in (await newsroom.thread(1))[-1]
    assert (await kept(newsroom)).count("Olha Melnyk") == 1, "the filing holds it, and nothing that came later"


async def test_two_withheld_speakers_are_not_one(newsroom: Newsroom) -> None:
    await newsroom.file(WITHHELD)
    await newsroom.file("withheld: More than 70 fighters were killed https://www.wionews.com/70")
    listed = await newsroom.checker.type("verification", "/claim list by withheld")
    assert newsroom.read(listed).startswith("Claims: 2 · by withheld")
    assert "Same as…" not in buttons(listed.messages[0]), "no page lumps them together"
    await newsroom.settle()
    await newsroom.more(newsroom.reporter, 1, "updated_by")
    refused = await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), {"newer": "C-2"})
    assert "The speaker of C-1 is withheld" in "".join(refused.errors.values()) + newsroom.read(refused)


async def test_no_name_is_made_another_of_a_withheld_one(newsroom: Newsroom) -> None:
    await newsroom.file(WITHHELD)
    await newsroom.file(LINE)
    (page,) = (await newsroom.reporter.type("verification", "/claim list by Moscow")).messages
    await newsroom.reporter.press(page, "join_names")
    refused = await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), {"other": "withheld"})
    assert "A withheld speaker has no name" in "".join(refused.errors.values())


async def test_a_dispute_by_somebody_withheld(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.dispute(1, "withheld: nothing of the kind happened https://www.wionews.com/no")
    whole = await told(newsroom, "/claim C-1")
    assert f"Speaker withheld (ask @{newsroom.reporter.person.name}) contradicts: nothing of the kind" in whole
    wording = await told(newsroom, "/claim wording C-1")
    assert "A person who asked not to be named contradicted this" in wording


async def test_what_differs_is_not_said_of_a_speaker_nobody_knows(newsroom: Newsroom) -> None:
    await newsroom.file("withheld: More than 70 fighters were killed in Kozinka https://www.wionews.com/70")
    said = await told(newsroom, "/claim Moscow: More than 70 fighters were killed in Kozinka via WION")
    assert "C-1" in said
    assert "said by" not in said
