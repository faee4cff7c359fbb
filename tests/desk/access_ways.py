"""Every way to see a claim: what is tried of it, or why it shows none but those in its own message or form.

The names are those that the code registers. One that stands in neither table fails the test.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from bot.desk import (
    alike,
    disputing,
    evidence,
    exporting,
    filing,
    finding,
    following,
    home,
    lifecycle,
    lookups,
    merging,
    naming,
    outcomes,
    passing_on,
    priorities,
    quotable,
    replies,
    reporting,
    restricting,
    snoozing,
    splitting,
    translating,
    updating,
    using,
    verdicts,
)
from bot.desk.exhibits import Exhibit
from bot.desk.filters import Filter, Place
from bot.desk.grammar import Line, ReportLine
from bot.desk.likeness import Gate
from bot.desk.request import Request
from bot.desk.wishes import Format, Wish
from bot.errors import Mistake, NotFound, NotUnderstood
from bot.surfaces import controls
from bot.surfaces.exports.lines import json_lines
from store import Session, outbox
from tests.desk.access_world import (
    KINDS,
    LINKING,
    NUMBERS,
    WORDS,
    Who,
    desk_of,
    exported,
    here,
    may_see,
    previewed,
    spoken_on,
    ts_of,
)

Seen = Callable[[Session, Request], str | Collection[str]]
Expected = Callable[[Who, str, str], bool]
LINK = ReportLine("https://example.org/more", "More", None)
LINE = Line("Kyiv", None, "no", "paraphrase", (LINK,), None, (), None, "no")


@dataclass(frozen=True)
class Way:
    """What is tried: it gives all the words that were shown, or the kinds of claims that were. `expected`: the rule.

    `places`: where it can be tried at all; None: everywhere.
    """

    seen: Seen
    expected: Expected = may_see
    places: tuple[str, ...] | None = None


def each(work: Callable[[Session, Request, int], Any], hidden: tuple[type[Mistake], ...] = (NotFound,)) -> Seen:
    """Try something with one claim after the other; what is refused as if it did not exist was not seen."""

    def seen(session: Session, request: Request) -> str:
        told = []
        for kind, number in NUMBERS.items():
            savepoint = session.begin_nested()
            try:
                told.append(f"{WORDS[kind]} {work(session, request, number)!r}")
            except hidden as mistake:
                told.append(mistake.sentence)
            except Mistake as mistake:
                told.append(f"{WORDS[kind]} {mistake.sentence}")
            savepoint.rollback()
        return "\n".join(told)

    return seen


def by_id(work: Callable[[Session, Request, int], Any], *hidden: type[Mistake]) -> Seen:
    """The same with what belongs to each claim: its dispute, evidence and request have its number."""
    return each(work, (NotFound, *hidden))


def once(work: Callable[[Session, Request], Any]) -> Seen:
    """Try something that shows several claims."""

    def seen(session: Session, request: Request) -> str:
        try:
            return repr(work(session, request))
        except Mistake as mistake:
            return mistake.sentence

    return seen


def _lists(session: Session, request: Request) -> list[Any]:
    pages: list[Any] = [
        finding.list_page(session, request, Place(wanted)) for wanted in (Filter(), Filter(contested=True))
    ]
    for wanted in (Filter(speaker="walrus ministry"), Filter(source="badger post"), Filter(tags=("otter",))):
        with contextlib.suppress(NotFound):
            pages.append(finding.list_page(session, request, Place(wanted)).dossiers)
    return pages


def _searches(session: Session, request: Request) -> list[Any]:
    found = [finding.search_page(session, request, word) for word in ("moved", "office", "photo")]
    return [page.hits for page in found]


def _desk_lists(session: Session, request: Request) -> list[Any]:
    pages: list[Any] = []
    for kind in KINDS:
        wanted = Filter(verdicts=("unverified",), desk=desk_of(session, kind).id, oldest_first=True)
        try:
            pages.append(finding.list_page(session, request, Place(wanted)))
        except NotFound as mistake:
            pages.append(mistake.sentence)
    return pages


def _hints(session: Session, request: Request) -> set[str]:
    """Which claims are told of to somebody who files the same again."""
    numbers: set[int] = set()
    for word in WORDS.values():
        savepoint = session.begin_nested()
        line = f"{word} ministry: the {word} was moved https://example.org/again"
        filed = filing.file_line(session, request, line)
        assert isinstance(filed, filing.Filed)
        found = list(filed.twins)
        with contextlib.suppress(NotFound):  # it went to where it is not seen from here
            found += alike.still_alike(session, request, filed.dossier.claim.number, gate=Gate())
        numbers |= {match.dossier.claim.number for match in found}
        savepoint.rollback()
    return {kind for kind in KINDS if NUMBERS[kind] in numbers}


def _picked(session: Session, request: Request) -> list[Any]:
    typed = ("", "moved", *(f"C-{number}" for number in NUMBERS.values()))
    return [lookups.pick_claims(session, request, each, limit=30) for each in typed]


def _offered(kind: naming.Kind) -> Seen:
    def seen(session: Session, request: Request) -> set[str]:
        names = [naming.offer(session, request, kind, typed, limit=50) for typed in ("", *WORDS.values())]
        told = repr(names)
        return {each for each in KINDS if f"{WORDS[each]} {'ministry' if kind == 'speaker' else 'post'}" in told}

    return seen


def _of_message(session: Session, request: Request, number: int) -> Any:
    kind = next(each for each in KINDS if NUMBERS[each] == number)
    ours = lookups.message_of_ours(session, request, ts_of(kind))
    if ours is None:
        raise NotFound("no message of ours")
    return ours


def _named(session: Session, request: Request) -> Any:
    text = " ".join(f"C-{number}" for number in NUMBERS.values())
    return lookups.named_in(session, request, text, "1.1")


def _added(session: Session, request: Request, number: int) -> Any:
    return passing_on.add_from_message(
        session, request, number, passing_on.REPORT, [LINK], kind="other", note="", files=[]
    )


def _answered(answer: alike.Answer, session: Session, request: Request, number: int) -> Any:
    return alike.answer_alike(session, request, number, number, answer)


def _exported(session: Session, request: Request) -> Any:
    """What is in the file that somebody asks for, as anybody may: without what is kept."""
    savepoint = session.begin_nested()
    ordered = exporting.order_export(session, request, Wish(Format.LINES, Filter(), False))
    row = outbox.row_by_key(session, f"{exporting.FILE}:1:{request.key}")
    pages = None if row is None else exporting.read_page(session, exporting.extract_of(session, row), 0, LINKING)
    told = f"{ordered.total} "
    if pages is not None:
        told += repr([json_lines(exporting.Reach()).write(each) for each in pages.wholes])
    savepoint.rollback()
    return told


def _stepped(step: Callable[[Session, Request, int], Any]) -> Way:
    return Way(each(step))


SHOWN, OPEN, SPEAKABLE = (Way(each(step)) for step in (lookups.show_claim, lookups.open_for, lookups.speakable))
HISTORY = Way(each(finding.history_page))
LISTS, SEARCHES, HINTS = Way(once(_lists)), Way(once(_searches)), Way(_hints)
PICKED = Way(once(_picked), spoken_on)
ALIKE = {answer: Way(each(partial(_answered, answer))) for answer in alike.Answer}
SPEAKER = by_id(lambda s, r, n: naming.profile_by_id(s, r, "speaker", 2 * n - 1), NotUnderstood)
NO_CLAIM = "it shows settings, or a name that was typed, and no claim"
OWN_FORM = "what it does is tried by the form that is sent in"

COMMANDS: dict[str, Way | str] = {
    "a line": HINTS,
    "a reference": SHOWN,
    "evidence and reports": SPEAKABLE,
    "list": LISTS,
    "search": SEARCHES,
    "history": HISTORY,
    "wording": Way(each(quotable.quotable)),
    "digest": Way(once(lookups.preview_digest), previewed),
    "help": NO_CLAIM,
    "setup": NO_CLAIM,
    "reminders": NO_CLAIM,
    "export": Way(once(_exported), exported, ("C1", "C2", "C3", "C9", "D", "DF")),
    "dispute a line": Way(each(lambda s, r, n: disputing.dispute_claims(s, r, [n], LINE))),
    "dispute with": Way(each(lambda s, r, n: disputing.dispute_with_claim(s, r, [n], n))),
}

ACTIONS: dict[str, Way | str] = {
    controls.TAKE: _stepped(lifecycle.take),
    controls.RELEASE: _stepped(lifecycle.release),
    controls.SNOOZE: OPEN,
    controls.HOW_REMINDED: NO_CLAIM,
    controls.DISPUTE: Way(each(lookups.disputable)),
    controls.DISCARD: OPEN,
    controls.EDIT: OPEN,
    controls.PART_OF_STATEMENT: OPEN,
    controls.EDIT_DISPUTE: Way(by_id(lookups.objection)),
    controls.DISPUTE_AS_CLAIM: Way(by_id(disputing.file_dispute_as_claim)),
    controls.MAKE_DESK: NO_CLAIM,
    controls.VERDICT: OPEN,
    controls.MORE: SHOWN,
    controls.HAND_OVER: SHOWN,
    controls.ASK_TO_HAND_OVER: _stepped(lifecycle.ask_to_hand_over),
    controls.ASK_TO_SIGN: _stepped(verdicts.ask_to_sign),
    controls.WITHDRAW: _stepped(verdicts.withdraw),
    controls.HOLD: SHOWN,
    controls.RESUME: _stepped(lifecycle.resume),
    controls.SPLIT: SHOWN,
    controls.MERGE: SHOWN,
    controls.UNMERGE: _stepped(merging.unmerge),
    controls.RESTORE: _stepped(lifecycle.restore),
    controls.FOLLOW: _stepped(following.follow_in_thread),
    controls.FOLLOW_DIRECTLY: _stepped(following.follow_directly),
    controls.UNFOLLOW: _stepped(following.unfollow),
    controls.COPY_WORDING: Way(each(quotable.quotable)),
    controls.UPDATED_BY: OPEN,
    controls.NOT_UPDATED: _stepped(updating.undo_update),
    controls.DECIDE_DISPUTE: Way(by_id(lookups.disputed)),
    controls.ADD_EVIDENCE: SPEAKABLE,
    controls.ADD_REPORT: SPEAKABLE,
    controls.ADD_USED_IN: SPEAKABLE,
    controls.TRANSLATE: SPEAKABLE,
    controls.SET_PRIORITY: OPEN,
    controls.RESTRICT: OPEN,
    controls.LIFT_RESTRICTION: OPEN,
    controls.TAKE_BACK_EVIDENCE: Way(by_id(evidence.take_back_evidence)),
    controls.ASK_REPLY: SPEAKABLE,
    controls.NOTE_REPLY: Way(by_id(lambda s, r, n: lookups.speakable(s, r, replies.request_and_claim(s, r, n)[1]))),
    controls.REPLY_AS_DISPUTE: Way(
        by_id(lambda s, r, n: lookups.speakable(s, r, replies.request_and_claim(s, r, n)[1]))
    ),
    controls.REPLY_AS_REPORT: Way(
        by_id(lambda s, r, n: lookups.speakable(s, r, replies.request_and_claim(s, r, n)[1]))
    ),
    controls.HISTORY: HISTORY,
    controls.HISTORY_EARLIER: HISTORY,
    controls.HISTORY_LATER: HISTORY,
    controls.LIST_UNVERIFIED: Way(once(_desk_lists)),
    controls.LIST_CONTESTED: Way(once(_desk_lists)),
    controls.LIST_NEWER: LISTS,
    controls.LIST_OLDER: LISTS,
    controls.LIST_ALL: LISTS,
    controls.SEARCH: SEARCHES,
    controls.SEARCH_BACK: SEARCHES,
    controls.SEARCH_ON: SEARCHES,
    controls.JOIN_NAMES: Way(SPEAKER),
    controls.PART_NAME: Way(by_id(lambda s, r, n: naming.part(s, r, "speaker", 2 * n - 1), NotUnderstood)),
    controls.FILE_AT_HOME: NO_CLAIM,
    controls.REFRESH_HOME: Way(once(home.home_of), places=("",)),
    controls.ALIKE_NEWER: ALIKE[alike.Answer.NEWER],
    controls.ALIKE_SAME: ALIKE[alike.Answer.SAME],
    controls.ALIKE_CONTRADICTS: ALIKE[alike.Answer.CONTRADICTS],
    controls.ALIKE_KEEP: ALIKE[alike.Answer.KEEP],
    controls.MORE_SETTINGS: NO_CLAIM,
    controls.FIRST_SETTINGS: NO_CLAIM,
    controls.UNDO_SETTINGS: NO_CLAIM,
    controls.DESK_SETTINGS: NO_CLAIM,
    controls.TEST_DIGEST: "what it posts is tried among what is posted; a private desk's is shown in its channel only",
    **dict.fromkeys(
        (
            *(controls.DIGEST_TIME, controls.DIGEST_CHANNEL, controls.LEADS, controls.TELL_AT_LAST),
            *(controls.WORK_FROM, controls.WORK_UNTIL, controls.DAYS_OFF),
        ),
        NO_CLAIM,
    ),
}

MENUS: dict[str, Way | str] = {
    controls.PICK_CLAIMS: PICKED,
    controls.PICK_CLAIM: PICKED,
    controls.PICK_ZONE: NO_CLAIM,
    controls.PICK_HOLIDAYS: NO_CLAIM,
    controls.PICK_SPEAKER: Way(_offered("speaker")),
    controls.PICK_OTHER_SPEAKER: Way(_offered("speaker")),
    controls.PICK_OTHER_SOURCE: Way(_offered("source")),
}

SHORTCUTS: dict[str, Way | str] = {
    controls.FILE_AS_CLAIM: Way(each(_of_message), here),
    controls.DISPUTE_A_CLAIM: Way(each(_of_message), here),
    controls.ADD_TO_A_CLAIM: Way(each(_of_message), here),
    controls.OPEN_A_CLAIM: Way(once(_named)),
}

FORMS: dict[str, Way | str] = {
    controls.FILE_FORM: HINTS,
    controls.EDIT_FORM: Way(each(lambda s, r, n: filing.edit_claim(s, r, n, LINE, revision=1))),
    controls.DISPUTE_FORM: Way(each(lambda s, r, n: disputing.dispute_claims(s, r, [n], LINE, kind="denies"))),
    controls.EDIT_DISPUTE_FORM: Way(
        by_id(lambda s, r, n: disputing.edit_dispute(s, r, n, LINE, kind="denies", revision=1))
    ),
    controls.DISCARD_FORM: Way(each(lambda s, r, n: lifecycle.discard(s, r, n, "Filed twice."))),
    controls.PROPOSE_FORM: Way(each(lambda s, r, n: verdicts.propose(s, r, n, "unproven", "Asked."))),
    controls.SIGN_FORM: _stepped(verdicts.sign),
    controls.REOPEN_FORM: Way(each(lambda s, r, n: verdicts.reopen(s, r, n, "It is old."))),
    controls.HAND_OVER_FORM: Way(each(lambda s, r, n: lifecycle.hand_over(s, r, n, "U9"))),
    controls.HOLD_FORM: Way(each(lambda s, r, n: lifecycle.hold(s, r, n, date(2023, 5, 30), "We wait."))),
    controls.SNOOZE_FORM: Way(each(lambda s, r, n: snoozing.snooze(s, r, n, "hour"))),
    controls.HOW_REMINDED_FORM: NO_CLAIM,
    controls.SPLIT_FORM: Way(each(lambda s, r, n: splitting.split_claim(s, r, n, "one", "two"))),
    controls.MERGE_FORM: Way(each(lambda s, r, n: merging.merge_claims(s, r, n, n))),
    controls.UPDATED_BY_FORM: Way(each(lambda s, r, n: updating.update_claim(s, r, n, n))),
    controls.DECIDE_FORM: Way(by_id(lambda s, r, n: outcomes.decide_dispute(s, r, n, "stands", "", revision=1))),
    controls.EVIDENCE_FORM: Way(
        each(lambda s, r, n: evidence.add_evidence(s, r, n, [Exhibit("supports", note="seen")]))
    ),
    controls.USED_IN_FORM: Way(each(lambda s, r, n: using.use_in(s, r, n, "https://ours.example/1"))),
    controls.REPORT_FORM: Way(each(lambda s, r, n: reporting.report_claim(s, r, n, [LINK]))),
    controls.TRANSLATE_FORM: Way(each(lambda s, r, n: translating.translate_claim(s, r, n, "moved", machine=False))),
    controls.PRIORITY_FORM: Way(each(lambda s, r, n: priorities.set_priority(s, r, n, "urgent"))),
    controls.RESTRICT_FORM: Way(each(restricting.restrict_claim)),
    controls.LIFT_FORM: Way(each(lambda s, r, n: restricting.lift_restriction(s, r, n, "It is known."))),
    controls.ADD_FORM: Way(each(lambda s, r, n: _added(s, r, n))),
    controls.ASKING_FORM: Way(
        each(lambda s, r, n: replies.ask_for_reply(s, r, n, replies.Asking("Kyiv", "mail", "2023-05-30", "What?")))
    ),
    controls.OUTCOME_FORM: Way(
        by_id(lambda s, r, n: replies.note_reply(s, r, n, "refused", "", revision=1)),
    ),
    controls.SETUP_FORM: NO_CLAIM,
    controls.JOIN_FORM: Way(by_id(lambda s, r, n: naming.join(s, r, "speaker", 2 * n - 1, 2 * n - 1), NotUnderstood)),
}
WAYS: dict[str, Way | str] = {
    f"{what} {name}": way
    for what, table in (
        ("command", COMMANDS),
        ("button", ACTIONS),
        ("menu", MENUS),
        ("shortcut", SHORTCUTS),
        ("form", FORMS),
    )
    for name, way in table.items()
}
