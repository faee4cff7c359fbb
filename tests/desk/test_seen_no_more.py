"""What is kept since somebody saw it: no old button, no form left open and no words typed again bring it back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.desk import desks, disputing, exporting, filing, lookups, merging, naming, outcomes, quotable, updating
from bot.desk.filters import Filter
from bot.desk.request import Request
from bot.desk.restricting import restrict_claim
from bot.desk.wishes import Format, Wish
from bot.errors import Mistake, NotAllowed, NotFound
from bot.surfaces.card import card
from bot.surfaces.exports.lines import json_lines
from store import Record, Session, outbox
from store.claims import claims_by_numbers
from store.dossiers import read_dossier
from store.names import find_named
from store.tables import Speaker
from store.workspaces import lock_workspace
from tests.desk.asking import CHECKER, file, request

SAID = "Moscow: the walrus was moved https://example.org/1"
DENIED = "Kyiv: the walrus is where it was https://example.org/2"
ELSEWHERE: dict[str, Any] = {"channel": "C9"}


async def restrict(record: Record, number: int) -> None:
    await record.write(lambda session: restrict_claim(session, request(), number))


async def denied_by_a_claim(record: Record) -> None:
    """C-1 with a dispute that was filed as C-2, which is restricted since."""
    await file(record, SAID)
    await record.write(lambda session: disputing.dispute_line(session, request(), [1], DENIED))
    await record.write(lambda session: disputing.file_dispute_as_claim(session, request(), 1))
    await restrict(record, 2)


async def open_second_desk(record: Record) -> None:
    """A desk in C1, and another in C2."""

    def work(session: Session) -> None:
        for channel in ("C1", "C2"):
            desks.open_desk(session, lock_workspace(session, "T1"), request(channel=channel))

    await record.write(work)


def card_of(session: Session, number: int) -> str:
    return str(card(read_dossier(session, claims_by_numbers(session, 1, [number])[0])).payload())


async def lines(record: Record, asked: Request) -> list[dict[str, Any]]:
    """The claims of the file that somebody asks for."""

    def work(session: Session) -> list[dict[str, Any]]:
        exporting.order_export(session, asked, Wish(Format.LINES, Filter(), False))
        row = outbox.row_by_key(session, f"{exporting.FILE}:1:{asked.key}")
        assert row is not None
        page = exporting.read_page(session, exporting.extract_of(session, row), 0, 100)
        return [json.loads(json_lines(exporting.Reach()).write(each) or "") for each in page.wholes]

    return await record.write(work)


async def test_the_same_words_again_do_not_show_what_is_restricted_since(record: Record) -> None:
    await file(record, "Somebody: at work https://example.org/0")  # opens the desk
    typed = {"typed": f"/claim {SAID}"} | ELSEWHERE
    assert await file(record, SAID, **typed) == 2
    await restrict(record, 2)
    with pytest.raises(NotAllowed) as told:
        await file(record, SAID, **typed)
    assert "it stays in its desk's channel. Nothing was filed again." in told.value.sentence
    assert "walrus" not in told.value.sentence
    assert await file(record, SAID) == 3, "what is new is filed"


@pytest.mark.parametrize("channel", ["C1", "C9"])
@pytest.mark.parametrize(
    "act",
    [
        lambda session, asked: lookups.disputed(session, asked, 1),
        lambda session, asked: disputing.file_dispute_as_claim(session, asked, 1),
        lambda session, asked: outcomes.decide_dispute(session, asked, 1, "stands", ""),
        lambda session, asked: disputing.edit_dispute(
            session, asked, 1, filing.understand(session, asked, DENIED), kind="denies", revision=2
        ),
    ],
    ids=["open", "file", "decide", "edit"],
)
async def test_a_dispute_that_its_claim_names_no_more_is_gone(record: Record, act: Any, channel: str) -> None:
    await denied_by_a_claim(record)
    with pytest.raises(NotFound) as told:
        await record.write(lambda session: act(session, request(CHECKER, channel=channel)))
    assert told.value.what == "There is no such dispute that you can see."


async def test_a_dispute_filed_as_a_claim_twice_shows_that_claim_to_those_who_see_it(record: Record) -> None:
    await open_second_desk(record)
    await file(record, SAID)
    await record.write(lambda session: disputing.dispute_line(session, request(), [1], DENIED))
    first = request(channel="C2")
    await record.write(lambda session: disputing.file_dispute_as_claim(session, first, 1))
    again = await record.write(lambda session: disputing.file_dispute_as_claim(session, request(CHECKER), 1))
    assert (again.repeated, again.dossier.claim.number) == (True, 2)
    guest = request("U9", channels=frozenset({"C1"}))
    with pytest.raises(NotFound, match="There is no C-2 that you can see"):
        await record.write(lambda session: disputing.file_dispute_as_claim(session, guest, 1))


async def test_who_updates_a_claim_is_not_named_by_a_refusal(record: Record) -> None:
    for number in range(1, 4):
        await file(record, f"Moscow: {number}0 were moved https://example.org/{number}")
    await record.write(lambda session: updating.update_claim(session, request(), 1, 2))
    await restrict(record, 2)
    with pytest.raises(Mistake) as told:
        await record.write(lambda session: updating.update_claim(session, request(channel="C9"), 1, 3))
    assert "C-1 is updated by another claim already." in told.value.sentence
    assert "C-2" not in told.value.sentence


async def test_a_newer_figure_of_a_desk_one_does_not_see_leaves_the_older_to_be_quoted(record: Record) -> None:
    await open_second_desk(record)
    for channel in ("C1", "C2"):
        await file(record, f"Moscow: 10 were moved https://example.org/{channel}", channel=channel)
    await record.write(lambda session: updating.update_claim(session, request(), 1, 2))
    guest = request("U9", channels=frozenset({"C1"}))
    found = await record.read(lambda session: quotable.quotable(session, guest, 1))
    assert found.newer is None
    member = await record.read(lambda session: quotable.quotable(session, request(), 1))
    assert member.newer is not None


async def test_what_a_merged_claim_repeats_is_not_named_where_it_may_not_be(record: Record) -> None:
    await open_second_desk(record)
    for channel in ("C1", "C1", "C2"):
        await file(record, f"Moscow: 10 were moved https://example.org/{channel}", channel=channel)
    await record.write(lambda session: merging.merge_claims(session, request(), 3, 1))
    await record.write(lambda session: merging.merge_claims(session, request(), 1, 2))
    await restrict(record, 2)
    with pytest.raises(Mistake) as told:
        await record.write(lambda session: merging.unmerge(session, request(channel="C2"), 3))
    assert "The claim that it was merged into, was merged itself." in told.value.sentence
    assert "C-1" not in told.value.sentence


async def test_a_file_names_no_name_that_only_a_kept_claim_has(record: Record) -> None:
    await file(record, SAID)
    await file(record, "The colonel: the badger was moved https://example.org/3", channel="C3", kind="private")

    def join(session: Session) -> None:
        ids = [row.id or 0 for name in ("The colonel", "Moscow") if (row := find_named(session, Speaker, 1, name))]
        naming.join(session, request(channel="C3", kind="private"), "speaker", *ids)

    await record.write(join)
    (told,) = await lines(record, request())
    assert told["speaker_known_as"] == "Moscow"
    await file(record, "The colonel: it was not https://example.org/4")
    told, _ = await lines(record, request())
    assert told["speaker_known_as"] == "The colonel"


@pytest.mark.parametrize(
    ("line", "leads_back"),
    [(SAID, True), (f"{SAID} on background", False), (SAID.replace("Moscow", "withheld"), False)],
)
async def test_a_file_tells_no_message_that_leads_to_who_must_not_be_named(
    record: Record, line: str, leads_back: bool
) -> None:
    def address(session: Session) -> None:
        workspace = lock_workspace(session, "T1")
        workspace.address = "https://t.slack.com/"
        session.add(workspace)

    await record.write(address)
    await file(record, line, message_ts="1.000001", passed_on_by="U7")
    (told,) = await lines(record, request())
    assert (told["message_link"] is not None) is leads_back
    assert (told["passed_on_by"] == "U7") is leads_back
    card = await record.read(lambda session: card_of(session, 1))
    assert ("a message" in card) is leads_back
