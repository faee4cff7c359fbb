"""All workspaces of one sandbox, and what they share: the app, its tokens, the ways to it, and the record."""

from __future__ import annotations

from sandbox.clock import SandboxClock
from sandbox.courier import Courier
from sandbox.errors import Refused
from sandbox.events import Events
from sandbox.installations import Installations, Token, leave_out
from sandbox.modals import Views
from sandbox.payloads import Payloads
from sandbox.people import LEAD, ORGANISATION, workspaces
from sandbox.record import Record
from sandbox.registration import Registration
from sandbox.responses import Responses
from sandbox.socket import Link
from sandbox.stage import Stage
from sandbox.uploads import Uploads
from sandbox.ways import Ways
from sandbox.webapi.registry import Office
from sandbox.workspace import Json, Workspace


class Town:
    """The workspaces by their ids, the first of them first; with an `organisation`, they are all its own.

    In the first one the app is installed from the start if there is a `bot_token`, with whatever its manifest asks for.
    """

    def __init__(
        self,
        clock: SandboxClock,
        registration: Registration,
        *,
        bot_token: str | None,
        count: int = 1,
        organisation: bool = False,
    ) -> None:
        self.registration = registration
        self.record = Record()
        self.organisation = ORGANISATION if organisation else None
        self.workspaces = workspaces(clock, registration.manifest, count, self.organisation)
        self.first = next(iter(self.workspaces.values()))
        self.link = Link(self.first, self.record)
        self.courier = Courier(registration, self.first, self.record, self.link.faults, clock.wall_now)
        self.ways = Ways(registration, self.link, self.courier)
        self.installations = Installations(clock, registration, self.workspaces, self.organisation, self._tell)
        self.stages = {team: self._stage(clock, workspace) for team, workspace in self.workspaces.items()}
        if organisation:
            for stage in self.stages.values():
                stage.views.homes = self.stage().views.homes  # there is one Home tab of a person
        self.offices = {team: self._office(stage) for team, stage in self.stages.items()}
        for workspace in self.workspaces.values():
            if workspace is not self.first or bot_token is None:
                leave_out(workspace)
        if bot_token is not None:
            self.installations.install(self.first.team_id, LEAD, token=bot_token)

    def stage(self, team: str | None = None) -> Stage:
        """Return what stands behind the people of a workspace, of the first one unless it is named."""
        if team is None:
            return self.stages[self.first.team_id]
        if team not in self.stages:
            raise LookupError(f"There is no workspace called {team} here.")
        return self.stages[team]

    def office_for(self, token: Token, arguments: Json) -> Office:
        """Return the office a call is made at: its token's workspace, or of an organisation the one it is about.

        That is the one of `team_id`, or of the channel or the view that is named.
        """
        if token.place in self.offices:
            return self.offices[token.place]
        team = arguments.get("team_id")
        if team:
            if str(team) not in self.offices:
                raise Refused("team_access_not_granted")
            return self.offices[str(team)]
        named = {str(arguments[each]) for each in ("channel", "channel_id") if arguments.get(each)}
        for office in self.offices.values():
            if named & office.workspace.channels.keys() or office.views.knows(arguments):
                return office
        return self.offices[self.first.team_id]

    async def start(self, address: str) -> None:
        """Begin to send; `address` is the server's own."""
        for workspace in self.workspaces.values():
            workspace.address = address
        await self.courier.open()
        for stage in self.stages.values():
            await stage.events.start()

    async def stop(self) -> None:
        """Send nothing more."""
        for stage in self.stages.values():
            await stage.events.stop()
        await self.link.close()
        await self.courier.close()

    def _stage(self, clock: SandboxClock, workspace: Workspace) -> Stage:
        payloads = Payloads(workspace)
        return Stage(
            workspace,
            Views(clock, workspace),
            self.record,
            self.ways,
            payloads,
            Events(workspace, payloads, self.ways),
            Responses(workspace, self.record),
        )

    def _office(self, stage: Stage) -> Office:
        uploads = Uploads(stage.workspace)
        return Office(stage.workspace, stage.views, self.record, self.link, uploads, self.installations)

    def _tell(self, team: str, event: Json) -> None:
        self.stages[team].events.send_soon(event)
