"""What holds for every line anybody can type."""

from __future__ import annotations

import re
import time
from collections import Counter
from contextlib import suppress
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.basis import PHRASES
from bot.desk.commands import read_claim_command, read_dispute_command
from bot.desk.grammar import Line
from bot.desk.links import unescape
from bot.desk.moments import Moment
from bot.errors import NotUnderstood
from tests.desk.reading import read

# What means something to the grammar, so that chance brings it together; and anything at all between.
MEANINGFUL = [
    *("Kyiv", "Peskov", "WION", "Reuters", "Песков", "وزارة", 'צה"ל', "北京", "मंत्रालय", "BREAKING", "12", "10:40"),
    *(":", "：", ": ", ",", "(", ")", "[", ".", "!", "…", "—", "|", "#", "#raid", "#", "'", "’", ":fire:", "://"),
    *('"', "“", "”", "„", "«", "»", "「", "」", "״"),
    *("via", "citing", "said", "yesterday", "22 May", "31 February", "soon", "1 January 2999", "10:40 pm", "about"),
    *("off the record", "on background", "Off", "the record", "on the record"),
    *("https://a.example/1", "https://t.me/x/1", "<https://a.example>", "<https://a.example|the film>", "https://"),
    *("<@U1>", "<@U1|rita>", "<#C1|raid>", "<!channel>", "<!subteam^S1>", "&amp;", "&lt;", "<", ">", "|", "\u200f"),
    *("C-12", "c4", "with", "list", "help", "and", "\n", "\t", "\u00a0"),
]
PIECES = st.sampled_from(MEANINGFUL)
LINES = st.lists(st.one_of(PIECES, PIECES, st.text(max_size=8)), max_size=24).flatmap(
    lambda pieces: st.sampled_from([" ".join(pieces), "".join(pieces)])
)
KEYWORDS = {"via", "citing", "said"}
TERMS = set(" ".join(chain.from_iterable(PHRASES.values())).replace("-", " ").split())
# What Slack glues to a word without a blank, or what only its escape keeps together, cannot be told once that is gone.
GLUED = re.compile(r"\S<|>\S|<[@#!][^<>]*[:\s]|\|[^<>]*>|<http[^<>]*[^\x00-\x7f]", re.IGNORECASE)
LINK_WORDS = {"https", "a", "example", "1", "t", "me", "x"}


def understood(text: str) -> Line | None:
    try:
        return read(text)
    except NotUnderstood as refusal:
        if not (refusal.what and refusal.remedy):
            raise AssertionError("a refusal says what and how to mend it") from refusal
        return None


@given(LINES)
def test_nothing_but_a_sentence_is_ever_raised(text: str) -> None:
    understood(text)
    for command in (read_claim_command, read_dispute_command):
        with suppress(NotUnderstood):
            command(text)


@given(LINES)
def test_no_letter_and_no_digit_is_lost(text: str) -> None:
    line = understood(text)
    if line is None:
        return
    kept = " ".join(
        [
            *(line.wire, line.speaker or "", line.role or "", line.statement, " ".join(line.tags)),
            *(f"{report.link} {report.outlet} {report.origin}" for report in line.reports),
        ]
    )
    kept_words = Counter(_words(kept))
    head = line.typed[: len(line.typed) - len(line.tail)]
    # A link typed twice is one report; what Slack shows for a link in the tail is not part of what was said.
    lost = {word for word in Counter(_words(head)) - kept_words if word not in LINK_WORDS or word not in kept_words}
    assert not lost - KEYWORDS
    if line.said is None:
        shown_for_links = _words(unescape(" ".join(re.findall(r"\|([^<>]*)>", text))))
        assert not set(_words(line.tail)) - set(kept_words) - KEYWORDS - TERMS - set(shown_for_links)


@given(LINES)
def test_what_was_understood_is_read_the_same_again(text: str) -> None:
    line = understood(text)
    if line is None or re.search("[<>&]", line.typed) or GLUED.search(text):
        return
    assert read(line.typed) == line


