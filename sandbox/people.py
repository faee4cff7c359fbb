"""The workspaces everybody starts with: in each four people, four channels, and the bot."""

from __future__ import annotations

from sandbox.clock import Clock
from sandbox.workspace import Channel, Json, Numbers, Organisation, Person, Workspace

PEOPLE = (
    ("U0RITA0001", "rita", "Rita Melnyk", "reporter", "Europe/Kyiv", "2b6cb0"),
    ("U0CHEN0001", "chen", "Chen Wei", "checker", "Europe/London", "2f855a"),
    ("U0OLENA001", "olena", "Olena Koval", "lead", "Europe/Kyiv", "9b2c2c"),
    ("U0GUS00001", "gus", "Gus Ortiz", "guest", "America/New_York", "975a16"),
)
STAFF = {"U0RITA0001", "U0CHEN0001", "U0OLENA001"}
GUEST = "U0GUS00001"
LEAD = "U0OLENA001"
REPORTER = "U0RITA0001"
ORGANISATION = Organisation("E0SANDBOX1", "Sandbox organisation", "counterclaim-sandbox-org")


def workspaces(clock: Clock, manifest: Json, count: int, organisation: Organisation | None) -> dict[str, Workspace]:
    """Build the first workspace and `count` - 1 like it, by id.

    In all of them people and channels have the same names and the same ids: Slack promises no more than that an id is
    the only one of its workspace, and whoever leaves the workspace out of a look-up is caught. An organisation is the
    other way round: its people are the same people in each workspace, so their ids are the same, and so is their
    conversation with the bot; an id of a channel is the only one of the organisation.
    """
    numbers = Numbers()
    made = [default_workspace(clock, manifest, numbers)]
    for number in range(2, count + 1):
        workspace = default_workspace(clock, manifest, numbers)
        workspace.team_id = f"T0SANDBOX{number}"
        workspace.team_name, workspace.domain = f"Sandbox {number}", f"counterclaim-sandbox-{number}"
        if organisation is None:
            _call_bot(workspace, f"U0CLAIMBT{number}", f"B0CLAIMBT{number}")
        else:
            _belong_together(made[0], workspace, number)
        made.append(workspace)
    for workspace in made:
        workspace.organisation = organisation
    return {workspace.team_id: workspace for workspace in made}


def _call_bot(workspace: Workspace, user_id: str, bot_id: str) -> None:
    """Give the bot ids of its own: each workspace it is installed in has its own bot user."""
    for channel in workspace.channels.values():
        channel.members = {user_id if member == workspace.bot.id else member for member in channel.members}
    workspace.bot.id, workspace.bot_id = user_id, bot_id


def _belong_together(first: Workspace, other: Workspace, number: int) -> None:
    """Make two workspaces those of one organisation: the same people, one conversation of each, other channels."""
    other.people, other.watchers = first.people, first.watchers
    mine = {f"{channel.id[:-1]}{number}": channel for channel in other.channels.values() if channel.kind != "im"}
    for channel_id, channel in mine.items():
        channel.id = channel_id
    shared = {channel.id: channel for channel in first.channels.values() if channel.kind == "im"}
    other.channels = mine | shared


def default_workspace(clock: Clock, manifest: Json, numbers: Numbers | None = None) -> Workspace:
    """Build the workspace everybody starts with; the ids are the same every time.

    The bot is in #verification, #belgorod and the private #investigation, not in #wire; it has a conversation with
    each person. The lead is an admin, the guest is restricted and only in #belgorod.
    """
    workspace = Workspace(clock, manifest, numbers)
    bot_user = manifest.get("features", {}).get("bot_user", {})
    workspace.bot.real_name = bot_user.get("display_name", workspace.bot.real_name)
    bot = workspace.bot.id
    for person_id, name, real_name, role, tz, color in PEOPLE:
        workspace.people[person_id] = Person(
            person_id,
            name,
            real_name,
            role,
            tz,
            is_admin=role == "lead",
            is_restricted=role == "guest",
            color=color,
        )
    created = int(clock.now().timestamp())
    for channel in (
        Channel("C0VERIFY01", "verification", "public", STAFF | {bot}, "What we have to check"),
        Channel("C0WIRE0001", "wire", "public", set(STAFF), "Agencies, as they come in"),
        Channel("C0BELGOROD", "belgorod", "public", STAFF | {GUEST, bot}, "The raid and what is said of it"),
        Channel("C0INVEST01", "investigation", "private", {REPORTER, LEAD, bot}, "Not for outside"),
    ):
        channel.created, channel.creator = created, LEAD
        workspace.channels[channel.id] = channel
    for person_id in workspace.people:
        channel = Channel("D" + person_id[1:], "", "im", {person_id, bot}, created=created)
        workspace.channels[channel.id] = channel
    return workspace
