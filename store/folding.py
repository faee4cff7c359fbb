"""Folding: the terms of a text, the same for whoever writes with another inflection, script variant or digit.

The rules were measured on public sets of repeated claims, in English and in Russian. Changing one changes what is on
file, and so does indexing more of a claim (texts.py): raise FOLDING, and every claim is indexed again at the next
start. Arabic's article and endings: Larkey, Ballesteros and Connell, Light Stemming for Arabic Information Retrieval
(2007), as far as five letters do not do it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

FOLDING = 3
CUT = 5  # letters: what an ending changes mostly comes after them
ARTICLE_LEAVES = 3  # letters at least, or it was no article

# `pic.twitter.com/abc` comes without a scheme.
_LINK = re.compile(r"(?:https?://|www\.)[^\s|<>]+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/[^\s|<>]*", re.IGNORECASE)
# Letters that other marks are only laid over, but that are letters of their own here.
_OWN_LETTERS = (("и\u0306", "й"), ("у\u0306", "ў"), ("і\u0308", "ї"))
# What no decomposition takes apart: Persian and Urdu forms, and letters with a stroke.
_SAME = str.maketrans("ٱىیېکةەہłøđı", "ايييكهههlodi", "ـ")
_APOSTROPHES = "'’ʼ‘`´ʹ＇"  # об'єкт is written with any of them
_IN_CYRILLIC = re.compile("(?<=[\u0400-\u052f])'(?=[\u0400-\u052f])")
_SPACED_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[\u00a0\u2009\u202f]\d{3}|[ ]000)+(?![\d])")
_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
# Scripts written without spaces, and Hangul, whose particles are written onto the word.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
_TOKEN = re.compile(f"({_NUMBER})|([{UNSPACED}]+)|([^\\s0-9.,'{UNSPACED}]+)")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*")
# ضربة and ضربات, "strike" and "strikes": the one ending of the plural that five letters do not cut off.
_ENDING = re.compile("(?<=.{3})(?:ات|ه)$")
_ARTICLE = re.compile(f"[وف]?(?:[بك]?ال|لل)(?=.{{{ARTICLE_LEAVES},}})")


def terms(text: str) -> list[str]:
    """The index terms of a text, in its order, one for each time a word stands there; marks alone have none.

    Words come cut to five letters, numbers whole, scripts without spaces in overlapping pairs of letters.
    """
    found: list[str] = []
    for number, unspaced, word in _tokens(text):
        if number:
            found.append(_number(number))
        elif unspaced:
            found += [unspaced[at : at + 2] for at in range(max(1, len(unspaced) - 1))]
        else:
            found.append(_word(word))
    return found


def numbers(text: str) -> list[str]:
    """The numbers in a text, in its order, each as its term: `70`, `5.3`; `1,000` is `1000`."""
    return [_number(number) for number, _, _ in _tokens(text) if number]


def fingerprint(text: str) -> str:
    """The hash two statements share that differ only in case, marks, punctuation, spaces or links, as 64 hex digits.

    Words are whole here: this is for exact twins.
    """
    words = [_number(number) if number else unspaced or word for number, unspaced, word in _tokens(text)]
    whole = " ".join(words) or " ".join(text.split())
    return hashlib.sha256(whole.encode()).hexdigest()


def without_links(text: str) -> str:
    """The text without its links: they say where something stands, not what was said."""
    return _LINK.sub(" ", text)


def _tokens(text: str) -> list[tuple[str, str, str]]:
    """Each token as a number, a run of a script without spaces, or a word: two of the three are empty."""
    text = _SPACED_THOUSANDS.sub(lambda found: re.sub(r"\s", "", found[0]), without_links(text))
    plain = unicodedata.normalize("NFKD", text).casefold()
    for marked, letter in _OWN_LETTERS:
        plain = plain.replace(marked, letter)
    plain = unicodedata.normalize("NFC", "".join(map(_plain, plain)).translate(_SAME))
    return _TOKEN.findall(_IN_CYRILLIC.sub("", plain))


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """A decomposed letter as it is indexed: a mark is nothing, what stands between words a space."""
    if letter in ".,٫٬" or letter in _APOSTROPHES:
        return "." if letter == "٫" else "," if letter == "٬" else "'" if letter in _APOSTROPHES else letter
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    # A vowel sign of Hindi or Burmese is no mark over a letter: without it the word is another one.
    kind = unicodedata.category(letter)
    if unicodedata.combining(letter) or kind == "Cf":
        return ""
    return letter if letter.isalnum() or kind[0] == "M" else " "


def _number(written: str) -> str:
    """A number as everybody writes it: without thousands' marks, with a point."""
    if _THOUSANDS.fullmatch(written):
        written = written.replace(",", "").replace(".", "")
    return written.replace(",", ".")


def _word(word: str) -> str:
    if "\u0600" <= word[0] <= "\u06ff":
        word = _ENDING.sub("", _ARTICLE.sub("", word, count=1))
    return word[:CUT]
