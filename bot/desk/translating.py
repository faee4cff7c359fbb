"""Translation: a claim's statement in the newsroom's language, beside the original, by a person or a machine."""

from __future__ import annotations

import hashlib

from bot.desk import history
from bot.desk.characters import clean
from bot.desk.filing import keep_numbers
from bot.desk.limits import STATEMENT, check_length
from bot.desk.request import Request
from bot.desk.turns import Stepped, begin
from bot.errors import UNCHANGED, Overtaken, nothing_changed
from store import Session
from store.tables import Claim


def translate_claim(
    session: Session, request: Request, number: int, text: str, *, machine: bool = False, stamp: str | None = None
) -> Stepped:
    """Put a translation beside a claim's statement, or take it away with an empty text.

    `machine`: a machine made it. `stamp` is what `stamp_of_translation` gave when the form was opened. Raises
    NotUnderstood, NotAllowed, and Overtaken if somebody else translated it since or the claim was set aside.
    """
    turn = begin(session, request, number)
    claim = turn.claim
    if turn.repeated:
        return turn.done()
    turn.still_open()
    turn.speak()
    translation = _read(text) or None
    before = _said(claim)
    after = {"translation": translation, "machine": machine and translation is not None}
    if before == after:
        return turn.done()
    if stamp not in (None, stamp_of_translation(claim)):
        raise Overtaken(
            "Somebody else changed the translation while you were typing.",
            unchanged=UNCHANGED,
            remedy="Copy what you typed, close this form and open Translation again.",
            field="translation",
        )
    claim.translation, claim.machine_translated = translation, bool(after["machine"])
    claim.translated_by = request.person if translation is not None else None
    session.add(claim)
    session.flush()
    turn.add(history.What.TRANSLATED, old=before, new=_said(claim))
    keep_numbers(session, turn.workspace, request, [number])
    return turn.done()


def stamp_of_translation(claim: Claim) -> str:
    """How a claim's translation stands, for a form to remember."""
    return hashlib.sha256(repr(_said(claim)).encode()).hexdigest()[:16]


def _read(text: str) -> str:
    with nothing_changed():
        return check_length("translation", clean(text, field="translation"), STATEMENT, field="translation")


def _said(claim: Claim) -> dict[str, str | bool | None]:
    """A claim's translation, as the history keeps it."""
    return {"translation": claim.translation, "machine": claim.machine_translated}
