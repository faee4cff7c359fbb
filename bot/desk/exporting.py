"""Exporting: a desk's record as a file, for whoever asks; what is kept in its channel stays there.

Who asks is answered at once; the file is made afterwards, a page of the record at a time, and sent at most once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.desk import history
from bot.desk.access import kept, sight_of
from bot.desk.filters import Filter
from bot.desk.finding import wanted_by
from bot.desk.lookups import desk_here
from bot.desk.repeating import earlier_answer, keep_answer
from bot.desk.request import Kind, Request
from bot.desk.steps import FINDINGS, State
from bot.desk.telling import tells_of_kept
from bot.desk.wishes import PUBLISHED, UNSENT, Format, Wish
from bot.errors import NotAllowed, NotFound, NotUnderstood
from store import Session, outbox
from store.chain import append
from store.claims import Sight
from store.desks import desk_by_id, desks_of
from store.lists import COUNTED, EVERY_STATE, Wanted, count, page
from store.tables import Claim, Desk, Outbox, Workspace
from store.wholes import Whole, read_wholes
from store.workspaces import lock_known, lock_workspace

PAGE = 200  # claims that are read, written and forgotten together
# What an outbox row of this kind is called, and the message beside it: how far it is, and what became of it.
FILE, NOTE = "export", "export_note"
OPERATOR = "operator"  # who runs the bot, and has the whole record anyway


class Outcome(StrEnum):
    """What became of an export that somebody asked for."""

    SENT = "sent"
    UNKNOWN = "unknown"  # Slack did not answer: it is not sent again
    FAILED = "failed"
    WITHHELD = "missing_scope"
    NOTHING = "nothing"  # by the time it was made, no claim was left that could be in it


@dataclass(frozen=True)
class Reach:
    """What may be in a file: what is `kept` in the desk's channel, the `names` of protected sources."""

    kept: bool = False
    names: bool = False


@dataclass(frozen=True)
class Extract:
    """Which claims a file holds, and what of them."""

    sight: Sight
    wanted: Wanted
    reach: Reach = Reach()
    since: datetime | None = None  # filed since then


@dataclass(frozen=True)
class Ordered:
    """What an export will hold, as far as it can be told at once; `left_out` are those that are kept."""

    desk: Desk
    wish: Wish
    total: int
    left_out: int
    repeated: bool = False  # it is on its way already

    @property
    def counted(self) -> bool:
        """Whether `total` is exact: counting ends at 10,000."""
        return self.total <= COUNTED


@dataclass(frozen=True)
class Page:
    """Some of the claims of an export, in the order of their references; `last`: beyond it are more."""

    wholes: tuple[Whole, ...] = ()
    last: int | None = None


def order_export(session: Session, request: Request, wish: Wish) -> Ordered:
    """Take down what somebody wants as a file; it is made and sent after they have their answer.

    Raises NotUnderstood where there is no desk, NotFound for a name that cannot be seen, NotAllowed for what is kept.
    """
    workspace = lock_workspace(session, request.team, request.enterprise)
    workspace_id = workspace.id or 0
    desk = desk_here(session, request)
    if desk is None:
        raise NotUnderstood(
            "There is no desk here yet, so there is no record to take out.",
            unchanged="",
            remedy="Type it in a channel where claims are filed: `/claim export csv`",
        )
    _check_asked(request, wish, desk)
    extract = _extract(session, request, wish, desk)
    total = count(session, extract.sight, extract.wanted)
    left_out = 0
    if not extract.reach.kept:
        everything = replace(extract.wanted, restricted=None if desk.kind != "public" else True)
        left_out = count(session, extract.sight, everything)
    ordered = Ordered(desk, wish, 0 if _all_kept(desk, extract) else total, left_out)
    if ordered.total == 0:
        return ordered
    key = f"{FILE}:{workspace_id}:{request.key}"
    if _under_way(session, request, workspace_id):
        return replace(ordered, repeated=True)
    outbox.put(
        session,
        workspace_id,
        key=key,
        kind=FILE,
        target=f"{FILE}:{request.person}",  # beside what else that person is sent, and one at a time
        at=request.now,
        desk_id=desk.id,
        about=_packed(request, wish, ordered.total),
    )
    keep_answer(session, workspace_id, request, export=key)
    return ordered


