"""The default workspace: four people, four channels, and the bot."""

from __future__ import annotations

from sandbox.clock import Clock
from sandbox.workspace import Channel, Json, Person, Workspace

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


def default_workspace(clock: Clock, manifest: Json) -> Workspace:
    """Build the workspace everybody starts with; the ids are the same every time.

    The bot is in #verification, #belgorod and the private #investigation, not in #wire; it has a conversation with
    each person. The lead is an admin, the guest is restricted and only in #belgorod.
    """
    workspace = Workspace(clock, manifest)
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
