"""Filters: what `/claim list` is to hold, read from words in any order.

Words of one kind are alternatives (`confirmed false`: either), words of different kinds hold together (`contested
mine`: both), and several tags are all asked for. After `by` and `via` a name goes on up to a comma or the next filter;
its first word is always the name's (`by New York Times`), and one with a filter's word further in stands in quotation
marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from bot.desk.characters import clean
from bot.desk.limits import SPEAKER, TAG
from bot.desk.links import unescape
from bot.desk.steps import FINDINGS, State, Verdict
from bot.errors import NotUnderstood

STATES = tuple(str(state) for state in State)
VERDICTS = tuple(str(verdict) for verdict in (Verdict.UNVERIFIED, *FINDINGS))
FLAGS = ("contested", "mine", "urgent")
WORDS = (*VERDICTS, *FLAGS, *STATES)
EXAMPLE = "`/claim list contested #belgorod by Moscow`"
MANY = 5  # of one kind in one line
STRANGE = 5  # words: a longer line with a word that filters nothing is a statement

_TOKEN = re.compile(
    r"<@(?P<person>[UW]\w+)(?:\|[^<>]*)?>|<#[CDG]\w+\|(?P<channel>[^<>]*)>|[\"“„«](?P<quoted>[^\"“”„«»]*)[\"”“»]"
    r"|(?P<comma>[,،，])|<https?:[^<>|]*\|(?P<site>[^<>]*)>|(?P<word>[^\s,،，\"“”„«»]+)"
)
_TWO = {("on", "hold"): str(State.HOLD), ("not", "checkable"): str(Verdict.NOT_CHECKABLE)}
_SKIPPED = ("and", "claims", "or")
_TAG = re.compile(r"[#＃][^\W_][\w-]*")


@dataclass(frozen=True)
class Filter:
    """What the claims of a list have in common; what is empty is not asked for."""

    states: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()  # Slack's ids of who is on it
    tags: tuple[str, ...] = ()
    speaker: str | None = None
    source: str | None = None
    contested: bool = False
    mine: bool = False
    urgent: bool = False
    desk: int | None = None
    waiting: bool = False  # for somebody else than who proposed the verdict to sign it off; nobody types this
    oldest_first: bool = False

    def packed(self) -> dict[str, Any]:
        """As JSON, only what is asked for."""
        return {name: value for name, value in asdict(self).items() if value not in ((), None, False)}

    @classmethod
    def unpacked(cls, packed: dict[str, Any]) -> Filter:
        """From JSON."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in packed.items()
        }
        return cls(**values)


