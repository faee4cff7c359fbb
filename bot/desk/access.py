"""Who sees what, and who may do what. `kept` says of a claim that it is seen in its desk's own channel only."""

from __future__ import annotations

from bot.desk.references import show
from bot.desk.request import Request
from bot.errors import UNCHANGED, NotAllowed, NotFound
from store import Session
from store.claims import Sight, claim_by_id, claim_by_number
from store.desks import desk_by_id
from store.disputes import find_dispute
from store.dossiers import SET_ASIDE, may_name, names
from store.dossiers import kept as kept
from store.tables import Claim, Desk, Dispute, Person
from store.workspaces import find_person, known_id


def sight_of(session: Session, request: Request) -> Sight:
    """What can be seen from where somebody asks, in the workspace they ask from."""
    return request.sight(known_id(session, request.team, request.enterprise))


def visible_claim(
    session: Session,
    request: Request,
    workspace_id: int,
    number: int,
    *,
    to_do: str,
    unchanged: str = "Nothing was filed.",
) -> Claim:
    """The claim of this reference, if it can be seen from here.

    Raises NotFound: a claim that does not exist and one that is kept elsewhere sound the same on purpose. `to_do` is
    the right example that the sentence shows.
    """
    claim = claim_by_number(session, request.sight(workspace_id), number)
    if claim is None:
        raise NotFound(f"There is no {show(number)} that you can see.", remedy=to_do, unchanged=unchanged)
    return claim


def visible_dispute(
    session: Session, request: Request, workspace_id: int, dispute_id: int, *, to_do: str, unchanged: str = UNCHANGED
) -> tuple[Dispute, Claim]:
    """A dispute and its claim, if both can be seen from here.

    Raises NotFound, also for one that is a claim which its own may not name: a button pressed earlier still has its id.
    """
    dispute = find_dispute(session, workspace_id, dispute_id)
    if dispute is not None:
        number = claim_by_id(session, dispute.claim_id).number
        claim = visible_claim(session, request, workspace_id, number, to_do=to_do, unchanged=unchanged)
        other = None if dispute.with_claim_id is None else claim_by_id(session, dispute.with_claim_id)
        if other is None or names(session, claim, other):
            return dispute, claim
    raise NotFound("There is no such dispute that you can see.", remedy=to_do, unchanged=unchanged)


def open_claim(
    session: Session,
    request: Request,
    workspace_id: int,
    number: int,
    *,
    to_do: str,
    unchanged: str = "Nothing was filed.",
) -> Claim:
    """The claim of this reference, if it can be seen from here and nobody has set it aside."""
    claim = visible_claim(session, request, workspace_id, number, to_do=to_do, unchanged=unchanged)
    if claim.state in SET_ASIDE:
        raise NotAllowed(
            f"{show(number)} was {claim.state}, so there is nothing left to do with it.",
            remedy=to_do,
            unchanged=unchanged,
        )
    return claim


def speaks_on(request: Request, desk: Desk) -> bool:
    """Whether what is typed here may stand on this desk's cards: what is said in confidence reaches no public one."""
    return request.kind == "public" or desk.kind != "public"


def may_speak_on(session: Session, request: Request, claim: Claim) -> None:
    """Refuse what would carry words out of the channel they were typed in. Raises NotAllowed."""
    if not speaks_on(request, desk_by_id(session, claim.desk_id)):
        raise NotAllowed(
            f"{show(claim.number)} is on a public card, and what is typed here stays here.",
            remedy="Do it from a public channel if it may be read there, or file it here as a claim of its own: "
            "`/claim Kyiv: no https://…`",
        )


def linkable(claim: Claim, desk: Desk, other: Claim, of_other: Desk) -> bool:
    """Whether two claims, each with its desk, may be linked: each may name the other."""
    return may_name(claim, desk, other, of_other) and may_name(other, of_other, claim, desk)


def may_link(session: Session, claim: Claim, other: Claim, *, field: str | None = None) -> None:
    """Refuse to have two claims name each other if one of them is kept, and the other is not. Raises NotAllowed."""
    desk, of_other = desk_by_id(session, claim.desk_id), desk_by_id(session, other.desk_id)
    if not linkable(claim, desk, other, of_other):
        both = f"{show(claim.number)} and {show(other.number)}"
        apart = claim.desk_id != other.desk_id
        raise NotAllowed(
            f"{both} are kept in different places, and one of them is private."
            if apart
            else f"One of {both} is restricted to this channel, and the other is not.",
            unchanged=UNCHANGED,
            remedy="What is private stays in its channel." if apart else "Restrict both or neither: More on either.",
            field=field,
        )


def may_decide_for_others(session: Session, request: Request, desk: Desk) -> bool:
    """Whether somebody may step in for a claim's checker or filer.

    The desk's leads may, the workspace's admins, and, as long as the desk has no lead, any full member.
    """
    person = find_person(session, desk.workspace_id, request.person)
    if person is not None and person.admin:
        return True
    if desk.leads:
        return request.person in desk.leads
    return person is None or not person.guest


def may_set_up(desk: Desk | None, person: Person | None, slack_id: str) -> bool:
    """Whether somebody may set a channel up: any full member the first time, then its leads and admins."""
    if person is not None and person.admin:
        return True
    if desk is not None and desk.set_up_at is not None and desk.leads:
        return slack_id in desk.leads
    return person is not None and person.guest is False
