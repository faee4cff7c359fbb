"""`app.py check --http`: whether every workspace that has installed the app can be worked for. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import aiohttp
from slack_sdk.oauth.installation_store import Bot

from bot.clock import Clock
from bot.installations import Installations, Listed
from bot.operating import findings, manifest, tokens
from bot.operating.doors import client_for
from bot.operating.findings import Finding, Sign, noted, wrong
from bot.operating.installing import INSTALL
from bot.operating.tokens import Answered
from bot.sealing import Seal
from bot.settings import HttpSettings
from store import Record

AGAIN = f"Have it installed anew, at {INSTALL}."
ANOTHER = (
    "What is on file was installed of another app. Is SLACK_CLIENT_ID right? "
    f"If you made a new app, have that installed, at {INSTALL}."
)
NO_KEY = "None of the keys opens its tokens: set COUNTERCLAIM_TOKEN_KEY_BEFORE to the one they were kept with."


async def of_workspaces(settings: HttpSettings, session: aiohttp.ClientSession, clock: Clock) -> list[Finding]:
    """A finding for each installation that is on file; the tables have to be there."""
    record = Record(settings.database_url)
    try:
        installations = Installations(record, settings.slack_client_id, Seal(settings.token_keys), clock)
        listed = await installations.listed()
        found = [each for one in listed for each in await _of_one(one, installations, settings, session, clock)]
        if await installations.another_apps():
            return [wrong("Workspaces", ANOTHER)]
    finally:
        await record.close()
    return found or [noted("Workspaces", f"Nobody has installed the app yet: {INSTALL}.")]


async def _of_one(
    listed: Listed, installations: Installations, settings: HttpSettings, session: aiohttp.ClientSession, clock: Clock
) -> list[Finding]:
    bot = await installations.bot_at(listed.place) if listed.opens else None
    if bot is None:
        return [wrong(_name(listed), NO_KEY)]
    said = await tokens.of_bot(client_for(settings, session, bot.bot_token), clock)
    return list(_of_answer(listed, bot, said, settings.slack_api_url))


def _of_answer(listed: Listed, bot: Bot, said: Answered, address: str) -> Iterator[Finding]:
    name = _name(listed)
    if said.refused == "token_expired" and bot.bot_refresh_token is not None:
        yield noted(name, "Its token has run out, and is renewed when the bot starts.")
        return
    yield replace(findings.of_bot_token(said, address, AGAIN), about=name)
    scopes = findings.of_scopes(listed.scopes, manifest.scopes(), AGAIN)
    if scopes.sign is Sign.WRONG:
        yield replace(scopes, about=name)


def _name(listed: Listed) -> str:
    return listed.name or listed.place.team or listed.place.enterprise or ""
