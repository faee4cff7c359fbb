"""A desk of five people who do whatever can be done, allowed or not, in any order; and what must stay true."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from bot.desk import (
    evidence,
    filing,
    following,
    lifecycle,
    merging,
    outcomes,
    replies,
    reporting,
    splitting,
    updating,
    using,
    verdicts,
)
from bot.desk.disputing import dispute_line, dispute_with_claim, edit_dispute, line_of
from bot.desk.exhibits import SIDES, Exhibit
from bot.desk.filing import Filed, file_line
from bot.desk.request import Request
from bot.desk.steps import FINDINGS, RULES, Step, Verdict, may, open_steps
from bot.desk.turns import standing, where_it_stands
from bot.errors import Mistake
from bot.rhythm.tick import tick
from store import Session
from store.claims import claims_by_numbers
from store.desks import desk_by_id
from store.dossiers import read_dossier
from store.engines import address, writer_engine
from store.tables import Claim, Dispute, Event, Evidence, Follower, ReplyRequest, Report, UsedIn
from tests.begun import begin_record
from tests.desk.asking import CHECKER, LEAD, REPORTER, STRANGER
from tests.desk.reading import NOW
from tests.desk.what_holds import check_record

FIFTH = "U5"
PEOPLE = (REPORTER, CHECKER, LEAD, STRANGER, FIFTH)
SPEAKERS = ("Moscow", "Kyiv", "Reuters")
BELONGINGS: tuple[Any, ...] = (Report, Dispute, Evidence, Follower, UsedIn, ReplyRequest)
ASKING = replies.Asking("Kyiv", "mail", "in a day", "Is it so?")


class NewsroomLife:
    """One desk on a session that is never committed. Every step is tried as a request of its own.

    It begins in a folder, on a new SQLite file, or where the address of a record says.
    """

    def __init__(self, place: Path | str, *, first_key: int = 0) -> None:
        url = place if isinstance(place, str) else f"sqlite:///{begin_record(place / 'life.db')}"
        self.engine = writer_engine(address(url))
        self.session = Session(self.engine)
        self.now = NOW
        self.keys = itertools.count(first_key)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.file(REPORTER, 0, 0)
        desk = desk_by_id(self.session, 1)
        desk.leads, desk.second_reader = [LEAD], True
        self.session.add(desk)
        self.session.flush()

    def close(self) -> None:
        self.session.close()
        self.engine.dispose()

    # Doing

    def attempt(self, what: str, work: Callable[[Request], Any], person: str) -> Any:
        """Do one thing as one person; a refusal leaves everything as it was."""
        self.now += timedelta(minutes=1)
        request = Request(
            team="T1",
            person=person,
            channel="C1",
            kind="public",
            key=f"action:{next(self.keys)}",
            now=self.now,
            channels=None,
        )
        before = self._everything()
        savepoint = self.session.begin_nested()
        try:
            result = work(request)
            self.session.flush()
        except Mistake as mistake:
            savepoint.rollback()
            self.session.expire_all()
            self._check_refused(what, mistake, before)
            return None
        savepoint.commit()
        self.done[what] += 1
        return result

    def _check_refused(self, what: str, mistake: Mistake, before: tuple[int, ...]) -> None:
        assert mistake.sentence
        assert self._everything() == before, f"{what} was refused and changed something"
        self.refused[what] += 1

    def step(self, step: Step, number: int, person: str, work: Callable[[Request], Any]) -> Any:
        """Take a step of the table; it happens only where the table allows it, and leads only where that says."""
        claim = self.claim(number)
        was, lead = claim.state, person == LEAD
        allowed = was in RULES[step].start and may(
            standing(self.session, _as(person), claim, desk_by_id(self.session, claim.desk_id)), step
        )
        events = self.count(Event)
        result = self.attempt(step, work, person)
        moved = self.count(Event) > events
        if moved:
            assert allowed, f"{step} of a claim that was {was} by {person} (lead: {lead})"
            assert self.claim(number).state in RULES[step].end
        return result

    def file(self, person: str, speaker: int, words: int) -> None:
        line = f"{SPEAKERS[speaker]}: number {words} of what was said https://example.org/{words} #t{words % 3}"
        filed = self.attempt("file", lambda request: file_line(self.session, request, line), person)
        assert filed is None or isinstance(filed, Filed)

    def dispute(self, person: str, number: int) -> None:
        self.attempt(
            "dispute",
            lambda request: dispute_line(self.session, request, [number], "Kyiv: it was not so via WION"),
            person,
        )

    def dispute_with(self, person: str, number: int, other: int) -> None:
        self.attempt("dispute with", lambda request: dispute_with_claim(self.session, request, [number], other), person)

    def edit(self, person: str, number: int, words: int) -> None:
        claim = self.claim(number)
        line = line_of(claim, claim.speaker, read_dossier(self.session, claim).reports)
        line = type(line)(**(line.__dict__ | {"statement": f"corrected {words}"}))
        self.attempt(
            "edit",
            lambda request: filing.edit_claim(
                self.session, request, number, line, revision=claim.revision, why="They said so."
            ),
            person,
        )

    def edit_dispute(self, person: str, which: int, kind: str) -> None:
        dispute = self.one_of(Dispute, which)
        if dispute is None:
            return
        line = line_of(dispute, dispute.speaker, [])
        self.attempt(
            "edit dispute",
            lambda request: edit_dispute(
                self.session, request, dispute.id or 0, line, kind=kind, revision=dispute.revision, why="It denies."
            ),
            person,
        )

    def decide(self, person: str, which: int, outcome: str) -> None:
        dispute = self.one_of(Dispute, which)
        if dispute is not None:
            self.attempt(
                "decide",
                lambda request: outcomes.decide_dispute(self.session, request, dispute.id or 0, outcome, "Seen."),
                person,
            )

    def add_evidence(self, person: str, number: int, side: str) -> None:
        exhibit = Exhibit(side=side, link="https://example.org/evidence")
        self.attempt(
            "add evidence",
            lambda request: evidence.add_evidence(self.session, request, number, [exhibit]),
            person,
        )

    def take_back(self, person: str, which: int) -> None:
        row = self.one_of(Evidence, which)
        if row is not None:
            self.attempt(
                "take back", lambda request: evidence.take_back_evidence(self.session, request, row.id or 0), person
            )

    def report(self, person: str, number: int, terms: str) -> None:
        line = f"https://example.org/report/{number} via an aide {terms}"
        self.attempt("report", lambda request: reporting.report_line(self.session, request, number, line), person)

    def ask(self, person: str, number: int) -> None:
        asking = replace(ASKING, until=f"{self.now + timedelta(days=1):%Y-%m-%d %H:%M} UTC")
        self.attempt("ask", lambda request: replies.ask_for_reply(self.session, request, number, asking), person)

    def note_reply(self, person: str, which: int, outcome: str) -> None:
        row = self.one_of(ReplyRequest, which)
        if row is not None:
            self.attempt(
                "note reply",
                lambda request: replies.note_reply(self.session, request, row.id or 0, outcome, "It is not so."),
                person,
            )

    def use(self, person: str, number: int, story: int) -> None:
        link = f"https://example.org/story/{story}"
        self.attempt("use", lambda request: using.use_in(self.session, request, number, link), person)

    def follow(self, person: str, number: int, how: Callable[..., Any]) -> None:
        self.attempt(how.__name__, lambda request: how(self.session, request, number), person)

    def update(self, person: str, number: int, other: int) -> None:
        self.attempt("update", lambda request: updating.update_claim(self.session, request, number, other), person)

    def undo_update(self, person: str, number: int) -> None:
        self.attempt("undo update", lambda request: updating.undo_update(self.session, request, number), person)

    def take(self, person: str, number: int) -> None:
        self.step(Step.TAKE, number, person, lambda request: lifecycle.take(self.session, request, number))

    def release(self, person: str, number: int) -> None:
        self.step(Step.RELEASE, number, person, lambda request: lifecycle.release(self.session, request, number))

    def hand_over(self, person: str, number: int, to: str) -> None:
        self.step(
            Step.HAND_OVER, number, person, lambda request: lifecycle.hand_over(self.session, request, number, to)
        )

    def propose(self, person: str, number: int, verdict: int, note: str) -> None:
        self.step(
            Step.PROPOSE,
            number,
            person,
            lambda request: verdicts.propose(self.session, request, number, FINDINGS[verdict], note),
        )

    def sign(self, person: str, number: int) -> None:
        self.step(Step.SIGN, number, person, lambda request: verdicts.sign(self.session, request, number))

    def send_back(self, person: str, number: int) -> None:
        self.step(
            Step.SEND_BACK,
            number,
            person,
            lambda request: verdicts.send_back(self.session, request, number, "Look again."),
        )

    def reopen(self, person: str, number: int) -> None:
        self.step(
            Step.REOPEN, number, person, lambda request: verdicts.reopen(self.session, request, number, "It is old.")
        )

    def hold(self, person: str, number: int, days: int) -> None:
        until = self.now.date() + timedelta(days=days)
        self.step(
            Step.HOLD, number, person, lambda request: lifecycle.hold(self.session, request, number, until, "We wait.")
        )

    def resume(self, person: str, number: int) -> None:
        self.step(Step.RESUME, number, person, lambda request: lifecycle.resume(self.session, request, number))

    def discard(self, person: str, number: int) -> None:
        self.step(
            Step.DISCARD, number, person, lambda request: lifecycle.discard(self.session, request, number, "Twice.")
        )

    def restore(self, person: str, number: int) -> None:
        self.step(Step.RESTORE, number, person, lambda request: lifecycle.restore(self.session, request, number))

    def split(self, person: str, number: int, words: int) -> None:
        self.step(
            Step.SPLIT,
            number,
            person,
            lambda request: splitting.split_claim(
                self.session, request, number, f"first {words}", f"second {words}", disputes=self._disputes(number)[:1]
            ),
        )

    def merge(self, person: str, number: int, into: int) -> None:
        self.step(Step.MERGE, number, person, lambda request: merging.merge_claims(self.session, request, number, into))

    def merge_and_back(self, person: str, number: int, into: int) -> None:
        """A merge that is undone at once leaves both claims as they were, with everything that belongs to them."""
        before = self.belongings(number), self.belongings(into), self._stands(number), self._stands(into)
        merged = self.step(
            Step.MERGE, number, person, lambda request: merging.merge_claims(self.session, request, number, into)
        )
        if merged is None:
            return
        self.step(Step.UNMERGE, number, LEAD, lambda request: merging.unmerge(self.session, request, number))
        after = self.belongings(number), self.belongings(into), self._stands(number), self._stands(into)
        assert after == before

    def unmerge(self, person: str, number: int) -> None:
        self.step(Step.UNMERGE, number, person, lambda request: merging.unmerge(self.session, request, number))

    def once_through(self) -> None:
        """Take every step once, so that each desk begins with a claim that has been everywhere."""
        self.take(CHECKER, 1)
        self.hand_over(CHECKER, 1, STRANGER)
        self.release(STRANGER, 1)
        self.hold(CHECKER, 1, 1)
        self.resume(CHECKER, 1)
        self.split(LEAD, 1, 0)
        self.merge(LEAD, 2, 1)
        self.unmerge(LEAD, 2)
        self.discard(LEAD, 2)
        self.restore(LEAD, 2)
        self.propose(CHECKER, 1, FINDINGS.index(Verdict.UNPROVEN), "Both were asked.")
        self.send_back(LEAD, 1)
        self.propose(CHECKER, 1, FINDINGS.index(Verdict.UNPROVEN), "Both were asked.")
        self.sign(LEAD, 1)
        self.reopen(REPORTER, 1)

    def take_open_step(self, person: str, number: int, pick: int) -> None:
        """Take one of the steps that this person may take now; it must not be refused for who or when."""
        claim = self.claim(number)
        steps = open_steps(standing(self.session, _as(person), claim, desk_by_id(self.session, claim.desk_id)))
        if not steps:
            return
        other = self.numbers()[pick % len(self.numbers())]
        # Of those the least tried, so that all of them are, whatever a run begins with.
        fewest = min(self.done[step] + self.refused[step] for step in steps)
        steps = [step for step in steps if self.done[step] + self.refused[step] == fewest]
        step = steps[pick % len(steps)]
        if step == Step.PROPOSE:
            for side in SIDES[:2]:
                self.add_evidence(person, number, side)
        before = self.refused[step]
        {
            Step.TAKE: lambda: self.take(person, number),
            Step.HAND_OVER: lambda: self.hand_over(person, number, PEOPLE[pick % len(PEOPLE)]),
            Step.RELEASE: lambda: self.release(person, number),
            Step.PROPOSE: lambda: self.propose(person, number, pick % len(FINDINGS), "Both were asked."),
            Step.SIGN: lambda: self.sign(person, number),
            Step.SEND_BACK: lambda: self.send_back(person, number),
            Step.REOPEN: lambda: self.reopen(person, number),
            Step.HOLD: lambda: self.hold(person, number, 1),
            Step.RESUME: lambda: self.resume(person, number),
            Step.SPLIT: lambda: self.split(person, number, pick),
            Step.MERGE: lambda: self.merge(person, number, other),
            Step.UNMERGE: lambda: self.unmerge(person, number),
            Step.DISCARD: lambda: self.discard(person, number),
            Step.RESTORE: lambda: self.restore(person, number),
        }[step]()
        if step not in (Step.PROPOSE, Step.SIGN, Step.MERGE, Step.UNMERGE):  # these depend on more than the table
            assert self.refused[step] == before, f"{step} was offered and refused"

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)
        tick(self.session, self.now)

    # Looking

    def claim(self, number: int) -> Claim:
        return claims_by_numbers(self.session, 1, [number])[0]

    def numbers(self) -> list[int]:
        return list(self.session.exec(select(Claim.number).order_by(col(Claim.number))))

    def count(self, kind: Any) -> int:
        return len(self.session.exec(select(kind.id)).all())

    def one_of(self, kind: Any, which: int) -> Any:
        rows = self.session.exec(select(kind).order_by(kind.id)).all()
        return rows[which % len(rows)] if rows else None

    def belongings(self, number: int) -> dict[str, set[int]]:
        """What belongs to a claim, by kind."""
        claim = self.claim(number)
        return {
            kind.__name__: set(self.session.exec(select(kind.id).where(kind.claim_id == claim.id)).all())
            for kind in BELONGINGS
        }

    def _disputes(self, number: int) -> list[int]:
        return sorted(self.belongings(number)["Dispute"])

    def _stands(self, number: int) -> dict[str, Any]:
        claim = self.claim(number)
        return where_it_stands(claim) | {"merged": claim.merged_into_id, "why": claim.state_why}

    def _everything(self) -> tuple[int, ...]:
        return tuple(self.count(kind) for kind in (Claim, Event, *BELONGINGS))

    def check(self) -> None:
        """What must be true after every step."""
        check_record(self.session, _as(REPORTER).sight(1))


def _as(person: str, now: datetime = NOW) -> Request:
    return Request(team="T1", person=person, channel="C1", kind="public", key="", now=now, channels=None)


FOLLOWING = (following.follow_in_thread, following.follow_directly, following.unfollow)
