"""Papers: how a record is written claim by claim, so that no more than a page of it is ever in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from store.wholes import Whole


@dataclass(frozen=True)
class Paper:
    """A kind of file. `write` gives what stands for one claim, None for a claim that cannot be in it."""

    ending: str
    write: Callable[[Whole], str | None]
    opening: str = ""
    between: str = ""
    closing: str = ""
