"""The story of a claim: one table from what happened to the words that tell it, in its thread and in its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import RichTextElement

from bot.desk.history import CLOCK, What
from bot.desk.protecting import WHY
from bot.desk.references import show
from bot.surfaces.happened import LONG, Happened, Told
from bot.surfaces.hiding import hidden
from bot.surfaces.phrases import SHORT, Detail, claim_line, objection
from bot.surfaces.rich import NEW_LINE, cut, line, link, moment, person, words
from bot.surfaces.story_beside import BESIDE
from bot.surfaces.wordings import change, day_in, links_of, reports_of, said_in, text_of
from store.dossiers import Dossier

# What an edit may change, in the words of a form.
FIELDS = {
    "speaker": "Speaker",
    "role": "Role",
    "statement": "Statement",
    "said": "Said",
    "tags": "Tags",
    "kind": "Kind",
}
STORIES, LINKS = 10, 2_000  # of our own stories: how many are named, and the characters of all their links
ANSWERS = {
    "newer figure": "{} is a newer figure than {}",
    "same claim": "{} is the same claim as {}",
    "contradicts": "{} contradicts {}",
    "keep both": "{} and {} are two claims",
}


def story(event: dict[str, Any], dossier: Dossier, *, most: int = LONG) -> Told | None:
    """An event in words; None for what has none. `event` is its canonical text, read."""
    teller = _TELLERS.get(event["what"])
    return None if teller is None else teller(Happened(event, dossier, most))


def corrected(event: dict[str, Any], dossier: Dossier, *, most: int = LONG) -> Told:
    """A verdict that was changed: what it was and is, the claim, why, by whom, and which copy is to be checked."""
    told = Happened(event, dossier, most)
    was, now = told.old.get("was"), told.new.get("verdict")
    return Told(
        line(words(f"Correction: {told.name} was “{was}”, is now “{now}”", bold=True)),
        [claim_line(dossier, Detail(statement=most))],
    )


def after_correction(event: dict[str, Any], dossier: Dossier, *, most: int = LONG) -> list[list[RichTextElement]]:
    """The lines under a correction's quotation: why, by whom and when, and whose copy is to be checked."""
    told = Happened(event, dossier, most)
    lines = [line(told.because("Why: "))] if event["why"] else []
    lines.append(line(_signed(told), ", ", moment(_at(event)), "."))
    if dossier.used_in:
        linked = _stories(list(dict.fromkeys(each.link for each in dossier.used_in)))
        adders = list(dict.fromkeys(each.added_by for each in dossier.used_in))[:20]
        asked = [part for each in adders for part in (words(", "), person(each))][1:]
        lines.append(line("Used in: ", linked, ". ", *asked, ", please check the copy."))
    return lines


def _stories(links: list[str], room: int = LINKS) -> list[RichTextElement]:
    """The stories that rely on a claim, as links while they fit."""
    runs: list[RichTextElement] = []
    for each in links[:STORIES]:
        room -= len(each)
        runs += line(", " if runs else "", link(each, cut(each, 80)) if room >= 0 else cut(each, 80))
    return line(runs, f" and {len(links) - STORIES} more" if len(links) > STORIES else "")


def _filed(told: Happened) -> Told:
    split = told.new.get("split_from")
    new = hidden(told, told.new)
    how = f" split {told.name} from {show(split)}:" if split else f" filed {told.name}:"
    return Told(line(told.who, how), [said_in(new, told.most)])


def _edited(told: Happened) -> Told:
    what = f"a dispute of {told.name}" if "dispute" in told.new else told.name
    runs = line(told.who, f" edited {what}.", told.because(" Why: "))
    most = min(told.most, SHORT)
    old, new = hidden(told, told.old), hidden(told, told.new)
    for name, label in FIELDS.items():
        if old.get(name) != new.get(name):
            changed = change(text_of(old.get(name)), text_of(new.get(name)), most)
            runs += line(NEW_LINE, words(f"{label}: ", bold=True), changed)
    if old.get("known_to") != new.get("known_to") and new.get("known_to"):
        known = [part for each in new["known_to"] for part in (words(", "), person(each))][1:]
        runs += line(NEW_LINE, words("Who knows the name: ", bold=True), *known)
    if old.get("reports") != new.get("reports"):
        before, after = reports_of(old), reports_of(new)
        if before == after:
            before, after = links_of(old), links_of(new)
        runs += line(NEW_LINE, words("Reports: ", bold=True), change(before, after, most))
    return Told(line(runs))


