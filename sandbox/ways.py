"""The ways to the app: its open sockets, or signed requests to its addresses. Its manifest says which."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.courier import Courier
from sandbox.registration import Registration
from sandbox.socket import Ack, Link
from sandbox.workspace import Json


@dataclass(frozen=True)
class Ways:
    """Both ways to one app."""

    registration: Registration
    link: Link
    courier: Courier

    async def send(
        self, kind: str, payload: Json, *, name: str = "", answerable: bool = True, retry: int = 0, reason: str = ""
    ) -> Ack:
        """Send the app something and wait for its ack, three seconds at most.

        `kind` is slash_commands, interactive or events_api; `reason` is why it comes again, if it does.
        """
        if self.registration.by_http:
            return await self.courier.send(kind, payload, name=name, answerable=answerable, retry=retry, reason=reason)
        return await self.link.send(kind, payload, name=name, answerable=answerable, retry=retry)
