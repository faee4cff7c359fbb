"""Filing a claim, and correcting how it was filed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk import desks, history
from bot.desk.access import kept, may_speak_on, visible_claim
from bot.desk.asking import as_known
from bot.desk.dating import read_dated, remember
from bot.desk.fitting import with_the_rest
from bot.desk.grammar import Line, read_line
from bot.desk.keeping import note_kept
from bot.desk.matching import Match, twins_of
from bot.desk.moments import Moment
from bot.desk.permalinks import message_link
from bot.desk.protecting import WHY, as_history_keeps, check_answers, restrict_for, restricts, sources_changed
from bot.desk.references import show
from bot.desk.repeating import earlier_answer, keep_answer
from bot.desk.request import Request
from bot.desk.scheduling import schedule_reminder
from bot.desk.withholding import known_to, withholding, without_name
from bot.errors import NotAllowed, NotUnderstood, Overtaken
from store import Session, outbox
from store.claims import add_to_file, claim_by_id, claim_by_number, claims_by_numbers
from store.desks import desk_by_id
from store.disputes import disputes_with
from store.dossiers import SET_ASIDE, Carried, Dossier, read_dossier
from store.followers import follow_new
from store.known_names import known_by_name
from store.names import id_of
from store.reports import add_reports, set_reports, typed_reports
from store.tables import Claim, Desk, Dispute, Source, Speaker, Workspace
from store.tags import set_tags
from store.workspaces import known_id, lock_workspace

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Filed:
    """A claim on file, and what its filer is told beside it."""

    dossier: Dossier
    seat: desks.Seat
    repeated: bool = False  # the same request had been filed before
    protected: Sequence[Carried] = ()  # its reports whose source only the filer is shown
    twins: Sequence[Match] = ()  # older claims that say the very same
    request: Request | None = None  # with what is known of its filer


def understand(session: Session, request: Request, text: str) -> Line:
    """Read a one-line text, knowing the workspace's sources and the person's zone. Raises NotUnderstood."""
    return _read(session, known_id(session, request.team, request.enterprise), request, text)


def file_line(session: Session, request: Request, text: str) -> Filed | Line:
    """File a claim typed in one line; a line with a part missing comes back, to be asked for in a form.

    Raises NotUnderstood.
    """
    workspace = lock_workspace(session, request.team, request.enterprise)
    line = _read(session, workspace.id or 0, request, text)
    if line.missing or line.ambiguous:
        return line
    return _file(session, workspace, request, line)


def file_claim(
    session: Session,
    request: Request,
    line: Line,
    reports: Sequence[Carried] | None = None,
    *,
    restricted: bool = False,
) -> Filed:
    """File a claim: who said what, and where it was reported. The same request twice files it once.

    `reports`: those that are on file elsewhere already, in the place of the line's.
    """
    workspace = lock_workspace(session, request.team, request.enterprise)
    return _file(session, workspace, request, line, reports, restricted=restricted)


def _file(
    session: Session,
    workspace: Workspace,
    request: Request,
    line: Line,
    reports: Sequence[Carried] | None = None,
    *,
    restricted: bool = False,
) -> Filed:
    workspace_id, request = workspace.id or 0, as_known(session, request)
    seat = desks.seat(session, workspace, request)
    earlier = claims_by_numbers(session, workspace_id, earlier_numbers(session, workspace, request))
    if earlier and (request.typed is None or earlier[0].state not in SET_ASIDE):
        _check_still_seen(session, request, earlier[0])
        dossier = read_dossier(session, earlier[0])
        return Filed(
            dossier,
            seat,
            repeated=True,
            twins=twins_of(session, request.sight(workspace_id), earlier[0]),
            request=request,
        )
    desks.ask_about(session, workspace, request)
    reports = carried(line) if reports is None else reports
    claim = add_claim(session, workspace, request, line, seat.desk, reports=reports, restricted=restricted)
    remember(session, workspace, request, line.said, claim, None)
    keep_numbers(session, workspace, request, [claim.number])
    # Nothing else belongs to it yet: reading it again would be half a dozen queries for each of a burst.
    typed = [replace(report, added_by=report.added_by or request.person) for report in reports]
    dossier = Dossier(claim, seat.desk, claim.speaker, tuple(report.shielded for report in typed))
    return Filed(
        dossier,
        seat,
        twins=twins_of(session, request.sight(workspace_id), claim),
        protected=[report for report in typed if report.protected and report.added_by == request.person],
    )


def _check_still_seen(session: Session, request: Request, claim: Claim) -> None:
    """Refuse to show a claim once more where it was filed, and is kept from since. Raises NotAllowed."""
    kept_there = kept(claim, desk_by_id(session, claim.desk_id))
    if kept_there and claim_by_number(session, request.sight(claim.workspace_id), claim.number) is None:
        raise NotAllowed(
            f"You have filed this: it is {show(claim.number)}, and it stays in its desk's channel.",
            unchanged="Nothing was filed again.",
            remedy="Look it up there.",
        )


def add_claim(
    session: Session,
    workspace: Workspace,
    request: Request,
    line: Line,
    desk: Desk,
    *,
    split_from: Claim | None = None,
    reports: Sequence[Carried] | None = None,
    restricted: bool = False,
) -> Claim:
    """Put a claim on file under the next reference; who files it follows it. `reports` in the place of the line's.

    It begins `restricted` to its desk's channel where the desk wants that of all, too, and half of one that is.
    """
    line = withholding(line, request.person)
    reports = carried(line) if reports is None else reports
    halved = {} if split_from is None else {"split_from_id": split_from.id, "priority": split_from.priority}
    claim = add_to_file(
        session,
        workspace_id=desk.workspace_id,
        number=workspace.next_number,
        desk_id=desk.id,
        filed_by=request.person,
        filed_at=request.now,
        filed_in=request.channel or None,
        message_link=message_link(workspace, request),
        passed_on_by=request.passed_on_by,
        restricted=begins_restricted(desk, reports, split_from, restricted=restricted),
        tags=list(line.tags),
        **halved,
        **_worded(session, desk.workspace_id, line),
    )
    add_reports(session, claim.workspace_id, reports, claim_id=claim.id, by=request.person, at=request.now)
    follow_new(session, claim, request.person, request.now)
    new = wording(line, reports) | {"desk": desk.id}
    if split_from is not None:
        new |= {"split_from": split_from.number}
    if claim.restricted:
        new |= {"restricted": True}
    workspace.next_number += 1
    history.note(session, workspace, request, history.What.FILED, claim=claim, new=new)
    outbox.new_card(session, claim, desk, request.now)
    if restricts(reports):
        note_kept(session, workspace, request, claim, WHY)
    schedule_reminder(session, claim, desk, request.now)
    return claim


def begins_restricted(
    desk: Desk, reports: Sequence[Carried], split_from: Claim | None, *, restricted: bool = False
) -> bool:
    """Whether a claim begins restricted: by a report off the record anywhere; else where it would be seen elsewhere."""
    if restricts(reports):
        return True
    half = split_from is not None and split_from.restricted
    return half or (desk.kind == "public" and (restricted or desk.restricted))


def edit_claim(
    session: Session,
    request: Request,
    number: int,
    line: Line,
    *,
    revision: int,
    why: str | None = None,
    shown: Collection[int] | None = None,
) -> Dossier:
    """Correct a claim; the earlier wording stays in the history, and so do reports on file that are not `shown` (ids).

    Once it is disputed or ruled on, a reason is wanted: others have read it. Raises Overtaken if it changed since
    `revision` was read.
    """
    workspace = lock_workspace(session, request.team, request.enterprise)
    claim = visible_claim(session, request, workspace.id or 0, number, to_do="See what is on file with `/claim list`.")
    if earlier_numbers(session, workspace, request):
        return read_dossier(session, claim)
    may_speak_on(session, request, claim)
    line = withholding(line, claim.filed_by)
    before = read_dossier(session, claim)
    if claim.state in SET_ASIDE:
        raise NotAllowed(f"{show(number)} was {claim.state}.", unchanged="Nothing was changed.")
    unchanged_since(claim.number, claim.revision, revision)
    if needs_reason(before) and not why:
        raise NotUnderstood(
            "Others have read this wording.",
            remedy="Say why it changes, for example: the ministry said 60, not 70.",
            unchanged="Nothing was changed.",
            field="why",
        )
    reports = with_the_rest(carried(line), before.reports, shown)
    old, new = wording_of(claim, before.speaker, before.reports), wording(line, reports)
    if old == new and not sources_changed(typed_reports(session, claim_id=claim.id), reports):
        return before
    desk = desk_by_id(session, claim.desk_id)
    restrict_for(session, workspace, request, claim, reports)
    word(session, claim, line)
    claim.tags = list(line.tags)
    set_tags(session, claim)
    claim.revision += 1
    set_reports(session, claim.workspace_id, reports, claim_id=claim.id, by=request.person, at=request.now)
    session.flush()
    check_answers(session, claim, before.replies)
    event = history.note(
        session,
        workspace,
        request,
        history.What.EDITED,
        claim=claim,
        old=without_name(old, new),
        new=new,
        why=why or None,
    )
    history.tell(session, event, claim, desk)
    again = [replace(report, id=None) for report in typed_reports(session, claim_id=claim.id)]
    for dispute in disputes_with(session, claim.id or 0).values():
        restrict_disputed(session, workspace, request, dispute.claim_id, again)
        word(session, dispute, line)
        set_reports(session, claim.workspace_id, again, dispute_id=dispute.id, by=request.person, at=request.now)
        draw_again(session, dispute.claim_id, request.now)
    keep_numbers(session, workspace, request, [number])
    return read_dossier(session, claim)


def restrict_disputed(
    session: Session, workspace: Workspace, request: Request, claim_id: int, reports: Iterable[Carried]
) -> None:
    """Restrict the claim that another one disputes, if that one is given a report off the record."""
    claim = claim_by_id(session, claim_id)
    restrict_for(session, workspace, request, claim, reports)


def draw_again(session: Session, claim_id: int, at: datetime) -> None:
    """Have a claim's card drawn again: what stands on it has changed elsewhere."""
    claim = claim_by_id(session, claim_id)
    outbox.want_card(session, claim, desk_by_id(session, claim.desk_id), at)


