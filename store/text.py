"""A guard: NUL and control characters never reach the record, whichever column, whichever way.

The desk's grammar refuses them in a sentence that a person reads; what arrives here in spite of it is a fault. They
are looked for in the parameters of every statement that the writer sends, so no column can be forgotten.
"""

from __future__ import annotations

import re

from store.errors import ControlCharacter

# C0 and C1 but newline and tab, DEL, and halves of surrogate pairs, which are no text at all.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def refuse_controls(parameters: object) -> None:
    """Raise ControlCharacter if a text in a statement's parameters has one, however they are nested."""
    if isinstance(parameters, str):
        if _CONTROL.search(parameters):
            raise ControlCharacter
    elif isinstance(parameters, dict):
        for value in parameters.values():
            refuse_controls(value)
    elif isinstance(parameters, (list, tuple)):
        for value in parameters:
            refuse_controls(value)
