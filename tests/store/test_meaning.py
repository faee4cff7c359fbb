"""Meaning: vectors on file and in memory, where the extra is installed; without it everything works by words."""

from __future__ import annotations

import pytest
from sqlmodel import Session, col, select, update

from bot.desk.likeness import Gate
from bot.desk.matching import Match, matches_of, near_matches
from bot.rhythm.understanding import Understanding
from store import Record
from store.claims import Sight, visible
from store.index import forget_claim, index_claim
from store.meaning import BLOCK, LENGTH, Meanings, open_meanings
from store.tables import Claim, ClaimMeaning
from tests.store.claims_on_file import open_workspace, put_claim

SAID = "An explosion destroyed the dam of the hydroelectric plant"
AGAIN = "Взрыв разрушил плотину гидроэлектростанции"
OTHER = "The president opened a school in Lviv"


@pytest.fixture
def meanings() -> Meanings:
    meanings = open_meanings()
    assert meanings is not None, "the tests run with the extra"
    return meanings


async def _filed(record: Record, *statements: str, channel: str = "C1") -> list[int]:
    def work(session: Session) -> list[int]:
        workspace = 1 if session.get(Claim, 1) else open_workspace(session)
        return [put_claim(session, workspace, each, channel=channel) for each in statements]

    return await record.write(work)


async def _like(record: Record, meanings: Meanings | None, statement: str, channel: str = "C1") -> list[str]:
    def look(session: Session) -> list[Match]:
        return near_matches(session, Sight(1, "U1", channel, channels=None), statement, meanings=meanings)

    return [match.dossier.claim.statement for match in await record.read(look)]


async def _vectors(record: Record) -> dict[int, bytes]:
    def look(session: Session) -> dict[int, bytes]:
        return dict(session.exec(select(ClaimMeaning.claim_id, ClaimMeaning.vector)).all())

    return await record.read(look)


async def test_without_the_extra_there_is_no_encoder_and_words_are_compared(record: Record) -> None:
    assert open_meanings("a_package_that_nobody_installed") is None
    understanding = Understanding(record, opening=lambda: open_meanings("a_package_that_nobody_installed"))
    claim_id, _ = await _filed(record, SAID, OTHER)
    await understanding.settle()
    assert understanding.meanings is None
    assert await _vectors(record) == {}
    assert await _like(record, understanding.meanings, AGAIN) == []
    (again,) = await _filed(record, SAID.upper())
    exact = await record.read(
        lambda session: matches_of(
            session, Sight(1, "U1", "C1", channels=None), session.get_one(Claim, again), gate=Gate()
        )
    )
    assert [match.dossier.claim.id for match in exact] == [claim_id]


async def test_every_claim_gets_a_vector_once(record: Record) -> None:
    understanding = Understanding(record)
    ids = await _filed(record, SAID, OTHER, "", "https://example.org/1")
    await understanding.settle()
    vectors = await _vectors(record)
    assert sorted(vectors) == ids
    assert {len(vector) for vector in vectors.values()} == {2 * LENGTH}
    later = await _filed(record, AGAIN)
    await understanding.settle()
    assert sorted(await _vectors(record)) == [*ids, *later]
    assert await _like(record, understanding.meanings, "Explosión destruyó la presa hidroeléctrica") == [SAID, AGAIN]


async def test_what_is_on_file_is_known_after_a_start(record: Record, meanings: Meanings) -> None:
    await _filed(record, SAID, OTHER)
    await Understanding(record).settle()
    assert await _like(record, meanings, AGAIN) == []
    await record.read(meanings.load)
    assert await _like(record, meanings, AGAIN) == [SAID]


async def test_a_vector_of_another_encoder_is_made_again(record: Record) -> None:
    await _filed(record, SAID)
    await Understanding(record).settle()
    made = await _vectors(record)

    def spoil(session: Session) -> None:
        session.exec(update(ClaimMeaning).values(encoder="an older one", vector=b""))

    await record.write(spoil)
    await Understanding(record).settle()
    assert await _vectors(record) == made


