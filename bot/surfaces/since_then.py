"""What changed since the digest before, what waits for a decision, and what nobody has verified, in a few lines."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, RichTextElement

from bot.desk.digest import NAMED, Digest, Move, Moves
from bot.desk.history import What
from bot.desk.references import show
from bot.surfaces.message import fullest
from bot.surfaces.phrases import BARE, BRIEF, Detail, age, claim_line, local, standing
from bot.surfaces.rich import NEW_LINE, block, cut, line, person, quote, section, words
from store.dossiers import Dossier
from store.tables import Claim

CORRECTIONS_SIZE = 2_000


def corrections(digest: Digest) -> list[Block]:
    """What readers of an older verdict must hear first; as many as fit."""
    if not digest.corrections.total:
        return []
    versions = ((5, BRIEF), (3, BRIEF), (3, BARE), (1, BARE), (0, BARE))
    return fullest(([_corrected(digest.corrections, most, detail)] for most, detail in versions), CORRECTIONS_SIZE)


def beside_contested(digest: Digest) -> list[RichTextElement]:
    """What there is to know besides the contested claims: what changed, what waits, what is unverified."""
    settled = line(words("Settled or reopened: ", bold=True), _moved(digest) or "none", ".", _changed(digest))
    unverified = words("Unverified: ", bold=True)
    if not digest.unverified:
        return line(settled, NEW_LINE, unverified, "none.")
    contested = sum(claim.verdict == "unverified" for claim in digest.order)
    included = f", these {contested:,} included" if contested > 1 else ", this one included" if contested else ""
    oldest = digest.oldest[0]
    names = ", ".join(show(claim.number) for claim in digest.oldest)
    aged = ", " if len(digest.oldest) == 1 else f"; {show(oldest.number)} for "
    return line(
        settled,
        NEW_LINE,
        unverified,
        f"{digest.unverified:,}{included}. Oldest: {names}{aged}{age(oldest.filed_at, digest.now)}, ",
        _nobody_or(oldest),
        ".",
    )


def quiet(digest: Digest) -> list[RichTextElement]:
    """What there is to know where nothing is contested; and that the next digest comes."""
    if digest.unverified:
        oldest = digest.oldest[0]
        named = f"{show(oldest.number)}, {age(oldest.filed_at, digest.now)}, "
        runs = line(f"{digest.unverified:,} unverified; oldest {named}", _nobody_or(oldest), ".")
    else:
        runs = line("Nothing is unverified.")
    settled = _moved(digest)
    if settled:
        runs += line(NEW_LINE, f"Settled or reopened {since(digest)}: {settled}.")
    runs += _changed(digest)
    if digest.next_at is not None:
        runs += line(NEW_LINE, f"Next digest: {local(digest.next_at, digest.desk.zone)}.")
    return runs


def since(digest: Digest) -> str:
    """Since when something is news."""
    if digest.follows_yesterday:
        return "since yesterday"
    return "since this desk began" if digest.since is None else "since the last digest"


def few(names: Sequence[str], total: int) -> str:
    """The first of many names, and how many more there are."""
    more = total - len(names[:NAMED])
    return ", ".join(names[:NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _moved(digest: Digest) -> str:
    return few(
        [f"{show(move.dossier.claim.number)} {_became(move)}" for move in digest.moves.first], digest.moves.total
    )


def _became(move: Move) -> str:
    if move.what == What.SETTLED:
        return move.dossier.claim.verdict
    return f"reopened (was {move.was})" if move.what == What.REOPENED else standing(move.dossier)


def _changed(digest: Digest) -> list[RichTextElement]:
    """What else is new, and what waits for somebody's decision: each on a line, if there is any."""
    new = digest.newly_contested if digest.since is not None else []
    if len(new) == len(digest.order):  # the head says that all are
        new = []
    updated = [_updated(move.dossier) for move in digest.updated.first]
    runs: list[RichTextElement] = []
    for title, names, total in (
        (f"Newly contested {since(digest)}", _shown(new), len(new)),
        (f"Filed {since(digest)}", _shown(digest.filed.numbers), digest.filed.total),
        ("Updated by a newer figure", updated, digest.updated.total),
        ("Look again, a dispute stands", _shown(digest.shaken.numbers), digest.shaken.total),
        ("Waiting for a second reader", _shown(digest.waiting.numbers), digest.waiting.total),
    ):
        if total:
            counted = f"{total:,}: " if total > NAMED else ""
            runs += line(NEW_LINE, words(f"{title}: ", bold=True), f"{counted}{few(names, total)}.")
    return runs


def _updated(dossier: Dossier) -> str:
    """A claim, and the newer figure if it may be named here."""
    by = f" by {show(dossier.updated_by)}" if dossier.updated_by is not None else ""
    return f"{show(dossier.claim.number)}{by}"


def _shown(numbers: Sequence[int]) -> list[str]:
    return [show(number) for number in numbers[:NAMED]]


def _corrected(told: Moves, most: int, detail: Detail) -> Block:
    runs: list[RichTextElement] = []
    for move in told.first[:most]:
        claim = move.dossier.claim
        runs.append(
            section(words(f"Correction: {show(claim.number)} was “{move.was}”, is now “{move.verdict}”", bold=True))
        )
        runs.append(quote(claim_line(move.dossier, detail)))
        if move.why:
            runs.append(section(f"Why: {cut(move.why, detail.statement)}"))
    rest = [show(move.dossier.claim.number) for move in told.first[most:]]
    if rest:
        names = few(rest, told.total - min(most, len(told.first)))
        runs.append(section(words(f"{'Also corrected' if runs else 'Corrected'}: {names}.", bold=True)))
    return block(*runs, block_id="corrections")


def _nobody_or(claim: Claim) -> list[RichTextElement]:
    return line(person(claim.checker), " is on it") if claim.checker else line("nobody on it")
