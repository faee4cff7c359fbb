"""Entries: takes what is written in a case file apart, piece by piece.

Everything wrong with a piece is said in a sentence that names the file and the place, followed by a right example.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.case import KINDS, Claim, Dispute


class BrokenCaseError(Exception):
    """A case file cannot be played; the text says which, where and what would be right."""


EXAMPLES: dict[str, str] = {
    "case": "case: Belgorod cross-border raid",
    "desk": "desk: {channel: verification, timezone: Europe/Kyiv}",
    "channel": "channel: verification",
    "timezone": "timezone: Europe/Kyiv",
    "second_reader": "second_reader: true",
    "outlet": "outlet: WION",
    "filed_on": "filed_on: 2023-05-23",
    "people": "people: {reporter: Files what they read.}",
    "claims": "claims: [{key: seventy, speaker: Moscow, statement: More than 70 were killed.}]",
    "disputes": "disputes: [{claim: seventy, speaker: Kyiv, statement: Nobody was killed., kind: denies}]",
    "expect": "expect: {claims: 16, contested: 4, open_disputes: 5, unverified: 16}",
    "key": "key: seventy",
    "speaker": "speaker: Russian Defence Ministry",
    "statement": "statement: More than 70 fighters were killed.",
    "role": "role: governor of Belgorod region",
    "said": "said: 2023-05-23",
    "citing": "citing: Reuters",
    "link": "link: https://wion.example/raid",
    "claim": "claim: seventy",
    "kind": "kind: denies",
    "then": "then: [{on: 2023-05-24 10:00, who: checker, take: seventy}]",
    "on": "on: 2023-05-24 10:00",
    "who": "who: checker",
    "refused": "refused: someone else must sign it off",
    "take": "take: seventy",
    "evidence": "evidence: {claim: seventy, side: refutes, link: https://a.example/1, note: Filmed in March.}",
    "side": "side: refutes",
    "note": "note: The video was online before.",
    "propose": "propose: {claim: seventy, verdict: unproven, note: Neither side shows proof.}",
    "verdict": "verdict: unproven",
    "used_in": "used_in: https://our-paper.example/what-we-know",
    "sign": "sign: seventy",
    "reopen": "reopen: {claim: seventy, note: The video was online before.}",
    "merge": "merge: {claim: seventy, into: crushed}",
    "into": "into: crushed",
    "update": "update: {claim: sixty, by: seventy}",
    "by": "by: seventy",
    "decide": "decide: {claim: seventy, speaker: Kyiv, outcome: does not stand, note: They withdrew it.}",
    "join": "join: {speaker: Peskov, same_as: Песков}",
    "same_as": "same_as: Песков",
    "outcome": "outcome: does not stand",
    "file": "file: {key: eighty, speaker: Moscow, statement: More than 80 were killed.}",
    "dispute": "dispute: {claim: seventy, speaker: Kyiv, statement: Nobody was killed., kind: denies}",
    "expect_then": "expect_then: {contested: 4, corrected: {seventy: misleading}, threads: {seventy: [online before]}}",
    "corrected": "corrected: {seventy: misleading}",
    "settled": "settled: {seventy: unproven}",
    "cards": 'cards: {seventy: ["2 reports, 1 origin"]}',
    "threads": "threads: {seventy: [the video was online before]}",
}
SAID = ("role", "said", "citing", "outlet", "link")


class Entries:
    """The entries of one file, in which `outlet` carried what names none; every complaint names the file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.zone: ZoneInfo | None = None
        self.outlet = ""

    def wrong(self, what: str, key: str) -> BrokenCaseError:
        """A complaint, with the right example for `key`."""
        return BrokenCaseError(f"{self.file}: {what} Write, for example: {EXAMPLES[key]}")

    def mapping(
        self, value: Any, place: str, key: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """Keys with their values, all of the required ones among them and none that nobody knows."""
        if not isinstance(value, dict):
            raise self.wrong(f"{place} must be a list of keys with their values.", key)
        known = (*required, *optional)
        for name in value:
            if name not in known:
                raise self.wrong(
                    f"{place} has the key `{name}`, which nobody knows. Known are {', '.join(known)}.", key
                )
        for name in required:
            if value.get(name) is None:
                raise self.wrong(f"{place} has no `{name}`.", name)
        return {name: content for name, content in value.items() if content is not None}

    def text(self, value: Any, place: str, key: str) -> str:
        """A text on one line; a number is taken for one."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"`{key}` of {place} must be a text; put it in quotation marks.", key)
        return " ".join(value.split())

    def texts(self, entry: dict[str, Any], place: str, *keys: str) -> dict[str, str]:
        """Those of the texts called `keys` that are there."""
        return {key: self.text(entry[key], place, key) for key in keys if key in entry}

    def listed(self, content: dict[str, Any], key: str) -> list[Any]:
        """A list, which may be left out."""
        value = content.get(key, [])
        if not isinstance(value, list):
            raise self.wrong(f"`{key}` must be a list, each entry with a dash before it.", key)
        return value

    def one_of(self, value: Any, place: str, key: str, choices: Collection[str]) -> Any:
        """One of a few words; `false` is one too."""
        value = str(value).lower() if isinstance(value, bool) else value
        if value not in choices:
            raise self.wrong(f"{place} has the {key} `{value}`. The {key}s are {', '.join(choices)}.", key)
        return value

    def counts(self, entry: dict[str, Any], place: str) -> dict[str, int]:
        """Whole numbers, none of them below nought."""
        for name, count in entry.items():
            if not isinstance(count, int) or isinstance(count, bool) or count < 0:
                raise self.wrong(f"`{name}` of `{place}` must be a whole number.", place)
        return entry

    def link(self, value: str, place: str, key: str = "link") -> str:
        """A link."""
        if not value.startswith(("http://", "https://")):
            raise self.wrong(f"The {key.replace('_', ' ')} of {place} is none.", key)
        return value

    def day(self, value: Any, place: str, key: str) -> date | datetime:
        """A day, or a minute in the desk's zone."""
        if isinstance(value, str):
            read = date.fromisoformat if len(value) == len("2023-05-23") else datetime.fromisoformat
            with suppress(ValueError):
                value = read(value)
        if isinstance(value, datetime):
            local = value.astimezone(self.zone) if value.tzinfo else value
            return local.replace(tzinfo=None, second=0, microsecond=0)
        if not isinstance(value, date):
            raise self.wrong(f"`{key}` of {place} is no date: {value}.", key)
        return value

    def claim(self, value: Any, place: str, filed_on: date, example: str = "claims") -> Claim:
        """A claim that is filed on a day."""
        entry = self.mapping(value, place, example, ("key", "speaker", "statement"), SAID)
        key = self.text(entry["key"], place, "key")
        return Claim(key=key, **self._utterance(entry, f"claim `{key}`", filed_on))

    def dispute(
        self, value: Any, place: str, filed_on: date, keys: Collection[str], example: str = "disputes"
    ) -> Dispute:
        """A dispute that is filed on a day, against one of the claims called `keys`."""
        entry = self.mapping(value, place, example, ("claim", "speaker", "statement"), ("kind", *SAID))
        claim = self.text(entry["claim"], place, "claim")
        if claim not in keys:
            raise self.wrong(
                f"{place} is against `{claim}`, which is no claim's key. There are {', '.join(keys)}.", "claim"
            )
        kind = self.one_of(entry.get("kind", "contradicts"), place, "kind", KINDS)
        return Dispute(claim=claim, kind=kind, **self._utterance(entry, place, filed_on))

    def _utterance(self, entry: dict[str, Any], place: str, filed_on: date) -> dict[str, Any]:
        said = self.day(entry["said"], place, "said") if "said" in entry else None
        day = said.date() if isinstance(said, datetime) else said
        if day is not None and day > filed_on:
            raise self.wrong(f"{place} was said on {day}, after the case was filed on {filed_on}.", "said")
        texts = self.texts(entry, place, "speaker", "statement", "role", "citing", "outlet", "link")
        if "link" in texts:
            self.link(texts["link"], place)
        return {"outlet": self.outlet, "said": said} | texts
