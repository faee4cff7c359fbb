"""Search: words of any script in anything that is searched, best first, and nothing typed is a query."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from store import Record
from store.excerpts import Piece, excerpt
from store.index import index_claim
from store.search import Hit
from store.tables import Claim
from tests.store.claims_on_file import look, open_workspace, put_claim, put_dispute, put_report


@pytest.fixture
async def workspace(record: Record) -> int:
    def work(session: Session) -> int:
        workspace = open_workspace(session)
        put_claim(
            session, workspace, "More than 70 fighters were killed in Belgorod", speaker="Russian Defence Ministry"
        )
        put_claim(
            session, workspace, "Взрыв прогремел на мосту возле Белгорода", note="Video seen on Telegram", tags=["raid"]
        )
        put_claim(session, workspace, "قالت الوزارة إن ٧٠ مقاتلاً قُتلوا في الهجوم")
        last = put_claim(session, workspace, "Somebody said something else about fighters", indexed=False)
        put_dispute(session, last, "Ukraine’s Foreign Legion", "We have nothing to do with the Volunteer Corps")
        put_report(session, last, "WION", "Reuters")
        index_claim(session, last)
        return workspace

    return await record.write(work)


async def _found(record: Record, workspace: int, words: str) -> list[Hit]:
    return await record.read(lambda session: look(session, workspace, words))


def _matched(hit: Hit) -> list[str]:
    return [piece.text for piece in hit.excerpt if piece.matched]


@pytest.mark.parametrize(
    ("words", "claim", "field", "matched"),
    [
        ("fighter kill", 1, "statement", ["fighters", "killed"]),
        ("мост", 2, "statement", ["мосту"]),
        ("белгород", 2, "statement", ["Белгорода"]),
        ("والهجوم", 3, "statement", ["الهجوم"]),
        ("defence ministry", 1, "speaker", ["Defence", "Ministry"]),
        ("telegram", 2, "note", ["Telegram"]),
        ("#raid", 2, "tag", ["raid"]),
        ("reuters", 4, "source", ["Reuters"]),
        ("wion", 4, "source", ["WION"]),
        ("volunteers", 4, "dispute", ["Volunteer"]),
        ("foreign legion", 4, "dispute", ["Foreign", "Legion"]),
    ],
)
async def test_words_are_found_wherever_they_stand_and_shown_there(
    record: Record, workspace: int, words: str, claim: int, field: str, matched: list[str]
) -> None:
    best = (await _found(record, workspace, words))[0]
    assert (best.claim_id, best.field, _matched(best)) == (claim, field, matched)


@pytest.mark.parametrize(
    ("words", "claims"),
    [
        ("70", [3, 1]),  # in either kind of digits
        ("fighters killed", [1, 4]),  # all the words before some of them
        ("fighters something", [4, 1]),
        ("fight", [1, 4]),
        ("7", []),
        ("kyi", [3, 2, 4]),  # the speaker of the others
        ("nowhere", []),
    ],
)
async def test_the_claims_with_the_most_of_the_words_come_first(
    record: Record, workspace: int, words: str, claims: list[int]
) -> None:
    assert [hit.claim_id for hit in await _found(record, workspace, words)] == claims


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "a",
        "й",
        "7",
        '" * ( NEAR -',
        '"open',
        "NOT x",
        "AND",
        "a OR",
        "t:foo",
        "said:belgorod",
        "{said beside} : x",
        "^a",
        "COVID-19",
        "don't",
        "C++",
        "5%",
        "#tag",
        "NEAR(a b, 2)",
        "1_belgo",
        "a & b | !c <-> d",
        "'; DROP TABLE claim; --",
        "%_",
        "\\",
        "x" * 3000,
        "word " * 600,
        "Belgorod, " * 300,
        "".join(f"word{n} " for n in range(350)),
        "🔥",
        "\u202e",
    ],
)
async def test_whatever_is_typed_is_words_and_never_an_error(record: Record, workspace: int, typed: str) -> None:
    for hit in await _found(record, workspace, typed):
        assert _matched(hit)


async def test_operators_alone_find_nothing(record: Record, workspace: int) -> None:
    assert await _found(record, workspace, '" * ( -') == []


async def test_a_long_text_finds_the_claim_that_it_repeats(record: Record, workspace: int) -> None:
    pasted = (
        "The ministry, quoted at length by everybody, put it so: " * 20 + "70 fighters were killed at Belgorod. " * 50
    )
    assert (await _found(record, workspace, pasted[:3000]))[0].claim_id == 1


async def test_no_more_are_found_than_were_asked_for(record: Record, workspace: int) -> None:
    def work(session: Session) -> None:
        for n in range(30):
            put_claim(session, workspace, f"Kharkiv {n}")
        assert [len(look(session, workspace, "Kharkiv", limit=limit)) for limit in (1, 20, 50)] == [1, 20, 30]
        assert session.get_one(Claim, 1).id == 1

    await record.write(work)


def test_an_excerpt_shows_the_part_with_the_most_matches_and_says_what_it_leaves_out() -> None:
    text = "begin " * 40 + "the fighters of Belgorod, " + "end " * 40
    pieces = excerpt(text, {"fight", "belgo"}, width=60)
    assert [piece.text for piece in pieces if piece.matched] == ["fighters", "Belgorod"]
    whole = "".join(piece.text for piece in pieces)
    assert whole.startswith("…")
    assert whole.endswith("…")
    assert len(whole) <= 62


@pytest.mark.parametrize("text", ["", " ", "x" * 500, "東京" * 200, "a\nb"])
def test_an_excerpt_of_anything_is_short_and_part_of_it(text: str) -> None:
    for wanted in (set[str](), {"xxxxx", "東京"}):
        shown = "".join(piece.text for piece in excerpt(text, wanted, width=50))
        assert shown.strip("…") in text
        assert len(shown) <= 52


def test_a_short_text_is_shown_whole() -> None:
    assert excerpt("“Belgorod” burns", {"belgo"}) == [
        Piece("“", False),
        Piece("Belgorod", True),
        Piece("” burns", False),
    ]
