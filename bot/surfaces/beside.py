"""What stands beside a claim that is looked up: evidence, our own stories that rely on it, requests for a reply."""

from __future__ import annotations

from slack_sdk.models.blocks import Block, RichTextElement

from bot.surfaces import replies
from bot.surfaces.phrases import Detail, carried, evidence, weighed
from bot.surfaces.rich import block, line, quote, section, words
from store.dossiers import Carried, Dossier


def beside_claim(dossier: Dossier, most: int, detail: Detail) -> list[Block]:
    """The newest `most` pieces of evidence and requests, and the stories; of none at all how many there are."""
    elements: list[RichTextElement] = []
    if dossier.evidence:
        shown = dossier.evidence[-most:] if most else ()
        newest = f" (the newest {len(shown)})" if 0 < len(shown) < len(dossier.evidence) else ""
        head = line(words("Evidence", bold=True), f": {weighed(dossier)}", newest)
        elements += [section(head), *(quote(evidence(each, detail, judged=dossier.desk.admiralty)) for each in shown)]
    if dossier.used_in:
        stories = [Carried(each.link, each.link, None) for each in dossier.used_in]
        elements.append(section(words("Used in", bold=True), ": ", carried(stories, detail)))
    elements += replies.beside_claim(dossier, most, detail)
    return [block(*elements, block_id="beside")] if elements else []
