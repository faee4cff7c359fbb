"""Where the app is installed: the tables of Slack's own stores (slack_sdk.oauth), and what copies of the bot add.

Their columns are the library's, times without a zone included; tokens are longer here, as they are kept encrypted.
"""

from datetime import datetime

from pydantic import NaiveDatetime
from sqlalchemy import Index
from sqlmodel import Field

from store.tables.base import Row


class Installed(Row):
    """What both tables say of an installation; `team_id` is None where it is a whole organisation's."""

    id: int | None = Field(default=None, primary_key=True)
    client_id: str
    app_id: str
    enterprise_id: str | None = None
    enterprise_name: str | None = None
    team_id: str | None = None
    team_name: str | None = None
    bot_token: str | None = None
    bot_id: str | None = None
    bot_user_id: str | None = None
    bot_scopes: str | None = None
    bot_refresh_token: str | None = None
    bot_token_expires_at: NaiveDatetime | None = None
    is_enterprise_install: bool = False
    installed_at: NaiveDatetime


class SlackBot(Installed, table=True):
    """The bot's tokens in one workspace, or in a whole organisation."""

    __tablename__ = "slack_bots"
    __table_args__ = (
        Index("slack_bots_idx", "client_id", "enterprise_id", "team_id", "installed_at"),
        Index("ix_slack_bots_team", "client_id", "team_id", "installed_at"),
    )

    renewer: str | None = None  # ours: who is exchanging the refresh token, which is good for once
    renewing_since: datetime | None = None


class SlackInstallation(Installed, table=True):
    """Who installed the app, and where."""

    __tablename__ = "slack_installations"
    __table_args__ = (
        Index("slack_installations_idx", "client_id", "enterprise_id", "team_id", "user_id", "installed_at"),
    )

    enterprise_url: str | None = None
    user_id: str
    user_token: str | None = None
    user_scopes: str | None = None
    user_refresh_token: str | None = None
    user_token_expires_at: NaiveDatetime | None = None
    incoming_webhook_url: str | None = None
    incoming_webhook_channel: str | None = None
    incoming_webhook_channel_id: str | None = None
    incoming_webhook_configuration_url: str | None = None
    token_type: str | None = None


class SlackOAuthState(Row, table=True):
    """An installation that somebody began: it comes back once, and soon."""

    __tablename__ = "slack_oauth_states"

    id: int | None = Field(default=None, primary_key=True)
    state: str = Field(unique=True)
    expire_at: datetime
