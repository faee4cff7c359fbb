"""What can be wrong with a payload: a key that is missing or too many, a value of another type, empty, huge, or odd."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from sandbox.workspace import Json
from tests.desk.access_ways import ACTIONS, FORMS, MENUS
from tests.slack.payloads import SECRET, Payload

Place = tuple[Any, Any]  # a dict or a list, and the key or the index in it

ODD_TEXT = [
    *("", " ", "\0", f"{SECRET}\0", "\x1b[31m", "\ud800", "\udfff\ud800", "\ufeff", "\u202e", "ﷺ", "é" * 500),
    *("0", "-1", "1.5", "1e9", "٣", "99999999999999999999", "C-1", "null", "[]", "{}", "{", '"', "<@U1>", "<!channel>"),
    *(f"{SECRET} " * 4_000, "🏴‍☠️" * 3_000, "'; DROP TABLE claim; --", "2023-02-31", "24:00", "09:00:00"),
    *("Mars/Olympus", "U0RITA0001", "U0GUS00001", "UNOBODY", "T0OTHER001", "C0NOWHERE1", "D0RITA0001", "C0INVEST01"),
]
EXTRA = ["unknown", "user", "view", "channel", "value", "team", "actions", "type"]
NAMES = [*ACTIONS, *FORMS, *MENUS]
ODD: list[Any] = [
    *(None, True, False, 0, -1, 1, 2**31, 2**63, -(2**70), 1.5, float("inf"), [], {}, [[]], [None], [{}], {"": {}}),
    *({"id": None}, {"value": None}, {"value": SECRET}, {"id": "T0OTHER001"}, [SECRET] * 300, {SECRET: SECRET}),
]
VALUES = st.one_of(
    st.sampled_from(ODD),
    st.sampled_from(ODD_TEXT),
    st.sampled_from(NAMES),
    st.text(max_size=40),
    st.integers(),
)


def places(body: Any) -> Iterator[Place]:
    """Everywhere in a payload where something stands."""
    inside = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, value in inside:
        yield body, key
        yield from places(value)


@st.composite
def mangled(draw: st.DrawFn, payloads: list[Payload]) -> tuple[Payload, Json]:
    """A payload, and what becomes of it once something in it is changed; now and then nothing is."""
    payload = draw(st.sampled_from(payloads))
    body = copy.deepcopy(payload.body)
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 1, 2, 2, 3]))):
        where, key = draw(st.sampled_from(list(places(body))))
        _change(draw, where, key)
    return payload, body


def _change(draw: st.DrawFn, where: Any, key: Any) -> None:
    how = draw(st.sampled_from(["drop", "replace", "replace", "replace", "add", "inside"]))
    if how == "drop":
        del where[key]
    elif how == "add" and isinstance(where, dict):
        where[draw(st.sampled_from(EXTRA))] = _value(draw)
    elif how == "inside" and isinstance(where[key], str) and where[key].startswith("{"):
        where[key] = _stale(draw, where[key])
    else:
        where[key] = _value(draw)


def _value(draw: st.DrawFn) -> Any:
    return copy.deepcopy(draw(VALUES))  # what is put in may be changed itself


def _stale(draw: st.DrawFn, packed: str) -> str:
    """What a form remembers, as an older copy of the bot wrote it, or cut short."""
    try:
        kept = json.loads(packed)
    except ValueError:
        return packed[: len(packed) // 2]
    found = list(places(kept))
    if not found or draw(st.integers(0, 5)) == 0:
        return packed[: draw(st.integers(0, len(packed)))]
    where, key = draw(st.sampled_from(found))
    how = draw(st.sampled_from(["drop", "replace", "add"]))
    if how == "drop":
        del where[key]
    else:
        where["unknown" if how == "add" and isinstance(where, dict) else key] = _value(draw)
    return json.dumps(kept)
