"""Where the app is installed. Slack's own stores read and write it, as a part of our transactions.

An installation is one workspace's, or a whole organisation's: then its `team` is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, and_, delete, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from store.tables import SlackBot, SlackInstallation, SlackOAuthState, Workspace

RENEWAL = timedelta(minutes=1)  # longer than Slack takes to exchange a token
SEALED = ("bot_token", "bot_refresh_token", "user_token", "user_refresh_token", "incoming_webhook_url")


class Place(NamedTuple):
    """What an installation is of."""

    enterprise: str | None
    team: str | None


class WithinTransaction:
    """What Slack's stores take for an engine: all that they do belongs to the transaction that is open."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """The connection of the transaction."""
        self._session.flush()
        yield self._session.connection()

    connect = begin


def place_of(session: Session, client_id: str, team: str | None, enterprise: str | None) -> Place | None:
    """Whose installation speaks for a workspace: its own, or else its organisation's."""
    own = _newest(client_id).where(SlackBot.team_id == team)
    whole = _newest(client_id).where(col(SlackBot.team_id).is_(None), SlackBot.enterprise_id == enterprise)
    bot = (session.exec(own).first() if team else None) or (session.exec(whole).first() if enterprise else None)
    return None if bot is None else Place(bot.enterprise_id, bot.team_id)


def all_places(session: Session, client_id: str) -> list[Place]:
    """Every workspace and organisation that has installed the app."""
    return [Place(bot.enterprise_id, bot.team_id) for bot in newest_bots(session, client_id)]


def newest_bots(session: Session, client_id: str) -> list[SlackBot]:
    """The newest bot of each installation, its tokens as they are kept."""
    query = select(SlackBot).where(SlackBot.client_id == client_id).order_by(col(SlackBot.installed_at))
    return list({Place(bot.enterprise_id, bot.team_id): bot for bot in session.exec(query)}.values())


def kept_for_others(session: Session, client_id: str) -> int:
    """How many bots on file are another app's."""
    query = select(func.count()).select_from(SlackBot).where(SlackBot.client_id != client_id)
    return session.exec(query).one()


def workspaces_of(session: Session, place: Place) -> Sequence[Workspace]:
    """The workspaces on file that an installation is for."""
    theirs = Workspace.team_id == place.team if place.team else Workspace.enterprise_id == place.enterprise
    return session.exec(select(Workspace).where(theirs).order_by(col(Workspace.id))).all()


def forget(session: Session, client_id: str, place: Place) -> None:
    """Delete an installation, its tokens with it."""
    for table in (SlackBot, SlackInstallation):
        whole = and_(col(table.team_id).is_(None), col(table.enterprise_id) == place.enterprise)
        theirs = col(table.team_id) == place.team if place.team else whole
        session.execute(delete(table).where(col(table.client_id) == client_id, theirs))


def lease_renewal(session: Session, client_id: str, place: Place, holder: str, now: datetime) -> bool:
    """Have one alone exchange a refresh token, for a minute: Slack takes it once. False: another does."""
    bot = _bot_at(session, client_id, place)
    if bot is None or (bot.renewer is not None and (bot.renewing_since or now) > now - RENEWAL):
        return False
    bot.renewer, bot.renewing_since = holder, now
    session.add(bot)
    return True


def end_renewal(session: Session, client_id: str, place: Place, holder: str) -> bool:
    """Give the lease back; False if it is another's by now."""
    bot = _bot_at(session, client_id, place)
    if bot is None or bot.renewer != holder:
        return False
    bot.renewer, bot.renewing_since = None, None
    session.add(bot)
    session.flush()
    return True


def change_tokens(session: Session, change: Callable[[str], str | None]) -> tuple[int, int]:
    """Have every token on file kept as `change` says; None leaves it. How many were changed, and how many not."""
    done = left = 0
    for table in (SlackBot, SlackInstallation):
        for row in session.exec(select(table)).all():
            for name in SEALED:
                kept = getattr(row, name, None)
                if kept is None:
                    continue
                changed = change(kept)
                done, left = done + (changed is not None), left + (changed is None)
                setattr(row, name, changed or kept)
            session.add(row)
    return done, left


def keep_state(session: Session, state: str, until: datetime, now: datetime) -> None:
    """Remember an installation that somebody began; what nobody came back with in time is forgotten."""
    session.execute(delete(SlackOAuthState).where(col(SlackOAuthState.expire_at) <= now))
    session.add(SlackOAuthState(state=state, expire_at=until))


def take_state(session: Session, state: str, now: datetime) -> bool:
    """Whether somebody came back with what they were given, in time, and for the first time.

    One statement: with Slack's own store two copies asked at once would both say yes.
    """
    theirs = and_(col(SlackOAuthState.state) == state, col(SlackOAuthState.expire_at) > now)
    return session.execute(delete(SlackOAuthState).where(theirs).returning(col(SlackOAuthState.id))).first() is not None


def _newest(client_id: str) -> SelectOfScalar[SlackBot]:
    return select(SlackBot).where(SlackBot.client_id == client_id).order_by(col(SlackBot.installed_at).desc()).limit(1)


def _bot_at(session: Session, client_id: str, place: Place) -> SlackBot | None:
    query = _newest(client_id).where(SlackBot.team_id == place.team, SlackBot.enterprise_id == place.enterprise)
    return session.exec(query.with_for_update()).first()
