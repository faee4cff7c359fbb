"""What a lead must decide first: the order in which a digest sets out what is contested."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.desk.steps import State, Verdict
from store.digests import Contested


def decide_first(contested: Iterable[Contested], since: datetime | None) -> list[Contested]:
    """Contested claims, most pressing first. `since`: when the digest before was put together, if there was one.

    Confirmed and contested stands first, for what is published may be wrong; then verdicts that a dispute which stands
    has shaken, other verdicts, what is in review, what is urgent, what is contested only since the digest before, and
    what nobody is on. Where two are alike in a point the next one decides; in the end, who has been contested longest.
    """
    return sorted(contested, key=lambda claim: _place(claim, since))


def newly(claim: Contested, since: datetime | None) -> bool:
    """Whether a claim has been contested only since the digest before."""
    return since is None or claim.since > since


def _place(claim: Contested, since: datetime | None) -> tuple[Any, ...]:
    pressing = (
        claim.verdict == Verdict.CONFIRMED,
        claim.shaken,
        claim.verdict != Verdict.UNVERIFIED,
        claim.state == State.REVIEW,
        claim.priority == "urgent",
        newly(claim, since),
        claim.checker is None,
    )
    return *(not each for each in pressing), claim.since, claim.number
