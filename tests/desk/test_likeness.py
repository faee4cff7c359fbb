"""Likeness: when a claim is said to be on file already, how surely, and what is shown to differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from sqlmodel import Session

from bot.desk.likeness import Differences, Gate, Wording, differences, likeness, rank
from bot.desk.matching import Match, near_matches, twins_of
from store import Record
from store.candidates import Candidate, Candidates
from store.claims import Sight
from store.index import index_claims
from store.relevance import Frequencies
from store.tables import Claim
from tests.store.claims_on_file import fill_desk, open_workspace, put_claim

TWINS = [
    ("Взрыв прогремел на мосту возле Белгорода", "Взрывы прогремели на мостах возле Белгорода"),
    (
        "Министерство обороны России сообщило о 70 убитых боевиках",
        "Более 70 боевиков убито, сообщает министерство обороны РФ",
    ),
    ("Российские войска захватили деревню Козинка", "Деревня Козинка захвачена российскими войсками"),
    ("Українські війська звільнили місто Херсон", "Місто Херсон звільнене українськими військами"),
    ("Бойовики захопили прикордонну заставу в Грайвороні", "Прикордонна застава у Грайвороні захоплена бойовиками"),
    ("Об’єкт енергетики пошкоджено внаслідок атаки дронів", "Внаслідок атаки дрона пошкоджений об'єкт енергетики"),
    (
        "قالت وزارة الدفاع الروسية إن أكثر من ٧٠ مقاتلاً قُتلوا في الهجوم",
        "مقتل اكثر من 70 من المقاتلين في هجوم، بحسب الدفاع الروسية",
    ),
    ("غارات جوية إسرائيلية على مدينة غزة", "غارةٌ جويّة إسرائيليّة على غزّة"),
    ("ضربات صاروخية استهدفت المستشفيات في خيرسون", "ضربة صاروخية تستهدف مستشفى بخيرسون"),
]


@pytest.fixture
async def workspace(record: Record) -> int:
    def work(session: Session) -> int:
        workspace = open_workspace(session)
        fill_desk(session, workspace, 120)
        index_claims(session, [put_claim(session, workspace, said, indexed=False) for said, _ in TWINS])
        return workspace

    return await record.write(work)


# The rarities of so small a record are all it has: what is said of many is tested on the gate itself.
AS_IF_MANY = Gate(few=0)


async def _near(
    record: Record, workspace: int, statement: str, gate: Gate = AS_IF_MANY, channel: str = "C1"
) -> list[Match]:
    sight = Sight(workspace, "U1", channel, channels=None)
    return await record.read(lambda session: near_matches(session, sight, statement, speaker="Kyiv", gate=gate))


@pytest.mark.parametrize(("said", "again"), TWINS)
async def test_a_twin_in_other_inflections_is_found_first(
    record: Record, workspace: int, said: str, again: str
) -> None:
    matches = await _near(record, workspace, again)
    assert [match.dossier.claim.statement for match in matches[:1]] == [said]


async def test_the_same_words_look_the_same_and_other_words_do_not(record: Record, workspace: int) -> None:
    assert (await _near(record, workspace, TWINS[0][0]))[0].wording is Wording.SAME
    assert await _near(record, workspace, "A comet was seen above Wellington") == []
    assert await _near(record, workspace, '" * ( NEAR -') == []
    assert await _near(record, workspace, "") == []


async def test_among_few_claims_nothing_is_said_surely(record: Record, workspace: int) -> None:
    assert (await _near(record, workspace, TWINS[0][0], Gate()))[0].wording is Wording.RELATED


async def test_a_private_claim_is_never_hinted_at_from_elsewhere(record: Record, workspace: int) -> None:
    secret = "A convoy left Chuhuiv at dawn"
    await record.write(lambda session: put_claim(session, workspace, secret, channel="C2"))
    assert await _near(record, workspace, secret) == []
    (match,) = await _near(record, workspace, secret, channel="C2")
    assert match.dossier.claim.statement == secret

    def twins_from(channel: str) -> Callable[[Session], list[Match]]:
        def work(session: Session) -> list[Match]:
            again = put_claim(session, workspace, secret.upper(), channel=channel)
            return twins_of(session, Sight(workspace, "U1", channel, channels=None), session.get_one(Claim, again))

        return work

    assert await record.write(twins_from("C1")) == []
    assert len(await record.write(twins_from("C2"))) == 2, "in its own channel: itself, and the public one"


async def test_an_exact_twin_is_found_whatever_its_case_and_marks(record: Record, workspace: int) -> None:
    def ask(session: Session) -> list[Match]:
        again = put_claim(session, workspace, "«взрыв прогремел на мосту возле белгорода!»", speaker="Москва")
        return twins_of(session, Sight(workspace, "U1", "C1", channels=None), session.get_one(Claim, again))

    (match,) = await record.write(ask)
    assert match.dossier.claim.statement == TWINS[0][0]
    assert match.wording is Wording.SAME
    assert match.differences == Differences(speaker_there="Kyiv")


@pytest.mark.parametrize(
    ("likeness", "claims", "said"),
    [
        (0.199, 10_000, None),
        (0.20, 10_000, Wording.RELATED),
        (0.299, 10_000, Wording.RELATED),
        (0.30, 10_000, Wording.SAME),
        (1.0, 499, Wording.RELATED),
        (0.30, 500, Wording.SAME),
        (0.0, 0, None),
    ],
)
def test_how_surely_it_is_said(likeness: float, claims: int, said: Wording | None) -> None:
    assert Gate().wording(likeness, claims) is said


def test_likeness_is_twice_what_is_shared_over_both_and_a_slack() -> None:
    frequencies = Frequencies(claims=1000, mean_length=10, counts={"a": 1, "b": 10, "c": 100})
    a, b, c = (frequencies.rarity(term) for term in "abc")
    assert a > b > c > 0
    assert likeness(["a", "b", "b", "new"], ["b", "c"], frequencies) == pytest.approx(2 * b / (a + b + b + c + 40))
    assert likeness([], [], frequencies) == 0


def test_rare_words_rank_before_common_ones_and_short_texts_before_long() -> None:
    frequencies = Frequencies(claims=1000, mean_length=4, counts={"rare": 2, "common": 500})
    found = [
        Candidate(1, Counter(["common", "common", "x", "x"])),
        Candidate(2, Counter(["rare", *["x"] * 9])),
        Candidate(3, Counter(["rare", "x"])),
    ]
    ranked = rank(["rare", "common", "rare", "unheard"], Candidates(found, frequencies))
    assert [candidate.claim_id for candidate, _ in ranked] == [3, 2, 1]


@pytest.mark.parametrize(
    ("here", "there", "differ"),
    [
        ("More than 70 were killed", "More than 60 were killed", Differences(("70",), ("60",))),
        ("٧٠ قتيلا", "70 قتيلا", Differences()),
        ("5.7 % and 1,000", "5,3 % and 1000", Differences(("5.7",), ("5.3",))),
        ("An attack near Kherson", "An attack near Kharkiv", Differences((), (), ("Kherson",), ("Kharkiv",))),
        ("Взрыв в Белгороде", "Взрыв под Белгородом", Differences()),
        ("Взрыв в Белгороде", "Взрыв в Курске", Differences((), (), ("Белгороде",), ("Курске",))),
        ("انفجار في حلب", "انفجار في دمشق", Differences((), (), ("حلب",), ("دمشق",))),
        ("They said that Lavrov left", "They said that Putin left", Differences((), (), ("Lavrov",), ("Putin",))),
        ("They did it", "They didn’t do it", Differences(one_denies=True)),
        ("Они это сделали", "Они этого не делали", Differences(one_denies=True)),
        ("لم يقتل أحد", "قتل أحد", Differences(one_denies=True)),
        ("", "", Differences()),
    ],
)
def test_what_differs_is_told(here: str, there: str, differ: Differences) -> None:
    assert differences(here, "Kyiv", there, "KYIV") == differ
    assert bool(differ) is (differ != Differences())


def test_another_speaker_is_told_by_name() -> None:
    assert differences("70 fighters", "Kyiv", "70 fighters", "Moscow").speaker_there == "Moscow"
    assert differences("70 fighters", None, "70 fighters", "Moscow").speaker_there == "Moscow"
