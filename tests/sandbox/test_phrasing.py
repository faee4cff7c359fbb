"""What one line can say is typed as one line; what it cannot goes into the form."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.desk.grammar import read_line
from sandbox.case import Claim, Dispute
from sandbox.casefile import read_case
from sandbox.phrasing import claim_line, dispute_line, links

LINK = "https://wion.example/raid/seventy"
BELGOROD = Path(__file__).parents[2] / "sandbox" / "cases" / "belgorod.yml"
CASE = read_case(BELGOROD)


def said(**more: Any) -> Claim:
    given = {"key": "k", "speaker": "Moscow", "statement": "It is so.", "outlet": "WION"} | more
    return Claim(**given)


def test_a_claim_is_typed_with_all_its_parts_in_the_order_of_the_grammar() -> None:
    whole = said(speaker="Dmitry Peskov", role="Kremlin spokesman", citing="Reuters", said=date(2023, 5, 23))
    assert claim_line(whole, LINK) == (
        f"/claim Dmitry Peskov, Kremlin spokesman: It is so. {LINK} via WION citing Reuters said 2023-05-23"
    )


def test_a_dispute_names_its_claim_first() -> None:
    against = Dispute(speaker="Kyiv", statement="It is not.", outlet="WION", claim="k")
    assert dispute_line(against, "C-4", LINK) == f"/dispute C-4 Kyiv: It is not. {LINK} via WION"


@pytest.mark.parametrize(
    "more",
    [
        {"speaker": "Smith, Jones and Co"},
        {"speaker": "Ministry: press office"},
        {"speaker": 'The "Legion"'},
        {"speaker": "Legion (Belgorod)"},
        {"speaker": "12 residents"},
        {"speaker": "C-4"},
        {"speaker": "Breaking"},
        {"speaker": "Peskov", "role": "spokesman, deputy head"},
        {"outlet": "Heard via radio"},
        {"citing": "what was said"},
        {"statement": "As https://site.example says, it is so."},
    ],
)
def test_a_name_that_a_line_would_cut_short_is_left_to_the_form(more: dict[str, Any]) -> None:
    assert claim_line(said(**more), LINK) is None


@pytest.mark.parametrize(
    "more",
    [
        {"statement": "Two were hit: a depot and a bridge."},
        {"statement": "At 10:40 jets hit the column."},
        {"speaker": "New York Times"},
        {"speaker": "Песков", "statement": "Це об’єкт."},
    ],
)
def test_what_a_line_says_for_certain_is_typed(more: dict[str, Any]) -> None:
    assert claim_line(said(**more), LINK) is not None


def test_every_part_of_a_case_has_a_link_of_its_own_the_same_at_every_play() -> None:
    case = read_case(BELGOROD)
    given = links(case)
    assert given == links(read_case(BELGOROD))
    assert len(set(given.values())) == 22
    assert given[case.claims[1]] == "https://wion.example/belgorod-cross-border-raid/seventy"
    assert given[case.disputes[0]] == "https://wion.example/belgorod-cross-border-raid/ukraine-behind-it/against-1"


@pytest.mark.parametrize("said_so", [*CASE.claims, *CASE.disputes], ids=lambda said: said.statement[:30])
def test_every_line_of_the_first_case_is_understood_as_it_was_meant(said_so: Claim | Dispute) -> None:
    typed = claim_line(said_so, LINK) if isinstance(said_so, Claim) else dispute_line(said_so, "C-4", LINK)
    assert typed is not None
    rest = typed.removeprefix("/claim ").removeprefix("/dispute C-4 ")
    now = datetime(2023, 5, 23, 14, tzinfo=UTC)
    line = read_line(rest, knows_source=lambda name: False, now=now, zone=CASE.desk.zone)
    assert (line.speaker, line.role, line.statement) == (said_so.speaker, said_so.role, said_so.statement)
    assert [(r.link, r.outlet, r.origin) for r in line.reports] == [(LINK, said_so.outlet, said_so.citing)]
    assert (line.said.day if line.said else None) == said_so.said
    assert (line.missing, line.ambiguous) == ((), None)


def test_an_outlet_without_latin_letters_has_a_host_too() -> None:
    case = read_case(BELGOROD)
    strange = Claim(key="перший", speaker="Київ", statement="Ні.", outlet="Українська правда")
    given = links(type(case)(**{**vars(case), "claims": (strange,), "disputes": ()}))
    assert given[strange].isascii()
    assert given[strange].startswith("https://x")
