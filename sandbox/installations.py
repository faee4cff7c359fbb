"""Where the app is installed, and the tokens that came of it.

Source: docs.slack.dev/authentication/installing-with-oauth, using-token-rotation and tokens; of a reinstallation
slackapi/bolt-python#969: it adds scopes, and the token stays the same unless tokens rotate.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.clock import Clock
from sandbox.errors import Refused
from sandbox.registration import Registration
from sandbox.workspace import Json, Organisation, Workspace

CODE_LIFETIME = timedelta(minutes=10)
TOKEN_LIFETIME = timedelta(hours=12)
REVOKED, INACTIVE = "token_revoked", "account_inactive"


@dataclass(eq=False)
class Token:
    """What opens the Web API. `place` is a workspace's id, or the organisation's; None: of no installation.

    `ended` is what Slack says of one that opens nothing any more.
    """

    value: str
    kind: str
    place: str | None = None
    expires: datetime | None = None
    ended: str | None = None


NOBODY = Token("", "none")


@dataclass(eq=False)
class Installation:
    """The app in one workspace, or in a whole organisation. `granted` None: whatever its manifest asks for."""

    place: str
    person: str
    granted: frozenset[str] | None = None
    tokens: list[Token] = field(default_factory=list)
    refresh: str | None = None


@dataclass(eq=False)
class Grant:
    """What somebody allowed on the page of /oauth/v2/authorize; the app has ten minutes to fetch it, once."""

    place: str
    person: str
    scopes: frozenset[str]
    redirect_uri: str | None
    issued: datetime
    used: bool = False


class Installations:
    """Every installation of one app, by workspace or organisation. `tell` sends a workspace's event to the app."""

    def __init__(
        self,
        clock: Clock,
        registration: Registration,
        workspaces: Mapping[str, Workspace],
        organisation: Organisation | None,
        tell: Callable[[str, Json], None],
    ) -> None:
        self._clock = clock
        self.registration = registration
        self.organisation = organisation
        self._workspaces = workspaces
        self._tell = tell
        self._by_place: dict[str, Installation] = {}
        self._tokens: dict[str, Token] = {}
        self._grants: dict[str, Grant] = {}

    # Tokens

    def keep(self, token: Token) -> None:
        """Let a token open the Web API."""
        self._tokens[token.value] = token

    def token(self, value: str) -> Token:
        """Return a token that is good; Refused: not_authed, invalid_auth, token_expired, or how it ended."""
        if not value:
            raise Refused("not_authed")
        token = self._tokens.get(value)
        if token is None:
            raise Refused("invalid_auth")
        if token.ended is not None:
            raise Refused(token.ended)
        if token.expires is not None and token.expires <= self._clock.now():
            raise Refused("token_expired")
        return token

    def scopes_of(self, token: Token) -> frozenset[str]:
        """Return what a token may do; the app's own only opens sockets."""
        if token.kind == "app":
            return frozenset({"connections:write"})
        installation = self._by_place.get(token.place or "")
        granted = installation.granted if installation is not None else None
        return self.registration.scopes if granted is None else granted

    def at(self, place: str) -> Installation | None:
        """Return the installation of a workspace or an organisation, if the app is there."""
        return self._by_place.get(place)

    def described(self, place: str) -> Json:
        """Return whose token it is, as `oauth.v2.access` says it: the workspace, the organisation, the bot's user."""
        organisation = self.organisation
        workspace = self._workspaces.get(place)
        return {
            "team": {"id": workspace.team_id, "name": workspace.team_name} if workspace is not None else None,
            "enterprise": {"id": organisation.id, "name": organisation.name} if organisation is not None else None,
            "bot_user_id": self._bot(place),
        }

    # Coming

    def install(
        self, place: str, person: str, scopes: frozenset[str] | None = None, *, token: str | None = None
    ) -> Installation:
        """Install the app, or install it again, which adds scopes; its newest token is the last of its `tokens`.

        The bot is then in the workspace, but in no channel before somebody invites it.
        """
        known = self._by_place.get(place)
        if known is None:
            known = self._by_place[place] = Installation(place, person, scopes)
        elif known.granted is not None:
            known.granted = None if scopes is None else known.granted | scopes
        known.person = person
        if self.registration.rotates and token is None:
            self._rotate(known)
        elif not any(each.ended is None and each.expires is None for each in known.tokens):
            self._add(known, token or f"xoxb-{_digits()}-{secrets.token_hex(12)}", None)
        for workspace in self._places(place):
            workspace.installed, workspace.org_wide = True, place not in self._workspaces
            workspace.bot.deactivated = False
            workspace.changed("channels")
        return known

    def allow(self, grant: Grant) -> str:
        """Note what somebody allowed, and return the code that the app exchanges for a token."""
        code = f"{_digits()}.{_digits()}.{secrets.token_hex(16)}"
        self._grants[code] = grant
        return code

    def exchange(self, code: str, redirect_uri: str | None) -> tuple[Installation, str]:
        """Install what a code stands for, and return it with who allowed it.

        Refused: invalid_code, code_already_used, code_expired, bad_redirect_uri.
        """
        grant = self._grants.get(code)
        if grant is None:
            raise Refused("invalid_code")
        if grant.used:
            raise Refused("code_already_used")
        if self._clock.now() - grant.issued > CODE_LIFETIME:
            raise Refused("code_expired")
        if grant.redirect_uri != redirect_uri:
            raise Refused("bad_redirect_uri")
        grant.used = True
        return self.install(grant.place, grant.person, grant.scopes), grant.person

    def refresh(self, refresh_token: str) -> Installation:
        """Give out the next token for a refresh token, which is used up by it; the last one lives out its time."""
        for installation in self._by_place.values():
            if refresh_token and installation.refresh == refresh_token:
                self._rotate(installation)
                return installation
        raise Refused("invalid_refresh_token")

    # Going

    def revoke(self, token: Token) -> None:
        """End one token. The app stays, but its bot is deactivated and in no channel any more.

        Source: docs.slack.dev/reference/methods/auth.revoke
        """
        installation = self._by_place.get(token.place or "")
        if installation is None or token.place is None:
            return
        token.ended = REVOKED
        installation.refresh = None
        for workspace in self._places(token.place):
            workspace.bot.deactivated = True
            _leave_channels(workspace)
        self._say(token.place, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self._bot(token.place)]}})

    def uninstall(self, place: str) -> None:
        """Take the app out of a workspace or an organisation: its tokens end, and it hears so.

        LookupError if it is not there. Slack does not promise the order of the two events.
        """
        installation = self._by_place.pop(place, None)
        if installation is None:
            raise LookupError("The app is not installed there.")
        for token in installation.tokens:
            token.ended = token.ended or INACTIVE
        for workspace in self._places(place):
            leave_out(workspace)
        self._say(place, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self._bot(place)]}})
        self._say(place, {"type": "app_uninstalled"})

    # Inside

    def _rotate(self, installation: Installation) -> None:
        value = f"xoxe.xoxb-1-{secrets.token_urlsafe(40)}"
        self._add(installation, value, self._clock.now() + TOKEN_LIFETIME)
        installation.refresh = f"xoxe-1-{secrets.token_urlsafe(40)}"

    def _add(self, installation: Installation, value: str, expires: datetime | None) -> None:
        token = Token(value, "bot", installation.place, expires)
        installation.tokens.append(token)
        self.keep(token)

    def _places(self, place: str) -> list[Workspace]:
        """Return the workspaces that an installation is for: one, or all of an organisation."""
        workspace = self._workspaces.get(place)
        return [workspace] if workspace is not None else list(self._workspaces.values())

    def _bot(self, place: str) -> str:
        return self._places(place)[0].bot.id

    def _say(self, place: str, event: Json) -> None:
        self._tell(self._places(place)[0].team_id, event)


def leave_out(workspace: Workspace) -> None:
    """Have a workspace without the app."""
    workspace.installed = False
    _leave_channels(workspace)


def _leave_channels(workspace: Workspace) -> None:
    for channel in workspace.channels.values():
        if channel.kind != "im":
            channel.members.discard(workspace.bot.id)
    workspace.changed("channels")


def _digits() -> str:
    return str(secrets.randbelow(9 * 10**11) + 10**11)
