"""Claims, disputes, digests and reminders as plain records: what a surface is given, no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.desk import limits
from bot.desk.deciding import newly
from bot.desk.desks import Seat
from bot.desk.digest import NAMED, READ_AT_MOST, Digest, Move, Moves, Shown
from bot.desk.disputing import Disputed
from bot.desk.filing import Filed
from bot.desk.reminders import Line, Reminder
from store.digests import Contested, Few
from store.dossiers import Carried, Dossier, Objection
from store.tables import Claim, Desk, Dispute, Evidence, Follower, Outbox, ReplyRequest, UsedIn

NOW = datetime(2023, 5, 24, 6, 0, tzinfo=UTC)
LINK = "https://example.org/"
# What the longest texts are filled with: plain letters, what JSON escapes, what Slack escapes, four-byte letters, a
# script that runs right to left, letters with marks on them, and a family of seven code points.
FILLINGS = ("word ", '"', "\\", "<&>", "`*_~", "𝕏", "כ", "é", "👨\u200d👩\u200d👧\u200d👦")


def filled(filling: str, characters: int) -> str:
    """Text of exactly `characters`, with no blank at either end."""
    text = (filling * (characters // len(filling) + 1))[:characters]
    return text if text == text.strip() else text[:-1] + "x"


def link(filling: str, characters: int) -> str:
    """The longest link that can be filed: it may hold backslashes, which JSON doubles."""
    return LINK + ("\\" if filling == "\\" else "a") * (characters - len(LINK))


def reports(filling: str, many: int = limits.REPORTS, *, link_length: int = limits.LINK) -> tuple[Carried, ...]:
    name = filled(filling, limits.OUTLET)
    place = filled(filling, limits.PLACE)
    return tuple(Carried(name, link(filling, link_length), name, place) for _ in range(many))


def desk(**more: Any) -> Desk:
    values: dict[str, Any] = {
        "id": 1,
        "workspace_id": 1,
        "kind": "public",
        "channel": "C1",
        "zone": "Europe/Kyiv",
        "opened_at": NOW,
    }
    return Desk(**(values | {"leads": ["U3"]} | more))


def stuck(kind: str, target: str, problem: str) -> Outbox:
    return Outbox(workspace_id=1, key=kind, kind=kind, target=target, state="stuck", problem=problem, created_at=NOW)


def claim(number: int = 1, statement: str = "Nobody was there.", **more: Any) -> Claim:
    values: dict[str, Any] = {
        "id": number,
        "workspace_id": 1,
        "number": number,
        "desk_id": 1,
        "speaker_id": 1,
        "statement": statement,
        "filed_by": "U1",
        "filed_at": NOW - timedelta(hours=16),
    }
    return Claim(**(values | more))


def objection(statement: str = "Somebody was.", *, number: int = 1, dispute: int = 1, **more: Any) -> Objection:
    values: dict[str, Any] = {"kind": "denies", "filed_by": "U2", "filed_at": NOW - timedelta(hours=2)}
    speaker = more.pop("speaker", "Kyiv")
    carried = more.pop("reports", (Carried("WION", f"{LINK}2", None),))
    row = Dispute(
        id=dispute,
        workspace_id=1,
        claim_id=number,
        speaker_id=2,
        statement=statement,
        **(values | more),
    )
    return Objection(row, speaker, carried)


def dossier(number: int = 1, statement: str = "Nobody was there.", **more: Any) -> Dossier:
    speaker = more.pop("speaker", "Moscow")
    carried = more.pop("reports", (Carried("WION", f"{LINK}1", None),))
    objections = more.pop("objections", ())
    at = more.pop("desk", None) or desk()
    return Dossier(claim(number, statement, **more), at, speaker, carried, objections)


def longest(filling: str, number: int = 999_999_999, *, disputes: int = 0) -> Dossier:
    """A claim with everything in it as long as may be, and disputes that are no shorter."""
    return dossier(
        number,
        filled(filling, limits.STATEMENT),
        speaker=filled(filling, limits.SPEAKER),
        role=filled(filling, limits.ROLE),
        reports=reports(filling),
        objections=tuple(longest_objection(filling, number, each) for each in range(1, disputes + 1)),
        said_on=date(2022, 12, 31),
        said_about=True,
        tags=[filled("t", limits.TAG)] * limits.TAGS,
        checker="U0123456789",
        taken_at=NOW - timedelta(days=3),
        state="checking",
        message_link=link("a", 200),
        passed_on_by="U0123456789",
    )


def settled(filling: str, number: int = 999_999_999, *, disputes: int = 0, pieces: int = 30) -> Dossier:
    """The longest claim with everything found about it, as long as may be: proposed, ruled, used, followed, linked."""
    whole = longest(filling, number, disputes=disputes)
    claim = whole.claim
    claim.state, claim.verdict, claim.was, claim.proposed = "review", "unverified", "not checkable", "misleading"
    claim.proposed_by = claim.signed_by = "U0123456789"
    claim.verdict_why = filled(filling, limits.NOTE)
    claim.settled_at, claim.priority = NOW, "for the record"
    claim.translation, claim.translated_by, claim.machine_translated = filled(filling, limits.STATEMENT), "U3", True
    return replace(
        whole,
        evidence=tuple(piece(filling, each) for each in range(pieces)),
        used_in=tuple(
            UsedIn(workspace_id=1, claim_id=number, link=link(filling, limits.LINK), added_by="U2", added_at=NOW)
            for _ in range(limits.STORIES)
        ),
        replies=tuple(reply_request(filling, each) for each in range(1, 12)),
        followers=tuple(
            Follower(workspace_id=1, claim_id=number, person=f"U{each:010}", since=NOW) for each in range(50)
        ),
        updated_by=999_999_998,
        split_from=999_999_997,
    )


def reply_request(filling: str, number: int = 1, *, state: str = "open") -> ReplyRequest:
    """A request for a reply as long as may be."""
    words = state in ("answered", "refused")
    return ReplyRequest(
        id=number,
        workspace_id=1,
        claim_id=1,
        asked=filled(filling, limits.SPEAKER),
        way=filled(filling, limits.WAY),
        put=filled(filling, limits.STATEMENT),
        asked_by="U0123456789",
        asked_at=NOW,
        until=NOW + timedelta(days=1),
        state=state,
        answer=filled(filling, limits.STATEMENT) if words else None,
        ended_by=None if state == "open" else "U0123456789",
        ended_at=None if state == "open" else NOW,
        filed_at=NOW,
    )


def piece(filling: str, number: int = 1) -> Evidence:
    """A piece of evidence as long as may be."""
    return Evidence(
        id=number,
        workspace_id=1,
        claim_id=1,
        side="gives context",
        kind="official record",
        link=link(filling, limits.LINK),
        file_name=filled(filling, 255),
        note=filled(filling, limits.NOTE),
        added_by="U0123456789",
        added_at=NOW,
    )


def longest_objection(filling: str, number: int, dispute: int) -> Objection:
    found = objection(
        filled(filling, limits.STATEMENT),
        number=number,
        dispute=dispute,
        speaker=filled(filling, limits.SPEAKER),
        role=filled(filling, limits.ROLE),
        reports=reports(filling),
        said_at=NOW,
        said_about=True,
        kind="adds context" if dispute % 5 == 0 else "contradicts",
    )
    return Objection(found.dispute, found.speaker, found.reports, with_number=999_999_998)


def digest(contested: Iterable[Dossier], **more: Any) -> Digest:
    """A digest of these contested claims, in this order; `corrections`, `moves` and `updated`: of others."""
    contested = tuple(contested)
    since, links = NOW - timedelta(days=1), more.pop("links", {})
    values: dict[str, Any] = {
        "desk": desk(),
        "now": NOW,
        "since": since,
        "order": tuple(in_order(of) for of in contested),
        "filed": Few(),
        "shaken": Few(),
        "waiting": Few(),
        "oldest": tuple(of.claim for of in contested[:3]),
        "unverified": len(contested),
        "next_at": NOW + timedelta(days=1),
    }
    for name in ("corrections", "moves", "updated"):
        told = tuple(more.pop(name, ()))
        values[name] = Moves(told[:NAMED], len(told))
    values |= more
    new = [claim.number for claim in values["order"] if newly(claim, values["since"])]
    shown = Shown(values["desk"], NOW, contested[:READ_AT_MOST], links, new)
    return Digest(**values, shown=shown)


def in_order(of: Dossier, **more: Any) -> Contested:
    """What decides a contested claim's place in a digest."""
    claim = of.claim
    values: dict[str, Any] = {
        "claim_id": claim.id,
        "number": claim.number,
        "state": claim.state,
        "verdict": claim.verdict,
        "priority": claim.priority,
        "checker": claim.checker,
        "disputes": len(of.against),
        "since": min((each.dispute.filed_at for each in of.against), default=NOW),
        "shaken": bool(of.upheld),
    }
    return Contested(**(values | more))


def few(total: int, begin: int = 1) -> Few:
    """The first of so many claims."""
    return Few(tuple(range(begin, begin + min(total, NAMED))), total)


def move(of: Dossier, what: str) -> Move:
    return Move(of, what, "not checkable", "not checkable", filled("why ", limits.NOTE))


def reminder(dossiers: Iterable[Dossier], *, last: bool = False, nths: tuple[int, ...] = (1,), **more: Any) -> Reminder:
    lines = tuple(
        Line(each, 4 if last else nths[at % len(nths)], None if last else NOW + timedelta(days=1))
        for at, each in enumerate(dossiers)
    )
    values: dict[str, Any] = {
        "desk": desk(),
        "checker": None,
        "now": NOW,
        "lines": lines,
        "last": last,
        "zone": "Europe/Kyiv",
    }
    return Reminder(**(values | more))


def filed(of: Dossier, *, repeated: bool = False, **seat: Any) -> Filed:
    return Filed(of, Seat(of.desk, **seat), repeated)


def disputed(*dossiers: Dossier) -> Disputed:
    return Disputed(dossiers, tuple(of.objections[-1].dispute.id or 0 for of in dossiers))
