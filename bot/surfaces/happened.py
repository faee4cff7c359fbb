"""What happened: one event as it is told, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models.blocks import RichTextElement

from bot.desk.history import CLOCK
from bot.desk.references import show
from bot.surfaces.rich import cut, line, person
from store.dossiers import Dossier

LONG = 1_500  # characters of what somebody said where it is told on its own


@dataclass(frozen=True)
class Told:
    """What happened in a sentence, who did it first, and the words of others that belong to it, each to be quoted."""

    runs: list[RichTextElement]
    quotes: list[list[RichTextElement]] = field(default_factory=list)


@dataclass(frozen=True)
class Happened:
    """One event as the tellers read it; `most` characters are shown of any text that somebody wrote."""

    event: dict[str, Any]
    dossier: Dossier
    most: int = LONG

    @property
    def name(self) -> str:
        """The claim's reference."""
        return show(self.dossier.claim.number)

    @property
    def new(self) -> dict[str, Any]:
        """How it is now."""
        return self.event["new"] or {}

    @property
    def old(self) -> dict[str, Any]:
        """How it was."""
        return self.event["old"] or {}

    @property
    def who(self) -> list[RichTextElement]:
        """Who did it."""
        return line("The date came: " if self.event["actor"] == CLOCK else person(self.event["actor"]))

    def because(self, before: str = ": ") -> str:
        """The reason, if one was given."""
        return f"{before}{cut(self.event['why'], self.most)}" if self.event["why"] else ""

    def did(self, *what: RichTextElement | str | list[RichTextElement]) -> Told:
        """That somebody did something."""
        return Told(line(self.who, " ", *what))


Teller = Callable[[Happened], Told | None]
