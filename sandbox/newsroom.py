"""The room a case is played in: its channel with its people, set up as a desk in its zone."""

from __future__ import annotations

from sandbox.acting import Actor
from sandbox.case import ROLES, Case
from sandbox.errors import CannotDoError
from sandbox.paperwork import NoSuchFieldError, ready, submit
from sandbox.reading import Reader
from sandbox.server import SandboxServer
from sandbox.transcript import Transcript
from sandbox.workspace import Channel


async def open_channel(server: SandboxServer, case: Case, told: Transcript) -> Channel:
    """Return the case's channel with its people and the bot in it; it is made if there is none."""
    workspace = server.workspace
    playing = {*ROLES, *(role for role in case.people if _is_there(server, role))}
    for stranger in sorted(set(case.people) - playing):
        told.note(f"The sandbox has nobody called {stranger}; nobody plays them.")
    people = {workspace.person(role).id for role in playing}
    try:
        channel = workspace.channel(case.desk.channel)
    except LookupError:
        members = {*people, workspace.bot.id}
        channel = Channel(workspace.new_id("C"), case.desk.channel, "public", members, case.name)
        channel.created = int(workspace.clock.now().timestamp())
        workspace.channels[channel.id] = channel
        workspace.changed("channels")
    channel.members |= people
    if workspace.bot.id not in channel.members:
        await server.actor("reporter").invite(channel.id, workspace.bot.id)
    # A case's times are its desk's, and what somebody types is read in their own zone.
    for role in ROLES:
        workspace.person(role).tz = case.desk.zone.key
    return channel


async def set_up_desk(
    server: SandboxServer, case: Case, lead: Actor, channel: Channel, told: Transcript, reader: Reader
) -> list[str]:
    """Have the lead type `/claim setup` and fill in what the case says; return what went wrong, if anything.

    Everything else is left as the form has it: the digest at 09:00 every day, a first reminder after 24 hours.
    """
    wanted = {"zone": case.desk.zone.key} | ({"second_reader": "yes"} if case.desk.second_reader else {})
    told.did(lead.person.real_name, f"#{channel.name}", "/claim setup")
    outcome = await lead.type(channel.id, "/claim setup")
    if outcome.view is None:
        lines = [line for message in outcome.messages for line in reader.lines(message.text, message.blocks)]
        return [f"The desk was not set up: {outcome.error or ' '.join(lines) or 'no form opened.'}"]
    try:
        form = await ready(server, lead, "zone")
        answer = await submit(lead, form, wanted)
    except (NoSuchFieldError, CannotDoError) as obstacle:
        return [f"The desk was not set up: {obstacle}"]
    if answer.errors or not answer.acked:
        why = " ".join(answer.errors.values()) or answer.error or "the bot did not answer."
        return [f"The desk was not set up: {why}"]
    if answer.view is not None:
        told.answered(reader.lines("", answer.view.blocks))
    while (left := await lead.view()) is not None:
        await lead.close(left)
    return []


def _is_there(server: SandboxServer, role: str) -> bool:
    try:
        server.workspace.person(role)
    except LookupError:
        return False
    return True
