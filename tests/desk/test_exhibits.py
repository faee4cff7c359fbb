"""Evidence as people write it: its side, its link, its note, in one line; what is none is refused with the reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.exhibits import (
    KINDS,
    SIDES,
    Attached,
    Exhibit,
    check_exhibit,
    exhibit_of,
    kind_of,
    read_exhibit,
    read_exhibits,
)
from bot.errors import Mistake, NotUnderstood

LINK = "https://archive.example/1"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (f"supports <{LINK}> the governor's map", Exhibit("supports", link=LINK, note="the governor's map")),
        (f"supports {LINK}", Exhibit("supports", link=LINK)),
        ("Refutes: it was online in March", Exhibit("refutes", note="it was online in March")),
        (
            f"against it was online in March <{LINK}|archive.example/1>",
            Exhibit("refutes", link=LINK, note="it was online in March"),
        ),
        (f"gives context the road was closed {LINK}", Exhibit("gives context", link=LINK, note="the road was closed")),
        ("context the road was closed", Exhibit("gives context", note="the road was closed")),
        (f"for {LINK} — geolocated to Kozinka", Exhibit("supports", link=LINK, note="geolocated to Kozinka")),
        (f"{LINK} geolocated", Exhibit("", link=LINK, note="geolocated")),
        ("the road was closed", Exhibit("", note="the road was closed")),
        ("supporters of the raid filmed it", Exhibit("", note="supporters of the raid filmed it")),
        ("опровергает: видео из марта", Exhibit("", note="опровергает: видео из марта")),
        (
            f"refutes {LINK} <https://archive.example/2> both",
            Exhibit("refutes", link=LINK, note="https://archive.example/2 both"),
        ),
        ("refutes &lt;b&gt; &amp; &lt;!channel&gt;", Exhibit("refutes", note="<b> & <!channel>")),
    ],
)
def test_a_line_is_understood(typed: str, read: Exhibit) -> None:
    assert read_exhibit(typed) == read


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Evidence needs a link, a file or a note."),
        ("supports", "Evidence needs a link, a file or a note."),
        ("supports https://", "is no link"),
        ("supports " + "x" * 10_000, "The note has 10,000 characters; 1,000 fit."),
        ("supports https://a.example/" + "x" * 2_000, "The link has 2,018 characters; 2,000 fit."),
        ("supports a\x00b", "control character"),
    ],
)
def test_what_is_no_evidence_says_why_and_that_nothing_changed(typed: str, says: str) -> None:
    with pytest.raises(Mistake) as refusal:
        read_exhibit(typed)
    assert says in refusal.value.sentence
    assert "Nothing was changed." in refusal.value.sentence


def test_a_field_holds_one_a_line_and_each_says_its_side() -> None:
    assert [each.side for each in read_exhibits(f"supports {LINK}\n\n context the road\n")] == [
        "supports",
        "gives context",
    ]
    with pytest.raises(NotUnderstood, match="which side “the road was closed” is on"):
        read_exhibits(f"supports {LINK}\nthe road was closed")
    with pytest.raises(NotUnderstood, match="11 pieces of evidence; 10 fit"):
        read_exhibits("supports it\n" * 11)


@pytest.mark.parametrize(
    ("link", "note", "field", "says"),
    [
        ("example", "", "link", "`example` is no link."),
        ("", " \u200b ", "note", "Evidence needs a link, a file or a note."),
        ("", "x" * 1_001, "note", "1,001 characters"),
        ("https://a.example/" + "x" * 2_000, "", "link", "2,018 characters"),
    ],
)
def test_what_is_wrong_in_a_form_is_said_beside_its_field(link: str, note: str, field: str, says: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        exhibit_of("supports", "other", link, note)
    assert refusal.value.field == field
    assert says in refusal.value.what


def test_a_file_alone_is_evidence() -> None:
    file = Attached("F1", "map.png", "image/png")
    assert check_exhibit(Exhibit("supports", "photo", file=file)).file is file


@pytest.mark.parametrize(
    ("mimetype", "kind"),
    [
        ("image/png", "photo"),
        ("video/mp4", "video"),
        ("audio/ogg", "other"),
        ("application/pdf", "document"),
        ("", "document"),
    ],
)
def test_a_files_type_says_what_kind_of_evidence_it_is(mimetype: str, kind: str) -> None:
    assert kind_of(Attached("F1", "a", mimetype)) == kind
    assert kind in KINDS


@given(st.text(max_size=1_200))
def test_any_text_is_read_or_refused_and_a_side_is_one_of_three(text: str) -> None:
    try:
        exhibit = read_exhibit(text)
    except Mistake as refusal:
        unchanged, exhibit = refusal.unchanged, None
    else:
        unchanged = "Nothing was changed."
    assert unchanged == "Nothing was changed."
    assert exhibit is None or (exhibit.side in ("", *SIDES) and (exhibit.link or exhibit.note))
