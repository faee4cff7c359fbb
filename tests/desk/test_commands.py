"""What was typed after /claim and /dispute."""

from __future__ import annotations

import pytest

from bot.desk.commands import (
    ClaimCommand,
    DisputeCommand,
    DisputeLine,
    DisputeWith,
    Export,
    FileLine,
    Help,
    ListClaims,
    OpenForm,
    PreviewDigest,
    SearchClaims,
    SetUp,
    ShowClaim,
    ShowHistory,
    Unknown,
    read_claim_command,
    read_dispute_command,
)
from bot.desk.filters import Filter
from bot.desk.references import parse_reference, show, split_references
from bot.desk.wishes import Format, Wish, read_wish, words_of
from bot.errors import NotUnderstood

FOUND = Filter(verdicts=("false", "misleading"))


@pytest.mark.parametrize("text", ["12", "c12", "C12", "c-12", "C-12", " C-12 ", "С-12", "C–12", "C‑12", "١٢", "C-012"])
def test_a_reference_in_any_of_its_forms(text: str) -> None:
    assert parse_reference(text) == 12
    assert read_claim_command(text) == ShowClaim(12)
    assert show(12) == "C-12"


@pytest.mark.parametrize("text", ["", "C", "C-", "D-3", "C-12a", "12 civilians", "C- 12", "-12", "C--12", "9" * 10])
def test_what_is_no_reference(text: str) -> None:
    assert parse_reference(text) is None