@dataclass(frozen=True)
class Place:
    """A page of a list: which list, beyond which claim, in which direction, and how many stand before that place."""

    filter: Filter = field(default_factory=Filter)
    beyond: int | None = None
    back: bool = False
    before: int = 0

    def packed(self) -> str:
        """As a button's value, which holds 2,000 characters: the limits on what a filter holds keep it below."""
        rest = {name: getattr(self, name) for name in ("beyond", "back", "before") if getattr(self, name)}
        return json.dumps({"filter": self.filter.packed()} | rest, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def unpacked(cls, value: str) -> Place:
        """From a button's value."""
        packed = json.loads(value)
        return cls(**packed | {"filter": Filter.unpacked(packed["filter"])})


@dataclass(frozen=True)
class _Token:
    text: str
    kind: str  # person, channel, quoted, comma, word


def read_filter(text: str) -> Filter | None:
    """What was typed after `list`, as Slack sends it; None for a statement that begins with that word.

    Raises NotUnderstood, which names the first word that filters nothing.
    """
    tokens = [_token(found) for found in _TOKEN.finditer(clean(text))]
    found = Filter()
    at = 0
    while at < len(tokens):
        reader = _reader(tokens, at)
        if reader is None:
            if sum(token.kind == "word" for token in tokens) > STRANGE:
                return None
            raise _strange(tokens[at])
        found, at = reader(found)
    _check_many(found.people)
    _check_many(found.tags)
    return found


def _reader(tokens: list[_Token], at: int) -> Callable[[Filter], tuple[Filter, int]] | None:
    """What reads the token at this place; None if it filters nothing."""
    token, folded = tokens[at], tokens[at].text.casefold().rstrip(".!?")
    two = _TWO.get((folded, tokens[at + 1].text.casefold().rstrip(".!?"))) if at + 1 < len(tokens) else None
    if token.kind == "comma" or (token.kind == "word" and folded in _SKIPPED):
        return lambda found: (found, at + 1)
    if token.kind == "person":
        return lambda found: (replace(found, people=_with(found.people, token.text)), at + 1)
    if token.kind == "channel" or (token.kind == "word" and _TAG.fullmatch(token.text)):
        tag = token.text.lstrip("#＃").casefold()
        return lambda found: (replace(found, tags=_with(found.tags, tag)), at + 1)
    if token.kind == "quoted":
        return None
    if two is not None:
        return lambda found: (_worded(found, two), at + 2)
    if folded in WORDS:
        return lambda found: (_worded(found, folded), at + 1)
    if folded in ("by", "via"):
        return lambda found: _named(found, tokens, at)
    return None


def _worded(found: Filter, word: str) -> Filter:
    if word in VERDICTS:
        return replace(found, verdicts=_with(found.verdicts, word))
    if word in STATES:
        return replace(found, states=_with(found.states, word))
    flag: dict[str, Any] = {word: True}
    return replace(found, **flag)


def _named(found: Filter, tokens: list[_Token], at: int) -> tuple[Filter, int]:
    """The filter with the name that follows `by` or `via`, and where it ends."""
    what = "speaker" if tokens[at].text.casefold() == "by" else "source"
    example = "`/claim list by Moscow`" if what == "speaker" else "`/claim list via WION`"
    end = at + 1
    while end < len(tokens) and tokens[end].kind in ("word", "quoted"):
        if end > at + 1 and (tokens[end].kind == "quoted" or _begins_filter(tokens, end)):
            break
        end += 1
        if tokens[end - 1].kind == "quoted":
            break
    name = " ".join(token.text for token in tokens[at + 1 : end]).strip()
    if not name:
        raise NotUnderstood(f"No {what} follows `{tokens[at].text}`.", unchanged="", remedy=f"For example: {example}")
    if len(name) > SPEAKER:
        raise NotUnderstood(
            f"The name after `{tokens[at].text}` has {len(name):,} characters; {SPEAKER} fit.",
            unchanged="",
            remedy=f"For example: {example}",
        )
    if getattr(found, what) is not None:
        raise NotUnderstood(
            f"I list one {what} at a time, and there are two: “{getattr(found, what)}” and “{name}”.",
            unchanged="",
            remedy=f"For example: {example}",
        )
    return (replace(found, speaker=name) if what == "speaker" else replace(found, source=name)), end


def _begins_filter(tokens: list[_Token], at: int) -> bool:
    folded = tokens[at].text.casefold()
    return folded != "and" and _reader(tokens, at) is not None


def _token(found: re.Match[str]) -> _Token:
    kind = found.lastgroup or "word"
    return _Token(unescape(found[kind]).strip(), "word" if kind == "site" else kind)


def _with(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return values if value in values else (*values, value)


def _check_many(values: tuple[str, ...]) -> None:
    if len(values) > MANY or any(len(value) > TAG for value in values):
        raise NotUnderstood(
            f"That is too much for one list: {MANY} people and {MANY} tags of {TAG} characters fit.",
            unchanged="",
            remedy=f"For example: {EXAMPLE}",
        )


def _strange(token: _Token) -> NotUnderstood:
    if token.text.startswith("@"):
        return NotUnderstood(
            f"I do not know who “{token.text}” is.",
            unchanged="",
            remedy="Type @ and choose the person from the names that Slack shows: `/claim list contested @…`",
        )
    near = get_close_matches(token.text.casefold(), [*WORDS, "by", "via"], n=1, cutoff=0.7)
    meant = f" Did you mean `{near[0]}`?" if near else ""
    return NotUnderstood(
        f"I cannot list by “{token.text}”.{meant}",
        unchanged="",
        remedy=f"Put together what you need: {', '.join(WORDS)}, @person, #tag, by SPEAKER, via SOURCE. "
        f"For example: {EXAMPLE}",
    )
