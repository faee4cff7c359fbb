"""The story of what is put beside a claim: reports, evidence, requests for a reply, our own stories, a translation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import RichTextElement

from bot.desk.admiralty import RELIABILITY
from bot.desk.history import What
from bot.desk.replies import ANSWERED, NO_ANSWER, OPEN, REFUSED, TAKEN_BACK, shown_way
from bot.surfaces.happened import Happened, Teller, Told
from bot.surfaces.hiding import hidden, source_hidden
from bot.surfaces.phrases import carried
from bot.surfaces.rich import cut, line, link, moment, words
from bot.surfaces.wordings import carried_in

SIDES = {"supports": "that supports", "refutes": "that refutes", "gives context": "that gives context to"}
NAMES = 120  # characters


def _evidence_added(told: Happened) -> Told:
    side = SIDES.get(told.new.get("side") or "", "about")
    return Told(line(told.who, f" added evidence {side} {told.name}:"), [_evidence(told, told.new)])


def _evidence_taken_back(told: Happened) -> Told:
    return Told(line(told.who, f" took evidence on {told.name} back:"), [_evidence(told, told.old or told.new)])


def _evidence(told: Happened, kept: dict[str, Any]) -> list[RichTextElement]:
    address, file = kept.get("link"), kept.get("file")
    shown = link(address, cut(file or address, 80)) if address else words(cut(file or "", 80))
    judged = kept.get("credibility") if told.dossier.desk.admiralty else None
    kind = " ".join(part for part in (kept.get("kind"), f"({judged})" if judged else "") if part)
    kind = f"{kind}: " if kind else ""
    note = cut(kept.get("note") or "", told.most)
    return line(kind, shown if address or file else "", " · " if (address or file) and note else "", note)


def _file_read(told: Happened) -> Told:
    return Told(line(f"A file that is evidence on {told.name} was read. Its SHA-256: {told.new.get('sha256')}"))


def _report_added(told: Happened) -> Told:
    reports = carried_in(hidden(told, told.new))
    return told.did(f"added {'a report' if len(reports) == 1 else 'reports'} of {told.name}: ", carried(reports), ".")


def _used(told: Happened) -> Told:
    address = told.new.get("link") or ""
    return told.did(f"noted a story that relies on {told.name}: ", link(address, cut(address, 80)))


def _translated(told: Happened) -> Told:
    by = " by machine" if told.new.get("machine") else ""
    text = told.new.get("translation")
    if not text:
        return told.did(f"took the translation of {told.name} away.")
    return Told(line(told.who, f" put a translation{by} beside {told.name}:"), [line(cut(text, told.most))])


def _source_rated(told: Happened) -> Told:
    letter, before, name = told.new["reliability"], told.old.get("reliability"), told.new["source"]
    if not told.dossier.desk.admiralty:  # it uses the code no more
        return told.did("judged how reliable a source is.")
    source = "a source" if source_hidden(told, name) else cut(name, NAMES)
    was = f" (it was {before})" if before else ""
    return told.did(f"judged {source} {letter}, {RELIABILITY[letter]}{was}.")


def _reply_asked(told: Happened) -> Told:
    new = told.new
    until = moment(datetime.fromisoformat(new["until"]))
    how = f" {shown_way(cut(new['way'], NAMES))}, until "
    runs = line(told.who, f" asked {cut(new['asked'], NAMES)} for a reply to {told.name}", how, until, ":")
    return Told(runs, [line(cut(new["put"], told.most))])


def _reply_noted(told: Happened) -> Told:
    new, asked = told.new, cut(told.new["asked"], NAMES)
    what = {
        ANSWERED: f"{asked} answered",
        REFUSED: f"{asked} declined to comment",
        NO_ANSWER: f"no answer came from {asked}",
        TAKEN_BACK: f"the request to {asked} was taken back",
        OPEN: f"the request to {asked} is open again",
    }[new["outcome"]]
    runs = line(told.who, f" noted on {told.name}: {what}{':' if new['answer'] else '.'}")
    return Told(runs, [line(cut(new["answer"], told.most))] if new["answer"] else [])


def _reply_filed(told: Happened) -> Told:
    what = "dispute" if "dispute" in told.new else "report"
    return told.did(f"filed the answer of {cut(told.new['asked'], NAMES)} as a {what} of {told.name}.")


BESIDE: dict[str, Teller] = {
    What.EVIDENCE_ADDED: _evidence_added,
    What.EVIDENCE_TAKEN_BACK: _evidence_taken_back,
    What.FILE_READ: _file_read,
    What.REPORT_ADDED: _report_added,
    What.USED: _used,
    What.TRANSLATED: _translated,
    What.SOURCE_RATED: _source_rated,
    What.REPLY_ASKED: _reply_asked,
    What.REPLY_NOTED: _reply_noted,
    What.REPLY_FILED: _reply_filed,
}
