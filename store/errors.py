"""What can go wrong with the record.

StoreError
├── AddressNotUnderstood    a database address that is neither SQLite's nor PostgreSQL's
├── Closed                  a write asked of a record that is closed
└── ChainBroken             an event was changed behind the bot's back
"""

from __future__ import annotations


class StoreError(Exception):
    """The record cannot do what was asked."""


class AddressNotUnderstood(StoreError):
    """The address is neither SQLite's nor PostgreSQL's."""


class Closed(StoreError):
    """The record is closed."""


class ChainBroken(StoreError):
    """An event was changed behind the bot's back."""

    def __init__(self, sequence: int, why: str) -> None:
        super().__init__(f"Event {sequence} does not verify: {why}.")
        self.sequence = sequence
