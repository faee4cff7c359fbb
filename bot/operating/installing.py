"""Installing by OAuth: Bolt's own flow, with our pages, our stores, and Slack's address from the settings."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode, urljoin

import aiohttp
import structlog
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery import learning, posting
from bot.errors import Fault
from bot.installations import STATE_LIFETIME, Installations, States
from bot.settings import HttpSettings
from bot.surfaces import pages

INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"
# Trouble of Slack's own, as it says it; None where it said nothing that can be read.
SLACKS_OWN = {None, "internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited"}

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class _Refused(Fault):
    """Slack gave no token for a code. `problem` is its word for why."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class _Exchanging(AsyncWebClient):
    """Says why Slack refused: Bolt takes every refusal for a code that was used already."""

    async def oauth_v2_access(self, **given: Any) -> AsyncSlackResponse:
        """Exchange a code for a token. Raises _Refused."""
        try:
            return await super().oauth_v2_access(**given)
        except SlackApiError as error:
            problem = error.response.get("error")
            raise _Refused("not_reached" if problem in SLACKS_OWN else problem) from None


class InstallingFlow(AsyncOAuthFlow):
    """Somebody comes, is sent to Slack, comes back, and sees what came of it."""

    def __init__(
        self, settings: HttpSettings, scopes: list[str], installations: Installations, nameless: AsyncWebClient
    ) -> None:
        self._slack = urljoin(settings.slack_api_url, "../")
        self._installations = installations
        super().__init__(
            client=_Exchanging(base_url=nameless.base_url, session=nameless.session, retry_handlers=[]),
            settings=AsyncOAuthSettings(
                client_id=settings.slack_client_id,
                client_secret=settings.slack_client_secret,
                scopes=scopes,
                user_scopes=[],
                install_path=INSTALL,
                redirect_uri_path=BACK,
                authorization_url=urljoin(self._slack, "oauth/v2/authorize"),
                installation_store=installations,
                state_store=States(installations.record, installations.clock),
                state_expiration_seconds=int(STATE_LIFETIME.total_seconds()),
                callback_options=AsyncCallbackOptions(success=self._installed, failure=self._not_installed),
            ),
        )

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        """Slack's page that asks for permission.

        Bolt would put there whatever stands for `team` in our address, which anybody may have made up.
        """
        return str(self.settings.authorize_url_generator.generate(state=state))

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:
        """The page that an installation begins on."""
        return pages.install_page(url)

    async def append_set_cookie_headers(
        self, headers: dict[str, str], set_cookie_value: str | None
    ) -> dict[str, str | list[str]]:
        """What goes with that page."""
        more: dict[str, str | list[str]] = {} if set_cookie_value is None else {"Set-Cookie": [set_cookie_value]}
        return headers | pages.HEADERS | more

    async def handle_callback(self, request: AsyncBoltRequest) -> BoltResponse:
        """Somebody came back from Slack: whatever happens, they get a page."""
        try:
            return await super().handle_callback(request)
        except (aiohttp.ClientError, TimeoutError):
            return self._refused(502, "not_reached")
        except _Refused as refused:
            return self._refused(502 if refused.problem == "not_reached" else 401, refused.problem)

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        """Keep it, and the workspace's own address, which links to messages begin with."""
        await self._installations.async_save(installation)
        log.info("installed", team=installation.team_id, enterprise=installation.enterprise_id)
        team, enterprise = installation.team_id, installation.enterprise_id or ""
        if team is None:
            return
        with suppress(*posting.FAILED):  # it is asked for again
            record, token = self._installations.record, installation.bot_token
            await learning.learn_address(record, self.client, team, enterprise, token=token)

    async def _installed(self, args: AsyncSuccessArgs) -> BoltResponse:
        of = args.installation
        place = {"app": of.app_id or "", "team": of.team_id or of.enterprise_id or ""}
        opened = urljoin(self._slack, f"app_redirect?{urlencode(place)}")
        name = (of.enterprise_name if of.is_enterprise_install else of.team_name) or ""
        page = pages.installed_page(name, opened, whole=bool(of.is_enterprise_install))
        return self._without_cookie(_answer(200, page))

    async def _not_installed(self, args: AsyncFailureArgs) -> BoltResponse:
        return self._refused(args.suggested_status_code, args.reason)

    def _refused(self, status: int, reason: str) -> BoltResponse:
        # Anybody can write an address with a reason in it; what is no word of Slack's is neither shown nor logged.
        problem = reason if re.fullmatch("[a-z_]{1,40}", reason) else "other"
        log.warning("not installed", problem=problem)
        return self._without_cookie(_answer(status, pages.not_installed_page(problem, INSTALL)))

    def _without_cookie(self, response: BoltResponse) -> BoltResponse:
        response.headers["set-cookie"] = [self.settings.state_utils.build_set_cookie_for_deletion()]
        return response


def _answer(status: int, page: str) -> BoltResponse:
    return BoltResponse(status=status, body=page, headers=dict(pages.HEADERS))
