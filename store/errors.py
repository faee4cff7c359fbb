"""What can go wrong with the record.

StoreError
├── AddressNotUnderstood    a database address that is neither SQLite's nor PostgreSQL's
├── ControlCharacter        a text with a NUL or another control character in it
├── Closed                  a write asked of a record that is closed
├── NotKept                 the database cannot take it now: it is locked, full, read-only or gone
├── CannotTransfer          a record that cannot be moved, or not to there
├── CannotCopy              a record that cannot be copied, or not to there
├── CannotOpen              the database does not let us in, or is not there
└── ChainBroken             an event was changed behind the bot's back
"""

from __future__ import annotations


class StoreError(Exception):
    """The record cannot do what was asked."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)


class AddressNotUnderstood(StoreError):
    """The address is neither SQLite's nor PostgreSQL's; it begins with sqlite:/// or postgresql://."""


class ControlCharacter(StoreError):
    """A text has a NUL or another control character in it; nothing of the request was kept."""


class CannotOpen(StoreError):
    """The database does not let us in, or is not there."""


class CannotTransfer(StoreError):
    """The record cannot be moved, or not to there; the message is a sentence that says what to do."""


class CannotCopy(StoreError):
    """The record cannot be copied, or not to there; the message is a sentence that says what to do."""


class Closed(StoreError):
    """The record is closed."""


class NotKept(StoreError):
    """The database cannot take it now: it is locked, full, read-only or gone. Nothing of the request was kept.

    `problem` is what the database said, in a line.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(f"Nothing was kept: {problem}.")
        self.problem = problem


class ChainBroken(StoreError):
    """An event was changed behind the bot's back."""

    def __init__(self, sequence: int, why: str, claim: int | None = None) -> None:
        of = "" if claim is None else f", of C-{claim},"
        super().__init__(f"Event {sequence}{of} does not verify: {why}.")
        self.sequence = sequence
