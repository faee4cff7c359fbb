"""A pasted link to a message is previewed for those who can see the channel that it leads to."""

from __future__ import annotations

from sandbox import showing
from sandbox.acting import Actor
from sandbox.server import SandboxServer
from sandbox.workspace import Message


def link_to(server: SandboxServer, message: Message) -> str:
    return f"https://{server.workspace.domain}.slack.com/archives/{message.channel}/p{message.ts.replace('.', '')}"


async def said(who: Actor, channel: str, text: str) -> Message:
    (message,) = (await who.type(channel, text)).messages
    return message


def seen(server: SandboxServer, message: Message, who: Actor) -> list[str]:
    body = showing.message(server.stage, message, who.person)
    return [preview["text"] for preview in body.get("previews", [])]


async def test_everybody_sees_the_preview_of_a_public_message_but_a_guest_who_is_not_there(
    server: SandboxServer,
) -> None:
    rita, chen, gus = (server.actor(role) for role in ("reporter", "checker", "guest"))
    card = await said(rita, "#verification", "the card of C-1")
    pasted = await said(rita, "#belgorod", f"see {link_to(server, card)}")
    assert seen(server, pasted, chen) == ["the card of C-1"]
    assert seen(server, pasted, gus) == []


async def test_a_private_message_is_previewed_for_those_inside_only(server: SandboxServer) -> None:
    rita, chen, lead = (server.actor(role) for role in ("reporter", "checker", "lead"))
    secret = await said(rita, "#investigation", "the guide")
    pasted = await said(rita, "#verification", link_to(server, secret))
    assert (pasted.attachments or [])[0]["private_channel_prompt"] is True
    assert seen(server, pasted, lead) == ["the guide"]
    assert seen(server, pasted, chen) == []
    await lead.invite("#investigation", chen.person.id)
    assert seen(server, pasted, chen) == ["the guide"]


async def test_who_cannot_see_a_message_brings_no_preview_of_it(server: SandboxServer) -> None:
    rita, chen = server.actor("reporter"), server.actor("checker")
    secret = await said(rita, "#investigation", "the guide")
    pasted = await said(chen, "#verification", link_to(server, secret))
    assert pasted.attachments is None
    assert seen(server, pasted, rita) == []
    elsewhere = await said(chen, "#verification", link_to(server, secret).replace(server.workspace.domain, "other"))
    assert elsewhere.attachments is None
