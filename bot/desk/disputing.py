"""Disputing claims: a contrary statement beside each, which never overwrites it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.desk import desks, history
from bot.desk.access import may_speak_on, open_claim, visible_claim, visible_dispute
from bot.desk.dating import remember
from bot.desk.filing import (
    Filed,
    carried,
    earlier_numbers,
    file_claim,
    keep_numbers,
    restrict_disputed,
    said_of,
    unchanged_since,
    understand,
    word,
    wording,
    wording_of,
)
from bot.desk.fitting import with_the_rest
from bot.desk.grammar import Line, ReportLine
from bot.desk.permalinks import message_link
from bot.desk.protecting import sources_changed
from bot.desk.references import show
from bot.desk.request import Request
from bot.desk.withholding import withholding, without_name
from bot.errors import UNCHANGED, NotAllowed, NotUnderstood
from store import Session
from store.claims import claim_by_id, claims_by_numbers
from store.desks import desk_by_id
from store.disputes import disputes_with
from store.dossiers import Carried, Dossier, names, read_dossier, read_dossiers
from store.followers import follow
from store.reports import add_reports, set_reports, typed_reports
from store.tables import Claim, Dispute, Workspace
from store.workspaces import lock_workspace

KINDS = ("denies", "contradicts", "corrects", "adds context")
FIND_IT = "Find the claim with `/claim list`, then send: `/dispute C-12 Kyiv: no https://…`"
NOT_DISPUTED = "Your dispute was not filed."


@dataclass(frozen=True)
class Disputed:
    """The claims that a dispute was filed against, as they now stand, and the disputes' ids."""

    dossiers: tuple[Dossier, ...]
    disputes: tuple[int, ...]
    repeated: bool = False
    protected: tuple[Carried, ...] = ()  # its reports whose source only who filed it is shown


def dispute_line(session: Session, request: Request, numbers: Sequence[int], text: str) -> Disputed | Line:
    """File a dispute typed in one line; a line with a part missing comes back, to be asked for in a form."""
    workspace = lock_workspace(session, request.team, request.enterprise)
    line = understand(session, request, text)
    _claims(session, request, workspace, numbers)
    if line.missing or line.ambiguous:
        return line
    return dispute_claims(session, request, numbers, line)


def dispute_claims(
    session: Session, request: Request, numbers: Sequence[int], line: Line, *, kind: str = "contradicts"
) -> Disputed:
    """File a dispute against one claim or several; each gets its own, with its own outcome."""
    workspace = lock_workspace(session, request.team, request.enterprise)
    claims = _claims(session, request, workspace, numbers)
    earlier = _earlier(session, request, workspace)
    if earlier is not None:
        return earlier
    desks.ask_about(session, workspace, request)
    line = withholding(line, request.person)
    filed = []
    for claim in claims:
        dispute = _dispute(request, claim, kind)
        dispute.message_link = message_link(workspace, request)
        word(session, dispute, line)
        restrict_disputed(session, workspace, request, dispute.claim_id, carried(line))
        filed.append(_file(session, workspace, request, claim, dispute, carried(line), wording(line)))
        remember(session, workspace, request, line.said, claim, dispute.id)
    protected = tuple(report for report in carried(line) if report.protected)
    return replace(_answer(session, request, workspace, claims, filed), protected=protected)


