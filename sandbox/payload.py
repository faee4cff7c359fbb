"""A spot in a payload under inspection: what stands there, where it stands, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|slack://)\S+", re.IGNORECASE)


class Spot:
    """One value of a JSON payload with its JSON pointer; what is wrong goes into `problems`, shared by all.

    The wording is Slack's own, so that a refusal reads in the sandbox as it would read at Slack's.
    """

    def __init__(self, value: object, pointer: str, problems: list[str]) -> None:
        self.value = value
        self.pointer = pointer
        self.problems = problems

    def refuse(self, reason: str) -> None:
        """Note that this spot is wrong."""
        self.problems.append(f"{reason} [json-pointer:{self.pointer}]")

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def __getitem__(self, key: str) -> Spot:
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Spot(value, f"{self.pointer}/{key}", self.problems)

    def given(self, *keys: str) -> Iterator[Spot]:
        """Those of the keys that are there."""
        return (self[key] for key in keys if key in self)

    def has_keys(self, required: Iterable[str], optional: Iterable[str] = ()) -> bool:
        """Whether this is an object with all the required keys; a key of neither list is refused."""
        if not isinstance(self.value, dict):
            self.refuse("must provide an object")
            return False
        wanted = list(required)
        missing = [key for key in wanted if key not in self.value]
        for key in missing:
            self.refuse(f"missing required field: {key}")
        for key in self.value.keys() - {*wanted, *optional}:
            self.refuse(f"invalid additional property: {key}")
        return not missing

    def kind(self, among: Iterable[str]) -> str | None:
        """Read the object's `type`; one that is none of these is refused."""
        if not isinstance(self.value, dict):
            self.refuse("must provide an object")
            return None
        if "type" not in self.value:
            self.refuse("missing required field: type")
            return None
        kind = self.value["type"]
        if not isinstance(kind, str) or kind not in among:
            self["type"].refuse(f"unsupported type: {kind}")
            return None
        return kind

    def text(self, most: int | None = None, least: int = 1) -> str | None:
        """Read the string standing here; a length in characters out of bounds is refused."""
        if not isinstance(self.value, str):
            self.refuse("must provide a string")
            return None
        if len(self.value) < least:
            self.refuse(f"must be more than {least - 1} characters")
            return None
        if most is not None and len(self.value) > most:
            self.refuse(f"must be less than {most + 1} characters")
            return None
        return self.value

    def matching(self, pattern: re.Pattern[str], called: str) -> str | None:
        """Read the string standing here; one not wholly of the form called so is refused."""
        text = self.text()
        if text is not None and not pattern.fullmatch(text):
            self.refuse(f"must be {called}")
            return None
        return text

    def address(self, most: int) -> None:
        """Refuse what is no absolute link or is longer than `most`."""
        text = self.text(most)
        if text is not None and not ADDRESS.fullmatch(text):
            self.refuse("must be a valid URL")

    def choice(self, among: Iterable[str]) -> None:
        """Refuse anything but one of these words."""
        wanted = list(among)
        if self.value not in wanted:
            self.refuse(f"must be a valid enum value: {', '.join(wanted)}")

    def flag(self) -> bool:
        """Whether true stands here; anything but true and false is refused."""
        if not isinstance(self.value, bool):
            self.refuse("must provide a boolean")
        return self.value is True

    def number(self, least: int | None = None, most: int | None = None) -> int | None:
        """Read the whole number standing here; one out of bounds is refused."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.refuse("must provide an integer")
            return None
        if least is not None and self.value < least:
            self.refuse(f"must be greater than or equal to {least}")
            return None
        if most is not None and self.value > most:
            self.refuse(f"must be less than or equal to {most}")
            return None
        return self.value

    def items(self, most: int | None = None, least: int = 1) -> list[Spot]:
        """Go through the list standing here; too many or too few entries are refused, and still looked at."""
        if not isinstance(self.value, list):
            self.refuse("must provide an array")
            return []
        if len(self.value) < least:
            self.refuse(f"must provide at least {least} items")
        if most is not None and len(self.value) > most:
            self.refuse(f"no more than {most} items allowed")
        return [Spot(value, f"{self.pointer}/{at}", self.problems) for at, value in enumerate(self.value)]