def _disputed(told: Happened) -> Told | None:
    filed = line(told.who, f" filed a dispute of {told.name}:")
    found = _objection(told, told.new.get("dispute"))
    if found is not None:
        return Told(filed, [found])
    return Told(filed, [said_in(hidden(told, told.new), told.most)]) if told.new.get("statement") else None


def _decided(told: Happened) -> Told:
    outcome = told.new.get("outcome")
    what = {
        "stands": "decided that a dispute of {} stands",
        "does not stand": "decided that a dispute of {} does not stand",
        "taken back": "took back a dispute of {}",
    }.get(str(outcome), "opened a dispute of {} again").format(told.name)
    found = _objection(told, told.new.get("dispute"))
    return Told(line(told.who, f" {what}{told.because() or '.'}"), [found] if found is not None else [])


def _settled(told: Happened) -> Told:
    runs = line(words(f"{told.name} is “{told.new.get('verdict')}”. ", bold=True), _signed(told), ".")
    return Told(line(runs, told.because(" ")))


def _corrected(told: Happened) -> Told:
    first = corrected(told.event, told.dossier, most=told.most)
    under = after_correction(told.event, told.dossier, most=told.most)
    return Told(line(first.runs, *(line(NEW_LINE, each) for each in under)))


def _signed(told: Happened) -> list[RichTextElement]:
    """Who proposed a verdict, and who signed it off."""
    proposed, signed = told.new.get("proposed_by"), told.new.get("signed_by")
    runs = line("Proposed by ", person(proposed)) if proposed else line("Decided by ", person(told.event["actor"]))
    return line(runs, ", signed off by ", person(signed)) if signed else runs


def _handed_over(told: Happened) -> Told:
    return told.did(f"handed {told.name} over to ", _someone(told.new.get("checker")), ".")


def _asked_to_hand_over(told: Happened) -> Told:
    asked = told.new.get("person") or told.new.get("checker")
    return Told(line(_someone(asked), ", ", told.who, f" asks you to hand {told.name} over to them."))


def _asked_to_sign(told: Happened) -> Told:
    leads = told.new.get("leads") or []
    named = [part for each in leads[:20] for part in (words(", "), person(each))][1:]
    what = f" wants a second reader for {told.name}: “{told.new.get('proposed')}” is proposed."
    return Told(line(told.who, what, line(" For ", *named, ".") if named else ""))


def _sent_back(told: Happened) -> Told:
    proposed = told.old.get("proposed")
    if told.old.get("proposed_by") == told.event["actor"]:
        return told.did(f"withdrew the proposed “{proposed}” for {told.name}{told.because() or '.'}")
    return told.did(f"sent {told.name} back, proposed as “{proposed}”{told.because() or '.'}")


def _held(told: Happened) -> Told:
    until = told.new.get("hold_until")
    return told.did(f"put {told.name} on hold{f' until {day_in(until)}' if until else ''}{told.because() or '.'}")


def _resumed(told: Happened) -> Told:
    if told.event["actor"] == CLOCK:
        return Told(line(told.who, f"{told.name} is no longer on hold."))
    return told.did(f"took {told.name} up again.")


def _snoozed(told: Happened) -> Told:
    reminder = told.new.get("reminder")
    when = line(" to ", moment(datetime.fromisoformat(reminder))) if reminder else line()
    return told.did(f"moved the next reminder of {told.name}", when, ".")


def _split(told: Happened) -> Told:
    into = told.new.get("into")
    runs = line(told.who, f" split {told.name}: the rest is {show(into) if into else 'a claim of its own'} now.")
    before, after = text_of(told.old.get("statement")), text_of(told.new.get("statement"))
    if before and before != after:
        runs += line(NEW_LINE, words("Statement: ", bold=True), change(before, after, min(told.most, SHORT)))
    return Told(line(runs))


def _followed(told: Happened) -> Told:
    return told.did(f"follows {told.name}{' and is told directly' if told.new.get('directly') else ''}.")


