"""How a reporter types what a case file says: one line where one line can say it, otherwise None and the form is used.

The grammar is the product's: `SPEAKER, ROLE: STATEMENT LINK via OUTLET citing ORIGIN said DATE`. The tail begins
after the last link, so every line has one; a case file without links gets made-up ones on `.example` hosts.
"""

from __future__ import annotations

import re
import zlib
from datetime import datetime

from sandbox.case import Case, Claim, Dispute, Utterance

LINK = re.compile(r"https?://", re.IGNORECASE)
QUOTES = '"“”„«»‹›「」『』'
# Anything of this in a name would be read as the end of the name, or as something else than a name.
NOT_IN_A_NAME = re.compile(rf"[:,()：，、（）<>#@{QUOTES}]")
NOT_IN_A_SOURCE = re.compile(rf"[<>#@{QUOTES}]|\b(?:via|citing|said)\b", re.IGNORECASE)
# What would be read as a reference, a command or a wire word rather than as somebody's name.
NOT_A_SPEAKER = re.compile(
    r"(?:c-?)?\d+\b|(?:list|search|history|help|digest|setup|export|with)\b"
    r"|(?:breaking|urgent|update|alert|flash|exclusive|developing|correction|live|new|just in)$",
    re.IGNORECASE,
)


def claim_line(claim: Claim, link: str) -> str | None:
    """Return the `/claim` line for a claim, or None if no line says it for certain."""
    said = _line(claim, link)
    return None if said is None else f"/claim {said}"


def dispute_line(dispute: Dispute, reference: str, link: str) -> str | None:
    """Return the `/dispute` line against `reference` ("C-4"), or None if no line says it for certain."""
    said = _line(dispute, link)
    return None if said is None else f"/dispute {reference} {said}"


def links(case: Case) -> dict[Utterance, str]:
    """Give every claim and dispute its link: the file's own, or one made up that is the same at every play."""
    given: dict[Utterance, str] = {}
    claims, disputes = case.utterances()
    for said, path in (
        *((claim, claim.key) for claim in claims),
        *((dispute, f"{dispute.claim}/against-{at}") for at, dispute in enumerate(disputes, start=1)),
    ):
        given[said] = said.link or f"https://{_slug(said.outlet)}.example/{_slug(case.name)}/{_path(path)}"
    return given


def _line(said: Utterance, link: str) -> str | None:
    if not _fits_a_line(said):
        return None
    speaker = said.speaker if said.role is None else f"{said.speaker}, {said.role}"
    citing = f" citing {said.citing}" if said.citing else ""
    return f"{speaker}: {said.statement} {link} via {said.outlet}{citing}{written(said)}"


def written(said: Utterance) -> str:
    """Return " said 2023-05-23" as the line has it, or nothing if the file gives no date."""
    if said.said is None:
        return ""
    if isinstance(said.said, datetime):
        return f" said {said.said:%Y-%m-%d %H:%M}"
    return f" said {said.said.isoformat()}"


def _fits_a_line(said: Utterance) -> bool:
    names = [said.speaker, *([said.role] if said.role else [])]
    sources = [said.outlet, *([said.citing] if said.citing else [])]
    return not (
        any(NOT_IN_A_NAME.search(name) or LINK.search(name) for name in names)
        or any(NOT_IN_A_SOURCE.search(source) or LINK.search(source) for source in sources)
        or NOT_A_SPEAKER.match(said.speaker)
        or LINK.search(said.statement)  # it may be read as the statement's end
    )


def _slug(text: str) -> str:
    """Return a host or path part: the Latin letters of the text, or a number made from it when it has none."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].strip("-")
    return plain if re.search("[a-z]", plain) else f"x{zlib.crc32(text.encode()):08x}"


def _path(text: str) -> str:
    return "/".join(_slug(part) for part in text.split("/"))
