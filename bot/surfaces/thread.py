"""What is told in a card's thread: one short message for each event that others should know of."""

from __future__ import annotations

from typing import Any

from slack_sdk.models.blocks import RichTextElement

from bot.desk.history import What
from bot.desk.references import show
from bot.surfaces.message import Message
from bot.surfaces.phrases import SHORT, Detail, objection
from bot.surfaces.rich import NEW_LINE, block, cut, line, person, quote, section, words
from store.dossiers import Dossier

# What an edit may change, in the words of a form.
FIELDS = {
    "speaker": "Speaker",
    "role": "Role",
    "statement": "Statement",
    "said": "Said",
    "tags": "Tags",
    "kind": "Kind",
}


def told(event: dict[str, Any], dossier: Dossier) -> Message | None:
    """An event as the thread tells it; None if nothing of it is left to tell. `event` is its canonical text, read."""
    name, who = show(dossier.claim.number), person(event["actor"])
    new, old = event["new"] or {}, event["old"] or {}
    match event["what"]:
        case What.TAKEN:
            return _said(who, f" took {name}.")
        case What.RELEASED:
            return _said(who, f" released {name}. Nobody is on it now.")
        case What.DISCARDED:
            return _said(who, f" discarded {name}: {event['why']}")
        case What.DISPUTED:
            return _disputed(who, name, new["dispute"], dossier)
        case What.EDITED | What.DISPUTE_EDITED:
            return _edited(who, name, old, new, event["why"])
    return None


def _said(*runs: RichTextElement | str) -> Message:
    return Message([block(section(*runs))])


def _disputed(who: RichTextElement, name: str, dispute: int, dossier: Dossier) -> Message | None:
    found = next((each for each in dossier.objections if each.dispute.id == dispute), None)
    if found is None:
        return None
    return Message(
        [block(section(who, f" filed a dispute of {name}:"), quote(objection(found, Detail(statement=1_500))))]
    )


def _edited(who: RichTextElement, name: str, old: dict[str, Any], new: dict[str, Any], why: str | None) -> Message:
    what = f"a dispute of {name}" if "dispute" in new else name
    runs = line(who, f" edited {what}.", f" Why: {why}" if why else "")
    for field, label in FIELDS.items():
        before, after = old.get(field), new.get(field)
        if before != after:
            runs += line(NEW_LINE, words(f"{label}: ", bold=True), f"{_shown(before)} → {_shown(after)}")
    if old.get("reports") != new.get("reports"):
        runs += line(NEW_LINE, words("Reports: ", bold=True), f"{_reports(old)} → {_reports(new)}")
    return Message([block(section(runs))])


def _shown(value: Any) -> str:
    if isinstance(value, list):
        value = " ".join(f"#{tag}" for tag in value)
    return cut(str(value), SHORT) if value else "(none)"


def _reports(wording: dict[str, Any]) -> str:
    named = [outlet or link or "" for outlet, link, _ in wording.get("reports") or []]
    return cut(", ".join(named), SHORT) or "(none)"