def _alike(told: Happened) -> Told:
    other = told.new.get("other")
    answer = ANSWERS.get(str(told.new.get("answer")), "{} was compared with {}")
    return told.did(f"answered: {answer.format(told.name, show(other) if other else 'another')}.")


def _other(key: str, text: str) -> Callable[[Happened], Told]:
    """A teller of what a claim has to do with another: `text` with its own reference first, then the other's."""

    def teller(told: Happened) -> Told:
        other = told.new.get(key, told.old.get(key))
        return told.did(text.format(told.name, show(other) if other is not None else "another claim"))

    return teller


def _plain(text: str) -> Callable[[Happened], Told]:
    """A teller of what somebody did: `text` with the claim's reference, then the reason if there is one."""

    def teller(told: Happened) -> Told:
        why = told.because()
        return told.did(f"{text.format(told.name).rstrip('.')}{why}" if why else text.format(told.name))

    return teller


def _priority(told: Happened) -> Told:
    return told.did(f"set the priority of {told.name}: {told.old.get('priority')} → {told.new.get('priority')}.")


def _restricted(told: Happened) -> Told:
    if told.event["why"] == WHY:
        return Told(line(f"{told.name} is restricted to this channel: {WHY}."))
    return told.did(f"restricted {told.name} to this channel", told.because() or ".")


def _proposed(told: Happened) -> Told:
    what = f"proposed “{told.new.get('proposed')}” for {told.name}. A second reader is wanted."
    return told.did(what, told.because(" "))


def _reopened(told: Happened) -> Told:
    was = told.old.get("verdict")
    return told.did(f"reopened {told.name}, which was “{was}”{told.because() or '.'}")


_TELLERS: dict[str, Callable[[Happened], Told | None]] = {
    What.FILED: _filed,
    What.EDITED: _edited,
    What.DISPUTED: _disputed,
    What.DISPUTE_EDITED: _edited,
    What.TAKEN: _plain("took {}."),
    What.RELEASED: _plain("released {}. Nobody is on it now."),
    What.SNOOZED: _snoozed,
    What.DISCARDED: _plain("discarded {}."),
    What.RESTORED: _plain("took back that {} was discarded."),
    What.HANDED_OVER: _handed_over,
    What.ASKED_TO_HAND_OVER: _asked_to_hand_over,
    What.PROPOSED: _proposed,
    What.ASKED_TO_SIGN: _asked_to_sign,
    What.SENT_BACK: _sent_back,
    What.SETTLED: _settled,
    What.CORRECTED: _corrected,
    What.REOPENED: _reopened,
    What.HELD: _held,
    What.RESUMED: _resumed,
    What.MERGED: _other("into", "merged {} into {}: its reports, disputes, evidence and followers went along."),
    What.MERGED_IN: _other("from", "merged another into {}: {}, with its reports, disputes, evidence and followers."),
    What.UNMERGED: _other("from", "took {} out of {} again, with what had gone along."),
    What.MERGED_OUT: _other("from", "took a claim out of {} again: {}, with what had come along."),
    What.SPLIT: _split,
    What.UPDATED: _other("by", "noted that {} is updated by {}."),
    What.NOT_UPDATED: _other("by", "took back that {} is updated by {}."),
    What.DISPUTE_DECIDED: _decided,
    What.PRIORITY_SET: _priority,
    What.RESTRICTED: _restricted,
    What.RESTRICTION_LIFTED: _plain("lifted the restriction of {}: it is shown elsewhere again."),
    What.FOLLOWED: _followed,
    What.UNFOLLOWED: _plain("follows {} no more."),
    What.ALIKE_ANSWERED: _alike,
    **BESIDE,
}


def _someone(slack_id: str | None) -> RichTextElement:
    return person(slack_id) if slack_id else words("somebody")


def _objection(told: Happened, dispute: int | None) -> list[RichTextElement] | None:
    """What a dispute says now; None if the claim has it no more."""
    found = next((each for each in told.dossier.objections if each.dispute.id == dispute), None)
    return None if found is None else objection(found, Detail(statement=told.most))


def _at(event: dict[str, Any]) -> datetime:
    """When an event happened."""
    return datetime.fromisoformat(event["at"])
