"""What a check found, in sentences: what is so, and what to do where something is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.operating.tokens import Answered
from bot.surfaces.phrases import count
from store.condition import Condition, Standing

CLOCK_MAY_DIFFER = 5.0  # seconds
WAITS_TOO_LONG = timedelta(minutes=10)
REINSTALL = "Create or update the app from manifest.yml, install it anew, and copy its token."


class Sign(Enum):
    """How it stands."""

    GOOD = "✓"
    NOTED = "–"
    WRONG = "✗"


@dataclass(frozen=True)
class Finding:
    """One line."""

    sign: Sign
    about: str
    sentence: str


def good(about: str, sentence: str) -> Finding:
    """All is well."""
    return Finding(Sign.GOOD, about, sentence)


def noted(about: str, sentence: str) -> Finding:
    """Nobody has to do anything, or it could not be looked at."""
    return Finding(Sign.NOTED, about, sentence)


def wrong(about: str, sentence: str) -> Finding:
    """Somebody has to do something."""
    return Finding(Sign.WRONG, about, sentence)


def of_bot_token(said: Answered, address: str, mend: str) -> Finding:
    """Whether Slack takes the bot's token. `mend`: what to do if it is not good."""
    about = "Bot token"
    if said.silent:
        return wrong(about, f"{address} does not answer. Check the network and SLACK_API_URL.")
    if said.refused is not None:
        return _refused(about, said.refused, mend)
    return good(about, f"Slack takes it: {said.name} in {said.team}.")


def of_app_token(said: Answered) -> Finding:
    """Whether Slack gives a socket for the app's token."""
    about = "App token"
    if said.silent:
        return wrong(about, "Slack does not answer. Check the network.")
    if said.refused is not None:
        return _refused(
            about,
            said.refused,
            "Copy SLACK_APP_TOKEN anew from Basic Information, App-Level Tokens; its scope is connections:write.",
        )
    return good(about, "Slack takes it, and gives a socket for it.")


def of_scopes(granted: Collection[str] | None, asked: Collection[str], mend: str = REINSTALL) -> Finding:
    """Whether the app may do what its manifest asks for. `mend`: what to do if it may not."""
    if granted is None:
        return noted("Scopes", "Not looked at: Slack did not say what is granted.")
    missing, more = sorted(set(asked) - set(granted)), sorted(set(granted) - set(asked))
    if missing:
        return wrong("Scopes", f"Not granted: {', '.join(missing)}. {mend}")
    if more:
        return noted("Scopes", f"All that is needed is granted, and more than that: {', '.join(more)}.")
    return good("Scopes", f"All {len(set(asked))} of manifest.yml are granted.")


def of_clock(ahead: float | None) -> Finding:
    """Whether this machine's clock is right."""
    if ahead is None:
        return noted("Clock", "Not looked at: Slack did not say what time it is.")
    if abs(ahead) < CLOCK_MAY_DIFFER:
        return good("Clock", "It agrees with Slack's.")
    which = "ahead of" if ahead > 0 else "behind"
    return wrong(
        "Clock",
        f"It is {_lasting(timedelta(seconds=abs(ahead)))} {which} Slack's: what is due comes that much "
        f"{'early' if ahead > 0 else 'late'}. Set it by NTP: timedatectl set-ntp true",
    )


def of_database(seen: Condition) -> Iterator[Finding]:
    """Whether the record is there and can be written, and whether its tables are what this code knows."""
    if seen.shut is not None:
        yield wrong("Database", f"{seen.where} does not let us in: {seen.shut}. Check DATABASE_URL.")
        return
    if seen.unwritable is not None:
        yield wrong("Database", f"{seen.where} cannot be written: {seen.unwritable}. {_permit(seen)}")
    elif seen.standing is Standing.NOT_THERE:
        yield noted("Database", f"There is no {seen.where} yet. The first start makes it.")
        return
    else:
        yield good("Database", f"{seen.where} can be read and written.")
    if seen.standing is not Standing.NOT_THERE:
        yield _of_tables(seen)


def _permit(seen: Condition) -> str:
    if "lock" in (seen.unwritable or ""):
        return "Something else has held it for 10 seconds: end that."
    return "Give it to the user that the bot runs as, on a disk that takes more."


def _of_tables(seen: Condition) -> Finding:
    about = "Tables"
    if seen.standing is Standing.FOREIGN:
        return wrong(about, "They are not Counterclaim's. Name a database of its own in DATABASE_URL.")
    if seen.standing is Standing.NEWER:
        return wrong(about, f"A newer Counterclaim made them ({seen.revision}). Bring this one up to date.")
    if seen.standing is Standing.OLDER:
        return noted(
            about, f"An older Counterclaim made them ({seen.revision}). The next start brings them up to date."
        )
    if seen.standing is Standing.EMPTY:
        return noted(about, "There are none yet. The first start makes them.")
    return good(about, f"They are up to date ({seen.revision}).")


def of_outbox(seen: Condition, now: datetime) -> Iterator[Finding]:
    """Whether what is to be sent goes out."""
    if seen.standing is not Standing.CURRENT:
        return
    about = "Outbox"
    for problem, number in seen.queue.stuck.items():
        what = count(number, "message")
        yield wrong(about, f"{what} cannot be sent: {problem}. {_WAYS_OUT.get(problem, _LOOK_UP)}")
    age = timedelta(0) if seen.queue.oldest is None else now - seen.queue.oldest
    last = "Nothing was sent yet." if seen.last_sent is None else f"The last was sent {_ago(now - seen.last_sent)}."
    if age > WAITS_TOO_LONG:
        waits = f"{count(seen.queue.waiting, 'message')} not sent, the oldest for {_lasting(age)}."
        yield wrong(about, f"{waits} {last} See that the bot runs, and what its log says of “not sent”.")
    elif seen.queue.waiting:
        yield good(about, f"{count(seen.queue.waiting, 'message')} on the way. {last}")
    elif not seen.queue.stuck:
        yield good(about, f"Nothing waits. {last}")


_INVITE = "Invite the bot to the channel (/invite @Counterclaim); it goes out then."
_WAYS_OUT = {
    "not_in_channel": _INVITE,
    "channel_not_found": _INVITE,
    "is_archived": "Unarchive the channel, or choose another in /claim setup.",
    "restricted_action": "Somebody who manages the channel lets the bot post in it.",
    "user_not_found": "Somebody left: choose others in /claim setup.",
    "not_installed": "Their workspace took the app out; it goes out once they install it again.",
}
_LOOK_UP = "Look it up in docs/operating.md; it is tried again at the next start."


def _refused(about: str, error: str, mend: str) -> Finding:
    if error in ("ratelimited", "internal_error", "fatal_error", "service_unavailable") or error.startswith("status"):
        return wrong(about, f"Slack is not well ({error}). Try again in a minute; https://slack-status.com tells more.")
    return wrong(about, f"Slack does not take it: {error}. {mend}")


def _ago(since: timedelta) -> str:
    return "just now" if since < timedelta(minutes=1) else f"{_lasting(since)} ago"


def _lasting(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 1.9 * length:
            return count(round(seconds / length), unit)
    return count(seconds, "second")
