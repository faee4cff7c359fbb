"""Reads case files, of which `sandbox/cases/belgorod.yml` is the model.

Everything wrong with one is said in a sentence that names the file and the place, followed by a right example.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from sandbox.case import Case, Desk, Expected
from sandbox.entries import BrokenCaseError, Entries
from sandbox.stepfile import read_expected_then, read_steps


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


# In YAML `on` and `no` are words for true and false. Here `on` says when, and "No" is what somebody said.
_Loader.yaml_implicit_resolvers = {
    letter: [each for each in found if letter in "tTfF" or each[0] != "tag:yaml.org,2002:bool"]
    for letter, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Reader(Entries):
    """Takes one file apart."""

    def case(self, content: Any) -> Case:
        required = ("case", "desk", "outlet", "filed_on", "claims")
        optional = ("people", "disputes", "expect", "then", "expect_then")
        content = self.mapping(content, "The file", "case", required, optional)
        desk = self.desk(content["desk"])
        self.zone = desk.zone
        filed_on = self.day(content["filed_on"], "the file", "filed_on")
        if isinstance(filed_on, datetime):
            raise self.wrong("`filed_on` is a day, without a time.", "filed_on")
        self.outlet = self.text(content["outlet"], "the file", "outlet")
        claims = tuple(
            self.claim(entry, f"claim {at}", filed_on)
            for at, entry in enumerate(self.listed(content, "claims"), start=1)
        )
        if not claims:
            raise self.wrong("There is no claim in it.", "claims")
        keys = [claim.key for claim in claims]
        for key in keys:
            if keys.count(key) > 1:
                raise self.wrong(f"Two claims have the key `{key}`; each needs its own.", "key")
        disputes = tuple(
            self.dispute(entry, f"dispute {at}", filed_on, keys)
            for at, entry in enumerate(self.listed(content, "disputes"), start=1)
        )
        case = Case(
            name=self.text(content["case"], "the file", "case"),
            desk=desk,
            outlet=self.outlet,
            filed_on=filed_on,
            people=self.people(content.get("people", {})),
            claims=claims,
            disputes=disputes,
            expect=self.expected(content.get("expect", {})),
        )
        case = replace(case, then=read_steps(self, self.listed(content, "then"), case))
        if "expect_then" not in content:
            return case
        return replace(case, expect_then=read_expected_then(self, content["expect_then"], case))

    def desk(self, value: Any) -> Desk:
        desk = self.mapping(value, "`desk`", "desk", ("channel", "timezone"), ("second_reader",))
        channel = self.text(desk["channel"], "`desk`", "channel").removeprefix("#").lower()
        if any(sign in channel for sign in " ,.#@<>"):
            raise self.wrong(f"`{channel}` is no name a channel can have.", "channel")
        second = desk.get("second_reader", False)
        if not isinstance(second, bool):
            raise self.wrong("`second_reader` of `desk` is true or false.", "second_reader")
        zone = self.text(desk["timezone"], "`desk`", "timezone")
        try:
            return Desk(channel, ZoneInfo(zone), second)
        except (KeyError, ValueError, OSError):  # an unknown name, a path, a folder of zones
            raise self.wrong(f"`{zone}` is no time zone.", "timezone") from None

    def people(self, value: Any) -> dict[str, str]:
        if not isinstance(value, dict):
            raise self.wrong("`people` must say who does what.", "people")
        return {str(name): str(what or "") for name, what in value.items()}

    def expected(self, value: Any) -> Expected:
        names = tuple(Expected.__dataclass_fields__)
        counts = self.mapping(value, "`expect`", "expect", (), names)
        return Expected(**self.counts(counts, "expect"))