async def test_a_claim_that_is_reworded_is_understood_anew(record: Record) -> None:
    understanding = Understanding(record)
    (claim_id,) = await _filed(record, SAID)
    await understanding.settle()

    def reword(session: Session) -> None:
        session.get_one(Claim, claim_id).statement = OTHER
        index_claim(session, claim_id)

    await record.write(reword)
    assert await _vectors(record) == {}
    understanding.look_again()
    await understanding.settle()
    assert await _like(record, understanding.meanings, AGAIN) == []
    assert await _like(record, understanding.meanings, "El presidente inauguró una escuela en Lviv") == [OTHER]


async def test_a_vector_of_words_that_changed_while_it_was_made_is_not_kept(record: Record, meanings: Meanings) -> None:
    (claim_id,) = await _filed(record, SAID)
    due = await record.read(meanings.due)
    assert [each.claim_id for each in due] == [claim_id]

    def reword(session: Session) -> None:
        session.get_one(Claim, claim_id).statement = OTHER
        index_claim(session, claim_id)

    await record.write(reword)
    vectors = meanings.vectors([each.statement for each in due])
    await record.write(lambda session: meanings.keep(session, due, vectors))
    assert await _vectors(record) == {}
    assert [each.statement for each in await record.read(meanings.due)] == [OTHER]


async def test_forgetting_a_claim_forgets_what_it_means(record: Record) -> None:
    (claim_id,) = await _filed(record, SAID)
    await Understanding(record).settle()
    await record.write(lambda session: forget_claim(session, claim_id))
    assert await _vectors(record) == {}


async def test_nothing_private_is_close_to_anything_elsewhere(record: Record) -> None:
    understanding = Understanding(record)
    await _filed(record, OTHER)
    await _filed(record, *[f"{SAID}, {number} said" for number in range(30)], channel="C2")
    await _filed(record, SAID)
    await understanding.settle()
    meanings = understanding.meanings
    assert meanings is not None

    def closest(session: Session) -> list[int]:
        found = meanings.closeness(session, 1, AGAIN, seen=visible(Sight(1, "U1", "C1", channels=None)), most=2)
        return [] if found is None else list(found.closest)

    assert await record.read(closest) == [32, 1], "thirty closer ones are passed over"
    assert await _like(record, meanings, AGAIN) == [SAID]
    assert await _like(record, meanings, AGAIN, "C2") != [SAID]


async def test_more_vectors_than_a_block_holds_are_all_compared(record: Record, meanings: Meanings) -> None:
    said, other = meanings.vectors([SAID, OTHER])
    many = BLOCK + 2
    for claim_id in range(1, many + 1):
        meanings.put(1, [claim_id], other[None, :])
    meanings.put(1, [1, many], meanings.vectors([SAID, SAID]))

    def look(session: Session) -> list[float]:
        found = meanings.closeness(session, 1, SAID, seen=visible(Sight(1, "U1", "C1", channels=None)), most=2)
        assert found is not None
        return [found.of(claim_id) for claim_id in (1, 2, many, many + 1)]

    alone = float(said @ other)
    assert await record.read(look) == pytest.approx([1, alone, 1, 0], abs=0.01)


async def test_claims_of_other_workspaces_are_never_compared(record: Record) -> None:
    understanding = Understanding(record)
    await _filed(record, SAID)
    other = await record.write(lambda session: open_workspace(session, "T2"))
    await record.write(lambda session: put_claim(session, other, OTHER))
    await understanding.settle()
    seen = Sight(other, "U1", "C1", channels=None)
    found = await record.read(lambda s: near_matches(s, seen, AGAIN, meanings=understanding.meanings))
    assert found == []
    kept = await record.read(lambda s: s.exec(select(Claim.id).where(col(Claim.workspace_id) == other)).all())
    assert len(kept) == 1