def dispute_with_claim(session: Session, request: Request, numbers: Sequence[int], with_number: int) -> Disputed:
    """File a claim that is on file as the dispute of others: its words and reports stand against them."""
    workspace = lock_workspace(session, request.team, request.enterprise)
    claims = _claims(session, request, workspace, numbers)
    other = open_claim(session, request, workspace.id or 0, with_number, to_do=FIND_IT)
    earlier = _earlier(session, request, workspace)
    if earlier is not None:
        return earlier
    if with_number in numbers:
        raise NotAllowed(
            f"{show(with_number)} cannot dispute itself.",
            unchanged=NOT_DISPUTED,
            remedy="Name two claims: `/dispute C-4 with C-14`",
        )
    dossier = read_dossier(session, other)
    for claim in claims:
        if not names(session, claim, other):
            raise NotAllowed(
                f"{show(with_number)} stays in its channel, so it cannot stand beside {show(claim.number)}.",
                unchanged=NOT_DISPUTED,
            )
    filed, reports = [], typed_reports(session, claim_id=other.id)
    standing = disputes_with(session, other.id or 0)
    for claim in claims:
        if claim.id in standing:
            raise NotAllowed(
                f"{show(with_number)} stands against {show(claim.number)} already.", unchanged=NOT_DISPUTED
            )
        dispute = _dispute(request, claim, "contradicts")
        _copy(dispute, other)
        new = wording_of(other, dossier.speaker, dossier.reports) | {"with": with_number}
        restrict_disputed(session, workspace, request, dispute.claim_id, reports)
        filed.append(_file(session, workspace, request, claim, dispute, reports, new))
    return _answer(session, request, workspace, claims, filed)


def edit_dispute(
    session: Session,
    request: Request,
    dispute_id: int,
    line: Line,
    *,
    kind: str,
    revision: int,
    why: str | None = None,
    shown: Collection[int] | None = None,
) -> Dossier:
    """Correct a dispute: what was said against the claim, by whom, where, and of which kind.

    Reports on file that are not `shown` (ids) stay.

    Others have read it, so a change of its words wants a reason; its kind may be set without one. Raises Overtaken.
    """
    workspace = lock_workspace(session, request.team, request.enterprise)
    dispute, claim = visible_dispute(session, request, workspace.id or 0, dispute_id, to_do=FIND_IT)
    number = claim.number
    open_claim(session, request, workspace.id or 0, number, to_do=FIND_IT, unchanged=UNCHANGED)
    may_speak_on(session, request, claim)
    before = read_dossier(session, claim)
    if earlier_numbers(session, workspace, request):
        return before
    unchanged_since(number, dispute.revision, revision)
    objection = next(found for found in before.objections if found.dispute.id == dispute.id)
    line = withholding(line, dispute.filed_by)
    old = wording_of(dispute, objection.speaker, objection.reports) | {"kind": dispute.kind}
    reports = with_the_rest(carried(line), objection.reports, shown)
    new = wording(line, reports) | {"kind": kind, "tags": []}
    if old == new and not sources_changed(typed_reports(session, dispute_id=dispute.id), reports):
        return before
    if old | {"kind": kind} != new and not why:
        raise NotUnderstood(
            "Others have read this wording.",
            remedy="Say why it changes, for example: the link was to another statement.",
            unchanged="Nothing was changed.",
            field="why",
        )
    restrict_disputed(session, workspace, request, dispute.claim_id, reports)
    word(session, dispute, line)
    dispute.kind = kind
    dispute.revision += 1
    set_reports(session, claim.workspace_id, reports, dispute_id=dispute.id, by=request.person, at=request.now)
    event = history.note(
        session,
        workspace,
        request,
        history.What.DISPUTE_EDITED,
        claim=claim,
        old=without_name(old, new) | {"dispute": dispute.id},
        new=new | {"dispute": dispute.id},
        why=why or None,
    )
    history.tell(session, event, claim, desk_by_id(session, claim.desk_id))
    keep_numbers(session, workspace, request, [number])
    return read_dossier(session, claim)


def file_dispute_as_claim(session: Session, request: Request, dispute_id: int) -> Filed:
    """File a dispute's statement as a claim of its own and link the two, so that it can be disputed in its turn."""
    workspace = lock_workspace(session, request.team, request.enterprise)
    dispute, claim = visible_dispute(session, request, workspace.id or 0, dispute_id, to_do=FIND_IT, unchanged="")
    open_claim(session, request, workspace.id or 0, claim.number, to_do=FIND_IT)
    if dispute.with_claim_id is not None:
        number = claim_by_id(session, dispute.with_claim_id).number
        return Filed(
            read_dossier(session, visible_claim(session, request, workspace.id or 0, number, to_do=FIND_IT)),
            desks.Seat(desk_by_id(session, claim.desk_id)),
            repeated=True,
        )
    reports = typed_reports(session, dispute_id=dispute.id)
    said = line_of(dispute, dispute.speaker, reports)
    filed = file_claim(session, request, said, reports, restricted=claim.restricted)
    dispute.with_claim_id = filed.dossier.claim.id
    dispute.revision += 1
    session.add(dispute)
    return filed


