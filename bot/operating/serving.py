"""Serving over HTTP: a server of our own on a port, or a sentence that says which setting to change."""

from __future__ import annotations

import os

from aiohttp import web

from bot.errors import BadSetting


async def serve(served: web.Application, host: str, port: int, *, named: str, finish: float) -> web.AppRunner:
    """Listen; `cleanup` of what comes back listens no more, with `finish` seconds for the answers in hand.

    `named`: the settings that name host and port. Raises BadSetting.
    """
    runner = web.AppRunner(served, access_log=None, shutdown_timeout=finish)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        # asyncio says where and what; a name that is not found has a number that is no system's.
        number = error.errno or 0
        why = os.strerror(number) if number > 0 else error.strerror
        raise BadSetting(f"Nobody can listen on {host}, port {port} ({why}). Set {named} to others.") from None
    return runner
