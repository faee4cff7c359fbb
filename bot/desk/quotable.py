"""What a story needs of a claim: the claim as it stands, the newer figure, and what its readers were told before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.desk.history import What
from bot.desk.lookups import show_claim
from bot.desk.request import Request
from bot.errors import NotFound
from store import Session, chain
from store.dossiers import Dossier
from store.events import find_last


@dataclass(frozen=True)
class Quotable:
    """A claim to be quoted on `today`, the desk's day.

    `asked` is the reference it was asked by, which may have been merged into it. `newer` is the last claim of those
    that update it. `corrected_from` is what it was ruled before its last correction.
    """

    dossier: Dossier
    today: date
    asked: int
    newer: Dossier | None = None
    corrected_from: str | None = None


def quotable(session: Session, request: Request, number: int) -> Quotable:
    """What a story needs of a claim; of a merged one, what the claim it repeats says. Raises NotFound."""
    dossier = _kept(session, request, number)
    event = find_last(session, dossier.claim.id, What.CORRECTED)
    return Quotable(
        dossier=dossier,
        today=request.now.astimezone(ZoneInfo(dossier.desk.zone)).date(),
        asked=number,
        newer=_newest(session, request, dossier),
        corrected_from=None if event is None else chain.read(event)["old"]["was"],
    )


def _kept(session: Session, request: Request, number: int) -> Dossier:
    """A claim, or the one that it was merged into."""
    dossier = show_claim(session, request, number)
    while dossier.merged_into is not None:
        dossier = show_claim(session, request, dossier.merged_into)
    return dossier


def _newest(session: Session, request: Request, dossier: Dossier) -> Dossier | None:
    """The last of the claims that update a claim, none that was discarded; None if none does.

    Merging a newer figure into the older one leads back to where it began.
    """
    newest, seen, at = None, {dossier.claim.number}, dossier
    while at.updated_by is not None:
        try:
            at = _kept(session, request, at.updated_by)
        except NotFound:  # it is of a desk that they do not see
            break
        if at.claim.number in seen:
            break
        seen.add(at.claim.number)
        newest = at if at.claim.state != "discarded" else newest
    return newest
