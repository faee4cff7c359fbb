"""Who has installed the app, in Slack's own stores: one installation a workspace or organisation, its tokens encrypted.

The library's asynchronous stores want an asynchronous engine; its plain ones take part in our transactions as they are.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.clock import Clock
from bot.sealing import NotOpened, Seal
from store import Record, Session, outbox
from store import installations as kept
from store.installations import Place, WithinTransaction
from store.tables import SlackBot
from store.workspaces import lock_known

STATE_LIFETIME = timedelta(minutes=10)


class _Sealed(SQLAlchemyInstallationStore):
    """Slack's own store; every token is encrypted on its way in and decrypted on its way out."""

    def __init__(self, client_id: str, session: Session, seal: Seal) -> None:
        engine: Any = WithinTransaction(session)
        super().__init__(client_id, engine)
        self._seal = seal

    def save(self, installation: Installation) -> None:
        """Keep an installation, and with it its bot."""
        super().save(Installation(**self._each(installation.to_dict_for_copying(), self._seal.seal)))

    def build_bot_entity(self, row: Any) -> Bot:  # type: ignore[override]
        """Read a bot. Raises NotOpened."""
        return super().build_bot_entity(self._each(row, self._seal.open))

    def build_installation_entity(self, row: Any) -> Installation:  # type: ignore[override]
        """Read an installation. Raises NotOpened."""
        return super().build_installation_entity(self._each(row, self._seal.open))

    @staticmethod
    def _each(row: Any, change: Callable[[str | None], str | None]) -> dict[str, Any]:
        return dict(row) | {name: change(row[name]) for name in kept.SEALED if name in row}


@dataclass(frozen=True)
class Listed:
    """One installation, without its tokens. `opens`: whether a key that we have opens them."""

    place: Place
    name: str
    scopes: frozenset[str]
    installed_at: datetime
    expires_at: datetime | None
    opens: bool


@dataclass(frozen=True)
class Installations(AsyncInstallationStore):
    """Every installation of one app."""

    record: Record
    client_id: str
    seal: Seal
    clock: Clock

    @property
    def logger(self) -> Any:
        """What Bolt would log with."""
        return structlog.get_logger()

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation in the place of those before it, and let go out what has waited for it."""
        # The library has gone by the machine's clock; what it counted from there is counted from ours.
        ahead = self.clock.now().timestamp() - installation.installed_at
        installation.installed_at += ahead
        for name in ("bot_token_expires_at", "user_token_expires_at"):
            until = getattr(installation, name)
            setattr(installation, name, None if until is None else int(until + ahead))
        await self.record.write(lambda session: self._install(session, installation))

    async def place_of(self, team: str | None, enterprise: str | None) -> Place | None:
        """Whose installation speaks for a workspace: its own, or else its organisation's; None if neither is there."""
        return await self.record.read(lambda session: kept.place_of(session, self.client_id, team, enterprise))

    async def bot_at(self, place: Place) -> Bot | None:
        """The bot of an installation, with its tokens. Raises NotOpened."""
        return await self.record.read(lambda session: self.bot(session, place))

    async def remove(self, place: Place) -> None:
        """Forget an installation, its tokens at once; what waits to be sent there waits until the next."""
        await self.record.write(lambda session: kept.forget(session, self.client_id, place))

    async def places(self) -> list[Place]:
        """Where the app is installed."""
        return await self.record.read(lambda session: kept.all_places(session, self.client_id))

    async def another_apps(self) -> bool:
        """Whether what is on file are installations of another app, and none of ours."""

        def look(session: Session) -> bool:
            ours = kept.all_places(session, self.client_id)
            return not ours and kept.kept_for_others(session, self.client_id) > 0

        return await self.record.read(look)

    async def listed(self) -> list[Listed]:
        """Every installation, as an operator may see it."""

        def look(session: Session) -> list[Listed]:
            return [self._listing(bot) for bot in kept.newest_bots(session, self.client_id)]

        return await self.record.read(look)

    async def seal_again(self) -> tuple[int, int]:
        """Have every token sealed with the newest key: how many are, and how many no key opens."""

        def again(token: str) -> str | None:
            try:
                return self.seal.again(token)
            except NotOpened:
                return None

        return await self.record.write(lambda session: kept.change_tokens(session, again))

    def bot(self, session: Session, place: Place) -> Bot | None:
        """The same within a transaction. Raises NotOpened."""
        return _Sealed(self.client_id, session, self.seal).find_bot(enterprise_id=place.enterprise, team_id=place.team)

    def renewed(self, session: Session, place: Place, used: Bot, new: Bot) -> bool:
        """Keep what Slack gave for a bot's refresh token; False if the app was installed anew meanwhile, or removed."""
        store = _Sealed(self.client_id, session, self.seal)
        installation = store.find_installation(enterprise_id=place.enterprise, team_id=place.team)
        if installation is None or installation.bot_refresh_token != used.bot_refresh_token:
            return False
        installation.bot_token, installation.bot_refresh_token = new.bot_token, new.bot_refresh_token
        installation.bot_token_expires_at = new.bot_token_expires_at
        store.save(installation)  # in the same rows: it was installed at the same moment
        return True

    def _listing(self, bot: SlackBot) -> Listed:
        try:
            opens = self.seal.open(bot.bot_token) is not None
        except NotOpened:
            opens = False
        expires = bot.bot_token_expires_at
        return Listed(
            Place(bot.enterprise_id, bot.team_id),
            bot.team_name or bot.enterprise_name or "",
            frozenset((bot.bot_scopes or "").split(",")) - {""},
            bot.installed_at.replace(tzinfo=UTC),
            None if expires is None else expires.replace(tzinfo=UTC),
            opens,
        )

    def _install(self, session: Session, installation: Installation) -> None:
        place = Place(installation.enterprise_id, installation.team_id)
        theirs = [lock_known(session, each.id or 0) for each in kept.workspaces_of(session, place)]
        kept.forget(session, self.client_id, place)
        _Sealed(self.client_id, session, self.seal).save(installation)
        for workspace in theirs:
            outbox.unstick(session, workspace.id)


@dataclass(frozen=True)
class States(AsyncOAuthStateStore):
    """What somebody takes along to Slack and brings back, so that nobody else's installation is finished as theirs."""

    record: Record
    clock: Clock

    @property
    def logger(self) -> Any:
        """What Bolt would log with."""
        return structlog.get_logger()

    async def async_issue(self, *_args: Any, **_more: Any) -> str:
        """Give one out; it is good for ten minutes, once."""
        state, now = secrets.token_urlsafe(32), self.clock.now()
        await self.record.write(lambda session: kept.keep_state(session, state, now + STATE_LIFETIME, now))
        return state

    async def async_consume(self, state: str) -> bool:
        """Take one back; whether it is good."""
        now = self.clock.now()
        return await self.record.write(lambda session: kept.take_state(session, state, now))