def needs_reason(dossier: Dossier) -> bool:
    """Whether a statement may only be changed with a reason: it was disputed or ruled on."""
    return bool(dossier.objections) or dossier.claim.verdict != "unverified"


def unchanged_since(number: int, now: int, read: int) -> None:
    """Refuse a form that was filled in from an older state. Raises Overtaken."""
    if now != read:
        raise Overtaken(
            f"Somebody else changed {show(number)} while you were typing.",
            unchanged="Nothing was changed.",
            remedy="Copy what you typed, close this form and open Edit again.",
        )


def wording(line: Line, reports: Iterable[Carried] | None = None) -> dict[str, Any]:
    """What a line says, as the history keeps it; `reports` in the place of its own."""
    reports = carried(line) if reports is None else reports
    return {
        "speaker": line.speaker or UNKNOWN,
        "role": line.role,
        "statement": line.statement,
        "wording": line.kind,
        "reports": as_history_keeps(reports),
        "said": _said(line.said),
        "tags": list(line.tags),
        **known_to(line),
    }


def earlier_numbers(session: Session, workspace: Workspace, request: Request) -> list[int]:
    """The references that the same request filed before, if it did."""
    answer = earlier_answer(session, workspace.id, request)
    return [] if answer is None else list(answer["claims"])


