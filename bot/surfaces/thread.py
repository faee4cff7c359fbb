"""What is told in a card's thread: one short message for each event that others should know of."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from slack_sdk.models.blocks import RichTextElement

from bot.desk.history import What
from bot.desk.references import show
from bot.surfaces.message import Message
from bot.surfaces.phrases import SHORT, Detail, objection
from bot.surfaces.rich import NEW_LINE, block, cut, line, person, quote, section, words
from store.dossiers import Dossier

ALIKE_SHOWN = 40  # characters
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
        if old.get(field) != new.get(field):
            runs += line(
                NEW_LINE, words(f"{label}: ", bold=True), _change(_text(old.get(field)), _text(new.get(field)))
            )
    if old.get("reports") != new.get("reports"):
        before, after = _reports(old), _reports(new)
        if before == after:
            before, after = _links(old), _links(new)
        runs += line(NEW_LINE, words("Reports: ", bold=True), _change(before, after))
    return Message([block(section(runs))])


def _change(before: str, after: str) -> str:
    """The old and the new, each cut to size; long ones that begin alike from shortly before they part."""
    if cut(before, SHORT) == cut(after, SHORT):
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
        start = max(0, same - ALIKE_SHOWN)
        before, after = f"…{before[start:]}", f"…{after[start:]}"
    return f"{cut(before, SHORT) or '(none)'} → {cut(after, SHORT) or '(none)'}"


def _text(value: Any) -> str:
    return " ".join(f"#{tag}" for tag in value) if isinstance(value, list) else str(value or "")


def _reports(wording: dict[str, Any]) -> str:
    reports = wording.get("reports") or []
    return ", ".join(f"{outlet or link}" + (f" citing {origin}" if origin else "") for outlet, link, origin in reports)


def _links(wording: dict[str, Any]) -> str:
    return ", ".join(link or "" for _, link, _ in wording.get("reports") or [])
