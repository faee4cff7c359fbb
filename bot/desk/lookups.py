"""Looking things up: one claim, a list, the digest as it would be now. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.desk.access import may_speak_on, open_claim, sight_of, speaks_on, visible_claim, visible_dispute
from bot.desk.desks import digest_place
from bot.desk.digest import Digest, compile_digest, last_digest_at, read_within
from bot.desk.permalinks import card_links
from bot.desk.references import parse_reference, references_in
from bot.desk.request import Request
from bot.errors import UNCHANGED, NotFound, NotUnderstood
from store import Session, chain
from store.claims import at_desk, claim_by_id, claim_by_number, claims_by_ids, seen_desks, visible
from store.desks import desk_of_channel, desk_of_person, first_desk
from store.dossiers import SET_ASIDE, Dossier, Objection, read_dossier, read_dossiers
from store.events import event_by_id
from store.folding import terms
from store.lists import Wanted, page
from store.outbox import row_of_message
from store.search import search
from store.tables import Desk
from store.workspaces import known_id, workspace_by_id

OPENED = 10  # claims of one message that are shown together
NAMED_AT_MOST = 100  # references that are looked up: nobody reads on
FIND_IT = "Find it with `/claim list`."


def show_claim(session: Session, request: Request, number: int) -> Dossier:
    """One claim as it stands. Raises NotFound."""
    claim = visible_claim(session, request, _workspace_id(session, request), number, to_do=FIND_IT, unchanged="")
    return read_dossier(session, claim)


def open_for(session: Session, request: Request, number: int) -> Dossier:
    """One claim that can still be worked on. Raises NotFound and NotAllowed."""
    claim = open_claim(session, request, _workspace_id(session, request), number, to_do=FIND_IT, unchanged=UNCHANGED)
    return read_dossier(session, claim)


def disputed(session: Session, request: Request, dispute_id: int) -> tuple[Dossier, Objection]:
    """A claim that can still be worked on, and the dispute of it. Raises NotFound and NotAllowed."""
    _, claim = visible_dispute(session, request, _workspace_id(session, request), dispute_id, to_do=FIND_IT)
    dossier = open_for(session, request, claim.number)
    return dossier, next(each for each in dossier.objections if each.dispute.id == dispute_id)


def objection(session: Session, request: Request, dispute_id: int) -> Objection:
    """One dispute of a claim that can still be worked on. Raises NotFound and NotAllowed."""
    return disputed(session, request, dispute_id)[1]


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


def speakable(session: Session, request: Request, number: int) -> Dossier:
    """One claim that can still be worked on, and that may be spoken on from here. Raises NotFound and NotAllowed."""
    dossier = open_for(session, request, number)
    may_speak_on(session, request, dossier.claim)
    return dossier


@dataclass(frozen=True)
class Named:
    """The claims that a message names, as far as they can be seen from here, and the links to their cards."""

    dossiers: tuple[Dossier, ...]
    links: Mapping[int, str]
    left_out: int = 0


def named_in(session: Session, request: Request, text: str, slack_ts: str) -> Named:
    """The claims that a message names; of one of ours, the one that it is about, too.

    Raises NotFound, which sounds the same whether it names none, or none that can be seen.
    """
    sight = sight_of(session, request)
    row = row_of_message(session, sight.workspace_id, request.channel, slack_ts)
    about = [] if row is None or row.claim_id is None else [claim_by_id(session, row.claim_id).number]
    numbers = list(dict.fromkeys([*about, *references_in(text)]))[:NAMED_AT_MOST]
    found = [claim_by_number(session, sight, number) for number in numbers]
    claims = [claim for claim in found if claim is not None]
    if not claims:
        raise NotFound(
            "This message names no claim that you can see.",
            unchanged="",
            remedy="A claim is named like this: C-12. Find it with `/claim search WORDS`.",
        )
    links = card_links(session, workspace_by_id(session, sight.workspace_id), claims)
    shown = claims[:OPENED]
    return Named(tuple(read_dossiers(session, shown)), links, len(claims) - len(shown))


def preview_digest(session: Session, request: Request) -> Digest:
    """The digest of the desk that this channel is, or files to, as it would be now. Raises NotUnderstood."""
    desk = desk_here(session, request)
    if desk is None:
        raise NotUnderstood(
            "There is no desk here yet, so there is no digest.",
            unchanged="",
            remedy="File the first claim, or type `/claim setup`.",
        )
    inside = request.kind == "direct" or read_within(desk, request.channel)
    if not inside and desk.id not in seen_desks(session, sight_of(session, request)):
        raise NotFound(
            "This channel is no desk, and you are not in the channel of the one that it files to.",
            unchanged="",
            remedy="Its digest is read there.",
        )
    within = inside and read_within(desk, digest_place(desk))
    return compile_digest(session, desk, now=request.now, since=last_digest_at(session, desk), within=within)


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
    """The claims that can be spoken on from here and hold what was typed, best first.

    A reference finds its claim first; before there is anything to search for, the newest are offered.
    """
    workspace_id = _workspace_id(session, request)
    sight = request.sight(workspace_id)
    desk = None if request.kind == "public" else desk_here(session, request)
    if request.kind != "public" and desk is None:
        return []
    number, words = parse_reference(typed), terms(typed)
    named = claim_by_number(session, sight, number) if number is not None else None
    found = [named] if named is not None and named.state not in SET_ASIDE else []
    if any(len(word) > 1 or word.isdigit() for word in words):
        seen = visible(sight) if desk is None else at_desk(desk.id or 0)
        hits = search(session, workspace_id, typed, seen=seen, limit=limit)
        found += claims_by_ids(session, [hit.claim_id for hit in hits])
    elif words or not typed.strip():
        found += page(session, sight, Wanted(desk=None if desk is None else desk.id), limit=limit)
    picked = list({claim.number: claim for claim in found}.values())
    here = [dossier for dossier in read_dossiers(session, picked) if speaks_on(request, dossier.desk)]
    return here[:limit]


def _workspace_id(session: Session, request: Request) -> int:
    return known_id(session, request.team, request.enterprise)


def desk_here(session: Session, request: Request) -> Desk | None:
    """The desk that this place is, or that a public channel files to."""
    workspace_id = _workspace_id(session, request)
    if request.kind == "direct":
        return desk_of_person(session, workspace_id, request.person)
    desk = desk_of_channel(session, workspace_id, request.channel)
    return desk if desk is not None or request.kind != "public" else first_desk(session, workspace_id)
