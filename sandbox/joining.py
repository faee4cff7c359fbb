"""Who is in which channel: inviting, leaving, putting a channel away."""

from __future__ import annotations

from sandbox.errors import CannotDoError
from sandbox.stage import Stage
from sandbox.workspace import Channel, Person


async def invite(stage: Stage, by: Person, channel: Channel, guest: Person) -> None:
    """Bring somebody, or the bot, into a channel; the bot is told of it if it is there, itself included."""
    if guest.id in channel.members:
        raise CannotDoError(f"{guest.real_name} is already in #{channel.name}.")
    channel.members.add(guest.id)
    text = f"<@{guest.id}> has joined the channel"
    stage.workspace.post(channel, guest.id, text, subtype="channel_join")
    stage.workspace.changed("channels", channel.id)
    if stage.workspace.bot.id in channel.members:
        inviter = by.id if by is not guest else None
        await stage.events.membership("member_joined_channel", channel, guest.id, inviter)


async def leave(stage: Stage, channel: Channel, person: Person) -> None:
    """Take somebody, or the bot, out of a channel. The bot learns of its own leaving by `channel_left`."""
    if person.id not in channel.members:
        raise CannotDoError(f"{person.real_name} is not in #{channel.name}.")
    channel.members.discard(person.id)
    stage.workspace.changed("channels", channel.id)
    if person.is_bot:
        kind = "channel_left" if channel.kind == "public" else "group_left"
        ts = stage.workspace.new_ts()
        await stage.events.send({"type": kind, "channel": channel.id, "event_ts": ts, "actor_id": person.id})
    elif stage.workspace.bot.id in channel.members:
        await stage.events.membership("member_left_channel", channel, person.id)


async def share(stage: Stage, by: Person, channel: Channel, address: str) -> Person:
    """Invite somebody of another workspace into a channel by their address (Slack Connect): it is shared from then on.

    They may read and write there and press buttons; apps' commands and shortcuts are those of their own workspace.
    """
    name, _, host = address.partition("@")
    handle = name.casefold()
    known = next((each for each in stage.workspace.people.values() if each.name == handle and each.team), None)
    stranger = known or Person(
        stage.workspace.new_id("U"), handle, f"{name.capitalize()} of {host}", handle, team=f"T{host.upper()}"
    )
    stage.workspace.people[stranger.id] = stranger
    channel.ext_shared = True
    stage.workspace.changed("people")
    await invite(stage, by, channel, stranger)
    return stranger


async def make_private(stage: Stage, by: Person, channel: Channel) -> None:
    """Make a public channel private. The bot hears of it only as a message, if the manifest asks for all of them.

    Source: docs.slack.dev/reference/events/message/channel_convert_to_private
    """
    if channel.kind != "public":
        raise CannotDoError(f"#{channel.name} is not public.")
    channel.kind = "private"
    text = "made this channel *private*. Now, it can only be viewed or joined by invitation."
    message = stage.workspace.post(channel, by.id, text, subtype="channel_convert_to_private")
    stage.workspace.changed("channels", channel.id)
    stage.events.posted(message)


async def archive(stage: Stage, by: Person, channel: Channel, *, archived: bool) -> None:
    """Put a channel away, or take it out again."""
    if channel.kind == "im":
        raise CannotDoError("A conversation cannot be archived.")
    channel.archived = archived
    stage.workspace.changed("channels", channel.id)
    if stage.workspace.bot.id in channel.members:
        kind = ("channel" if channel.kind == "public" else "group") + ("_archive" if archived else "_unarchive")
        ts = stage.workspace.new_ts()
        await stage.events.send({"type": kind, "channel": channel.id, "user": by.id, "event_ts": ts})
