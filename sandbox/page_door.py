"""The page's door: who may come in, its files, and how it is told no."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

OWN_NAMES = ("127.0.0.1", "localhost", "::1")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Keep other sites out.

    A page of another site can reach loopback through the browser of whoever runs this; it names itself in Origin, or
    (with a name that resolves to loopback) in Host.
    """
    origin = request.headers.get("Origin")
    if (urlsplit(f"//{request.host}").hostname or "") not in OWN_NAMES:
        return said("This sandbox answers on its own address only.", status=403)
    if origin is not None and origin != f"http://{request.host}":
        return said("Another site cannot use this sandbox.", status=403)
    acting = request.method == "POST" and request.path.startswith("/page/")
    if acting and request.content_type != "application/json":
        return said("The page sends JSON.", status=415)
    return await handler(request)


def static(folder: Path) -> Handler:
    """Return what serves the files of a folder, and nothing outside it."""

    async def serve(request: web.Request) -> web.StreamResponse:
        path = (folder / (request.match_info["file"] or "index.html")).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            return said("There is no such page.", status=404)
        return web.FileResponse(path, headers={"Cache-Control": "no-store"})

    return serve


def said(text: str, status: int = 200) -> web.Response:
    """Answer no, in a sentence."""
    return web.json_response({"ok": False, "error": text}, status=status)


def sentence(error: Exception) -> str:
    """Return what an error says, without the quotation marks a KeyError puts round it."""
    return str(error.args[0]) if error.args else "That is not here."