def extract_of(session: Session, row: Outbox) -> Extract:
    """Which claims an export holds, as its row asks for them. Raises NotFound for a name that has gone."""
    return _extract(session, _asked(row), wish_of(row), desk_by_id(session, row.desk_id or 0))


def shelves(session: Session, workspace: Workspace, wish: Wish, reach: Reach) -> tuple[list[Extract], list[Extract]]:
    """A whole record, desk by desk: what is in a file of this reach, and what is left out as it is kept in its channel.

    Raises NotFound where no desk knows a name that is asked for.
    """
    inside: list[Extract] = []
    outside: list[Extract] = []
    unknown: NotFound | None = None
    for desk in desks_of(session, workspace.id or 0):
        try:
            wanted = _wanted(session, _at(workspace, desk), wish, desk)
        except NotFound as mistake:
            unknown = mistake
            continue
        # Whoever runs the bot may name what any public desk names.
        here = Extract(replace(_at(workspace, desk), channels=None).sight(workspace.id or 0), wanted, reach)
        if reach.kept:
            inside.append(here)
        elif desk.kind != "public":
            outside.append(here)
        else:
            inside.append(replace(here, wanted=replace(wanted, restricted=False)))
            outside.append(replace(here, wanted=replace(wanted, restricted=True)))
    if not inside and not outside and unknown is not None:
        raise unknown
    return inside, outside


def _at(workspace: Workspace, desk: Desk) -> Request:
    """A request from a desk's own place, from where all that is filed there is seen."""
    kind: Kind = "direct" if desk.kind == "direct" else "private" if desk.kind == "private" else "public"
    return Request(
        team=workspace.team_id,
        enterprise=workspace.enterprise_id,
        person=desk.person or "",
        channel=desk.channel or "",
        kind=kind,
        key="",
        now=desk.opened_at,
    )


def wish_of(row: Outbox) -> Wish:
    """What a row of the outbox asks for."""
    about = row.about
    return Wish(Format(about["format"]), Filter.unpacked(about["filter"]), about["restricted"])


def newest(session: Session, extract: Extract) -> int:
    """The last reference that an export holds: what is filed after it was begun is not in it, or it might never end."""
    claims = page(session, extract.sight, extract.wanted, limit=1)
    return claims[0].number if claims else 0


def read_page(session: Session, extract: Extract, beyond: int, until: int) -> Page:
    """The next claims of an export after a reference and up to one, whole."""
    found = page(session, extract.sight, extract.wanted, limit=PAGE, beyond=beyond, oldest_first=True)
    claims = [claim for claim in found if claim.number <= until]
    if not claims:
        return Page()
    fresh = [claim for claim in claims if _is_in(session, extract, claim)]
    wholes = read_wholes(session, fresh, None if extract.reach.names else extract.sight)
    return Page(tuple(replace(each, untold=tells_of_kept(session, each)) for each in wholes), claims[-1].number)


def _is_in(session: Session, extract: Extract, claim: Claim) -> bool:
    if extract.since is not None and claim.filed_at < extract.since:
        return False
    # Asked once more of each claim: its desk may have turned private since the export was asked for.
    return extract.reach.kept or not kept(claim, desk_by_id(session, claim.desk_id))


def note_leaving(session: Session, row: Outbox, claims: int, now: datetime) -> None:
    """Put into the history that a file is about to leave: who has asked for it, with how many claims, and which."""
    request, wish = _asked(row), wish_of(row)
    workspace = lock_workspace(session, request.team, request.enterprise)
    history.note(
        session,
        workspace,
        replace(request, now=now),
        history.What.EXPORTED,
        new=_noted(wish, claims, desk=row.desk_id),
    )


def note_printed(session: Session, workspace_id: int, wish: Wish, claims: int, now: datetime) -> None:
    """Put into the history that whoever runs the bot has taken the record out."""
    append(
        session,
        lock_known(session, workspace_id),
        at=now,
        actor=OPERATOR,
        what=history.What.EXPORTED,
        new=_noted(wish, claims, desk=None),
    )


