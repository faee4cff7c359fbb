"""The sentence for a story says who said what, who carried it, what we found and who denies it, letter for letter."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import limits
from bot.desk.quotable import Quotable
from bot.surfaces.attribution import attribution
from bot.surfaces.copy_wording import copy_wording
from bot.surfaces.house import HOUSE
from store.dossiers import Carried, Dossier
from store.tables import Evidence
from tests.surfaces.passing import parts, passes, shown
from tests.surfaces.records import FILLINGS, NOW, dossier, filled, longest, objection

TODAY = date(2023, 5, 24)
OPEN = "This could not be independently verified."
WION = (Carried("WION", "https://wion.example/1", None),)
CITING = (Carried("WION", "https://wion.example/1", "Reuters"),)
DAY = date(2023, 5, 23)


def evidence(side: str, note: str | None) -> Evidence:
    return Evidence(workspace_id=1, claim_id=1, side=side, kind="link", note=note, added_by="U2", added_at=NOW)


def settled(verdict: str, why: str | None = None, **more: Any) -> Dossier:
    values: dict[str, Any] = {
        "state": "closed",
        "verdict": verdict,
        "verdict_why": why,
        "settled_at": NOW,
        "reports": WION,
    }
    return dossier(1, "Nobody was there.", **(values | more))


MINISTRY: dict[str, Any] = {"speaker": "Russian Defence Ministry", "said_on": DAY}
PESKOV: dict[str, Any] = {"speaker": "Dmitry Peskov", "role": "Kremlin spokesman"}
KYIV = objection("Ukraine has nothing to do with it; the attackers are Russian citizens.", speaker="Kyiv", reports=WION)

SAID = [
    (
        "indirect speech for what can stand behind “that”",
        dossier(1, "More than 70 Ukrainian fighters were killed.", reports=CITING, **MINISTRY),
        "The Russian Defence Ministry said on 23 May that more than 70 Ukrainian fighters were killed, "
        f"WION reported, citing Reuters. {OPEN}",
    ),
    (
        "a statement that speaks for itself, after a colon; nobody gave a date",
        dossier(1, "We carried out the incursion.", speaker="Russian Volunteer Corps", reports=CITING),
        f"The Russian Volunteer Corps said, WION reported, citing Reuters: We carried out the incursion. {OPEN}",
    ),
    (
        "“our” in the middle of it",
        dossier(1, "A video shows our fighters with a captured carrier.", speaker="Denis", reports=WION),
        f"Denis said, WION reported: A video shows our fighters with a captured carrier. {OPEN}",
    ),
    (
        "a name after the article keeps its capital",
        dossier(1, "The Hague has no say in it.", reports=WION, **PESKOV),
        f"Dmitry Peskov, Kremlin spokesman, said, WION reported: The Hague has no say in it. {OPEN}",
    ),
    (
        "two sentences",
        dossier(1, "The bridge was hit. Nobody was hurt", reports=WION),
        f"Moscow said, WION reported: The bridge was hit. Nobody was hurt. {OPEN}",
    ),
    (
        "a question",
        dossier(1, "The bridge was hit?", reports=WION),
        f"Moscow said, WION reported: The bridge was hit? {OPEN}",
    ),
    (
        "a quotation keeps its own marks",
        dossier(1, '"Ukraine has nothing to do with it."', wording="quotation", reports=WION),
        f'Moscow said, WION reported: "Ukraine has nothing to do with it." {OPEN}',
    ),
    (
        "a quotation in part",
        dossier(1, "The “sabotage group” left", wording="partial quotation", reports=WION),
        f"Moscow said, WION reported: The “sabotage group” left. {OPEN}",
    ),
    (
        "Russian, quoted",
        dossier(1, "«Украинские боевики продолжают свою деятельность»", speaker="Песков", reports=CITING),
        f"Песков said, WION reported, citing Reuters: «Украинские боевики продолжают свою деятельность». {OPEN}",
    ),
    (
        "Ukrainian, with an apostrophe",
        dossier(1, "Об’єкт не постраждав.", speaker="Подоляк", said_on=DAY, reports=()),
        f"Подоляк said on 23 May: Об’єкт не постраждав. {OPEN}",
    ),
    (
        "Arabic, with its own question mark",
        dossier(1, "هل قُتل أكثر من سبعين مقاتلاً؟", speaker="وزارة الدفاع", reports=WION),
        f"وزارة الدفاع said, WION reported: هل قُتل أكثر من سبعين مقاتلاً؟ {OPEN}",
    ),
    (
        "Chinese, with its own full stop",
        dossier(1, "这是谎言。", speaker="外交部", reports=WION),
        f"外交部 said, WION reported: 这是谎言。 {OPEN}",
    ),
    (
        "with a translation of ours",
        dossier(1, "Об’єкт цілий", speaker="Подоляк", translation="The site is whole", reports=()),
        f"Подоляк said: Об’єкт цілий. In translation: The site is whole. {OPEN}",
    ),
    (
        "with a machine's translation",
        dossier(1, "Об’єкт цілий", speaker="Подоляк", translation="It is whole.", machine_translated=True, reports=()),
        f"Подоляк said: Об’єкт цілий. In a machine translation: It is whole. {OPEN}",
    ),
    (
        "nobody knows who",
        dossier(1, "A column is moving", speaker="unknown", reports=WION),
        f"Somebody who is not named said that a column is moving, WION reported. {OPEN}",
    ),
    (
        "to the minute, in the desk's zone",
        dossier(1, "no", said_at=datetime(2023, 5, 23, 7, 40, tzinfo=UTC), reports=()),
        f"Moscow said on 23 May at 10:40 Kyiv time: no. {OPEN}",
    ),
    (
        "on about a day of another year",
        dossier(1, "no", said_on=date(2022, 12, 31), said_about=True, reports=()),
        f"Moscow said on or about 31 December 2022: no. {OPEN}",
    ),
    (
        "its own outlet is not named twice",
        dossier(1, "The Legion works under command.", speaker="WION", reports=WION),
        f"WION said: The Legion works under command. {OPEN}",
    ),
    (
        "braces are text",
        dossier(1, "{who} {0} {", speaker="{statement}", role="{}", reports=(Carried("{outlets}", None, "{how}"),)),
        f"{{statement}}, {{}}, said, {{outlets}} reported, citing {{how}}: {{who}} {{0}} {{. {OPEN}",
    ),
    (
        "the article stands before no name that somebody owns",
        dossier(1, "no", speaker="Ukraine's Foreign Legion", reports=()),
        f"Ukraine's Foreign Legion said: no. {OPEN}",
    ),
]

CARRIED = [
    ((Carried("WION", None, None), Carried("Daily", None, None)), ", WION and Daily reported"),
    ((Carried("WION", None, None), Carried("wion", None, None)), ", WION reported"),
    ((Carried("WION", None, "Reuters"), Carried("Daily", None, None)), ", WION (citing Reuters) and Daily reported"),
    (
        (Carried("WION", None, "Reuters"), Carried("Daily", None, "reuters")),
        ", according to Reuters, as carried by WION and Daily",
    ),
    (
        (Carried("WION", None, "Reuters"), Carried("Daily", None, "Reuters"), Carried("Post", None, "Reuters")),
        ", according to Reuters, as carried by WION and others",
    ),
    ((Carried("Reuters", None, None), Carried("WION", None, "Reuters")), ", according to Reuters, as carried by WION"),
    ((Carried("A", None, None), Carried("B", None, None), Carried("C", None, None)), ", A and others reported"),
    ((Carried(None, "https://t.example/1", None),), ", https://t.example/1 reported"),
    ((), ""),
]

FOUND = [
    (settled("confirmed"), "Our verification team confirmed this."),
    (settled("confirmed", "geolocated to Kozinka"), "Our verification team confirmed this: geolocated to Kozinka."),
    (settled("confirmed", "It is so!"), "Our verification team confirmed this: It is so!"),
    (settled("false", "It is from 2021."), "Our verification team found this to be false: It is from 2021."),
    (settled("misleading", "older"), "Our verification team found this to be misleading: older."),
    (settled("unproven", "both asked"), "Our verification team could neither confirm nor refute this: both asked."),
    (settled("not checkable", "an intention"), "This is not something that can be checked: an intention."),
    (
        dossier(1, "Nobody was there.", state="review", proposed="confirmed", verdict_why="seen", reports=WION),
        OPEN,
    ),
    (dossier(1, "Nobody was there.", state="checking", was="confirmed", verdict_why="seen", reports=WION), OPEN),
]  # fmt: skip


@pytest.mark.parametrize(("of", "sentence"), [case[1:] for case in SAID], ids=[case[0] for case in SAID])
def test_what_was_said_is_told_as_a_story_would(of: Dossier, sentence: str) -> None:
    assert attribution(of, TODAY) == sentence


@pytest.mark.parametrize(("reports", "told"), CARRIED)
def test_reports_that_lead_back_to_one_origin_are_told_as_one(reports: tuple[Carried, ...], told: str) -> None:
    assert attribution(dossier(1, "no", reports=reports), TODAY) == f"Moscow said{told}: no. {OPEN}"


@pytest.mark.parametrize(("of", "told"), FOUND)
def test_only_what_was_signed_off_is_told_as_found(of: Dossier, told: str) -> None:
    assert attribution(of, TODAY) == f"Moscow said that nobody was there, WION reported. {told}"


def test_a_short_note_of_the_evidence_says_how_it_was_confirmed() -> None:
    for note, told in ((None, "."), ("two witnesses", ": two witnesses."), ("x" * 201, ".")):
        of = dataclasses.replace(settled("confirmed"), evidence=(evidence("refutes", "no"), evidence("supports", note)))
        assert attribution(of, TODAY).endswith(f"Our verification team confirmed this{told}")


def test_who_denies_it_stands_behind_what_we_found_and_what_fell_does_not() -> None:
    against = (
        objection("No.", dispute=1, kind="denies", said_on=DAY, role="minister", reports=CITING),
        objection("It was two.", dispute=2, kind="corrects", speaker="Navy", reports=()),
        objection("«Нет»", dispute=3, kind="contradicts", speaker="Песков", reports=WION),
        objection("It stands.", dispute=4, kind="denies", outcome="stands", reports=()),
        objection("Fallen.", dispute=5, kind="denies", outcome="does not stand"),
        objection("Taken back.", dispute=6, kind="denies", outcome="taken back"),
        objection("Only context.", dispute=7, kind="adds context"),
        dataclasses.replace(objection("A claim set aside.", dispute=8), with_number=9, with_state="discarded"),
    )
    of = dossier(1, "Nobody was there.", objections=against, reports=WION)
    told = attribution(of, TODAY)
    assert told == (
        f"Moscow said that nobody was there, WION reported. {OPEN} "
        "Kyiv, minister, denied this on 23 May, WION reported, citing Reuters: No. Navy corrected this: It was two. "
        "Песков contradicted this, WION reported: «Нет». Kyiv denied this: It stands."
    )
    assert attribution(of, TODAY, denials=1).endswith(f"{OPEN} Kyiv denied this: It stands.")
    assert attribution(of, TODAY, denials=0).endswith(OPEN)


def test_an_older_figure_leads_to_the_newer() -> None:
    older = dossier(1, "More than 60 fighters were killed.", reports=WION, **MINISTRY)
    newer = dossier(2, "More than 70 fighters were killed.", reports=WION, **MINISTRY | {"said_on": TODAY})
    assert attribution(older, TODAY, newer) == (
        "The Russian Defence Ministry said on 23 May that more than 60 fighters were killed, WION reported. "
        f"{OPEN} The Russian Defence Ministry later gave a newer figure on 24 May, WION reported: "
        "More than 70 fighters were killed."
    )


def test_the_model_sentence_of_the_house() -> None:
    of = dossier(4, "Ukrainian armed groups carried out the attack.", objections=(KYIV,), reports=WION)
    assert attribution(of, TODAY) == (
        f"Moscow said, WION reported: Ukrainian armed groups carried out the attack. {OPEN} Kyiv denied this, WION "
        "reported: Ukraine has nothing to do with it; the attackers are Russian citizens."
    )


def test_another_house_has_its_own_phrases() -> None:
    house = dataclasses.replace(HOUSE, unverified="We could not check it.", said="{who}: {statement}", indirect=())
    assert attribution(dossier(1, "The bridge fell."), TODAY, house=house) == (
        "Moscow: The bridge fell. We could not check it."
    )


TYPED = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=300).map(
    lambda text: " ".join(text.split()) or "x"
)
VERDICTS = ("unverified", "confirmed", "false", "misleading", "unproven", "not checkable")


@given(TYPED, TYPED, st.sampled_from(VERDICTS), st.sampled_from([None, *VERDICTS[1:]]), st.booleans())
def test_nothing_that_was_said_is_mangled_and_open_is_called_open(
    statement: str, denial: str, verdict: str, proposed: str | None, translated: bool
) -> None:
    against = objection(denial, speaker=statement, role=denial, reports=(Carried(denial, None, statement),))
    of = dossier(
        1,
        statement,
        speaker=denial,
        role=statement,
        reports=(Carried(statement, None, denial), Carried(None, denial, None)),
        objections=(against,),
        verdict=verdict,
        proposed=proposed,
        verdict_why=denial,
        translation=statement if translated else None,
    )
    told = attribution(of, TODAY)
    as_said = statement in told
    as_heard = statement[:1].lower() + statement[1:].removesuffix(".") in told
    assert as_said or as_heard
    assert denial in told
    assert (OPEN in told) == (verdict == "unverified")
    assert passes(copy_wording(Quotable(of, TODAY, 1)))


def test_the_largest_claim_fits_and_what_is_left_out_is_said() -> None:
    for filling in FILLINGS:
        of = dataclasses.replace(longest(filling, 12, disputes=12))
        of.claim.verdict_why = filled(filling, limits.NOTE)
        of.claim.translation = filled(filling, limits.STATEMENT)
        of.claim.machine_translated = True
        message = copy_wording(Quotable(of, TODAY, 11, newer=longest(filling, 13), corrected_from="not checkable"))
        payload = passes(message)
        told = shown(payload["blocks"])
        assert of.claim.statement in told
        assert "denials did not fit: /claim C-12 shows what is said against it." in told
        assert "C-11 was merged into C-12, so these are C-12's words." in told
        assert "C-13 has a newer figure." in told


def test_before_it_is_printed_somebody_reads_what_to_heed() -> None:
    of = settled("misleading", "older", objections=(KYIV, objection("No.", dispute=2)))
    told = shown(passes(copy_wording(Quotable(of, TODAY, 1, corrected_from="confirmed")))["blocks"])
    assert "Before you print: C-1 was corrected: it was “confirmed”, is now “misleading”. 2 disputes are open." in told
    reopened = dossier(1, "no", state="review", was="confirmed", proposed="false")
    told = shown(passes(copy_wording(Quotable(reopened, TODAY, 1)))["blocks"])
    assert "C-1 was “confirmed” and is being looked at again. A verdict waits for a second reader" in told
    stands = objection("No.", outcome="stands", outcome_at=datetime(2023, 5, 25, tzinfo=UTC))
    told = shown(passes(copy_wording(Quotable(settled("confirmed", objections=(stands,)), TODAY, 1)))["blocks"])
    assert "Before you print: A dispute stands, so the verdict must be looked at again." in told
    discarded = dossier(1, "no", state="discarded", state_why="`filed` <!channel> twice")
    payload = passes(copy_wording(Quotable(discarded, TODAY, 1)))
    assert "C-1 was discarded: `filed` <!channel> twice" in shown(payload["blocks"])
    assert "Before you print" not in shown(copy_wording(Quotable(dossier(1, "no"), TODAY, 1)).payload()["blocks"])


def test_the_words_stand_in_a_block_that_is_copied_as_it_is() -> None:
    of = dossier(1, "<!channel> *bold* <https://evil.example|link>")
    payload = passes(copy_wording(Quotable(of, TODAY, 1)))
    (verbatim,) = [part for part in parts(payload["blocks"]) if part.get("type") == "rich_text_preformatted"]
    assert shown(verbatim) == attribution(of, TODAY)
