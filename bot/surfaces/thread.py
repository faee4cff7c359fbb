"""What is told of a claim: in its card's thread, and to a follower who asked to be told directly."""

from __future__ import annotations

from typing import Any

from slack_sdk.models.blocks import RichTextElement

from bot.desk.history import NEWS, What
from bot.desk.references import show
from bot.surfaces.happened import LONG
from bot.surfaces.message import Message, fullest
from bot.surfaces.phrases import BRIEF, SHORT, claim_line
from bot.surfaces.rich import block, line, link, person, quote, section, words
from bot.surfaces.story import after_correction, corrected, story
from store.dossiers import Dossier

FOLLOWERS_AT_MOST = 20


def told(event: dict[str, Any], dossier: Dossier) -> Message | None:
    """An event as the thread tells it; None if nothing of it is left to tell. `event` is its canonical text, read."""
    elements = _elements(event, dossier, LONG)
    if elements is None:
        return None
    shorter = (_elements(event, dossier, most) or [] for most in (LONG, SHORT, SHORT // 2))
    return Message(fullest([block(*each, *_followers(event, dossier))] for each in shorter))


def told_directly(event: dict[str, Any], dossier: Dossier, where: str | None) -> Message | None:
    """An event as a follower is told it in a message of their own: which claim it is, and where its card stands."""
    if _elements(event, dossier, LONG) is None:
        return None
    name = show(dossier.claim.number)
    head = section("You follow ", link(where, name) if where else words(name, bold=True), ".")
    # A correction quotes the claim itself.
    claim = [] if event["what"] == What.CORRECTED else [quote(claim_line(dossier, BRIEF))]
    shorter = (_elements(event, dossier, most) or [] for most in (LONG, SHORT, SHORT // 2))
    return Message(fullest([block(head, *claim, *each)] for each in shorter))


def _elements(event: dict[str, Any], dossier: Dossier, most: int) -> list[RichTextElement] | None:
    if event["what"] == What.CORRECTED:
        correction = corrected(event, dossier, most=most)
        after = after_correction(event, dossier, most=most)
        return [section(correction.runs), *map(quote, correction.quotes), *map(section, after)]
    happened = story(event, dossier, most=most)
    if happened is None:
        return None
    return [section(happened.runs), *map(quote, happened.quotes)]


def _followers(event: dict[str, Any], dossier: Dossier) -> list[RichTextElement]:
    """Who follows the claim, named so that Slack tells them; whoever did it knows."""
    others = [each.person for each in dossier.followers if each.person != event["actor"]]
    if event["what"] not in NEWS or not others:
        return []
    more = f" and {len(others) - FOLLOWERS_AT_MOST} more" if len(others) > FOLLOWERS_AT_MOST else ""
    named = [part for each in others[:FOLLOWERS_AT_MOST] for part in (words(", "), person(each))][1:]
    return [section(line("For ", *named, more, "."))]
