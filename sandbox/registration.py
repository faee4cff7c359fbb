"""The app as Slack has it registered: its manifest, its secrets, and the addresses it is reached at."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox.workspace import Json

# What is made up here opens nothing but this sandbox.
CLIENT_ID = "1111111111.2222222222"
CLIENT_SECRET = "sandbox-client-secret"  # noqa: S105
SIGNING_SECRET = "sandbox-signing-secret"  # noqa: S105
INSTALL_PATH = "/slack/install"  # where Bolt has an app's own page to start an installation


@dataclass(frozen=True)
class Registration:
    """One app. `manifest` is read anew each time: what is changed in it holds from then on, as in Slack.

    `client_id` and `client_secret` are for OAuth; with `signing_secret` every request to the app is signed.
    """

    manifest: Json
    client_id: str = CLIENT_ID
    client_secret: str = CLIENT_SECRET
    signing_secret: str = SIGNING_SECRET
    app_id: str = "A0CLAIMBOT"

    @property
    def name(self) -> str:
        """Return what people read it is called."""
        return str(self.manifest.get("display_information", {}).get("name") or "Counterclaim")

    @property
    def scopes(self) -> frozenset[str]:
        """Return the bot scopes its manifest asks for."""
        return frozenset(self.manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))

    @property
    def redirect_urls(self) -> list[str]:
        """Return the addresses to which somebody may be sent back after an authorization."""
        return list(self.manifest.get("oauth_config", {}).get("redirect_urls", []))

    @property
    def rotates(self) -> bool:
        """Say whether its tokens expire and are refreshed."""
        return self._settings.get("token_rotation_enabled") is True

    @property
    def for_organisations(self) -> bool:
        """Say whether an organisation can install it for all its workspaces."""
        return self._settings.get("org_deploy_enabled") is True

    @property
    def by_http(self) -> bool:
        """Say whether it is sent requests: Socket Mode is off, and there is an address.

        Slack takes no manifest with neither; here what names no address is reached by its sockets.
        """
        return self._settings.get("socket_mode_enabled") is not True and bool(self._addresses())

    @property
    def install_page(self) -> str | None:
        """Return the app's own page that starts an installation: on the site that its users are sent back to."""
        for address in self.redirect_urls:
            site = urlsplit(address)
            return f"{site.scheme}://{site.netloc}{INSTALL_PATH}"
        return None

    def address_for(self, kind: str, payload: Json) -> str | None:
        """Return where a request of this kind goes, None if nowhere is named for it."""
        if kind == "slash_commands":
            commands = self.manifest.get("features", {}).get("slash_commands", [])
            return next((each.get("url") for each in commands if each["command"] == payload["command"]), None)
        part = self._settings.get("event_subscriptions" if kind == "events_api" else "interactivity", {})
        address: str | None = part.get("request_url")
        if payload.get("type") == "block_suggestion":
            address = part.get("message_menu_options_url") or address
        return address

    def may_return_to(self, address: str) -> bool:
        """Say whether somebody may be sent back there: the host and port of a registered one, and a path in its.

        Source: docs.slack.dev/authentication/installing-with-oauth
        """
        wanted = urlsplit(address)
        for registered in map(urlsplit, self.redirect_urls):
            path = registered.path.rstrip("/")
            same_site = (wanted.scheme, wanted.netloc) == (registered.scheme, registered.netloc)
            if same_site and (wanted.path.rstrip("/") == path or wanted.path.startswith(f"{path}/")):
                return True
        return False

    @property
    def _settings(self) -> Json:
        settings: Json = self.manifest.get("settings", {})
        return settings

    def _addresses(self) -> list[str]:
        commands = self.manifest.get("features", {}).get("slash_commands", [])
        named = [each.get("url") for each in commands]
        named += [self._settings.get(part, {}).get("request_url") for part in ("event_subscriptions", "interactivity")]
        return [address for address in named if address]
