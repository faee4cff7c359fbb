"""Whether the morning's digest says what the case says: these claims contested, this against each, nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from sandbox.case import VERDICTS, Case, Claim, Dispute, ExpectedThen, Utterance
from sandbox.reading import shows

COUNTS = re.compile(r"([\d,]+) contested claims?, ([\d,]+) open disputes?")
NOTHING = re.compile(r"Nothing contested", re.IGNORECASE)
ENTRY = re.compile(r"\W*(C-\d+)\b")
AGAINST = re.compile(r"\W*Against\b", re.IGNORECASE)
REST = re.compile(r"\W*(?:Settled|Reopened|Corrected|Unverified|Next digest)\b", re.IGNORECASE)
UNVERIFIED = re.compile(r"Unverified:?\s*([\d,]+|none)|\b([\d,]+) unverified", re.IGNORECASE)
CORRECTION = re.compile(r"\W*Correction: (C-\d+) was .*, is now \W*([a-z ]+)")
SETTLED = re.compile(r"Settled or reopened[^:]*: (.+)")
RULED = re.compile(rf"(C-\d+) ({'|'.join(VERDICTS)})\b")
# Where there is no room for all that was said against a claim, the newest are shown and their number is given.
NEWEST = re.compile(r"newest (\d+)")
QUOTED = ">"  # what people said; nothing in it opens or ends an entry


@dataclass
class Entry:
    """One contested claim as the digest sets it out: its own lines, and those after "Against"."""

    reference: str
    claim: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)


@dataclass
class Digest:
    """A digest as it is read. `unverified` is None if it does not say.

    `corrected` and `settled`: the verdicts of claims by their references. Corrections count only at its head.
    """

    contested: int
    open_disputes: int
    unverified: int | None
    entries: list[Entry]
    corrected: dict[str, str] = field(default_factory=dict)
    settled: dict[str, str] = field(default_factory=dict)


def is_digest(lines: Sequence[str]) -> bool:
    """Whether a message is a digest: its first line counts what is contested."""
    return bool(lines) and bool(COUNTS.search(lines[0]) or NOTHING.search(lines[0]))


def read_digest(messages: Sequence[Sequence[str]]) -> Digest:
    """Take a digest apart: its message and, after it, what had to go into its thread, each as lines."""
    counts = COUNTS.search(messages[0][0])
    found = UNVERIFIED.search("\n".join(line for lines in messages for line in lines if _of_the_digest(line)))
    digest = Digest(
        contested=_number(counts[1]) if counts else 0,
        open_disputes=_number(counts[2]) if counts else 0,
        unverified=_number(found[1] or found[2]) if found else None,
        entries=[],
    )
    for lines in messages:
        _read_entries(lines, digest.entries)
    for line in filter(_of_the_digest, messages[0]):
        settled = SETTLED.search(line)
        digest.settled.update(RULED.findall(settled[1]) if settled else ())
    for line in takewhile(lambda line: not (ENTRY.match(line) or REST.match(line)), messages[0]):
        corrected = CORRECTION.match(line) if _of_the_digest(line) else None
        if corrected:
            digest.corrected[corrected[1]] = corrected[2]
    return digest


def _of_the_digest(line: str) -> bool:
    """Whether a line counts for the whole digest; "C-4 · unverified · nobody on it" is about one claim."""
    return not line.startswith(QUOTED) and not ENTRY.match(line)


def _number(written: str) -> int:
    return 0 if written.lower() == "none" else int(written.replace(",", ""))


def _read_entries(lines: Sequence[str], entries: list[Entry]) -> None:
    entry: Entry | None = None
    into: list[str] = []
    for line in lines:
        begins = ENTRY.match(line)
        if line.startswith(QUOTED):
            into.append(line)
        elif REST.match(line):
            entry, into = None, []
        elif begins:
            entry = next((known for known in entries if known.reference == begins[1]), None) or Entry(begins[1])
            if entry not in entries:
                entries.append(entry)
            into = entry.claim
            into.append(line)
        elif entry is not None:
            if AGAINST.match(line):
                into = entry.against
            into.append(line)


def check_counts(case: Case, filed: int, digest: Digest) -> list[str]:
    """Compare numbers with what the case expects; what it does not name is not checked."""
    expected = case.expect
    return [
        f"{what}: the case expects {wanted}, and there {'is' if found == 1 else 'are'} {found}."
        for what, wanted, found in (
            ("Claims filed", expected.claims, filed),
            ("Contested claims in the digest's first line", expected.contested, digest.contested),
            ("Open disputes in the digest's first line", expected.open_disputes, digest.open_disputes),
            ("Contested claims set out in the digest", expected.contested, len(digest.entries)),
            ("Unverified in the digest", expected.unverified, digest.unverified),
        )
        if wanted is not None and wanted != found
    ]


def check_digest(case: Case, references: Mapping[str, str], digest: Digest) -> list[str]:
    """Compare the digest with the case: exactly its contested claims, each beside what was said against it.

    `references` says which reference the desk gave each claim's key.
    """
    problems: list[str] = []
    entries = {entry.reference: entry for entry in digest.entries}
    for claim in case.contested():
        entry = entries.pop(references.get(claim.key, ""), None)
        if entry is None:
            problems.append(f"{_named(claim, references)} is contested, and the digest does not set it out.")
        else:
            problems += _check_entry(case, claim, entry)
    for reference in entries:
        problems.append(f"{reference} stands among the contested, and the case has nothing against it.")
    return problems


def check_then(expected: ExpectedThen, references: Mapping[str, str], digest: Digest) -> list[str]:
    """Compare what the digest corrects at its head, and what it calls settled, with what the case expects."""
    problems: list[str] = []
    for does, done, where, wanted, found in (
        ("corrects", "corrected to", "at the digest's head", expected.corrected, digest.corrected),
        ("settles", "settled as", "in the digest", expected.settled, digest.settled),
    ):
        left = dict(found)
        for key, verdict in wanted.items():
            name = references.get(key, f"`{key}`")
            said = left.pop(name, None)
            if said != verdict:
                but = "is not there" if said is None else f"is “{said}” there"
                problems.append(f"{name} is to be {done} “{verdict}” {where}, and {but}.")
        problems += [f"The digest {does} {name}, and the case does not expect that." for name in left]
    return problems


def _check_entry(case: Case, claim: Claim, entry: Entry) -> list[str]:
    missing = [
        f"The digest's entry for {entry.reference} does not show {what}"
        for what in _missing(claim, "\n".join(entry.claim))
    ]
    against = "\n".join(entry.against)
    newest = NEWEST.search(entry.against[0]) if entry.against else None
    contesting = [dispute for dispute in case.against(claim) if dispute.contests]
    for dispute in contesting[-int(newest[1]) :] if newest else contesting:
        missing += [
            f"Against {entry.reference}, the digest does not show {what}"
            for what in (*_missing(dispute, against), *_missing_kind(dispute, against))
        ]
    missing += [
        f'Against {entry.reference}, the digest shows "{other.statement}", which was said against another claim.'
        for other in case.disputes
        if other.claim != claim.key and shows(against, other.statement)
        if not any(shows(own.statement, other.statement) for own in case.against(claim))
    ]
    return missing


def _missing(said: Utterance, shown: str) -> list[str]:
    wanted = {"the speaker": said.speaker, "the statement": said.statement, "the outlet": said.outlet}
    if said.citing:
        wanted["whom the outlet cites"] = said.citing
    return [f'{what}: "{text}".' for what, text in wanted.items() if not shows(shown, text)]


def _missing_kind(dispute: Dispute, shown: str) -> list[str]:
    if any(dispute.kind in line for line in shown.splitlines() if shows(line, dispute.speaker)):
        return []
    return [f"that {dispute.speaker} {dispute.kind} it."]


def _named(claim: Claim, references: Mapping[str, str]) -> str:
    return references.get(claim.key, f"The claim `{claim.key}`")
