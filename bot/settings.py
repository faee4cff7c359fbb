"""Settings, from the environment or `.env`."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.desk.likeness import Gate
from bot.errors import BadSetting
from bot.sealing import is_key
from bot.surfaces.exports.review import Publisher
from store.passing import Keep


def _beginning(prefix: str) -> AfterValidator:
    def check(value: str) -> str:
        if not value.startswith(prefix):
            raise ValueError
        return value

    return AfterValidator(check)


def _slack_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:  # reading a bad port raises
        raise ValueError
    return value if value.endswith("/") else value + "/"


def _database_address(value: str) -> str:
    scheme, _, rest = value.partition("://")
    if scheme not in ("sqlite", "postgresql") or not rest.strip("/"):
        raise ValueError
    return value


def _own_address(value: str) -> str:
    if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
        raise ValueError
    return value


def _token_key(value: str) -> str:
    if value and not is_key(value):
        raise ValueError
    return value


_Secret = Annotated[str, Field(min_length=1, repr=False)]
_TokenKey = Annotated[str, AfterValidator(_token_key)]
_Share = Annotated[float, Field(ge=0, le=1)]


class RecordSettings(BaseSettings):
    """What it takes to read the record. Field names are the names in the environment."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    database_url: Annotated[str, AfterValidator(_database_address)] = "sqlite:///counterclaim.db"
    counterclaim_publisher: str = ""  # whose verdicts a ClaimReview says they are
    counterclaim_publisher_url: Annotated[str, AfterValidator(_own_address)] = ""

    @property
    def publisher(self) -> Publisher:
        """Whose verdicts these are."""
        return Publisher(self.counterclaim_publisher, self.counterclaim_publisher_url)


class BotSettings(RecordSettings):
    """What `app.py run` needs to know in any case."""

    slack_api_url: Annotated[str, AfterValidator(_slack_address)] = "https://slack.com/api/"
    counterclaim_likeness_same: _Share = Gate.same
    counterclaim_likeness_related: _Share = Gate.related
    counterclaim_likeness_close: _Share = Gate.close
    counterclaim_semantic: bool = True  # by meaning too, where the extra is installed
    counterclaim_log_level: Literal["debug", "info", "warning", "error"] = "info"
    counterclaim_log_format: Literal["json", "console"] = "json"
    counterclaim_metrics_host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    counterclaim_metrics_port: Annotated[int, Field(ge=0, le=65535)] = 0  # 0: nobody asks
    counterclaim_keep_requests_days: Annotated[int, Field(ge=1)] = 7
    counterclaim_keep_sent_days: Annotated[int, Field(ge=30)] = 365

    @property
    def keep(self) -> Keep:
        """How long what only passes through is kept."""
        return Keep(
            requests=timedelta(days=self.counterclaim_keep_requests_days),
            sent=timedelta(days=self.counterclaim_keep_sent_days),
        )

    @property
    def gate(self) -> Gate:
        """From which likeness on something is said."""
        return Gate(
            same=self.counterclaim_likeness_same,
            related=self.counterclaim_likeness_related,
            close=self.counterclaim_likeness_close,
        )


class Settings(BotSettings):
    """What `app.py run` needs to know in Socket Mode."""

    slack_bot_token: Annotated[str, _beginning("xoxb-")] = Field(repr=False)
    slack_app_token: Annotated[str, _beginning("xapp-")] = Field(repr=False)


class HttpSettings(BotSettings):
    """What `app.py run --http` needs to know."""

    slack_signing_secret: _Secret
    slack_client_id: Annotated[str, Field(min_length=1)]
    slack_client_secret: _Secret
    counterclaim_token_key: Annotated[_TokenKey, Field(min_length=1, repr=False)]
    counterclaim_token_key_before: Annotated[_TokenKey, Field(repr=False)] = (
        ""  # what tokens were encrypted with so far
    )
    counterclaim_host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    counterclaim_port: Annotated[int, Field(ge=1, le=65535)] = 3000

    @property
    def token_keys(self) -> list[str]:
        """The newest first."""
        return [key for key in (self.counterclaim_token_key, self.counterclaim_token_key_before) if key]


_SHOWN = "Slack shows it under Basic Information, App Credentials."
_KEY = "It is 32 bytes in base64; openssl rand -base64 32 makes one."
EXAMPLES = {
    "slack_bot_token": "It begins with xoxb-, for example SLACK_BOT_TOKEN=xoxb-1234-abcd. "
    "Slack shows it under OAuth & Permissions. For many workspaces, without it, add --http.",
    "slack_app_token": "It begins with xapp-, for example SLACK_APP_TOKEN=xapp-1-A012-abcd. "
    "Slack shows it under Basic Information, App-Level Tokens.",
    "slack_signing_secret": f"For example SLACK_SIGNING_SECRET=8f742231b10e8888abcd99yyyzzz85a5. {_SHOWN}",
    "slack_client_id": f"For example SLACK_CLIENT_ID=1234567890.1234567890. {_SHOWN}",
    "slack_client_secret": f"For example SLACK_CLIENT_SECRET=0f1e2d3c4b5a69788796a5b4c3d2e1f0. {_SHOWN}",
    "counterclaim_token_key": _KEY,
    "counterclaim_token_key_before": _KEY,
    "counterclaim_host": "It is the address to listen on, for example COUNTERCLAIM_HOST=127.0.0.1",
    "counterclaim_port": "It is the port to listen on, for example COUNTERCLAIM_PORT=3000",
    "slack_api_url": "It is an http or https address, for example SLACK_API_URL=https://slack.com/api/",
    "counterclaim_likeness_same": "It is a number from 0 to 1, for example COUNTERCLAIM_LIKENESS_SAME=0.30",
    "counterclaim_likeness_related": "It is a number from 0 to 1, for example COUNTERCLAIM_LIKENESS_RELATED=0.20",
    "counterclaim_likeness_close": "It is a number from 0 to 1, for example COUNTERCLAIM_LIKENESS_CLOSE=0.65",
    "counterclaim_semantic": "It is true or false, for example COUNTERCLAIM_SEMANTIC=false",
    "counterclaim_log_level": "It is debug, info, warning or error, for example COUNTERCLAIM_LOG_LEVEL=info",
    "counterclaim_log_format": "It is json or console, for example COUNTERCLAIM_LOG_FORMAT=json",
    "counterclaim_metrics_host": "It is the address to listen on, for example COUNTERCLAIM_METRICS_HOST=127.0.0.1",
    "counterclaim_metrics_port": "It is the port to listen on, for example COUNTERCLAIM_METRICS_PORT=9464",
    "counterclaim_keep_requests_days": "It is a number of days, for example COUNTERCLAIM_KEEP_REQUESTS_DAYS=7",
    "counterclaim_keep_sent_days": "It is a number of days from 30 on, for example COUNTERCLAIM_KEEP_SENT_DAYS=365",
    "counterclaim_publisher_url": "It is your newsroom's http or https address, "
    "for example COUNTERCLAIM_PUBLISHER_URL=https://example.org",
    "database_url": "It begins with sqlite:/// or postgresql://, for example DATABASE_URL=sqlite:///counterclaim.db",
}


Kind = TypeVar("Kind", bound=RecordSettings)


def read_settings(kind: type[Kind]) -> Kind:
    """Read the settings. Raises BadSetting, which names the first wrong one and shows a right example."""
    try:
        return kind()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        name = str(first["loc"][0])
        what = "is missing" if first["type"] == "missing" else "is not well-formed"
        raise BadSetting(f"{name.upper()} {what}. {EXAMPLES[name]}") from None
