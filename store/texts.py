"""What there is to search in a claim: its texts by field, as people typed them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import or_
from sqlmodel import Session, col, select

from store.claims import unnamed
from store.tables import Claim, Dispute, Evidence, ReplyRequest, Report, Source, Speaker

# How much a word counts where it stands. The statement's terms alone decide what looks the same.
# Another field here, and what is on file has to be indexed again: raise `folding.FOLDING`.
WEIGHTS = {
    "statement": 1.0,
    "translation": 1.0,
    "speaker": 1.0,
    "tag": 1.0,
    "source": 0.5,
    "note": 0.5,
    "dispute": 0.5,
    "evidence": 0.5,
    "reply": 0.5,
}

BETWEEN = " · "


def texts_of(session: Session, claim_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """The texts of these claims by field, the empty ones left out, in a fixed number of queries."""
    pieces: defaultdict[int, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    claims = session.exec(
        select(Claim, Speaker.name)
        .join(Speaker, col(Speaker.id) == col(Claim.speaker_id))
        .where(col(Claim.id).in_(claim_ids))
    ).all()
    for claim, speaker in claims:
        found = pieces[claim.id or 0]
        found["statement"] = [claim.statement]
        found["translation"] = [claim.translation or ""]
        found["speaker"] = [speaker, claim.role or ""]
        found["tag"] = [f"#{tag}" for tag in claim.tags]
        found["note"] = [claim.note or "", claim.verdict_why or ""]
    for claim_id, statement, speaker, role in session.exec(
        select(Dispute.claim_id, Dispute.statement, Speaker.name, Dispute.role)
        .join(Speaker, col(Speaker.id) == col(Dispute.speaker_id))
        .where(col(Dispute.claim_id).in_(claim_ids), ~unnamed())
        .order_by(col(Dispute.id))
    ):
        pieces[claim_id]["dispute"] += [speaker, role or "", statement]
    for reported, name in session.exec(
        select(Report.claim_id, Source.name)
        .join(Source, or_(col(Source.id) == col(Report.source_id), col(Source.id) == col(Report.origin_id)))
        .where(col(Report.claim_id).in_(claim_ids))
        .order_by(col(Report.id), col(Source.id))
    ):
        if reported is not None:
            pieces[reported]["source"].append(name)
    for claim_id, noted, file_name in session.exec(
        select(Evidence.claim_id, Evidence.note, Evidence.file_name)
        .where(col(Evidence.claim_id).in_(claim_ids), col(Evidence.taken_back_by).is_(None))
        .order_by(col(Evidence.id))
    ):
        pieces[claim_id]["evidence"] += [noted or "", file_name or ""]
    for claim_id, asked, put, answer in session.exec(
        select(ReplyRequest.claim_id, ReplyRequest.asked, ReplyRequest.put, ReplyRequest.answer)
        .where(col(ReplyRequest.claim_id).in_(claim_ids), ReplyRequest.state != "taken back")
        .order_by(col(ReplyRequest.id))
    ):
        pieces[claim_id]["reply"] += [asked, put, answer or ""]
    return {claim_id: _joined(found) for claim_id, found in pieces.items()}


def texts_of_new(claim: Claim, sources: Sequence[str]) -> dict[str, str]:
    """The same of a claim that was just filed, of which all is known without a query; `sources` by their names."""
    return _joined(
        {
            "statement": [claim.statement],
            "speaker": [claim.speaker, claim.role],
            "tag": [f"#{tag}" for tag in claim.tags],
            "source": sources,
        }
    )


def _joined(found: Mapping[str, Sequence[str | None]]) -> dict[str, str]:
    return {
        field: BETWEEN.join(dict.fromkeys(filter(None, found[field])))
        for field in WEIGHTS
        if any(found.get(field) or ())
    }
