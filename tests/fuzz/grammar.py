"""The grammar under a coverage-guided fuzzer, by hand: `make fuzz FOR=1200`.

What must hold of any line is what tests/desk/test_grammar_properties.py says. The fuzzer (atheris, over LLVM's
libFuzzer) changes lines wherever that reaches new code; it is no dependency, as it comes for a few Pythons and
platforms only. What it finds becomes a plain test.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from tempfile import NamedTemporaryFile
from typing import Any

import atheris

with atheris.instrument_imports(include=["bot.desk", "store.basis"]):
    from bot.desk import commands, grammar  # noqa: F401 (instrumented, as what is imported later is not)
    from tests.desk import test_grammar_properties as properties

HELD: tuple[Any, ...] = (
    properties.test_nothing_but_a_sentence_is_ever_raised,
    properties.test_no_letter_and_no_digit_is_lost,
    properties.test_what_was_understood_is_read_the_same_again,
    properties.test_every_part_is_in_order,
)
CHECKS: tuple[Callable[[str], None], ...] = tuple(each.hypothesis.inner_test for each in HELD)
SLOW = 1.0  # seconds, for at most 4,096 bytes


def line(data: bytes) -> None:
    """Read what the fuzzer made up, as text, and see that everything holds."""
    text = data.decode(errors="ignore")
    began = time.process_time()
    for check in CHECKS:
        check(text)
    assert time.process_time() - began < SLOW, "slow"


def dictionary() -> str:
    """What means something to the grammar, as libFuzzer reads it."""
    pieces = dict.fromkeys(piece for piece in properties.MEANINGFUL if piece.strip())
    return "".join('"' + "".join(f"\\x{byte:02x}" for byte in piece.encode()) + '"\n' for piece in pieces)


if __name__ == "__main__":
    with NamedTemporaryFile("w", suffix=".dict") as words:
        words.write(dictionary())
        words.flush()
        atheris.Setup([*sys.argv, f"-dict={words.name}"], line)
        atheris.Fuzz()
