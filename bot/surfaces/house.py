"""House wording: the phrases that Copy wording builds a sentence from. Change them here, and nowhere else.

What stands in braces is filled in; a phrase may leave any of it out. `docs/wording.md` shows each in its place.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class House:
    """A newsroom's phrases."""

    # Who said it. Names that end in one of these words stand behind an article.
    article: str = "The"
    with_article: tuple[str, ...] = (
        *("Agency", "Army", "Authority", "Command", "Committee", "Corps", "Council", "Department", "Government"),
        *("Guard", "Institute", "Legion", "Ministry", "Navy", "Office", "Parliament", "Police", "Service", "Union"),
    )
    nobody_named: str = "Somebody who is not named"
    withheld: str = "A person who asked not to be named"
    with_role: str = "{name}, {role},"
    on_day: str = " on {day}"
    at_minute: str = " on {day} at {time} {place} time"
    about_day: str = " on or about {day}"

    # What was said. Indirect speech only for a statement that begins with one of the words below: they can stand
    # behind "that" in small letters. Everything else stands behind a colon, letter for letter.
    said_that: str = "{who} said{when} that {statement}{reported}."
    said: str = "{who} said{when}{reported}: {statement}"
    indirect: tuple[str, ...] = (
        *("A", "About", "All", "Almost", "An", "Around", "At", "Between", "Both", "Civilians", "Each", "Every"),
        *("Few", "Fewer", "Half", "Hundreds", "Less", "Many", "More", "Most", "Nearly", "No", "Nobody", "Only"),
        *("Over", "People", "Several", "Some", "The", "There", "These", "Thousands", "Two", "Three", "Four", "Five"),
        *("Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"),
    )
    # A statement with one of these words speaks for somebody, or in its own moment: it is not put into our mouth.
    own_words: tuple[str, ...] = (
        *("i", "me", "my", "mine", "we", "us", "our", "ours", "you", "your", "yours", "today", "tomorrow"),
        *("yesterday", "now", "here"),
    )
    translated: str = "In translation: {translation}"
    translated_by_machine: str = "In a machine translation: {translation}"

    # Where it was reported: one report, one that credits another, several, several that lead back to one.
    reported: str = ", {outlets} reported"
    reported_citing: str = ", {outlets} reported, citing {origin}"
    one_origin: str = ", according to {origin}, as carried by {outlets}"
    citing: str = "{outlet} (citing {origin})"
    on_background: str = ", according to a person familiar with the matter"
    outlets_named: int = 2
    others: str = "others"

    # What we found. {how} is what the desk wrote beside its verdict.
    unverified: str = "This could not be independently verified."
    confirmed: str = "Our verification team confirmed this{how}."
    false: str = "Our verification team found this to be false{how}."
    misleading: str = "Our verification team found this to be misleading{how}."
    unproven: str = "Our verification team could neither confirm nor refute this{how}."
    not_checkable: str = "This is not something that can be checked{how}."
    how: str = ": {note}"

    # What others say.
    disputes: dict[str, str] = field(
        default_factory=lambda: {
            "denies": "{who} denied this{when}{reported}: {statement}",
            "contradicts": "{who} contradicted this{when}{reported}: {statement}",
            "corrects": "{who} corrected this{when}{reported}: {statement}",
        }
    )
    # What came of our own requests for a reply.
    declined: str = "{who} declined to comment."
    no_answer: str = "{who} did not respond to a request for comment."
    answered: str = "Asked for comment, {who} said: {answer}"
    answered_at_length: str = "{who} answered a request for comment."
    newer_figure: str = "{who} later gave a newer figure{when}{reported}: {statement}"


HOUSE = House()