@pytest.mark.parametrize(
    ("text", "numbers", "rest"),
    [
        ("C-12 Kyiv: no", (12,), "Kyiv: no"),
        ("12 Kyiv: no", (12,), "Kyiv: no"),
        ("C-4 C-8 Kyiv: no", (4, 8), "Kyiv: no"),
        ("C-4, C-8 and c9 & 10: Kyiv: no", (4, 8, 9, 10), "Kyiv: no"),
        ("C-4, C-8 &amp; C-9 Kyiv: no", (4, 8, 9), "Kyiv: no"),
        ("4 8 Kyiv: no", (4, 8), "Kyiv: no"),
        ("C-4 C-4 no", (4,), "no"),
        ("C-4 12 civilians were not wounded", (4,), "12 civilians were not wounded"),
        ("C-4, 12 civilians", (4, 12), "civilians"),
        ("C-4: Kyiv: no", (4,), "Kyiv: no"),
        ("C-4:Kyiv: no", (4,), "Kyiv: no"),
        ("C-4 and Kyiv: no", (4,), "and Kyiv: no"),
        ("Kyiv: no", (), "Kyiv: no"),
        ("and C-4", (), "and C-4"),
        ("C-4", (4,), ""),
        ("", (), ""),
    ],
)
def test_leading_references_are_split_from_the_line(text: str, numbers: tuple[int, ...], rest: str) -> None:
    assert split_references(text) == (numbers, rest)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", OpenForm()),
        ("  \n", OpenForm()),
        ("help", Help()),
        ("help?", Help()),
        ("--help", Help()),
        ("Help me", Help()),
        ("list", ListClaims()),
        ("list contested", ListClaims(Filter(contested=True))),
        ("LIST Mine, unverified", ListClaims(Filter(verdicts=("unverified",), mine=True))),
        ("list contested and mine", ListClaims(Filter(contested=True, mine=True))),
        ("list by <http://rferl.org|rferl.org>", ListClaims(Filter(speaker="rferl.org"))),
        ('list by "New York: Times" mine', ListClaims(Filter(speaker="New York: Times", mine=True))),
        ("digest", PreviewDigest()),
        ("setup", SetUp()),
        ("set up", SetUp()),
        ("search belgorod raid", SearchClaims("belgorod raid")),
        ("search", SearchClaims()),
        ("search 外交部", SearchClaims("外交部")),
        ("search AT&amp;T &lt;b&gt;", SearchClaims("AT&T <b>")),
        (
            "search and rescue teams were shelled. All of them",
            SearchClaims("and rescue teams were shelled. All of them"),
        ),
        ("search “Peskov: the raid” at 10:40", SearchClaims("“Peskov: the raid” at 10:40")),
        ("search <https://a.example>", SearchClaims("https://a.example")),
        ("search teams: 12 were found", FileLine("search teams: 12 were found")),
        ("search teams were shelled <https://a.example>", FileLine("search teams were shelled <https://a.example>")),
        ("history C-12", ShowHistory(12)),
        ("History of c12?", ShowHistory(12)),
        ("history of the war was written", FileLine("history of the war was written")),
        ("export", Export()),
        ("Export csv", Export()),
        ("export JSONL contested", Export(Wish(Format.LINES, Filter(contested=True)))),
        ("export by Moscow", Export(Wish(filter=Filter(speaker="Moscow")))),
        ("export as claimreview, false and misleading", Export(Wish(Format.REVIEW, FOUND))),
        ("export csv with restricted", Export(Wish(restricted=True))),
        ("export with restricted ones contested", Export(Wish(filter=Filter(contested=True), restricted=True))),
        (
            "export contested and with the restricted claims.",
            Export(Wish(filter=Filter(contested=True), restricted=True)),
        ),
        (
            "export bans were lifted by the ministry on Monday",
            FileLine("export bans were lifted by the ministry on Monday"),
        ),
        ("export ministry: bans were lifted", FileLine("export ministry: bans were lifted")),
        ("frobnicate", Unknown("frobnicate")),
        ("lst", Unknown("lst", "list")),
        ("setpu", Unknown("setpu", "setup")),
        ("contested", Unknown("contested", "list contested")),
        ("12 civilians were wounded", FileLine("12 civilians were wounded")),
        ("Kyiv: no", FileLine("Kyiv: no")),
        ("help: Kyiv asks for it", FileLine("help: Kyiv asks for it")),
        ("help desk volunteers were killed", FileLine("help desk volunteers were killed")),
        ("list of the killed <https://a.example>", FileLine("list of the killed <https://a.example>")),
        ("list of all of the people who died", FileLine("list of all of the people who died")),
        ("setup of air defence was hit", FileLine("setup of air defence was hit")),
        ("digest “no”", FileLine("digest “no”")),
        ("https://a.example", FileLine("https://a.example")),
        ("十二名平民受伤", FileLine("十二名平民受伤")),
        ("C-12 Kyiv: no", FileLine("C-12 Kyiv: no")),
    ],
)
def test_what_follows_claim(text: str, command: ClaimCommand) -> None:
    assert read_claim_command(text) == command


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("history", "No claim is named. For example: `/claim history C-12`"),
        ("history raid", "“raid” is no reference to a claim. For example: `/claim history C-12`"),
    ],
)
def test_a_history_of_no_claim_is_answered_with_an_example(text: str, sentence: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_claim_command(text)
    assert refusal.value.sentence == sentence


def test_an_unknown_command_is_answered_in_a_sentence() -> None:
    assert Unknown("lst", "list").sentence == (
        "`lst` is no command I know. Nothing was filed. Did you mean `/claim list`? "
        "To file a claim: `/claim Kyiv: Ukraine has nothing to do with it https://example.org/1`"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "export xlsx",
            "I cannot write xlsx; I write csv, jsonl, claimreview. Nothing was sent. For example: `/claim export csv`",
        ),
        ("export csv contestd", "I cannot export by “contestd”. Did you mean `contested`? Nothing was sent. "),
        ("export claimreview unverified", "ClaimReview holds what was ruled on, and nothing that is unverified. "),
        ("export claimreview on hold", "ClaimReview holds what was ruled on, and nothing that is on hold. "),
    ],
)
def test_an_export_that_cannot_be_is_answered_with_an_example(text: str, sentence: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_claim_command(text)
    assert refusal.value.sentence.startswith(sentence)
    assert "/claim export" in refusal.value.remedy


def test_the_words_of_a_filter_ask_for_it_again() -> None:
    wanted = Filter(
        states=("on hold", "new"),
        verdicts=("not checkable",),
        tags=("raid", "kyiv"),
        speaker="New York Times",
        source="WION, Delhi",
        contested=True,
        mine=True,
        urgent=True,
    )
    assert read_wish(f"jsonl {' '.join(words_of(wanted))} with restricted") == Wish(
        Format.LINES, wanted, restricted=True
    )


@pytest.mark.parametrize("word", ["jsonl", "json", "JSONLines", "ndjson"])
def test_a_format_by_any_of_its_names(word: str) -> None:
    assert read_wish(f"{word} contested") == Wish(Format.LINES, Filter(contested=True))


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", OpenForm()),
        ("help", Help()),
        ("C-12", OpenForm((12,))),
        ("C-4 C-8", OpenForm((4, 8))),
        ("C-12 Kyiv: no <https://a.example>", DisputeLine((12,), "Kyiv: no <https://a.example>")),
        ("C-4 C-8 Kyiv: no", DisputeLine((4, 8), "Kyiv: no")),
        ("C-4 with C-14", DisputeWith((4,), 14)),
        ("4, 8 With 14", DisputeWith((4, 8), 14)),
        ("C-4 with one voice: no", DisputeLine((4,), "with one voice: no")),
        ("Kyiv: no https://a.example", OpenForm((), "Kyiv: no https://a.example")),
        ("D-3 Kyiv: no", OpenForm((), "D-3 Kyiv: no")),
    ],
)
def test_what_follows_dispute(text: str, command: DisputeCommand) -> None:
    assert read_dispute_command(text) == command


def test_control_characters_are_refused() -> None:
    for read in (read_claim_command, read_dispute_command):
        with pytest.raises(NotUnderstood, match="control character"):
            read("Kyiv\x00: no")
