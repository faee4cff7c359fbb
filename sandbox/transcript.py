"""A play as it is told: plain lines with the desk's time, who did what, and what they were answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from sandbox.clock import Clock

INDENT = " " * 7


class Transcript:
    """Tells a play through `say`, a line at a time, as it happens."""

    def __init__(self, say: Callable[[str], None], clock: Clock, zone: ZoneInfo) -> None:
        self._say = say
        self._clock = clock
        self.zone = zone

    def heading(self, text: str) -> None:
        """Begin a part, with the day as it now is at the desk."""
        now = self._clock.now().astimezone(self.zone)
        self._say("")
        self._say(f"== {text} ({now:%a} {now.day} {now:%B %Y, %H:%M}, {self.zone.key})")

    def did(self, who: str, where: str, what: str) -> None:
        """Tell what somebody typed or did."""
        self._say(f"{self._clock.now().astimezone(self.zone):%H:%M}  {who} in {where}: {what}")

    def answered(self, lines: Iterable[str]) -> None:
        """Tell what came back, under what was done."""
        for line in lines:
            self._say(f"{INDENT}{line}")

    def note(self, text: str) -> None:
        """Tell something about the play itself."""
        self._say(f"{INDENT}({text})")

    def verdict(self, problems: list[str]) -> None:
        """End with whether everything expected came true, and what did not."""
        self._say("")
        if not problems:
            self._say("Everything the case expects came true.")
            return
        self._say(f"{len(problems)} {'thing' if len(problems) == 1 else 'things'} did not come true:")
        for problem in problems:
            self._say(f"- {problem}")
