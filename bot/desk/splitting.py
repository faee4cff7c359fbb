"""Splitting a claim in two: "70 were killed and four vehicles destroyed" wants two verdicts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.desk import history
from bot.desk.characters import clean
from bot.desk.disputing import line_of
from bot.desk.filing import add_claim, wording_of
from bot.desk.grammar import Line
from bot.desk.limits import STATEMENT, check_length
from bot.desk.quotation import kind_of
from bot.desk.request import Request
from bot.desk.steps import Step
from bot.desk.turns import Stepped, begin, where_it_stands
from bot.errors import UNCHANGED, NotUnderstood, nothing_changed
from store import Session, chain
from store.disputes import move_disputes
from store.dossiers import read_dossier
from store.events import last_of
from store.names import fold
from store.reports import typed_reports


def split_claim(
    session: Session,
    request: Request,
    number: int,
    first: str,
    second: str,
    *,
    disputes: Collection[int] = (),
    stamp: str | None = None,
) -> tuple[Stepped, Stepped]:
    """Split a claim: it keeps the first statement, a new one has the second, with the same speaker, date and reports.

    `disputes` are the ids of those that go along with the second. Raises NotUnderstood, NotAllowed and Overtaken.
    """
    turn = begin(session, request, number)
    claim = turn.claim
    if turn.repeated:
        other = chain.read(last_of(session, claim.id, history.What.SPLIT))["new"]["into"]
        return turn.done(), begin(session, request, other).done()
    turn.check(Step.SPLIT)
    turn.unchanged_since(stamp)
    turn.speak()
    before = read_dossier(session, claim)
    reports = typed_reports(session, claim_id=claim.id)
    whole = line_of(claim, before.speaker, reports)
    one, two = _statement(whole, first, "first"), _statement(whole, second, "second")
    if fold(one.statement) == fold(two.statement):
        raise NotUnderstood(
            "Both halves say the same.",
            unchanged=UNCHANGED,
            remedy="Leave in each what wants a verdict of its own.",
            field="second",
        )
    old = where_it_stands(claim) | wording_of(claim, before.speaker, before.reports)
    old["translation"] = claim.translation
    other = add_claim(session, turn.workspace, request, two, turn.desk, split_from=claim, reports=reports)
    along = move_disputes(session, claim, other, disputes)
    claim.statement, claim.wording = one.statement, one.kind
    claim.translation, claim.translated_by, claim.machine_translated = None, None, False  # it was of the whole
    claim.revision += 1
    turn.file(history.What.SPLIT, old, into=other.number, statement=one.statement, disputes=along)
    return turn.done(), turn.at(other).done()


def _statement(whole: Line, typed: str, field: str) -> Line:
    with nothing_changed():
        statement = check_length("statement", clean(typed, field=field), STATEMENT, field=field)
    if not statement:
        raise NotUnderstood("What does this half say?", unchanged=UNCHANGED, field=field)
    return replace(whole, statement=statement, kind=kind_of(statement), typed=statement)