def _noted(wish: Wish, claims: int, *, desk: int | None) -> dict[str, Any]:
    form, restricted = str(wish.format), wish.restricted
    return {"desk": desk, "format": form, "filter": wish.filter.packed(), "claims": claims, "restricted": restricted}


def told_beside(session: Session, row: Outbox, now: datetime, **how: Any) -> None:
    """Say how far an export is, or what became of it, in the one message beside it."""
    outbox.remember(session, row.id or 0, how)
    key = f"{row.key}:note"
    note = outbox.row_by_key(session, key)
    if note is not None:
        outbox.want_again(session, note)
        return
    outbox.put(session, row.workspace_id, key=key, kind=NOTE, target=row.about["person"], at=now, about={"row": row.id})


def is_told(session: Session, row: Outbox) -> bool:
    """Whether there is a message beside an export that says how far it is."""
    return outbox.row_by_key(session, f"{row.key}:note") is not None


def _check_asked(request: Request, wish: Wish, desk: Desk) -> None:
    if not wish.restricted or desk.kind == "direct":
        return
    if wish.format is Format.REVIEW:
        raise NotAllowed(
            PUBLISHED,
            unchanged=UNSENT,
            remedy="For yourself: `/claim export csv with restricted`",
        )
    if request.channel != desk.channel:
        raise NotAllowed(
            "What is restricted can be asked for in its own desk's channel only.",
            unchanged=UNSENT,
            remedy="Type it there: `/claim export csv with restricted`",
        )
    if request.person not in desk.leads:
        lead = desk.leads[0] if desk.leads else None
        raise NotAllowed(
            "Only a lead of this desk can take out what is restricted to its channel."
            + (" Its lead is {who}." if lead else " It has none yet: `/claim setup` makes one."),
            unchanged=UNSENT,
            who=lead,
        )


def _wanted(session: Session, request: Request, wish: Wish, desk: Desk) -> Wanted:
    """Which claims of a desk are wanted: of a record all, also what was discarded or merged."""
    wanted = replace(wanted_by(session, request, wish.filter), desk=desk.id)
    if wish.format is Format.REVIEW:
        ruled = wanted.verdicts or tuple(str(verdict) for verdict in FINDINGS)
        return replace(wanted, states=(str(State.CLOSED),), verdicts=ruled)
    return wanted if wanted.states else replace(wanted, states=EVERY_STATE)


def _extract(session: Session, request: Request, wish: Wish, desk: Desk) -> Extract:
    wanted = _wanted(session, request, wish, desk)
    # A talk's file goes where its claims are.
    within = desk.kind == "direct" or (wish.restricted and wish.format is not Format.REVIEW)
    wanted = wanted if within else replace(wanted, restricted=False)
    return Extract(sight_of(session, request), wanted, Reach(kept=within))


def _all_kept(desk: Desk, extract: Extract) -> bool:
    return desk.kind == "private" and not extract.reach.kept


def _under_way(session: Session, request: Request, workspace_id: int) -> bool:
    """Whether the same is on its way: this very request, or the same words while their file is still being made."""
    found = earlier_answer(session, workspace_id, request)
    if found is None:
        return False
    row = outbox.row_by_key(session, found.get("export", ""))
    if row is None:
        return False
    return row.key.endswith(f":{request.key}") or row.state in outbox.UNSENT


def _packed(request: Request, wish: Wish, total: int) -> dict[str, Any]:
    return {
        "team": request.team,
        "enterprise": request.enterprise,
        "person": request.person,
        "channel": request.channel,
        "kind": request.kind,
        "channels": None if request.channels is None else sorted(request.channels),
        "key": request.key,
        "at": request.now.isoformat(),
        "format": str(wish.format),
        "filter": wish.filter.packed(),
        "restricted": wish.restricted,
        "total": total,
    }


def _asked(row: Outbox) -> Request:
    about = row.about
    return Request(
        team=about["team"],
        enterprise=about["enterprise"],
        person=about["person"],
        channel=about["channel"],
        kind=about["kind"],
        key=about["key"],
        now=datetime.fromisoformat(about["at"]),
        channels=None if about["channels"] is None else frozenset(about["channels"]),
    )
