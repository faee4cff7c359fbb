"""What the store is asked that no way to see a claim comes to: as use cases ask it, of the first workspace of two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from store import (
    Session,
    chain,
    desks,
    digests,
    due,
    events,
    leavers,
    linked,
    names,
    outbox,
    replies,
    reports,
    search,
    weeks,
    workspaces,
)
from store.claims import Sight, visible
from store.digests import Remit
from store.tables import Outbox, Speaker
from tests.desk.reading import NOW
from tests.desk.second_workspace import APART

HERE = Sight(1, "U1", "C1", False, None)
REMIT = Remit(1, 1, within=True)
LATER = NOW + timedelta(days=9)
EVER = datetime(2000, 1, 1, tzinfo=UTC)


def _let_go(session: Session) -> list[str]:
    """What is stuck in the one workspace is let go; the other has a card there, too, and the same channels."""
    digest = Outbox(workspace_id=1, key="digest:1:stuck", kind="digest", desk_id=1, target="C1", created_at=NOW)
    digest.state, digest.about = "stuck", {"since": None}
    session.add(digest)
    session.flush()
    outbox.unstick(session, 1, "C1")
    return [row.state for row in outbox.stuck_of(session, 1)] + [digest.state]


def _ended(session: Session) -> str:
    outbox.end(session, 1)
    outbox.redirect(session, 1, "digest", "C9")
    return outbox.row_by_id(session, 1).state


def _forgotten(session: Session) -> Any:
    leavers.forget_left(session, 1, "C1", "UFILER")
    return leavers.left(session, 1, "C1", "UFILER")


def _named(session: Session) -> list[str]:
    return [names.find_or_add(session, Speaker, 1, name).name for name in ("Walrus Ministry", "New")]


DIRECTLY: dict[str, Callable[[Session], Any]] = {
    "desks posting to a channel": lambda session: desks.desks_posting_to(session, 1, "C1"),
    "desks": lambda session: [desks.desks_of(session, 1), desks.public_desks(session, 1)],
    "desks that wait for a zone": lambda session: desks.desks_waiting_for_zone(session, 1, "UFILER"),
    "whose time it is": lambda session: [due.next_due(session, 1, kind, LATER) for kind in ("digest", "reminder")],
    "reminders": lambda session: [
        *(due.reminders_at(session, 1, LATER), due.reminders_of(session, 1, "UFILER", LATER)),
        *(due.reminders_of_desk(session, 1), due.reminders_of_person(session, 1, "UFILER")),
        *(due.next_reminders(session, 1, 9), due.replies_at(session, 1, LATER)),
    ],
    "events": lambda session: [
        *(events.newest_of_workspace(session, 1, "filed", limit=99), events.find_event(session, 1, 1)),
        *(events.find_event(session, 1, APART + 1), events.last_step(session, 1)),
    ],
    "the history": lambda session: chain.verify(session, workspaces.workspace_by_id(session, 1)),
    "who left": _forgotten,
    "a digest of what has turned": lambda session: digests.contested_at(session, REMIT, {1: NOW}),
    "a week": lambda session: [
        *(weeks.events_since(session, 1, ("filed",), EVER),),
        *(weeks.filed_since(session, REMIT, "filed", EVER), weeks.cases(session, 1, [1, 2])),
    ],
    "a name": _named,
    "what is let go": _let_go,
    "what ends": _ended,
    "what was sent last": lambda session: outbox.newest_done(session, ["card:1:1", "card:1:2"]),
    "requests and reports": lambda session: [replies.open_requests(session, 1), reports.reports_by_ids(session, [1])],
    "how claims stand": lambda session: [weeks.stands(session, REMIT, [1, 2]), weeks.unverified_ids(session, REMIT)],
    "the claims of a desk": lambda session: linked.claims_of_desk(session, 1),
    "what has arrived": lambda session: [
        *(outbox.last_timestamp(session, 1, "C1"), outbox.last_arrival(session, 1, "digest")),
        *(outbox.row_by_id(session, 1), outbox.row_to_change(session, 1)),
    ],
    "words that begin so": lambda session: search.search(session, 1, "zeb mov", seen=visible(HERE)),
}
# Functions that no use case of one workspace comes to, and why.
ACROSS = {
    "due.drop": "deletes the row that it is given",
    "due.workspaces_due": "tells which workspaces have something due; all else is asked for each",
    "workspaces.all_workspaces": "tells which there are",
    "workspaces.enterprise_of": "tells the organisation of the team that it is given",
    "workspaces.lock_known": "locks the workspace that it is given",
    "index.index_what_is_not": "indexes at the start what an older copy filed, each claim with its own workspace",
    "meaning.load": "keeps the vectors of each workspace apart in memory",
    "meaning.due": "gives every claim its vector, with its workspace",
    "meaning.keep": "the same",
    "heads": "which row is sent next, of whatever workspace, each with its own client",
    "lanes": "who of the copies sends where",
    "installations": "where the app is installed, asked by team and enterprise before there is a workspace",
    "transfer": "moves a whole record",
    "condition": "tells an operator how the whole record is",
    "passing": "forgets what is old, of every workspace",
}
