"""Twins at a desk of many claims: found in other inflections and in other languages, with what differs beside them."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.desk.likeness import Differences, Gate, Wording
from bot.desk.matching import Match, matches_of
from bot.rhythm.understanding import Understanding
from store import Record
from store.claims import Sight
from store.index import index_claims
from store.meaning import Meanings, open_meanings
from store.names import find_or_add
from store.tables import Claim, Speaker
from tests.store.claims_on_file import fill_desk, open_workspace, put_claim

DESK = 1
MANY = 600  # claims at least, so that it is known how rare a word is

# As filed first, and as somebody else heard it.
INFLECTED = [
    # Russian
    ("Беспилотники атаковали нефтебазу в Туапсе", "Атака беспилотников на нефтебазу Туапсе"),
    ("Губернатор объявил эвакуацию жителей Шебекино", "Жителей Шебекина эвакуируют, объявил губернатор"),
    ("Вертолёт Ка-52 сбит над Запорожской областью", "Сбитый в Запорожской области вертолет оказался Ка-52"),
    ("Плотина Каховской ГЭС разрушена взрывом", "Взрыв разрушил плотину на Каховской ГЭС"),
    ("Погибли 52 военнослужащих кораблей Черноморского флота", "52 военнослужащих Черноморского флота погибло"),
    # Ukrainian
    ("Ворожа ракета влучила в житловий будинок у Дніпрі", "Ракетний удар по житловому будинку Дніпра: ворожа ракета"),
    ("Прикордонники затримали диверсантів біля Глухова", "Біля Глухова прикордонниками затримано диверсантів"),
    ("Рятувальники деблокували тіла двох дітей з-під завалів", "З-під завалів рятувальниками деблоковано тіло дитини"),
    (
        "Енергоблок Запорізької станції зупинено через обстріл",
        "Через обстріли зупинили енергоблок Запорізької станції",
    ),
    ("Мінські угоди підписали сепаратисти", "Підписання сепаратистами мінських угод"),
    # Arabic
    ("أعلنت كتائب القسام تدمير دبابة في حي الشجاعية", "القسام تعلن تدمير دبابات بالشجاعية"),
    ("استهداف سفينة تجارية في البحر الأحمر بصاروخ", "صواريخ تستهدف سفينةً تجاريةً بالبحر الاحمر"),
    ("نزوح آلاف المدنيين من مخيم جباليا", "نزح الاف المدنيين عن مخيّم جباليا"),
    ("وصول شاحنات المساعدات إلى معبر رفح", "شاحنات مساعدات تصل معبر رفح"),
]

# The same in another language: only the `[semantic]` extra finds these. The encoder has learnt no Ukrainian.
TRANSLATED = [
    ("Взрыв разрушил плотину гидроэлектростанции", "An explosion destroyed the dam of the hydroelectric plant"),
    (
        "Десятки тысяч протестующих вышли на улицы столицы",
        "Tens of thousands of protesters filled the capital's streets",
    ),
    ("قتل خمسة صحفيين في غارة جوية", "Five journalists were killed in an air strike"),
    ("El terremoto causó cientos de muertos", "The earthquake killed hundreds of people"),
]


# What differs in one thing only.
KNOWN = "More than 60 fighters were killed near Belgorod on Monday"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of hundreds of claims, the first of each pair among them, each with its vector."""
    file = tmp_path_factory.mktemp("twins") / "record.db"

    def work(session: Session) -> None:
        workspace = open_workspace(session)
        fill_desk(session, workspace, MANY)
        said = [KNOWN, *(said for said, _ in (*INFLECTED, *TRANSLATED))]
        index_claims(session, [put_claim(session, workspace, each, indexed=False) for each in said])

    async def prepare() -> None:
        record = Record(f"sqlite:///{file}")
        await record.open()
        await record.write(work)
        await Understanding(record).settle()
        await record.close()

    asyncio.run(prepare())
    return file


