"""A small bot on the real slack_bolt that is sent requests, with Bolt's own OAuth flow in front of it."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from sandbox.clock import SandboxClock
from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import MANIFEST, Wall

SCOPES = ["channels:read", "chat:write", "commands", "users:read"]


@dataclass
class Site:
    """The app and where it is reached."""

    app: AsyncApp
    url: str
    store: FileInstallationStore


def manifest_at(url: str) -> dict[str, Any]:
    """Return the manifest of an app that is sent requests."""
    manifest = copy.deepcopy(MANIFEST)
    for command in manifest["features"]["slash_commands"]:
        command["url"] = f"{url}/slack/events"
    manifest["oauth_config"]["redirect_urls"] = [f"{url}/slack/oauth_redirect"]
    settings = manifest["settings"]
    settings["event_subscriptions"]["request_url"] = f"{url}/slack/events"
    settings["event_subscriptions"]["bot_events"] += ["app_uninstalled", "tokens_revoked"]
    settings["interactivity"] = {"is_enabled": True, "request_url": f"{url}/slack/events"}
    settings["socket_mode_enabled"] = False
    return manifest


@asynccontextmanager
async def slack(**options: Any) -> AsyncIterator[SandboxServer]:
    """Start a sandbox in which nobody has installed the app yet, unless it is said otherwise."""
    manifest = copy.deepcopy(options.pop("manifest", MANIFEST))
    server = SandboxServer(SandboxClock(Wall()), manifest, **({"installed": False, "workspaces": 2} | options))
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def site(server: SandboxServer, folder: Path, **settings: Any) -> AsyncIterator[Site]:
    """Serve the app until the block ends, and register it with the sandbox; `settings` go into its manifest's."""
    store = FileInstallationStore(base_dir=str(folder / "installations"), client_id=server.registration.client_id)
    app = AsyncApp(
        client=AsyncWebClient(base_url=server.api_url, retry_handlers=[]),
        signing_secret=server.registration.signing_secret,
        oauth_settings=AsyncOAuthSettings(
            client_id=server.registration.client_id,
            client_secret=server.registration.client_secret,
            scopes=SCOPES,
            authorization_url=server.authorize_url,
            installation_store=store,
            state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(folder / "states")),
        ),
    )
    runner = web.AppRunner(app.web_app("/slack/events"), access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    manifest = manifest_at(url)
    manifest["settings"] |= settings
    server.use_manifest(manifest)
    try:
        yield Site(app, url, store)
    finally:
        await runner.cleanup()


async def add_to_slack(
    server: SandboxServer, site: Site, place: str, *, answer: str = "allow", person: str = "lead"
) -> tuple[int, str, str]:
    """Go from the app's own page through Slack's to the app's end of it, as a browser does.

    Returns the status, the text and the address of where that ends.
    """
    # Bolt marks its cookie as Secure; a browser takes loopback for secure, too.
    jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=URL(site.url))
    async with aiohttp.ClientSession(cookie_jar=jar) as browser:
        async with browser.get(f"{site.url}/slack/install") as page:
            link = unescape((await page.text()).split('<a href="')[1].split('"')[0])
        person_id = server.actor(person).person.id
        form = {"answer": answer, "place": place, "as": person_id}
        async with browser.post(link, data=form) as end:
            return end.status, await end.text(), str(end.url)


def query_of(address: str) -> dict[str, str]:
    """Return an address's query."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
