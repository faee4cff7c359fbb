"""Postings: which claims hold a term. FTS5 on SQLite, GIN over a `tsvector` on PostgreSQL; neither ranks anything.

The terms are made by `store.folding` and stand in the index with their workspace before them, so that one team's
search never walks another's claims, and nothing that is typed is ever read as a query.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

_PUT = text("INSERT INTO claim_fts (rowid, said, beside) VALUES (:claim_id, :said, :beside)")
# An index without a copy of its text is told what to forget.
_TAKE_OUT = text("INSERT INTO claim_fts (claim_fts, rowid, said, beside) VALUES ('delete', :claim_id, :said, :beside)")
# One row with all the ids: twenty thousand rows would take five times as long to hand over.
_NEWEST = text(
    "SELECT group_concat(rowid) FROM "
    "(SELECT rowid FROM claim_fts WHERE claim_fts MATCH :query ORDER BY rowid DESC LIMIT :most)"
)

_PUT_GIN = text(
    "INSERT INTO claim_fts (claim_id, said, beside) "
    "VALUES (:claim_id, array_to_tsvector(:said), array_to_tsvector(:beside)) "
    "ON CONFLICT (claim_id) DO UPDATE SET said = excluded.said, beside = excluded.beside"
)
_TAKE_OUT_GIN = text("DELETE FROM claim_fts WHERE claim_id = :claim_id")
# "+ 0": a plan made before the term is known would walk the claims backwards and read each one's words.
_NEWEST_SAID_GIN = text(
    "SELECT string_agg(CAST(claim_id AS text), ',') FROM (SELECT claim_id FROM claim_fts "
    "WHERE said @@ CAST(:query AS tsquery) ORDER BY claim_id + 0 DESC LIMIT :most) AS newest"
)
_NEWEST_GIN = text(
    "SELECT string_agg(CAST(claim_id AS text), ',') FROM (SELECT claim_id FROM claim_fts "
    "WHERE said @@ CAST(:query AS tsquery) OR beside @@ CAST(:query AS tsquery) "
    "ORDER BY claim_id + 0 DESC LIMIT :most) AS newest"
)


@dataclass(frozen=True)
class Posted:
    """A claim's terms as they are posted: the statement's, and those of whatever else is searched."""

    claim_id: int
    workspace_id: int
    said: Sequence[str]
    beside: Sequence[str]


def post(connection: Connection, claims: Iterable[Posted]) -> None:
    """Put claims that are not in the index into it."""
    on_sqlite = connection.dialect.name == "sqlite"
    rows = [_parameters(claim, on_sqlite) for claim in claims]
    if rows:
        connection.execute(_PUT if on_sqlite else _PUT_GIN, rows)


def withdraw(connection: Connection, claims: Iterable[Posted]) -> None:
    """Take claims out of the index, each with exactly the terms it was posted with."""
    on_sqlite = connection.dialect.name == "sqlite"
    rows = [_parameters(claim, on_sqlite) for claim in claims]
    if rows:
        connection.execute(_TAKE_OUT if on_sqlite else _TAKE_OUT_GIN, rows)


def newest(connection: Connection, workspace_id: int, term: str, *, anywhere: bool, most: int) -> list[int]:
    """The newest claims of a workspace with this term in the statement, or anywhere; at most `most`."""
    token = _token(workspace_id, term)
    if connection.dialect.name == "sqlite":
        statement, query = _NEWEST, f'"{token}"' if anywhere else f'said : "{token}"'
    else:
        statement, query = _NEWEST_GIN if anywhere else _NEWEST_SAID_GIN, f"'{token}'"
    ids: str | None = connection.execute(statement, {"query": query, "most": most}).scalar()
    return list(map(int, ids.split(","))) if ids else []


def _token(workspace_id: int, term: str) -> str:
    return f"{workspace_id}_{term}"


def _parameters(claim: Posted, on_sqlite: bool) -> dict[str, object]:
    said, beside = (
        sorted({_token(claim.workspace_id, term) for term in terms}) for terms in (claim.said, claim.beside)
    )
    if on_sqlite:
        return {"claim_id": claim.claim_id, "said": " ".join(said), "beside": " ".join(beside)}
    return {"claim_id": claim.claim_id, "said": said, "beside": beside}
