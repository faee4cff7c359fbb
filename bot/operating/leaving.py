"""How a command ends that cannot do its work: with a sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from bot.errors import BadSetting
from bot.settings import EXAMPLES
from store.errors import AddressNotUnderstood, CannotOpen

FAILED = 1
NOT_UNDERSTOOD = 2


def leave(sentence: str, code: int) -> NoReturn:
    """Say what is wrong on stderr and end with this exit code."""
    sys.stderr.write(sentence + "\n")
    sys.exit(code)


@contextmanager
def opening_the_record() -> Iterator[None]:
    """End with a sentence when the settings or the database that they name do not let us in."""
    try:
        yield
    except BadSetting as error:
        leave(str(error), NOT_UNDERSTOOD)
    except AddressNotUnderstood:
        leave(f"DATABASE_URL is not well-formed. {EXAMPLES['database_url']}", NOT_UNDERSTOOD)
    except CannotOpen as error:
        leave(f"{error} Check DATABASE_URL.", FAILED)
