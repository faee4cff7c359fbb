"""A message is read as a person reads it: words, names and times, without the marks that only format."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox.reading import Reader, shows

KYIV = ZoneInfo("Europe/Kyiv")
NAMES = {"U1": "Rita", "C1": "verification"}


def lines(*blocks: dict[str, Any], text: str = "") -> list[str]:
    return Reader(KYIV, lambda key: NAMES.get(key, key)).lines(text, blocks)


def test_formatting_marks_are_not_read_but_what_was_typed_is() -> None:
    shown = lines(text="*C-4* · Unverified\n>_Moscow_: a &lt;!channel&gt; &amp; snake_case_name said `no`")
    assert shown == ["C-4 · Unverified", "> Moscow: a <!channel> & snake_case_name said no"]


def test_links_people_channels_and_dates_are_read_by_their_words() -> None:
    shown = lines(text="<https://a.example/?x=1|WION> <@U1> <@U9> <#C1> <!date^1684850400^{date_short} {time}|then>")
    assert shown == ["WION @Rita @U9 #verification 23 May 2023 17:00"]


def test_rich_text_is_read_word_for_word() -> None:
    section = {
        "type": "rich_text_section",
        "elements": [
            {"type": "text", "text": "*not bold* ", "style": {"bold": True}},
            {"type": "link", "url": "https://a.example"},
            {"type": "text", "text": " <@U1> "},
            {"type": "user", "user_id": "U1"},
            {"type": "date", "timestamp": 1684850400, "format": " at {time}"},
        ],
    }
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": "Kyiv denies: no"}]}
    item = quote | {"type": "rich_text_section"}
    bullets = {"type": "rich_text_list", "style": "bullet", "elements": [item, item]}
    assert lines({"type": "rich_text", "elements": [section, quote, bullets]}) == [
        "*not bold* https://a.example <@U1> @Rita at 17:00",
        "> Kyiv denies: no",
        "- Kyiv denies: no",
        "- Kyiv denies: no",
    ]


def test_every_kind_of_block_is_read_in_its_order() -> None:
    plain = {"type": "plain_text", "text": "*Take*"}
    shown = lines(
        {"type": "header", "text": plain},
        {"type": "divider"},
        {"type": "section", "text": plain, "fields": [plain], "accessory": {"type": "button", "text": plain}},
        {"type": "context", "elements": [plain, {"type": "image", "alt_text": "a map"}]},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "text": plain},
                {"type": "overflow"},
                {"type": "static_select", "placeholder": plain},
            ],
        },
        {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}, {"type": "raw_text", "text": "b"}]]},
        text="read only by those who see no blocks",
    )
    assert shown == ["*Take*", "*Take*", "*Take*", "[*Take*]", "*Take* [a map]", "[*Take*] […] [*Take*]", "a | b"]


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        ("Moscow: “Moscow’s  men” (WION)", '"Moscow\'s men"'),
        ("\u2068Київ\u2069 denies", "Київ denies"),
        ("it is so", "*it* is so"),
        ("Peskov: " + "a word " * 20 + "a…", "a word " * 40),
    ],
)
def test_the_same_words_are_recognised_however_they_are_set(shown: str, wanted: str) -> None:
    assert shows(shown, wanted)


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        ("More than 60 fighters were killed", "More than 70 fighters were killed"),
        ("More…", "More than 70 fighters were killed"),
        ("a word " * 20 + "b…", "a word " * 40),
    ],
)
def test_other_words_and_too_short_beginnings_are_not(shown: str, wanted: str) -> None:
    assert not shows(shown, wanted)
