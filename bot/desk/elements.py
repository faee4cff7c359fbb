"""What a tail consists of besides links: `via SOURCE [citing SOURCE] [off the record]`, `said DATE` and `#tags`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.basis import basis_at, phrase_of
from bot.desk.limits import OUTLET
from bot.desk.moments import Moment, find_moment, no_date
from bot.errors import NotUnderstood
from store.basis import PROTECTED

# What may stand between two elements, or hang on one, without being a word.
_LOOSE = ".,;|()[]<>–—-·/，。、；،؛।\u200e\u200f\u061c"
_ENDINGS = _LOOSE + "!?…！？؟#＃"
_TAG = re.compile(r"[#＃]([^\s#＃.,;:!?()\[\]<>\"“”„«»]+)")
_OPENING = {")": "(", "]": "["}
_INITIALS = re.compile(r"(?:\w\.)+")


@dataclass(frozen=True)
class Via:
    """`via SOURCE [citing SOURCE]`."""

    outlet: str
    origin: str | None


@dataclass(frozen=True)
class Citing:
    """`citing SOURCE` without a `via`."""

    origin: str


@dataclass(frozen=True)
class On:
    """On what terms the report before it was given: `off the record`."""

    basis: str


@dataclass(frozen=True)
class Said:
    """`said DATE`."""

    moment: Moment


@dataclass(frozen=True)
class Tag:
    """`#tag`, without its sign."""

    name: str


Element = Via | Citing | On | Said | Tag


@dataclass(frozen=True)
class Reader:
    """Reads stretches of text between links as elements of a tail.

    `known` None: any source may follow `via`; else only one it accepts. `insists`: what follows `said` must be a
    date (a refusal says so), and something must follow `via`.
    """

    now: datetime
    zone: ZoneInfo
    known: Callable[[str], bool] | None = None
    insists: bool = False

    def read(self, text: str, *, before_link: bool = False) -> list[Element] | None:
        """The elements that `text` consists of; None if it holds anything else.

        `before_link`: a link follows, which a final `via` may introduce. Raises NotUnderstood for dates that are
        none or lie in the future.
        """
        words = text.split()
        while before_link and words and not _bare(words[-1]):
            words.pop()
        plain = [_plain(word) for word in words]
        introduces = len(words) - 1 if before_link and words and _bare(words[-1]) == "via" else None
        found: list[Element] = []
        at = 0
        while at < len(words):
            word = _bare(words[at])
            if not word.strip(_ENDINGS):
                if words[at].strip(_ENDINGS):
                    return None
                at += 1
            elif word in {"via", "citing"}:
                if at == introduces:
                    return found
                element, at = self._source(words, at)
                if element is None:
                    return None
                found.append(element)
            elif (terms := basis_at(plain, at)) is not None:
                found.append(On(terms[0]))
                at += terms[1]
            elif word == "said":
                moment, at = self._said(words, at + 1)
                if moment is None:
                    return None
                found.append(Said(moment))
            else:
                tags = _tags(words[at])
                if not tags:
                    return None
                found.extend(tags)
                at += 1
        return found

    def read_end(self, text: str, *, with_tags: bool) -> tuple[list[Element], int]:
        """The elements at the very end of `text`, and where they begin; none: an empty list and its length.

        `with_tags`: they may begin with a tag. Looks at the last hundred words.
        """
        places = [match.start() for match in re.finditer(r"\S+", text)][-100:]
        best: tuple[list[Element], int] = ([], len(text))
        for place in reversed(places):
            first = _bare(text[place : place + 60].split()[0])
            if first in {"via", "said"} or (with_tags and first[:1] in {"#", "＃"}):
                elements = self.read(text[place:])
                if elements and has_its_report(elements):
                    best = elements, place
        return best

    def _source(self, words: Sequence[str], at: int) -> tuple[Via | Citing | None, int]:
        keyword = _bare(words[at])
        end = _end_of_source(words, at + 1, stops=("via",) if keyword == "via" else ("via", "citing"))
        end = self._before_terms(words, at + 1, end)
        cut = next((n for n in range(at + 1, end) if _bare(words[n]) == "citing"), end)
        name = _name(words[at + 1 : cut])
        origin = _name(words[cut + 1 : end]) or None
        if not name and self.insists:
            raise NotUnderstood(
                f"There is no source after `{keyword}`.",
                remedy="Write `via Reuters`, or leave it out.",
                field="source",
            )
        if not name:
            return None, end
        _check_named(name)
        if keyword == "citing":
            return Citing(name), end
        if self.known is not None and not self.known(name):
            return None, end
        return Via(name, origin), end

    def _before_terms(self, words: Sequence[str], at: int, end: int) -> int:
        """Where a name ends that has its terms behind it: a name is before them, and nothing of it after them.

        Raises NotUnderstood for terms in the middle of a name: on a card they would promise what nobody keeps.
        """
        named = [_plain(word) for word in words[at:end]]
        for place in range(1, len(named)):
            terms = basis_at(named, place)
            if terms is None or named[place - 1] == "citing":
                continue
            rest = place + terms[1]
            if rest >= len(named) or named[rest] == "citing" or basis_at(named, rest) is not None:
                return at + place
            if terms[0] in PROTECTED:
                raise NotUnderstood(
                    f"I cannot tell whether “{' '.join(words[at + place : at + rest])}” belongs to the source's name.",
                    remedy=f"Only a link, `said …` or #tags may follow: `via WION {phrase_of(terms[0])}`",
                    field="source",
                )
        return end

    def _said(self, words: Sequence[str], at: int) -> tuple[Moment | None, int]:
        found = find_moment(words[at : at + 12], self.now, self.zone)
        if found:
            return found[0], at + found[1]
        if self.insists:
            raise no_date(" ".join(words[at : _end_of_source(words, at, stops=("via", "citing"))]))
        return None, at


def has_its_report(elements: Sequence[Element]) -> bool:
    """Whether there is a report for what credits a source and says on what terms; where none is, both would be lost."""
    kinds = {type(element) for element in elements}
    return Via in kinds or not kinds & {Citing, On}


def _end_of_source(words: Sequence[str], at: int, *, stops: tuple[str, ...]) -> int:
    """Where a name that begins at `at` ends: before the next keyword or tag."""
    while at < len(words):
        word = _bare(words[at])
        if word in stops or word == "said" or (word[:1] in {"#", "＃"} and _tags(words[at])):
            return at
        at += 1
    return at


def _bare(word: str) -> str:
    """A word as keywords are compared, without what hangs on it. `Said` is also a name: only `Via` may be capital."""
    word = word.strip(_LOOSE)
    return word.casefold() if word.casefold() in {"via", "citing"} else word


def _check_named(name: str) -> None:
    """Refuse terms that stand where a source's name does. Raises NotUnderstood."""
    words = [_plain(word) for word in name.split()]
    terms = basis_at(words, 0)
    if terms is not None and terms[0] in PROTECTED and terms[1] == len(words):
        raise NotUnderstood(
            f"“{name}” names no source.",
            remedy=f"Any word for it will do, and nobody else is shown it: `via a source {phrase_of(terms[0])}`",
            field="source",
        )


def _plain(word: str) -> str:
    """A word as terms are compared."""
    return word.strip(_ENDINGS).casefold()


def _name(words: Sequence[str]) -> str:
    """A source's name as typed, without the punctuation of the line."""
    name = " ".join(words)
    if len(name) > 2 * OUTLET:  # too long anyway; its brackets need no counting
        return name
    while True:
        name = name.strip(" ,;|<>–—-·，；،؛\u200e\u200f\u061c")
        last = name.rpartition(" ")[2]
        spare_bracket = name[-1:] in _OPENING and name.count(name[-1]) > name.count(_OPENING[name[-1]])
        if not spare_bracket and (name[-1:] not in {".", "。", "।"} or _INITIALS.fullmatch(last)):
            return name
        name = name[:-1]


def _tags(word: str) -> list[Tag]:
    """The tags a word consists of; empty if it is anything else."""
    bare = word.strip(_LOOSE)
    names = [Tag(found[1]) for found in _TAG.finditer(bare)]
    return names if "".join(f"#{tag.name}" for tag in names) == bare.replace("＃", "#") else []