@given(LINES)
def test_every_part_is_in_order(text: str) -> None:
    line = understood(text)
    if line is None:
        return
    assert ("speaker" in line.missing) == (line.speaker is None or line.ambiguous is not None)
    assert ("statement" in line.missing) == (line.statement == "")
    assert ("source" in line.missing) == (not line.reports)
    assert all(report.outlet for report in line.reports)
    assert all(part == part.strip() for part in (line.speaker or "", line.role or "", line.statement, line.wire))
    assert line.said is None or isinstance(line.said, Moment)
    assert line.typed.endswith(line.tail)


NAMES = st.from_regex(r"[A-ZА-Я][a-zа-я]{2,9}( [A-ZА-Я][a-zа-я]{2,9}){0,2}", fullmatch=True)
WORDS = st.from_regex(r"[a-zа-яא-ת]{1,9}( [a-zа-яא-ת0-9,’]{1,9}){0,9}[a-zא-ת]", fullmatch=True)


@given(
    NAMES,
    WORDS,
    st.sampled_from(["https://a.example/1", "<https://a.example/1>"]),
    NAMES,
    NAMES,
    st.permutations([0, 1, 2]),
)
def test_a_tail_is_understood_in_any_order(
    speaker: str, statement: str, link: str, outlet: str, origin: str, order: list[int]
) -> None:
    parts = [f"via {outlet} citing {origin}", "said 22 May", "#raid"]
    line = read(f"{speaker}: {statement} {link} {' '.join(parts[n] for n in order)}")
    assert (line.speaker, line.statement, line.tags) == (speaker, statement, ("raid",))
    assert [(r.link, r.outlet, r.origin) for r in line.reports] == [("https://a.example/1", outlet, origin)]
    assert line.said is not None
    assert line.missing == ()


LONG = 40_000


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "x",
            "x ",
            ":",
            ": ",
            "：",
            "a: ",
            '"',
            '"a ',
            '"a" via ',
            "„",
            "„»",
            "“",
            "«a» ",
            "(",
            ")",
            "https://a.example/) ",
        ),
        *("https://a.example ", "https://a/ via a ", "https://", "https://a.example/1 https://b.example/2 ", "http:/"),
        *(
            "via ",
            "via a ",
            "via WION ",
            "via WION said ",
            "said ",
            "said 22 May ",
            "citing a ",
            "via . ",
            "#",
            "#a ",
            "#a",
        ),
        *(
            "<",
            ">",
            "<@U1>",
            "<https://a|b>",
            "&amp;",
            "&",
            "BREAKING: ",
            ":a:",
            ":a",
            "10:40 ",
            "a, ",
            "a (b): ",
            "1,",
        ),
        *("\u200f", "— ", "||", "C-1 ", "C-1, ", "c1 and ", "12 ", "list ", "[", "]", ")!", "’", "...", "- ", "> "),
    ],
)
def test_forty_thousand_characters_take_no_time(piece: str) -> None:
    for frame in ("{}", "Kyiv: {}", 'Kyiv: "no" {} https://a.example', "https://a.example via {}"):
        text = frame.format((piece * LONG)[:LONG])
        began = time.process_time()
        understood(text)
        for command in (read_claim_command, read_dispute_command):
            command(text)
        # Measured: 10 ms for prose, 60 ms for nothing but quotation marks. Squared time would be many seconds.
        assert time.process_time() - began < 3


@settings(deadline=None)
@given(st.text(min_size=1, max_size=3), st.text(min_size=1, max_size=3))
def test_no_repetition_is_slow(one: str, other: str) -> None:
    began = time.process_time()
    understood((one * 5_000) + (other * 5_000))
    assert time.process_time() - began < 3


def _words(text: str) -> list[str]:
    apart = re.sub("(?=https?:/)", " ", text, flags=re.IGNORECASE)  # what a link is glued to is a word of its own
    return [word.casefold() for word in re.findall(r"[^\W_]+", apart)]
