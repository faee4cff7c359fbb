"""The record as JSON Lines: one object a claim, with everything that belongs to it inside.

What a row's columns are called in the record, they are called here. A test holds them against the tables and says of
each that is left out why, so that no new one is forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from bot.desk.exporting import Reach
from bot.desk.steps import State
from bot.surfaces.exports.paper import Paper
from bot.surfaces.exports.reading import protected, shown, told, traceable, when
from store import chain
from store.dossiers import Objection
from store.tables import Claim, Dispute, Event, Evidence, ReplyRequest, Report, UsedIn
from store.wholes import Whole

VERSION = 1  # of this form: it grows when a key changes its meaning or goes; keys may come without that

_SAID = ("said_at", "said_on", "said_about")
_FROM = ("message_link", "passed_on_by")
_FILED = ("filed_by", "filed_at", "filed_in", *_FROM)
COLUMNS: dict[str, tuple[str, ...]] = {
    "claim": (
        *("speaker", "role", "statement", "wording", "language", "translation", "translated_by", "machine_translated"),
        *(*_SAID, "note", "tags", "priority", "restricted", *_FILED, "checker", "taken_at", "state", "state_why"),
        *("hold_until", "verdict", "verdict_why", "was", "proposed", "proposed_by", "signed_by", "settled_at"),
        "revision",
    ),
    "dispute": (
        *("id", "speaker", "role", "statement", "wording", "kind", *_SAID, *_FILED),
        *("outcome", "outcome_by", "outcome_why", "outcome_at", "revision"),
    ),
    "report": ("id", "outlet", "origin", "link", "place", "published_at", "basis", "added_by", "added_at", *_FROM),
    "evidence": (
        *("id", "side", "kind", "link", "file_id", "file_name", "sha256", "unread", "note", "credibility"),
        *("added_by", "added_at", "taken_back_by", *_FROM),
    ),
    "reply_request": (
        *("id", "asked", "way", "put", "asked_by", "asked_at", "until", "state", "answer", "ended_by", "ended_at"),
        *("dispute_id", "report_id", "filed_at", "revision"),
    ),
    "used_in": ("link", "added_by", "added_at"),
    "event": ("sequence", "at", "what", "hash"),
}
# Of a report whose source is protected, what could lead to it.
NAMES = ("outlet", "origin", "link", "place", "published_at", *_FROM)


def json_lines(reach: Reach) -> Paper:
    """The record as JSON Lines."""
    return Paper("jsonl", partial(_claim, reach=reach))


def _claim(whole: Whole, reach: Reach) -> str:
    dossier = whole.dossier
    claim = dossier.claim
    found = {
        "version": VERSION,
        "reference": f"C-{claim.number}",
        "desk": dossier.desk.channel,
        "contested": bool(dossier.against),
        **_columns("claim", claim),
        **_trace(claim, whole.reports, reach),
        **_speaker(claim, whole, reach),
        "state_why": _state_why(whole),
        "merged_into": shown(dossier.merged_into),
        "updated_by": shown(dossier.updated_by),
        "split_from": shown(dossier.split_from),
        "origins": len(dossier.origins),
        "reports": _reports(whole.reports, whole, reach),
        "disputes": [_dispute(each, whole, reach) for each in dossier.objections],
        "evidence": [_columns("evidence", row) for row in whole.evidence],
        "replies": [_columns("reply_request", row) for row in whole.replies],
        "used_in": [_columns("used_in", row) for row in dossier.used_in],
        "history": [_event(row, whole, reach) for row in whole.events],
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"), default=_plain) + "\n"


def _dispute(found: Objection, whole: Whole, reach: Reach) -> dict[str, Any]:
    row = found.dispute
    return {
        **_columns("dispute", row),
        **_trace(row, whole.of_disputes.get(row.id or 0, ()), reach),
        **_speaker(row, whole, reach),
        "with": shown(found.with_number),
        "contests": found.contests,
        "reports": _reports(whole.of_disputes.get(row.id or 0, ()), whole, reach),
    }


def _trace(row: Claim | Dispute, reports: Iterable[Report], reach: Reach) -> dict[str, None]:
    """The message that something was filed from and who passed it on, taken away where that may not be told."""
    return {} if traceable(row, reports, reach) else dict.fromkeys(_FROM)


def _state_why(whole: Whole) -> str | None:
    """Why a claim was set aside; of a duplicate not which one it repeats, where that may not be named."""
    claim = whole.dossier.claim
    return None if claim.state == State.MERGED and whole.dossier.merged_into is None else claim.state_why


def _speaker(row: Claim | Dispute, whole: Whole, reach: Reach) -> dict[str, Any]:
    known = whole.speakers.get(row.speaker_id)
    return {"speaker_known_as": known.name if known else None} | ({"known_to": row.known_to} if reach.names else {})


def _reports(rows: Iterable[Report], whole: Whole, reach: Reach) -> list[dict[str, Any]]:
    return [_report(row, whole, reach) for row in rows]


def _report(row: Report, whole: Whole, reach: Reach) -> dict[str, Any]:
    outlet, origin = whole.sources.get(row.source_id or 0), whole.sources.get(row.origin_id or 0)
    graded = whole.dossier.desk.admiralty
    if protected(row, reach):
        return _columns("report", row) | dict.fromkeys(NAMES)
    return {
        **_columns("report", row),
        "outlet_known_as": outlet.name if outlet else None,
        "outlet_reliability": outlet.reliability if outlet and graded else None,
        "origin_known_as": origin.name if origin else None,
        "origin_reliability": origin.reliability if origin and graded else None,
    }


def _event(row: Event, whole: Whole, reach: Reach) -> dict[str, Any]:
    words = told(row, whole, reach)
    why = None if words is None else chain.read(row)["why"]
    return {**_columns("event", row), "by": row.actor, "told": words, "why": why}


def _columns(table: str, row: Claim | Dispute | Report | Evidence | ReplyRequest | UsedIn | Event) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS[table]}


def _plain(value: object) -> str | None:
    if isinstance(value, date):
        return when(value)
    raise TypeError(f"A file cannot hold a {type(value).__name__}.")
