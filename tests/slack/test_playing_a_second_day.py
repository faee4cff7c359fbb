"""A case goes on after its first morning: the real bot is pressed, filled in and held to what the case says."""

from __future__ import annotations

import pytest

from sandbox.casefile import read_case_text
from sandbox.play import Played, play
from tests.slack.newsroom import Newsroom

CASE = """\
case: The bridge
desk: {channel: verification, timezone: Europe/Kyiv, second_reader: true}
outlet: Daily
filed_on: 2023-05-23
people: {reporter: Files., checker: Checks., lead: Signs.}
claims:
  - {key: hit, speaker: Mayor, statement: The bridge was hit twice.}
  - {key: ships, speaker: Harbour, statement: Two ships have sunk.}
disputes:
  - {claim: hit, speaker: Railway, statement: The bridge stands., kind: denies}
expect: {claims: 2, contested: 1, open_disputes: 1, unverified: 2}
then:
  - {on: 2023-05-24 10:00, who: checker, take: hit}
  - evidence: {claim: hit, side: refutes, link: https://pictures.example/bridge, note: No hole is to be seen.}
  - propose: {claim: hit, verdict: false, note: A picture of this morning shows it whole.}
  - {sign: hit, refused: someone else must sign it off}
  - {who: lead, sign: hit}
  - decide: {claim: hit, speaker: Railway, outcome: stands, note: It is so.}
  - on: 2023-05-25 10:00
    who: checker
    file: {key: three, speaker: Harbour, statement: Three ships have sunk., said: 2023-05-25}
  - {who: reporter, update: {claim: ships, by: three}}
  - {on: 2023-05-25 11:00, who: lead, reopen: {claim: hit, note: The picture is of another bridge.}}
expect_then:
  claims: 3
  contested: 0
  open_disputes: 0
  cards: {ships: [Updated by C-3], hit: ["Unverified (was false)"]}
  threads: {hit: [The picture is of another bridge.]}
"""


async def played(newsroom: Newsroom, *changes: tuple[str, str]) -> tuple[Played, str]:
    text = CASE
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    told: list[str] = []
    newsroom.server.after_move = newsroom.bot.settle
    end = await play(newsroom.server, read_case_text(text, "bridge.yml"), told.append)
    return end, "\n".join(told)


async def test_steps_are_taken_over_days_and_what_they_lead_to_comes_true(newsroom: Newsroom) -> None:
    end, told = await played(newsroom)
    assert end == Played(ok=True), end.problems
    assert told.count("Counterclaim in #verification: 1 contested claim, 1 open dispute · Wed 24 May") == 1
    assert told.count("Nothing contested today · Thu 25 May, 09:00 Kyiv") == 1, "a digest between the steps"
    assert told.count("Nothing contested today · Fri 26 May, 09:00 Kyiv") == 1
    assert "Settled or reopened since yesterday: C-1 false" in told
    assert "You proposed this verdict, so someone else must sign it off." in told


EXPECTED_OTHERWISE = (
    ("  claims: 3", "  claims: 4\n  settled: {hit: false}"),
    ("  contested: 0", "  contested: 1"),
    ("Updated by C-3", "Updated by C-4"),
    ("[The picture is of another bridge.]", "[It is whole.]"),
)
NOT_ALLOWED = (
    ("take: hit}", "reopen: {claim: hit, note: No.}}"),
    ("verdict: false", "verdict: confirmed"),
    ("speaker: Harbour, statement: Three", "speaker: Navy, statement: Three"),
)
REFUSED_IN_VAIN = (
    ("{sign: hit, refused", "{who: lead, sign: hit, refused"),
    ("{who: lead, sign: hit}", "{take: ships}"),
)


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        (
            EXPECTED_OTHERWISE,
            (
                "Claims filed: the case expects 4, and there are 3.",
                "Contested claims set out in the digest: the case expects 1, and there are 0.",
                "C-1 is to be settled as “false” in the digest, and is not there.",
                "The card of C-2 does not tell “Updated by C-4”.",
                "The thread of C-1 does not tell “It is whole.”.",
            ),
        ),
        (
            NOT_ALLOWED,
            (
                "There is no button that says Reopen.",
                "“Confirmed” needs evidence that supports it.",
                "A newer figure comes from the same speaker",
                "lead, sign C-1: card and thread do not show “signed off by”.",
                "The card of C-2 does not tell “Updated by C-3”.",
            ),
        ),
        (REFUSED_IN_VAIN, ("lead, sign C-1: it was to be refused with “someone else must sign it off”, and was not.",)),
    ],
    ids=["expected otherwise", "not allowed", "refused in vain"],
)
async def test_what_does_not_come_true_is_said(
    newsroom: Newsroom, changes: tuple[tuple[str, str], ...], sentences: tuple[str, ...]
) -> None:
    end, told = await played(newsroom, *changes)
    assert not end.ok
    for sentence in sentences:
        assert any(sentence in problem for problem in end.problems), (sentence, end.problems)
        assert sentence in told
