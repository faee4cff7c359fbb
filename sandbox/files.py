"""Files in messages: what Slack says of one, who may have its bytes, and its private address.

Source: docs.slack.dev/reference/objects/file-object
"""

from __future__ import annotations

import mimetypes
import re
from pathlib import PurePath
from urllib.parse import quote

from aiohttp import web

from sandbox.errors import Refused
from sandbox.installations import Installations
from sandbox.workspace import Channel, File, Json, Workspace

READ, WRITE = "files:read", "files:write"
# Slack's own names where they are not the ending.
TYPES = {"jpeg": "jpg", "txt": "text", "htm": "html", "md": "markdown", "yml": "yaml", "": "binary"}
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")  # shown in the page; nothing in them can run


def kind_of(name: str) -> tuple[str, str]:
    """Return the MIME type and Slack's `filetype` of a file, by the ending of its name."""
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    ending = PurePath(name).suffix.removeprefix(".").lower()
    return mimetype, TYPES.get(ending, ending)


def file_body(file: File, workspace: Workspace) -> Json:
    """Return a file as Slack describes it. It has no public address: nobody made it public."""
    mimetype, filetype = kind_of(file.name)
    places = [workspace.channels[place] for place in sorted(file.shown_to) if place in workspace.channels]
    part = f"{workspace.team_id}-{file.id}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": mimetype,
        "filetype": filetype,
        "pretty_type": filetype.upper(),
        "user": file.user,
        "user_team": workspace.team_id,
        "editable": False,
        "size": len(file.data),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": any(place.kind == "public" for place in places),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{workspace.address}/files-pri/{part}/{_in_address(file.name)}",
        "url_private_download": f"{workspace.address}/files-pri/{part}/download/{_in_address(file.name)}",
        "permalink": f"https://{workspace.domain}.slack.com/files/{file.user}/{file.id}/{_in_address(file.name)}",
        "channels": [place.id for place in places if place.kind == "public"],
        "groups": [place.id for place in places if place.kind == "private"],
        "ims": [place.id for place in places if place.kind == "im"],
        "has_rich_preview": False,
        "file_access": "visible",
    }


def files_in_message(files: list[File], channel: Channel, workspace: Workspace) -> list[Json]:
    """Return a message's files; in a channel shared with another organisation only their ids.

    Source: docs.slack.dev/apis/slack-connect (check_file_info): what they are has to be asked of `files.info`.
    """
    if not channel.ext_shared:
        return [file_body(file, workspace) for file in files]
    unknown: Json = {"mode": "file_access", "file_access": "check_file_info", "created": 0, "timestamp": 0, "user": ""}
    return [{"id": file.id, **unknown} for file in files]


def download(workspace: Workspace, request: web.Request, installations: Installations) -> web.Response:
    """Answer a file's private address.

    Whoever may not have the bytes is sent to a page to sign in, with a 302 and not with an error: a client that
    follows it gets HTML and status 200.
    """
    file = workspace.files.get(request.match_info["id"])
    known = _may_read(workspace, request, installations)
    if file is None or not known or not workspace.may_read(file):
        return web.Response(status=302, headers={"Location": f"{workspace.address}/?redir={quote(request.path, '')}"})
    return web.Response(body=file.data, headers={"Content-Type": kind_of(file.name)[0], **NEVER_RUN})


def _may_read(workspace: Workspace, request: web.Request, installations: Installations) -> bool:
    organisation = workspace.organisation.id if workspace.organisation is not None else None
    try:
        token = installations.token(request.headers.get("Authorization", "").removeprefix("Bearer "))
    except Refused:
        return False
    return token.place in (workspace.team_id, organisation) and READ in installations.scopes_of(token)


NEVER_RUN = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}


def shown_in_page(file: File) -> web.Response:
    """Answer the page with a file: a picture to look at, everything else to save."""
    mimetype = kind_of(file.name)[0]
    headers = {"Content-Type": mimetype, **NEVER_RUN}
    if mimetype not in PICTURES:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, '')}"
    return web.Response(body=file.data, headers=headers)


def _in_address(name: str) -> str:
    return quote(re.sub(r"[^\w.-]+", "_", name).lower())
