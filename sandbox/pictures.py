"""Pictures in blocks that are files in Slack: which file is meant, and whether Slack would show it.

Source: docs.slack.dev/reference/block-kit/composition-objects/slack-file-object (png, jpg and gif, by id or address);
the words of a refusal, and that a file is refused until Slack has looked at it: slackapi/python-slack-sdk#1521.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.workspace import File, Workspace

Json = dict[str, Any]
SHOWN = (".png", ".jpg", ".jpeg", ".gif")
_IN_ADDRESS = re.compile(r"[-/](F[A-Z0-9]{8,})/")


def pictures_in(blocks: object, files: dict[str, File]) -> Iterator[File]:
    """Go through the files that blocks show as pictures."""
    for _, reference in _references(blocks, ""):
        file = _meant(reference, files)
        if file is not None:
            yield file


def check_pictures(blocks: object, pointer: str, workspace: Workspace) -> list[str]:
    """Say which pictures Slack would refuse: files the bot may not read, no pictures, or not looked at yet."""
    return [
        f"invalid slack file [json-pointer:{at}.{next(iter(reference))}/slack_file]"
        for at, reference in _references(blocks, pointer)
        if not _shows(_meant(reference, workspace.files), workspace)
    ]


def _shows(file: File | None, workspace: Workspace) -> bool:
    if file is None or not workspace.may_read(file) or not file.name.lower().endswith(SHOWN):
        return False
    return file.looked_at()


def _references(value: Any, pointer: str) -> Iterator[tuple[str, Json]]:
    inner: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for key, part in inner:
        at = f"{pointer}/{key}"
        if key == "slack_file" and isinstance(part, dict) and part:
            yield at, part
        else:
            yield from _references(part, at)


def _meant(reference: Json, files: dict[str, File]) -> File | None:
    if "id" in reference:
        return files.get(str(reference["id"]))
    found = _IN_ADDRESS.search(str(reference.get("url")))
    return files.get(found[1]) if found else None
