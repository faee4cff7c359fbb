"""What a search found: best first, each with the part that matched, by pages; only the asker sees it."""

from __future__ import annotations

import json
from datetime import datetime

from slack_sdk.models.blocks import Block, RichTextElement

from bot.desk.finding import FOUND, SearchPage
from bot.surfaces import controls
from bot.surfaces.lists import named, opener
from bot.surfaces.message import Message, button, buttons, fullest
from bot.surfaces.phrases import who_said
from bot.surfaces.rich import NEW_LINE, block, coded, cut, line, quote, section, words
from store.dossiers import Dossier
from store.search import Hit

# Where a match stands, as people call it; what is not here is called by its own name.
FIELDS = {"source": "the reports", "note": "the note", "dispute": "what was said against it", "tag": "its tags"}
ABOUT = (
    "Search finds claims by their words, in any language and script: in the statement and its translation, the "
    "speaker, sources, tags, notes and disputes. The beginning of a word is enough. "
    "For example: `/claim search captured carrier`"
)
NOTHING = (
    "Fewer words find more, and the beginning of a word is enough: `/claim search captured`. To file a claim, begin "
    "with who said it: `/claim Kyiv: it was not us https://…`"
)


def about_search() -> Message:
    """What can be searched."""
    return Message([block(section(coded(ABOUT)))])


def found(page: SearchPage, now: datetime, *, more: bool = False) -> Message:
    """A page of what was found, and the way on and back; `more`: each with a button that opens it."""
    if not page.hits:
        title = line(words("Nothing found", bold=True), f" for “{page.words}”.")
        return Message([block(section(title)), block(section(coded(NOTHING)))])
    most = len(page.hits)
    versions = [(most, 280), *((fewer, 120) for fewer in range(most, 0, -1))]
    return Message(fullest(_found(page, fewer, now, fits, openers=more) for fewer, fits in versions))


def _found(page: SearchPage, most: int, now: datetime, fits: int, *, openers: bool) -> list[Block]:
    shown = page.hits[:most]
    more = page.more or most < len(page.hits)
    first, last = page.at + 1, page.at + len(shown)
    which = f"{first} to {last}" if page.at else f"the best {last}"
    title = line(words("Found" if not (more or page.at) else f"Found, {which}", bold=True), f" for “{page.words}”")
    blocks: list[Block] = [block(section(title), block_id="title")]
    for hit, dossier in shown:
        where = page.links.get(dossier.claim.number)
        blocks.append(block(section(named(dossier, where, now)), quote(_match(hit, dossier, fits))))
        if openers:
            blocks.append(opener(dossier))
    ways = []
    if page.at:
        back = _packed(page.words, max(0, page.at - FOUND))
        ways.append(button("Better matches", controls.SEARCH_BACK, back))
    if more:
        ways.append(button("More", controls.SEARCH_ON, _packed(page.words, last), label="More of what was found"))
    return [*blocks, buttons("pages", *ways)] if ways else blocks


def _match(hit: Hit, dossier: Dossier, fits: int) -> list[RichTextElement]:
    """Who said it, and the match where it stands; its field is named if that is not the statement."""
    pieces = [words(piece.text, bold=piece.matched) for piece in hit.excerpt]
    role = dossier.claim.role
    said = line(who_said(dossier.speaker, role, 60), ": ")
    if hit.field == "statement":
        return line(said, *pieces)
    if hit.field == "speaker":
        return line(*pieces, ": ", cut(dossier.claim.statement, fits))
    where = FIELDS.get(hit.field, f"the {hit.field}")
    return line(said, cut(dossier.claim.statement, fits), NEW_LINE, f"In {where}: ", *pieces)


def _packed(words: str, at: int) -> str:
    return json.dumps({"words": words, "at": at}, ensure_ascii=False)
