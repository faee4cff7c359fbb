"""The record: tables, engine, queries and migrations."""

from __future__ import annotations

from sqlmodel import Session

from store.record import Record

__all__ = ["Record", "Session"]