@pytest.fixture
async def record(prepared: Path, tmp_path: Path) -> AsyncIterator[Record]:
    record = Record(f"sqlite:///{shutil.copy(prepared, tmp_path / 'record.db')}")
    await record.open()
    yield record
    await record.close()


@pytest.fixture
async def meanings(record: Record) -> Meanings:
    """What all the claims mean, where the extra is installed: here it is."""
    meanings = open_meanings()
    assert meanings is not None, "the tests run with the extra"
    await record.read(meanings.load)
    return meanings


async def _found(
    record: Record,
    statement: str,
    *,
    speaker: str = "Kyiv",
    channel: str = "C1",
    meanings: Meanings | None = None,
) -> list[Match]:
    """What a new claim is said to be like."""

    def file(session: Session) -> int:
        return put_claim(session, DESK, statement, speaker=speaker, channel=channel)

    claim_id = await record.write(file)
    sight = Sight(DESK, "U1", channel, channels=None)

    def look(session: Session) -> list[Match]:
        return matches_of(session, sight, session.get_one(Claim, claim_id), gate=Gate(), meanings=meanings)

    return await record.read(look)


@pytest.mark.parametrize(("said", "again"), INFLECTED)
async def test_a_twin_in_other_inflections_is_said_by_words_alone(record: Record, said: str, again: str) -> None:
    matches = await _found(record, again)
    assert [match.dossier.claim.statement for match in matches[:1]] == [said]


@pytest.mark.parametrize(("said", "again"), INFLECTED)
async def test_it_is_said_with_the_extra_too(record: Record, meanings: Meanings, said: str, again: str) -> None:
    matches = await _found(record, again, meanings=meanings)
    assert [match.dossier.claim.statement for match in matches[:1]] == [said]


@pytest.mark.parametrize(("said", "again"), TRANSLATED)
async def test_the_same_claim_in_another_language_is_found_by_its_meaning_only(
    record: Record, meanings: Meanings, said: str, again: str
) -> None:
    matches = await _found(record, again, meanings=meanings)
    assert [(match.dossier.claim.statement, match.wording) for match in matches[:1]] == [(said, Wording.RELATED)]
    without = await _found(record, again, channel="C2")
    assert said not in [match.dossier.claim.statement for match in without]


@pytest.mark.parametrize(
    "statement", ["A comet was seen above Wellington", "Учёные нашли новый вид бабочек", "فاز الفريق بكأس العالم"]
)
async def test_what_nobody_said_before_is_like_nothing(record: Record, meanings: Meanings, statement: str) -> None:
    assert await _found(record, statement, meanings=meanings) == []


@pytest.mark.parametrize(
    ("again", "speaker", "differ"),
    [
        (KNOWN.replace("60", "70"), "Kyiv", Differences(("70",), ("60",))),
        (KNOWN, "Moscow", Differences(speaker_there="Kyiv")),
        (KNOWN.replace("Belgorod", "Kursk"), "Kyiv", Differences((), (), ("Kursk",), ("Belgorod",))),
        (KNOWN.replace("were killed", "were not killed"), "Kyiv", Differences(one_denies=True)),
        (KNOWN.replace("60", "٦٠"), "Kyiv", Differences()),
    ],
)
async def test_what_differs_stands_beside_it(record: Record, again: str, speaker: str, differ: Differences) -> None:
    first, *_ = await _found(record, again, speaker=speaker)
    assert first.dossier.claim.statement == KNOWN
    assert first.differences == differ


async def test_another_name_of_the_same_speaker_is_no_difference(record: Record) -> None:
    def join(session: Session) -> None:
        kyiv = find_or_add(session, Speaker, DESK, "Kyiv")
        find_or_add(session, Speaker, DESK, "Київ").same_as = kyiv.id

    await record.write(join)
    first, *_ = await _found(record, KNOWN, speaker="Київ")
    assert not first.differences
