"""Reads case files, of which `sandbox/cases/belgorod.yml` is the model.

Everything wrong with one is said in a sentence that names the file and the place, followed by a right example.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from sandbox.case import KINDS, Case, Claim, Desk, Dispute, Expected


class BrokenCaseError(Exception):
    """A case file cannot be played; the text says which, where and what would be right."""


EXAMPLES: dict[str, str] = {
    "case": "case: Belgorod cross-border raid",
    "desk": "desk: {channel: verification, timezone: Europe/Kyiv}",
    "channel": "channel: verification",
    "timezone": "timezone: Europe/Kyiv",
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
}
SAID = ("speaker", "statement", "role", "said", "citing", "outlet", "link")


def read_case(path: Path) -> Case:
    """Read a case file; BrokenCaseError says what is wrong with it."""
    try:
        written = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BrokenCaseError(
            f"There is no case file {path}. Name one, for example: sandbox/cases/belgorod.yml"
        ) from None
    except (OSError, UnicodeDecodeError) as why:
        raise BrokenCaseError(f"{path} cannot be read as a text file: {why}.") from None
    return read_case_text(written, path.name)


def read_case_text(written: str, file: str) -> Case:
    """Read the text of a case file called `file`; BrokenCaseError says what is wrong with it."""
    try:
        content = yaml.load(written, Loader=_Loader)  # noqa: S506 (a safe loader, made stricter)
    except _TwiceError as why:
        raise BrokenCaseError(f"{file} has `{why.key}` twice, again in line {why.line}. Keep one of them.") from None
    except yaml.YAMLError as why:
        mark = getattr(why, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        problem = getattr(why, "problem", None) or "it cannot be read"
        raise BrokenCaseError(
            f"{file} is no YAML{line}: {problem}. A text with a colon in it stands in quotation marks, for example: "
            f'statement: "Two were hit: a depot and a bridge."'
        ) from None
    except ValueError as why:  # a date such as 2023-02-31
        raise BrokenCaseError(f"{file} has a date that is none: {why}. Write, for example: said: 2023-05-23") from None
    return _Reader(file).case(content)


class _TwiceError(Exception):
    """A key stands in a mapping twice."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.key = key
        self.line = line


