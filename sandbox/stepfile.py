"""Reads what a case file says of the days after the first: its steps under `then`, and `expect_then`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sandbox.case import (
    OUTCOMES,
    ROLES,
    SIDES,
    VERDICTS,
    Act,
    Case,
    Claim,
    Decide,
    Dispute,
    Evidence,
    Expected,
    ExpectedThen,
    Join,
    Merge,
    Propose,
    Reopen,
    Sign,
    Step,
    Take,
    Update,
)
from sandbox.entries import Entries

ACTS = ("take", "evidence", "propose", "sign", "reopen", "merge", "update", "decide", "join", "file", "dispute")
BESIDE = ("on", "who", "refused")


def read_steps(entries: Entries, written: Sequence[Any], case: Case) -> tuple[Step, ...]:
    """The steps that follow a case's first day; BrokenCaseError says what is wrong with them.

    `on` and `who` are as in the step before where a step leaves them out.
    """
    reader = _Steps(entries, case)
    for at, entry in enumerate(written, start=1):
        reader.read(entry, f"step {at}")
    return tuple(reader.steps)


def read_expected_then(entries: Entries, written: Any, case: Case) -> ExpectedThen:
    """What a case expects after its last step; BrokenCaseError says what is wrong with it."""
    if not case.then:
        raise entries.wrong("`expect_then` says what comes of the steps under `then`, and there are none.", "then")
    names = tuple(Expected.__dataclass_fields__)
    beside = ("corrected", "settled", "cards", "threads")
    content = entries.mapping(written, "`expect_then`", "expect_then", (), (*names, *beside))
    keys = [claim.key for claim in case.utterances()[0]]

    def by_key(name: str) -> dict[str, Any]:
        value = content.get(name, {})
        if not isinstance(value, dict):
            raise entries.wrong(f"`{name}` of `expect_then` must say it claim by claim.", name)
        for key in value:
            if str(key) not in keys:
                raise entries.wrong(
                    f"`{name}` names `{key}`, which is no claim's key. There are {', '.join(keys)}.", name
                )
        return {str(key): each for key, each in value.items()}

    def verdicts(name: str) -> dict[str, Any]:
        return {key: entries.one_of(each, f"`{name}`", "verdict", VERDICTS) for key, each in by_key(name).items()}

    def told(name: str) -> dict[str, tuple[str, ...]]:
        found = by_key(name)
        for key, each in found.items():
            if not isinstance(each, list):
                raise entries.wrong(f"`{name}` must list what is told of `{key}`.", name)
        return {key: tuple(entries.text(one, f"`{key}`", name) for one in each) for key, each in found.items()}

    counts = {name: count for name, count in content.items() if name in names}
    return ExpectedThen(
        **entries.counts(counts, "expect_then"),
        corrected=verdicts("corrected"),
        settled=verdicts("settled"),
        cards=told("cards"),
        threads=told("threads"),
    )


class _Steps:
    """Reads one step after the other, knowing what is on file by then."""

    def __init__(self, entries: Entries, case: Case) -> None:
        self.entries = entries
        self.case = case
        self.steps: list[Step] = []
        self.keys = [claim.key for claim in case.claims]
        self.disputed = {(dispute.claim, dispute.speaker) for dispute in case.disputes}

    def read(self, value: Any, place: str) -> None:
        """Read a step."""
        entry = self.entries.mapping(value, place, "then", (), (*BESIDE, *ACTS))
        acts = [name for name in ACTS if name in entry]
        if not acts:
            raise self.entries.wrong(f"{place} does nothing. It must have one of {', '.join(ACTS)}.", "then")
        if len(acts) > 1:
            raise self.entries.wrong(f"{place} does several things: {', '.join(acts)}. Each is its own step.", "then")
        at, who = self.moment(entry, place), self.person(entry, place)
        act = self.act(acts[0], entry[acts[0]], place, at)
        refused = self.entries.text(entry["refused"], place, "refused") if "refused" in entry else None
        self.steps.append(Step(at, who, act, refused))
        if refused is None and isinstance(act, Claim):
            self.keys.append(act.key)
        if isinstance(act, Dispute):
            self.disputed.add((act.claim, act.speaker))

    def moment(self, entry: dict[str, Any], place: str) -> datetime:
        """When it is done: after the first digest, and never before what stands above it."""
        if "on" not in entry:
            if not self.steps:
                raise self.entries.wrong(f"{place} has no `on`.", "on")
            return self.steps[-1].at
        day = self.entries.day(entry["on"], place, "on")
        if not isinstance(day, datetime):
            raise self.entries.wrong(f"`on` of {place} needs a time.", "on")
        at = day.replace(tzinfo=self.case.desk.zone)
        if at <= self.case.first_digest:
            raise self.entries.wrong(
                f"{place} is on {day:%Y-%m-%d %H:%M}, and the first digest comes on "
                f"{self.case.first_digest:%Y-%m-%d %H:%M}.",
                "on",
            )
        if self.steps and at < self.steps[-1].at:
            raise self.entries.wrong(f"{place} is on {day:%Y-%m-%d %H:%M}, before the step above it.", "on")
        return at

    def person(self, entry: dict[str, Any], place: str) -> str:
        """Who does it."""
        if "who" in entry:
            if entry["who"] not in ROLES:
                raise self.entries.wrong(f"{place} is done by `{entry['who']}`. There are {', '.join(ROLES)}.", "who")
            return str(entry["who"])
        if not self.steps:
            raise self.entries.wrong(f"{place} has no `who`.", "who")
        return self.steps[-1].who

    def act(self, name: str, value: Any, place: str, at: datetime) -> Act:
        """What is done."""
        if name == "file":
            claim = self.entries.claim(value, place, at.date(), "file")
            if claim.key in self.keys:
                raise self.entries.wrong(f"Two claims have the key `{claim.key}`; each needs its own.", "key")
            return claim
        if name == "dispute":
            return self.entries.dispute(value, place, at.date(), self.keys, "dispute")
        if not isinstance(value, dict) and name in ("take", "sign"):
            value = {"claim": value}
        reading: dict[str, Callable[[Any, str], Act]] = {
            "take": self.take,
            "evidence": self.evidence,
            "propose": self.propose,
            "sign": self.sign,
            "reopen": self.reopen,
            "merge": self.merge,
            "update": self.update,
            "decide": self.decide,
            "join": self.join,
        }
        return reading[name](value, place)

    def take(self, value: Any, place: str) -> Act:
        return Take(self.claim(self.entries.mapping(value, place, "take", ("claim",)), place))

    def sign(self, value: Any, place: str) -> Act:
        return Sign(self.claim(self.entries.mapping(value, place, "sign", ("claim",)), place))

    def evidence(self, value: Any, place: str) -> Act:
        entry = self.entries.mapping(value, place, "evidence", ("claim", "side"), ("link", "note"))
        side = self.entries.one_of(entry["side"], place, "side", SIDES)
        texts = self.entries.texts(entry, place, "link", "note")
        if not texts:
            raise self.entries.wrong(f"The evidence of {place} has neither a link nor a note.", "evidence")
        if "link" in texts:
            self.entries.link(texts["link"], place)
        return Evidence(self.claim(entry, place), side, **texts)

    def propose(self, value: Any, place: str) -> Act:
        entry = self.entries.mapping(value, place, "propose", ("claim", "verdict"), ("note", "used_in"))
        verdict = self.entries.one_of(entry["verdict"], place, "verdict", VERDICTS)
        texts = self.entries.texts(entry, place, "note", "used_in")
        if "used_in" in texts:
            self.entries.link(texts["used_in"], place, "used_in")
        return Propose(self.claim(entry, place), verdict, **texts)

    def reopen(self, value: Any, place: str) -> Act:
        entry = self.entries.mapping(value, place, "reopen", ("claim", "note"))
        return Reopen(self.claim(entry, place), **self.entries.texts(entry, place, "note"))

    def merge(self, value: Any, place: str) -> Act:
        entry = self.entries.mapping(value, place, "merge", ("claim", "into"))
        return Merge(*self.two(entry, place, "into"))

    def update(self, value: Any, place: str) -> Act:
        entry = self.entries.mapping(value, place, "update", ("claim", "by"))
        return Update(*self.two(entry, place, "by"))

    def decide(self, value: Any, place: str) -> Act:
        entry = self.entries.mapping(value, place, "decide", ("claim", "speaker", "outcome"), ("note",))
        claim, outcome = self.claim(entry, place), self.entries.one_of(entry["outcome"], place, "outcome", OUTCOMES)
        texts = self.entries.texts(entry, place, "speaker", "note")
        if (claim, texts["speaker"]) not in self.disputed:
            raise self.entries.wrong(f"{texts['speaker']} has said nothing against `{claim}` by {place}.", "decide")
        return Decide(claim, outcome=outcome, **texts)

    def join(self, value: Any, place: str) -> Act:
        entry = self.entries.mapping(value, place, "join", ("speaker", "same_as"))
        return Join(**self.entries.texts(entry, place, "speaker", "same_as"))

    def claim(self, entry: dict[str, Any], place: str, key: str = "claim") -> str:
        name = self.entries.text(entry[key], place, key)
        if name not in self.keys:
            known = ", ".join(self.keys)
            raise self.entries.wrong(
                f"{place} names `{name}`, which is no claim's key by then. There are {known}.", key
            )
        return name

    def two(self, entry: dict[str, Any], place: str, other: str) -> tuple[str, str]:
        names = self.claim(entry, place), self.claim(entry, place, other)
        if names[0] == names[1]:
            raise self.entries.wrong(f"{place} names `{names[0]}` twice.", other)
        return names