def keep_numbers(session: Session, workspace: Workspace, request: Request, numbers: list[int]) -> None:
    """Keep which references a request filed, so that its second delivery files none."""
    keep_answer(session, workspace.id, request, claims=numbers)


def carried(line: Line) -> list[Carried]:
    """The reports of a line, as the record keeps them."""
    return [Carried(report.outlet, report.link, report.origin, basis=report.basis) for report in line.reports]


def word(session: Session, row: Claim | Dispute, line: Line) -> None:
    """Put a line's words into a claim or a dispute."""
    for name, value in _worded(session, row.workspace_id, line).items():
        setattr(row, name, value)
    session.add(row)


def _worded(session: Session, workspace_id: int, line: Line) -> dict[str, Any]:
    """What a claim's or a dispute's row holds of a line; the speaker's name stands as it was typed."""
    speaker = line.speaker or UNKNOWN
    return {
        "speaker": speaker,
        "speaker_id": id_of(session, Speaker, workspace_id, speaker),
        "role": line.role,
        "known_to": list(line.known_to),
        "statement": line.statement,
        "wording": line.kind,
        "said_at": line.said.at if line.said else None,
        "said_on": line.said.day if line.said else None,
        "said_about": line.said.about if line.said else False,
    }


def said_of(row: Claim | Dispute) -> Moment | None:
    """When a claim or a dispute was said, if that is known."""
    return Moment(row.said_at, row.said_on, row.said_about) if row.said_at or row.said_on else None


def wording_of(row: Claim | Dispute, speaker: str, reports: Iterable[Carried]) -> dict[str, Any]:
    """What a claim or a dispute on file says, as the history keeps it."""
    return {
        "speaker": speaker,
        "role": row.role,
        "statement": row.statement,
        "wording": row.wording,
        "reports": as_history_keeps(reports),
        "said": _said(said_of(row)),
        "tags": list(row.tags) if isinstance(row, Claim) else [],
        **known_to(row),
    }


def _read(session: Session, workspace_id: int, request: Request, text: str) -> Line:
    def read(zone: ZoneInfo) -> Line:
        return read_line(
            text,
            knows_source=lambda name: known_by_name(session, request.sight(workspace_id), Source, name) is not None,
            now=request.now,
            zone=zone,
        )

    return read_dated(session, workspace_id, request, read)


def _said(said: Moment | None) -> str | None:
    if said is None:
        return None
    moment = said.at.isoformat() if said.at is not None else str(said.day)
    return f"about {moment}" if said.about else moment
