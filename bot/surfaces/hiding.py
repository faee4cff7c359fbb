"""What a history no longer shows: names that were open when it was written, and are withheld or protected now.

The events keep them, as nothing in the chain can be changed; whoever reads them here is told what is promised today.
"""

from __future__ import annotations

from typing import Any

from bot.desk.withholding import NAMED_BEFORE, WITHHELD
from bot.surfaces.happened import Happened
from store.dossiers import Carried


def hidden(told: Happened, wording: dict[str, Any]) -> dict[str, Any]:
    """A wording as it may be shown now, whenever it was written down."""
    dispute = told.new.get("dispute")
    found = next((each for each in told.dossier.objections if each.dispute.id == dispute), None)
    if dispute is None:
        row, reports = told.dossier.claim, told.dossier.reports
        withheld = bool(row.known_to)
    elif found is not None:
        withheld, reports = bool(found.dispute.known_to), found.reports
    else:
        return wording
    shown = dict(wording)
    if withheld and wording.get("speaker") not in (None, WITHHELD, NAMED_BEFORE):
        shown |= {"speaker": NAMED_BEFORE, "role": None}
    if wording.get("reports"):
        shown["reports"] = _reports(wording["reports"], reports)
    return shown


def source_hidden(told: Happened, name: str) -> bool:
    """Whether a source is named nowhere on a claim now that has protected ones: it may be one of those."""
    return _protects(told.dossier.reports) is not None and name not in {each.outlet for each in told.dossier.reports}


def _reports(kept: list[list[Any]], now: tuple[Carried, ...]) -> list[list[Any]]:
    """Reports as an event keeps them; beside protected ones only those are named that are open now."""
    terms = _protects(now)
    if terms is None:
        return kept
    open_now = {(each.outlet, each.link) for each in now if not each.protected}
    return [each if (each[0], each[1]) in open_now else [None, None, None, terms] for each in kept]


def _protects(reports: tuple[Carried, ...]) -> str | None:
    """The terms of the first protected report; None if there is none."""
    return next((each.basis for each in reports if each.protected), None)