class _Loader(yaml.SafeLoader):
    """YAML, but a key written twice is wrong: one of the two would be lost without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value]
        for at, (key, _) in enumerate(node.value):
            if key.value in names[:at]:
                raise _TwiceError(str(key.value), key.start_mark.line + 1)
        return super().construct_mapping(node, deep=deep)


class _Reader:
    """Takes one file apart; every complaint names the file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.zone: ZoneInfo | None = None

    def wrong(self, what: str, key: str) -> BrokenCaseError:
        return BrokenCaseError(f"{self.file}: {what} Write, for example: {EXAMPLES[key]}")

    def mapping(
        self, value: Any, place: str, key: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, Any]:
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
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"`{key}` of {place} must be a text; put it in quotation marks.", key)
        return " ".join(value.split())

    def listed(self, content: dict[str, Any], key: str) -> list[Any]:
        value = content.get(key, [])
        if not isinstance(value, list):
            raise self.wrong(f"`{key}` must be a list, each entry with a dash before it.", key)
        return value

    def case(self, content: Any) -> Case:
        required = ("case", "desk", "outlet", "filed_on", "claims")
        content = self.mapping(content, "The file", "case", required, ("people", "disputes", "expect"))
        desk = self.desk(content["desk"])
        self.zone = desk.zone
        filed_on = self.day(content["filed_on"], "the file", "filed_on")
        if isinstance(filed_on, datetime):
            raise self.wrong("`filed_on` is a day, without a time.", "filed_on")
        outlet = self.text(content["outlet"], "the file", "outlet")
        claims = tuple(
            self.claim(entry, f"claim {at}", outlet, filed_on)
            for at, entry in enumerate(self.listed(content, "claims"), start=1)
        )
        if not claims:
            raise self.wrong("There is no claim in it.", "claims")
        keys = [claim.key for claim in claims]
        for key in keys:
            if keys.count(key) > 1:
                raise self.wrong(f"Two claims have the key `{key}`; each needs its own.", "key")
        disputes = tuple(
            self.dispute(entry, f"dispute {at}", outlet, filed_on, keys)
            for at, entry in enumerate(self.listed(content, "disputes"), start=1)
        )
        return Case(
            name=self.text(content["case"], "the file", "case"),
            desk=desk,
            outlet=outlet,
            filed_on=filed_on,
            people=self.people(content.get("people", {})),
            claims=claims,
            disputes=disputes,
            expect=self.expected(content.get("expect", {})),
        )

    def desk(self, value: Any) -> Desk:
        desk = self.mapping(value, "`desk`", "desk", ("channel", "timezone"))
        channel = self.text(desk["channel"], "`desk`", "channel").removeprefix("#").lower()
        if any(sign in channel for sign in " ,.#@<>"):
            raise self.wrong(f"`{channel}` is no name a channel can have.", "channel")
        zone = self.text(desk["timezone"], "`desk`", "timezone")
        try:
            return Desk(channel, ZoneInfo(zone))
        except (KeyError, ValueError, OSError):  # an unknown name, a path, a folder of zones
            raise self.wrong(f"`{zone}` is no time zone.", "timezone") from None

    def people(self, value: Any) -> dict[str, str]:
        if not isinstance(value, dict):
            raise self.wrong("`people` must say who does what.", "people")
        return {str(name): str(what or "") for name, what in value.items()}

    def claim(self, value: Any, place: str, outlet: str, filed_on: date) -> Claim:
        entry = self.mapping(value, place, "claims", ("key", "speaker", "statement"), SAID[2:])
        key = self.text(entry["key"], place, "key")
        return Claim(key=key, **self.utterance(entry, f"claim `{key}`", outlet, filed_on))

    def dispute(self, value: Any, place: str, outlet: str, filed_on: date, keys: list[str]) -> Dispute:
        entry = self.mapping(value, place, "disputes", ("claim", "speaker", "statement"), ("kind", *SAID[2:]))
        claim = self.text(entry["claim"], place, "claim")
        if claim not in keys:
            raise self.wrong(
                f"{place} is against `{claim}`, which is no claim's key. There are {', '.join(keys)}.", "claim"
            )
        kind = entry.get("kind", "contradicts")
        if kind not in KINDS:
            raise self.wrong(f"{place} has the kind `{kind}`. The kinds are {', '.join(KINDS)}.", "kind")
        return Dispute(claim=claim, kind=kind, **self.utterance(entry, place, outlet, filed_on))

    def utterance(self, entry: dict[str, Any], place: str, outlet: str, filed_on: date) -> dict[str, Any]:
        said = self.day(entry["said"], place, "said") if "said" in entry else None
        day = said.date() if isinstance(said, datetime) else said
        if day is not None and day > filed_on:
            raise self.wrong(f"{place} was said on {day}, after the case was filed on {filed_on}.", "said")
        texts = {
            key: self.text(entry[key], place, key)
            for key in ("speaker", "statement", "role", "citing", "outlet", "link")
            if key in entry
        }
        if not texts.get("link", "https://").startswith(("http://", "https://")):
            raise self.wrong(f"The link of {place} is none.", "link")
        return {"outlet": outlet, "said": said} | texts

    def day(self, value: Any, place: str, key: str) -> date | datetime:
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

    def expected(self, value: Any) -> Expected:
        names = tuple(Expected.__dataclass_fields__)
        counts = self.mapping(value, "`expect`", "expect", (), names)
        for name, count in counts.items():
            if not isinstance(count, int) or isinstance(count, bool) or count < 0:
                raise self.wrong(f"`{name}` of `expect` must be a whole number.", "expect")
        return Expected(**counts)
