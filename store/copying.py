"""A copy of a SQLite record while the bot writes to it: of one moment, whole, looked through before it counts.

SQLite's own backup, from a connection that holds one moment open: what is written meanwhile neither shows in the copy
nor has it begin again, and the writer waits for nothing.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from store.engines import WAIT, address
from store.errors import CannotCopy, CannotOpen
from store.verifying import verify_all

PAGES = 1_000  # of 4 KB, between two words on how far it is

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Copied:
    """What was copied: bytes, and the events of all histories, each verified in the copy."""

    size: int
    events: int


def copy_record(url: str, to: Path, told: Told = lambda _done, _of: None) -> Copied:
    """Copy the record at an address into a new file, which comes into its place when it is whole.

    `told` hears how many pages are copied, of how many. Raises AddressNotUnderstood, and CannotCopy with a sentence.
    """
    file = Path(address(url).database or "")
    if not file.is_file():
        raise CannotCopy(f"There is no file {file}.")
    part = to.with_name(f"{to.name}.part")
    if to.exists():
        raise CannotCopy(f"There is {to} already; name another file.")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise CannotCopy(
            f"There is {part} already, of a backup that runs or broke off. Delete it if none runs."
        ) from None
    except OSError as error:
        raise CannotCopy(f"{to} cannot be written ({error.strerror}).") from None
    try:
        _copy(file, part, told)
        copied = Copied(part.stat().st_size, _looked_through(part))
        _to_disk(part)
        os.link(part, to)  # unlike a renaming, it never takes another file's place
        _to_disk(to.absolute().parent)
    except FileExistsError:
        raise CannotCopy(f"There is {to} already; name another file.") from None
    except (sqlite3.Error, OSError) as error:
        raise CannotCopy(f"The copy was not finished: {error}.") from None
    finally:
        part.unlink(missing_ok=True)
    return copied


def _copy(file: Path, to: Path, told: Told) -> None:
    def progress(_status: int, left: int, of: int) -> None:
        told(of - left, of)

    source = sqlite3.connect(
        f"file:{quote(str(file.absolute()))}?mode=ro", uri=True, timeout=WAIT, isolation_level=None
    )
    with closing(source), closing(sqlite3.connect(to)) as target:
        source.execute("BEGIN")
        source.execute("SELECT 1 FROM sqlite_master").fetchone()  # from here on it is that moment's
        source.backup(target, pages=PAGES, progress=progress)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, and no log beside it


def _looked_through(part: Path) -> int:
    with closing(sqlite3.connect(part)) as copy:
        (said,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise CannotCopy(f"The copy does not hold together, and was deleted; so may the record: {said}.")
    try:
        found = verify_all(f"sqlite:///{part.absolute()}")
    except CannotOpen as error:
        raise CannotCopy(str(error)) from None
    for each in found:
        if each.broken is not None:
            raise CannotCopy(f"The history of {each.team} was changed behind the bot's back: {each.broken}")
    return sum(each.events for each in found)


def _to_disk(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
