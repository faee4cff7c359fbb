"""Right of reply: who was asked for an answer to a claim, what was put to them, until when, and what came of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk import history
from bot.desk.awaiting import schedule_replies
from bot.desk.characters import clean
from bot.desk.desks import ask_about, zone_for
from bot.desk.filing import keep_numbers
from bot.desk.limits import SPEAKER, STATEMENT, WAY, check_length
from bot.desk.links import read_typed
from bot.desk.moments import instant, parse_deadline, parse_moment
from bot.desk.protecting import check_answers
from bot.desk.request import Request
from bot.desk.turns import Stepped, Turn, begin, faster
from bot.errors import UNCHANGED, Mistake, NotUnderstood, nothing_changed
from store import Session
from store.claims import claim_by_id
from store.replies import OPEN as OPEN
from store.replies import request_by_id
from store.reports import typed_reports
from store.tables import ReplyRequest
from store.workspaces import known_id

ANSWERED, REFUSED, NO_ANSWER, TAKEN_BACK = "answered", "refused", "no answer", "taken back"
OUTCOMES = (ANSWERED, REFUSED, NO_ANSWER, TAKEN_BACK, OPEN)
# Ways to ask; any other is written in words.
WAYS = ("mail", "phone", "message", "in person")
# What a form asks where something is missing.
ASKED = {
    "asked": "Who was asked?",
    "way": "How were they asked?",
    "put": "What exactly was put to them?",
}
EXAMPLE = "asked Kyiv's ministry by mail until 25 May 18:00: Were your troops in Kozinka?"

_COLON = re.compile(r"(?<!\d)[:：]|[:：](?!\d)")
_WAY = re.compile(r"(?P<asked>.+)\s(?:by\s(?P<way>.+)|(?P<there>in\sperson))", re.IGNORECASE)
_UNTIL = re.compile(r"\suntil\s", re.IGNORECASE)


@dataclass(frozen=True)
class Asking:
    """A request for a reply as it was written; what is empty is asked for in the form."""

    asked: str = ""  # whom
    way: str = ""
    until: str = ""
    put: str = ""  # what exactly was put to them
    when: str = ""  # they were asked; empty: now

    @property
    def whole(self) -> bool:
        """Whether nothing is left to be asked for."""
        return all((self.asked, self.way, self.until, self.put))


@dataclass(frozen=True)
class Replied(Stepped):
    """What became of a request for a reply."""

    reply: ReplyRequest | None = None


def read_asking(text: str) -> Asking:
    """Read `NAME by WAY until DEADLINE: WHAT`, as Slack sends it; a part that is missing is empty."""
    plain = read_typed(text).plain
    colon = _COLON.search(plain)
    head, put = (plain[: colon.start()], plain[colon.end() :]) if colon else (plain, "")
    last = [*_UNTIL.finditer(head)][-1:]  # the word before that is somebody's name's
    asked, until = (head[: last[0].start()], head[last[0].end() :]) if last else (head, "")
    way = _WAY.fullmatch(asked.strip())
    return Asking(
        asked=(way["asked"] if way else asked).strip(" ,"),
        way=(way["way"] or way["there"] or "").strip(" ,") if way else "",
        until=until.strip(),
        put=put.strip(),
    )


def ask_for_reply(session: Session, request: Request, number: int, asking: Asking) -> Replied:
    """Note that somebody was asked for a reply. Raises NotUnderstood, NotAllowed and Overtaken."""
    turn = begin(session, request, number)
    if turn.repeated:
        return Replied(turn.done().dossier)
    turn.still_open()
    turn.speak()
    row = _row(turn, asking)
    session.add(row)
    session.flush()
    schedule_replies(session, turn.claim, request.now)
    turn.add(history.What.REPLY_ASKED, new=_said(row))
    keep_numbers(session, turn.workspace, request, [number])
    done = turn.done()
    return Replied(done.dossier, done.next_reminder, row)


def note_reply(
    session: Session, request: Request, reply_id: int, outcome: str, answer: str, *, revision: int | None = None
) -> Replied:
    """Note what came of a request: an answer, a refusal, no answer, that it was taken back, or that it is open again.

    Raises NotUnderstood, NotAllowed, and Overtaken for a form that somebody else was faster than.
    """
    row, number = request_and_claim(session, request, reply_id)
    turn = begin(session, request, number)
    if turn.repeated:
        return Replied(turn.done().dossier, reply=row)
    turn.still_open()
    turn.speak()
    if revision not in (None, row.revision):
        raise faster(
            f"the request to {row.asked} is “{row.state}” now",
            who=row.ended_by or row.asked_by,
            when=row.ended_at or row.filed_at,
        )
    if outcome not in OUTCOMES:
        raise NotUnderstood("What came of it?", unchanged=UNCHANGED, field="outcome")
    words = _within("answer", answer, STATEMENT, field="answer") if outcome in (ANSWERED, REFUSED) else ""
    if outcome == ANSWERED and not words:
        raise NotUnderstood(
            "An answer has words.",
            unchanged=UNCHANGED,
            remedy="Write down what they said, or choose what else came of it.",
            field="answer",
        )
    if (row.state, row.answer or "") == (outcome, words):
        return Replied(turn.done().dossier, reply=row)
    old = {"reply": row.id, "outcome": row.state, "answer": row.answer}
    row.state, row.answer = outcome, words or None
    row.ended_by, row.ended_at = (None, None) if outcome == OPEN else (request.person, request.now)
    row.revision += 1
    session.add(row)
    session.flush()
    schedule_replies(session, turn.claim, request.now)
    turn.add(history.What.REPLY_NOTED, old=old, new=_said(row))
    keep_numbers(session, turn.workspace, request, [turn.claim.number])
    return Replied(turn.done().dossier, reply=row)


def keep_as_dispute(session: Session, request: Request, reply_id: int, disputes: dict[int, int]) -> None:
    """Note which dispute an answer became: `disputes` are those just filed, by the id of their claim."""
    row, number = request_and_claim(session, request, reply_id)
    if row.dispute_id is None and disputes:
        row.dispute_id = disputes.get(row.claim_id, next(iter(disputes.values())))
        _became(begin(session, request, number), row, {"dispute": row.dispute_id})


def keep_as_report(session: Session, request: Request, reply_id: int) -> None:
    """Note that an answer became the report that was just added to its claim."""
    row, number = request_and_claim(session, request, reply_id)
    if row.report_id is None:
        row.report_id = typed_reports(session, claim_id=row.claim_id)[-1].id
        check_answers(session, claim_by_id(session, row.claim_id), [row])
        _became(begin(session, request, number), row, {"report": row.report_id})


def request_and_claim(session: Session, request: Request, reply_id: int) -> tuple[ReplyRequest, int]:
    """A request for a reply, and the reference of the claim that it belongs to now."""
    row = request_by_id(session, known_id(session, request.team, request.enterprise), reply_id)
    return row, claim_by_id(session, row.claim_id).number


def shown_way(way: str) -> str:
    """A way to ask, behind who was asked: `by mail`, `in person`."""
    return way if way == "in person" else f"by {way}"


def _became(turn: Turn, row: ReplyRequest, what: dict[str, Any]) -> None:
    row.revision += 1
    turn.session.add(row)
    turn.add(history.What.REPLY_FILED, new={"reply": row.id, "asked": row.asked} | what)


def _row(turn: Turn, asking: Asking) -> ReplyRequest:
    """A request out of what was written. Raises NotUnderstood with the field that is wrong."""
    session, now = turn.session, turn.request.now
    ask_about(session, turn.workspace, turn.request)
    zone = zone_for(session, turn.claim.workspace_id, turn.request)
    written = {
        "asked": _within("name", asking.asked, SPEAKER, field="asked"),
        "way": _within("way", asking.way, WAY, field="way"),
        "put": _within("question", asking.put, STATEMENT, field="put"),
    }
    for field, question in ASKED.items():
        if not written[field]:
            raise NotUnderstood(question, unchanged=UNCHANGED, remedy=f"For example: `{EXAMPLE}`", field=field)
    with nothing_changed():
        until = parse_deadline(asking.until, now, zone)
        asked_at = _asked_at(asking.when, now, zone)
    return ReplyRequest(
        workspace_id=turn.claim.workspace_id,
        claim_id=turn.claim.id or 0,
        asked=written["asked"],
        way=written["way"],
        put=written["put"],
        asked_by=turn.request.person,
        asked_at=asked_at,
        until=until,
        filed_at=now,
    )


def _asked_at(words: str, now: datetime, zone: ZoneInfo) -> datetime:
    """When somebody was asked: now, unless it was written; of a day alone its noon, or now if that is to come."""
    if not words.strip():
        return now
    try:
        moment = parse_moment(" ".join(words.split()), now, zone)
    except Mistake as mistake:
        mistake.field = "when"
        mistake.remedy = "Write `23 May`, `yesterday` or `23 May 10:40`, or leave it out: then it is now."
        raise
    if moment.at is not None:
        return moment.at
    noon = instant(datetime.combine(moment.day or now.date(), time(12)), zone)
    return min(noon, now)


def _within(what: str, text: str, fits: int, *, field: str) -> str:
    with nothing_changed(field=field):
        return check_length(what, clean(text, field=field), fits, field=field)


def _said(row: ReplyRequest) -> dict[str, Any]:
    """A request, as the history keeps it."""
    return {
        "reply": row.id,
        "asked": row.asked,
        "way": row.way,
        "put": row.put,
        "asked_at": row.asked_at.isoformat(),
        "until": row.until.isoformat(),
        "outcome": row.state,
        "answer": row.answer,
    }
