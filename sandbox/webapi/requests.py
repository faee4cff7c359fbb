"""What slack_sdk sends, in any of its ways: query string, form, JSON, multipart; one dict comes out."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from aiohttp import web

from sandbox.errors import Refused
from sandbox.workspace import Json

# Arguments that a form carries as JSON in a string.
STRUCTURED = ("blocks", "attachments", "view", "metadata")
FORMAT_ERRORS = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}


async def arguments_of(request: web.Request) -> Json:
    """Return a request's arguments; Refused if its JSON is none."""
    arguments: Json = dict(request.query)
    if request.method == "POST" and request.can_read_body:
        arguments |= await _body(request)
    for name in STRUCTURED:
        if isinstance(arguments.get(name), str):
            try:
                arguments[name] = json.loads(arguments[name]) if arguments[name] else None
            except ValueError as broken:
                raise Refused(FORMAT_ERRORS.get(name, "invalid_arguments")) from broken
    return arguments


def token_of(request: web.Request, arguments: Json) -> str:
    """Return the token of the header, or of the arguments; "" if there is none."""
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        return header.removeprefix("Bearer ").strip()
    return str(arguments.get("token", ""))


def basic_of(request: web.Request) -> Json:
    """Return the client's id and secret, if the request names them by HTTP Basic."""
    header = request.headers.get("Authorization", "")
    if not header.startswith("Basic "):
        return {}
    try:
        client_id, _, secret = base64.b64decode(header.removeprefix("Basic "), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return {}
    return {"client_id": client_id, "client_secret": secret}


def truth(value: object) -> bool:
    """Read a yes or no as JSON, query strings and forms write it."""
    return value in (True, 1) or str(value).lower() in ("true", "1")


def whole(arguments: Json, name: str, default: int, most: int) -> int:
    """Read a whole number from 1 to `most`; Refused("invalid_limit") if it is none."""
    raw: Any = arguments.get(name)
    if raw in (None, "", 0, "0"):
        return default
    try:
        number = int(raw)
    except (TypeError, ValueError) as broken:
        raise Refused(f"invalid_{name}") from broken
    if not 1 <= number <= most:
        raise Refused(f"invalid_{name}")
    return number


async def _body(request: web.Request) -> Json:
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text())
        except ValueError as broken:
            raise Refused("invalid_json") from broken
        if not isinstance(body, dict):
            raise Refused("json_not_object")
        return body
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return dict(await request.post())
    raise Refused("invalid_post_type")


async def response_body(request: web.Request) -> Json:
    """Return what came on a response_url; an empty dict if it is no JSON object."""
    try:
        body = json.loads(await request.text())
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
