"""Wordings: what a claim or a dispute said when an event was written down, and what an edit changed in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from typing import Any

from slack_sdk.models.blocks import RichTextElement

from bot.desk.basis import phrase_of
from bot.surfaces.phrases import carried, day, who_said
from bot.surfaces.rich import cut, line
from store.dossiers import Carried

ALIKE_SHOWN = 40  # characters


def said_in(wording: dict[str, Any], most: int) -> list[RichTextElement]:
    """What was said, by whom and where it was reported, as it was filed."""
    where = carried(carried_in(wording))
    kind = f" {wording['kind']}" if wording.get("kind") else ""
    when = day_in(wording["said"]) if wording.get("said") else ""
    return line(
        who_said(wording.get("speaker") or "unknown", wording.get("role")),
        kind,
        f", {when}" if when else "",
        ": ",
        cut(wording.get("statement") or "", most),
        line(" (", where, ")") if where else "",
    )


def day_in(said: str) -> str:
    """A day, or the day of a moment, as it stands in an event; a moment's time is that of whoever filed it."""
    about, _, text = said.rpartition("about ")
    return ("about " if about or said.startswith("about ") else "") + day(date.fromisoformat(text[:10]))


def carried_in(wording: dict[str, Any]) -> Sequence[Carried]:
    """The reports."""
    return [
        Carried(outlet, address, origin, basis=terms[0] if terms else None)
        for outlet, address, origin, *terms in wording.get("reports") or []
    ]


def change(before: str, after: str, most: int) -> str:
    """The old and the new, each cut to size; long ones that begin alike from shortly before they part."""
    if cut(before, most) == cut(after, most):
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
        start = max(0, same - ALIKE_SHOWN)
        before, after = f"…{before[start:]}", f"…{after[start:]}"
    return f"{cut(before, most) or '(none)'} → {cut(after, most) or '(none)'}"


def text_of(value: Any) -> str:
    """A field as it is read."""
    return " ".join(f"#{tag}" for tag in value) if isinstance(value, list) else str(value or "")


def reports_of(wording: dict[str, Any]) -> str:
    """The outlets, with whom they credit."""
    return ", ".join(map(_report, carried_in(wording)))


def links_of(wording: dict[str, Any]) -> str:
    """The reports' links."""
    return ", ".join(each.link or "" for each in carried_in(wording) if not each.protected)


def _report(report: Carried) -> str:
    if report.protected:
        return f"a source, {phrase_of(report.basis)}"
    credited = f" citing {report.origin}" if report.origin else ""
    return f"{report.outlet or report.link}{credited}" + (f", {report.basis}" if report.basis else "")
