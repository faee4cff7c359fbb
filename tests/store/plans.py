"""How a database goes about what is asked of it, step by step, in SQLite's words on either."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from store import Record


async def steps_of(record: Record, work: Callable[[Session], Any]) -> list[str]:
    """The steps of every query that `work` asks: SCAN is a table walked, SEARCH one looked up in."""
    return await record.read(lambda session: _steps_of(session, work))


def _steps_of(session: Session, work: Callable[[Session], Any]) -> list[str]:
    asked: list[tuple[str, Any]] = []
    connection = session.connection()

    def hear(*each: Any) -> None:
        asked.append((each[2], each[3]))

    event.listen(connection, "before_cursor_execute", hear)
    work(session)
    event.remove(connection, "before_cursor_execute", hear)
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        return [row[3] for sql, values in asked for row in driver.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    plans = [driver.execute(f"EXPLAIN (FORMAT JSON) {sql}", values).fetchone()[0] for sql, values in asked]
    return [step for (plan,) in plans for step in _steps(plan["Plan"], "")]


def _steps(node: dict[str, Any], table: str) -> Iterator[str]:
    """A node of PostgreSQL's plan and what is under it; the index of a bitmap is of the table above it."""
    table = node.get("Relation Name", table)
    kind, index = node["Node Type"], node.get("Index Name")
    if kind in ("Sort", "Incremental Sort"):
        yield f"USE TEMP B-TREE FOR ORDER BY {', '.join(node['Sort Key'])}"
    elif index is not None and "Index Cond" in node:
        yield f"SEARCH {table} USING INDEX {index} {node['Index Cond']}"
    elif index is not None or kind == "Seq Scan":
        yield f"SCAN {table}" + (f" USING INDEX {index}" if index else "")
    for below in node.get("Plans", ()):
        yield from _steps(below, table)
