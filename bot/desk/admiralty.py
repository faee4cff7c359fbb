"""The Admiralty code, for desks that use it: how reliable a source is, A to F, and how credible evidence is, 1 to 6.

The two are judged apart: a reliable source may pass on what is not so. Reliability is the source's, whichever of its
names carried it; credibility is of one piece of evidence.
"""

from __future__ import annotations

from bot.desk import history
from bot.desk.turns import Turn
from bot.errors import UNCHANGED, NotUnderstood
from store import Session
from store.names import find_or_add, group_of
from store.tables import Source

RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
CREDIBILITY = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}


def check_reliability(letter: str, *, protected: bool) -> str | None:
    """A letter chosen for a source; None for none. Raises NotUnderstood for what is no letter, and has no source."""
    if letter not in RELIABILITY:
        return None
    if protected:
        raise NotUnderstood(
            "A protected source is not among the known ones, so its reliability is kept nowhere.",
            unchanged=UNCHANGED,
            remedy="Leave this as it is, and judge what it said as evidence.",
            field="reliability",
        )
    return letter


def check_credibility(digit: int | None, *, field: str) -> int | None:
    """A digit given to evidence. Raises NotUnderstood for one that the code does not have."""
    if digit is None or digit in CREDIBILITY:
        return digit
    raise NotUnderstood(
        f"There is no credibility of {digit}.",
        unchanged=UNCHANGED,
        remedy="It goes from 1, confirmed by other sources, to 6, cannot be judged: `refutes (2) https://…`",
        field=field,
    )


def rate_source(turn: Turn, outlet: str, letter: str) -> None:
    """Say how reliable the source of this name is, whatever else it is called."""
    root = root_of(turn.session, find_or_add(turn.session, Source, turn.claim.workspace_id, outlet))
    if root.reliability == letter:
        return
    old, root.reliability = root.reliability, letter
    turn.session.add(root)
    turn.add(
        history.What.SOURCE_RATED,
        old={"source": outlet, "reliability": old},
        new={"source": outlet, "reliability": letter},
    )


def root_of(session: Session, source: Source) -> Source:
    """The name that a source's other names are names of: reliability is kept there."""
    return group_of(session, source)[0]
