"""Looking things up: one claim, a list, the digest as it would be now. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.access import may_speak_on, open_claim, speaks_on, visible_claim
from bot.desk.digest import Digest, compile_digest, last_digest_at
from bot.desk.references import parse_reference
from bot.desk.request import Request
from bot.errors import NotFound, NotUnderstood
from store import Session, chain
from store.claims import claim_by_id, claim_by_number, find_claims, list_claims, unverified_at
from store.desks import desk_of_channel, desk_of_person, first_desk
from store.disputes import dispute_by_id
from store.dossiers import SET_ASIDE, Dossier, Objection, read_dossier, read_dossiers
from store.events import event_by_id
from store.outbox import row_of_message
from store.tables import Desk, Dispute
from store.workspaces import known_id

FIND_IT = "Find it with `/claim list`."
UNCHANGED = "Nothing was changed."


@dataclass(frozen=True)
class Listed:
    """A list of claims: the newest of them, how many there are, and what list it is."""

    dossiers: list[Dossier]
    total: int
    title: str


def show_claim(session: Session, request: Request, number: int) -> Dossier:
    """One claim as it stands. Raises NotFound."""
    claim = visible_claim(session, request, _workspace_id(session, request), number, to_do=FIND_IT, unchanged="")
    return read_dossier(session, claim)


def open_for(session: Session, request: Request, number: int) -> Dossier:
    """One claim that can still be worked on. Raises NotFound and NotAllowed."""
    claim = open_claim(session, request, _workspace_id(session, request), number, to_do=FIND_IT, unchanged=UNCHANGED)
    return read_dossier(session, claim)


def claim_of(session: Session, request: Request, dispute: Dispute) -> Dossier:
    """The claim that a dispute is of, if it can still be worked on. Raises NotFound and NotAllowed."""
    return open_for(session, request, claim_by_id(session, dispute.claim_id).number)


def objection(session: Session, request: Request, dispute_id: int) -> Objection:
    """One dispute of a claim that can still be worked on. Raises NotFound and NotAllowed."""
    dispute = dispute_by_id(session, _workspace_id(session, request), dispute_id)
    dossier = claim_of(session, request, dispute)
    return next(found for found in dossier.objections if found.dispute.id == dispute_id)


def disputable(session: Session, request: Request, number: int) -> Dossier:
    """One claim that can be disputed from here. Raises NotFound and NotAllowed."""
    claim = open_claim(
        session,
        request,
        _workspace_id(session, request),
        number,
        to_do="Find the claim with `/claim list`, then send: `/dispute C-12 Kyiv: no https://…`",
    )
    may_speak_on(session, request, claim)
    return read_dossier(session, claim)


def list_for(session: Session, request: Request, which: Sequence[str], *, limit: int) -> Listed:
    """The newest claims that all of `which` hold for: unverified, contested, mine."""
    claims, total = list_claims(
        session,
        request.sight(_workspace_id(session, request)),
        only_unverified="unverified" in which,
        only_contested="contested" in which,
        checker=request.person if "mine" in which else None,
        limit=limit,
    )
    described = [word for word in which if word != "mine"]
    title = " and ".join(described).capitalize() + " claims" if described else "Claims"
    return Listed(read_dossiers(session, claims), total, f"{title} you took" if "mine" in which else title)


def unverified_of(session: Session, request: Request, desk_id: int, *, limit: int) -> Listed:
    """A desk's oldest unverified claims. Raises NotFound where they cannot be seen."""
    claims, total = unverified_at(session, desk_id, limit=limit)
    sight = request.sight(_workspace_id(session, request))
    if claims and claim_by_number(session, sight, claims[0].number) is None:
        raise NotFound("These claims stay in their channel.", unchanged="", remedy="Ask there.")
    return Listed(read_dossiers(session, claims), total, "Unverified claims")


def preview_digest(session: Session, request: Request) -> Digest:
    """The digest of the desk that this channel is, or files to, as it would be now. Raises NotUnderstood."""
    desk = _desk(session, request)
    if desk is None:
        raise NotUnderstood(
            "There is no desk here yet, so there is no digest.",
            unchanged="",
            remedy="File the first claim, or type `/claim setup`.",
        )
    return compile_digest(session, desk, now=request.now, since=last_digest_at(session, desk))


@dataclass(frozen=True)
class Ours:
    """What a message of ours is about: a claim, and the dispute that it tells of, if it tells of one."""

    dossier: Dossier
    dispute: Objection | None = None


def message_of_ours(session: Session, request: Request, slack_ts: str) -> Ours | None:
    """What the message with this timestamp is about; None if it is not ours, or about no claim."""
    row = row_of_message(session, _workspace_id(session, request), request.channel, slack_ts)
    if row is None or row.claim_id is None:
        return None
    number = claim_by_id(session, row.claim_id).number
    if row.kind != "thread":
        return Ours(disputable(session, request, number))
    event = chain.read(event_by_id(session, row.about["event"]))
    dispute = (event["new"] or {}).get("dispute")
    found = objection(session, request, dispute) if dispute is not None else None
    return Ours(disputable(session, request, number), found)


def pick_claims(session: Session, request: Request, typed: str, *, limit: int) -> list[Dossier]:
    """The claims that can be disputed from here and hold what was typed; a reference finds its claim first."""
    workspace_id = _workspace_id(session, request)
    sight = request.sight(workspace_id)
    number = parse_reference(typed)
    named = claim_by_number(session, sight, number) if number is not None else None
    found = [named] if named is not None and named.state not in SET_ASIDE else []
    found += [claim for claim in find_claims(session, sight, typed, limit=limit) if claim != named]
    here = [dossier for dossier in read_dossiers(session, found) if speaks_on(request, dossier.desk)]
    return here[:limit]


def _workspace_id(session: Session, request: Request) -> int:
    return known_id(session, request.team, request.enterprise)


def _desk(session: Session, request: Request) -> Desk | None:
    workspace_id = _workspace_id(session, request)
    if request.kind == "direct":
        return desk_of_person(session, workspace_id, request.person)
    desk = desk_of_channel(session, workspace_id, request.channel)
    return desk if desk is not None or request.kind != "public" else first_desk(session, workspace_id)
