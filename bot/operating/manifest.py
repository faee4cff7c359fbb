"""The app as Slack is to know it: `manifest.yml` is Socket Mode's, and HTTP's is made of it."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from bot.operating.http_door import EVENTS
from bot.operating.installing import BACK
from bot.operating.leaving import NOT_UNDERSTOOD, leave

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
# A name with a dot in it, perhaps a port, and no path: the proxy passes on `/slack/` at its root.
OWN_ADDRESS = re.compile(r"https://[\w-]+(\.[\w-]+)+(:\d+)?/?")
HTTP_EVENTS = ["app_uninstalled", "tokens_revoked"]


def register(commands: typer.Typer) -> None:
    """Add the command."""
    commands.command()(manifest)


def manifest(
    http: Annotated[bool, typer.Option("--http", help="For app.py run --http, with many workspaces.")] = False,
    url: Annotated[str, typer.Option(help="Where Slack reaches the bot: https://bot.example.org")] = "",
) -> None:
    """Print the manifest to create the app from."""
    if not http:
        typer.echo(MANIFEST.read_text("utf-8"), nl=False)
        return
    if not OWN_ADDRESS.fullmatch(url):
        leave(
            "--http needs the bot's own https address, without a path: app.py manifest --http --url https://bot.example.org",
            NOT_UNDERSTOOD,
        )
    typer.echo(yaml.safe_dump(http_manifest(url), sort_keys=False, allow_unicode=True, width=120), nl=False)


def socket_manifest() -> dict[str, Any]:
    """What `manifest.yml` says."""
    read: dict[str, Any] = yaml.safe_load(MANIFEST.read_text("utf-8"))
    return read


def http_manifest(url: str) -> dict[str, Any]:
    """The same for HTTP, where the bot is reached at `url`: addresses, installation by others, tokens that run out."""
    made, requests = deepcopy(socket_manifest()), url.rstrip("/") + EVENTS
    for command in made["features"]["slash_commands"]:
        command["url"] = requests
    made["oauth_config"]["redirect_urls"] = [url.rstrip("/") + BACK]
    settings = made["settings"]
    settings["event_subscriptions"]["request_url"] = requests
    settings["event_subscriptions"]["bot_events"] += HTTP_EVENTS
    settings["interactivity"] |= {"request_url": requests, "message_menu_options_url": requests}
    settings |= {"socket_mode_enabled": False, "org_deploy_enabled": True, "token_rotation_enabled": True}
    return made


def scopes() -> list[str]:
    """What the app may do where it is installed."""
    return list(socket_manifest()["oauth_config"]["scopes"]["bot"])
