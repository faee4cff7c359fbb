"""Wholes as plain records: a claim with every row that can belong to it, as odd as people write."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from store.tables import Event, Evidence, ReplyRequest, Report, UsedIn
from store.wholes import Known, Whole
from tests.surfaces.records import LINK, NOW, dossier, objection

ODD = (
    "=cmd|' /C calc'!A0",
    "  =1+1",
    "＝SUM(1,2)",
    "\u200f=1+1",
    "\ufeff@import",
    "+1 (555) 010-0000",
    "-5 degrees",
    "@everyone",
    "|pipe",
    "'quoted'",
    "''",
    "\tindented",
    "a, \"b\"; 'c'",
    "first\nsecond\r\nthird",
    "שלום עולם",
    "Песков: «Нет»",
    "👨\u200d👩\u200d👧\u200d👦 𝕏 é",
    "</script><script>alert(1)</script><!--",
    "\u2028\u2029",
    "NULL",
    "0012",
)


def report(number: int = 1, **more: Any) -> Report:
    values: dict[str, Any] = {
        "id": number,
        "workspace_id": 1,
        "claim_id": 1,
        "source_id": 1,
        "outlet": "WION",
        "link": f"{LINK}{number}",
        "added_by": "U1",
        "added_at": NOW,
    }
    return Report(**(values | more))


def event(what: str, sequence: int = 1, **said: Any) -> Event:
    canonical = {
        "v": 1,
        "workspace": "T1",
        "sequence": sequence,
        "at": "2023-05-23T11:02:00.000000Z",
        "actor": "U1",
        "what": what,
        "claim": 1,
        "previous": "",
        "old": None,
        "new": None,
        "why": None,
    }
    return Event(
        workspace_id=1,
        sequence=sequence,
        claim_id=1,
        at=NOW,
        actor="U1",
        what=what,
        canonical=json.dumps(canonical | said),
        hash="f" * 64,
    )


def evidence(**more: Any) -> Evidence:
    values: dict[str, Any] = {"id": 1, "workspace_id": 1, "claim_id": 1, "side": "refutes", "kind": "video"}
    return Evidence(**(values | {"link": f"{LINK}e", "note": "from 2021", "added_by": "U2", "added_at": NOW} | more))


def used(link: str = f"{LINK}story") -> UsedIn:
    return UsedIn(id=1, workspace_id=1, claim_id=1, link=link, added_by="U2", added_at=NOW)


def reply(**more: Any) -> ReplyRequest:
    values: dict[str, Any] = {"id": 1, "workspace_id": 1, "claim_id": 1, "asked": "The ministry", "way": "by mail"}
    values |= {"put": "Was it you?", "asked_by": "U1", "asked_at": NOW, "until": NOW, "filed_at": NOW}
    return ReplyRequest(**(values | more))


def whole(statement: str = "Nobody was there.", **more: Any) -> Whole:
    """A claim with two reports, a dispute, evidence, a story of ours and a request for a reply."""
    reports = more.pop("reports", (report(), report(2, outlet="Guardian", origin="Reuters", origin_id=2)))
    objections = more.pop("objections", (objection(),))
    stories = more.pop("used_in", (used(),))
    of = dossier(statement=statement, objections=objections, **more)
    of.claim.speaker = of.speaker
    for found in objections:
        found.dispute.speaker = found.speaker
    return Whole(
        replace(of, used_in=stories),
        reports=reports,
        of_disputes={found.dispute.id or 0: (report(9, claim_id=None, dispute_id=1),) for found in objections},
        evidence=(evidence(),),
        replies=(reply(),),
        events=(event("filed", new={"reports": []}), event("taken", 2)),
        speakers={1: Known("Russia"), 2: Known("Kyiv")},
        sources={1: Known("WION", "B"), 2: Known("Reuters", "A")},
    )


def ruled(statement: str = "Nobody was there.", **more: Any) -> Whole:
    """A claim that was found to be false, and said on a day."""
    values: dict[str, Any] = {"state": "closed", "verdict": "false", "settled_at": NOW, "signed_by": "U3"}
    values |= {"verdict_why": "the video is older", "said_on": date(2023, 5, 23)}
    return whole(statement, **(values | more))


def every_oddity() -> list[Whole]:
    """Claims with every odd text in each of the places that a text of somebody's can stand in."""
    return [
        ruled(
            text,
            number=number,
            speaker=text,
            role=text,
            note=text,
            translation=text,
            tags=["raid", text.split()[0] if text.split() else "x"],
            reports=(report(outlet=text, origin=text, place=text),),
            objections=(objection(text, number=number, speaker=text, role=text, outcome_why=text),),
        )
        for number, text in enumerate(ODD, 1)
    ]


MINUTE = datetime(2023, 5, 23, 7, 40, tzinfo=UTC)