def line_of(row: Claim | Dispute, speaker: str, reports: Sequence[Carried]) -> Line:
    """What is on file, as a line: for forms that are filled in with it, and to file it again."""
    return Line(
        speaker=speaker,
        role=row.role,
        statement=row.statement,
        kind=row.wording,  # type: ignore[arg-type]  # the table holds one of the three
        reports=tuple(ReportLine(each.link, each.outlet, each.origin, each.basis) for each in reports),
        said=said_of(row),
        tags=tuple(row.tags) if isinstance(row, Claim) else (),
        ambiguous=None,
        typed=row.statement,
        known_to=tuple(row.known_to),
    )


def _claims(session: Session, request: Request, workspace: Workspace, numbers: Sequence[int]) -> list[Claim]:
    if not numbers:
        raise NotUnderstood("No claim was named.", unchanged=NOT_DISPUTED, remedy=FIND_IT, field="claims")
    claims = [
        open_claim(session, request, workspace.id or 0, number, to_do=FIND_IT, unchanged=NOT_DISPUTED)
        for number in numbers
    ]
    for claim in claims:
        may_speak_on(session, request, claim)
    return claims


def _dispute(request: Request, claim: Claim, kind: str) -> Dispute:
    if kind not in KINDS:
        raise NotUnderstood(f"A dispute {', '.join(KINDS)}: one of the four.", field="kind")
    return Dispute(
        workspace_id=claim.workspace_id,
        claim_id=claim.id or 0,
        speaker_id=0,
        statement="",
        kind=kind,
        filed_by=request.person,
        filed_at=request.now,
        filed_in=request.channel or None,
        passed_on_by=request.passed_on_by,
    )


def _copy(dispute: Dispute, claim: Claim) -> None:
    dispute.with_claim_id = claim.id
    dispute.speaker_id, dispute.speaker, dispute.role = claim.speaker_id, claim.speaker, claim.role
    dispute.known_to = list(claim.known_to)
    dispute.statement, dispute.wording = claim.statement, claim.wording
    dispute.said_at, dispute.said_on, dispute.said_about = claim.said_at, claim.said_on, claim.said_about


def _file(
    session: Session,
    workspace: Workspace,
    request: Request,
    claim: Claim,
    dispute: Dispute,
    reports: Sequence[Carried],
    new: dict[str, Any],
) -> int:
    session.add(dispute)
    session.flush()
    add_reports(session, claim.workspace_id, reports, dispute_id=dispute.id, by=request.person, at=request.now)
    follow(session, claim, request.person, request.now)
    event = history.note(
        session,
        workspace,
        request,
        history.What.DISPUTED,
        claim=claim,
        new=new | {"dispute": dispute.id, "kind": dispute.kind},
    )
    history.tell(session, event, claim, desk_by_id(session, claim.desk_id))
    return dispute.id or 0


def _answer(
    session: Session, request: Request, workspace: Workspace, claims: list[Claim], disputes: list[int]
) -> Disputed:
    keep_numbers(session, workspace, request, [claim.number for claim in claims])
    session.flush()
    return Disputed(tuple(read_dossiers(session, claims)), tuple(disputes))


def _earlier(session: Session, request: Request, workspace: Workspace) -> Disputed | None:
    numbers = earlier_numbers(session, workspace, request)
    if not numbers:
        return None
    dossiers = read_dossiers(session, claims_by_numbers(session, workspace.id or 0, numbers))
    mine = [
        max((o.dispute.id or 0 for o in dossier.objections if o.dispute.filed_by == request.person), default=0)
        for dossier in dossiers
    ]
    return Disputed(tuple(dossiers), tuple(mine), repeated=True)
