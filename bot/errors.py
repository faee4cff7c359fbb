"""What can go wrong, and who can put it right.

CounterclaimError
├── Mistake             a person can put it right; carries the sentences they see
│   ├── NotUnderstood       what was typed cannot be read
│   ├── NotFound            no such claim, or none that this person can see
│   ├── NotAllowed          a step this person, or this state, does not permit
│   └── Overtaken           somebody else was faster
└── Fault               nobody at a keyboard can; it is logged with a code
    └── BadSetting          the operator can, before anything starts
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

UNCHANGED = "Nothing was changed."


class CounterclaimError(Exception):
    """Something in Counterclaim went wrong."""


class Mistake(CounterclaimError):
    """What a person can put right.

    `what` names the wrong part, `unchanged` says what did not happen, `remedy` says what to do, with a right
    example. `field` is the form field it belongs to (a block id), if it belongs to one. `{who}` and `{when}` in `what`
    stand for the person `who` (Slack's id) and the moment `when` (UTC), shown as Slack shows them. `offer` is a way out
    to be shown as a button: which one, and the claim's number.
    """

    def __init__(
        self,
        what: str,
        *,
        remedy: str = "",
        unchanged: str = "Nothing was filed.",
        field: str | None = None,
        who: str | None = None,
        when: datetime | None = None,
        offer: tuple[str, int] | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.unchanged = unchanged
        self.field = field
        self.who = who
        self.when = when
        self.offer = offer

    @property
    def sentence(self) -> str:
        """All of it as the person reads it: what is wrong, what did not happen, what to do."""
        return " ".join(part for part in (self.what, self.unchanged, self.remedy) if part)


class NotUnderstood(Mistake):
    """What was typed cannot be read."""


class NotFound(Mistake):
    """There is no such claim, or none that this person can see; the two sound the same on purpose."""


class NotAllowed(Mistake):
    """This person may not take this step, or not in this state."""


class Overtaken(Mistake):
    """Somebody else changed it first."""


class Fault(CounterclaimError):
    """Something broke that no person at a keyboard can mend."""


class BadSetting(Fault):
    """A setting is missing or malformed; the message names it and shows a right example."""


@contextmanager
def nothing_changed(*, field: str | None = None, remedy: str | None = None) -> Iterator[None]:
    """Have whatever is refused in here say that nothing was changed; with these, at this field and with this remedy."""
    try:
        yield
    except Mistake as mistake:
        mistake.unchanged = UNCHANGED
        mistake.field = mistake.field if field is None else field
        mistake.remedy = mistake.remedy if remedy is None else remedy
        raise
