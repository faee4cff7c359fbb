"""How much fits: lengths in characters, counts in pieces. A form field of Slack's holds no more than 3,000."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import NotUnderstood

STATEMENT = 3_000
SPEAKER = 200
ROLE = 200
OUTLET = 200
PLACE = 200
WAY = 60  # by which somebody was asked
LINK = 2_000
TAG = 50
REASON = 500
NOTE = 1_000
EXHIBITS = 10  # pieces of evidence in one form
STORIES = 10
TAGS = 20
SEARCH = 300
REPORTS = 10
REPORTS_TOGETHER = 3_000  # as the form shows them, one a line

# What a person can do about it, by the name of what is too long.
_REMEDIES = {
    "statement": "Keep the sentence that matters; the link holds the rest: `Kyiv: no https://example.org/1`",
    "speaker": "The speaker is what stands before the first colon: `Kyiv: no https://example.org/1`",
    "role": "Keep the role short: `Dmitry Peskov, Kremlin spokesman: no https://example.org/1`",
    "outlet": "After `via` stands a name only: `https://example.org/1 via WION citing Reuters`",
    "origin": "After `citing` stands a name only: `https://example.org/1 via WION citing Reuters`",
    "link": "Shorten it: what follows the question mark can often go.",
    "note": "Keep what matters; a link holds the rest.",
    "tag": "A tag is one short word: `#belgorod`",
}


def check_length(what: str, text: str, limit: int, *, field: str) -> str:
    """Give `text` back if it fits into `limit` characters.

    `what` is the word a person reads: statement, speaker, role, outlet, origin, link or tag.
    Raises NotUnderstood when it does not fit.
    """
    if len(text) <= limit:
        return text
    raise NotUnderstood(
        f"The {what} has {len(text):,} characters; {limit:,} fit.", remedy=_REMEDIES.get(what, ""), field=field
    )


def check_count(what: str, found: int, limit: int, *, field: str) -> None:
    """Raise NotUnderstood when there are more than `limit` of `what` (a plural: reports, tags)."""
    if found > limit:
        raise NotUnderstood(
            f"There are {found:,} {what}; {limit} fit.", remedy="File the claim, then add the rest.", field=field
        )


def check_reports(lengths: Sequence[int]) -> None:
    """Raise NotUnderstood when there are too many reports, or they do not fit into a form together.

    `lengths`: the characters of each report's link and names.
    """
    check_count("reports", len(lengths), REPORTS, field="source")
    together = _together(lengths)
    if together > REPORTS_TOGETHER:
        raise NotUnderstood(
            f"The reports have {together:,} characters together; {REPORTS_TOGETHER:,} fit.",
            remedy=_REMEDIES["link"],
            field="source",
        )


def reports_that_fit(lengths: Sequence[int]) -> int:
    """How many of these reports, from the first on, fit into a form together."""
    fit = (many for many in range(min(len(lengths), REPORTS), 0, -1) if _together(lengths[:many]) <= REPORTS_TOGETHER)
    return next(fit, 0)


def _together(lengths: Sequence[int]) -> int:
    # `via `, `citing `, the blanks before them and the end of the line.
    return sum(lengths) + len(lengths) * 14
