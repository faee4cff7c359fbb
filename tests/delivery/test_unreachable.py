"""Channels that cannot be posted to: the row waits, a person who can mend it is told once, and then it goes out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app import Bot, working
from bot.delivery.pace import Pace
from bot.settings import Settings
from sandbox.server import SandboxServer
from tests.delivery.newsroom import PATIENCE, Newsroom

LINE = "/claim Kyiv: We had nothing to do with it, said {}. https://example.org/{}"


@asynccontextmanager
async def at_work(room: Newsroom) -> AsyncIterator[Bot]:
    """The whole bot, connected by Socket Mode: events reach it as Slack sends them."""
    server = room.server
    settings = Settings(
        slack_bot_token=server.bot_token,
        slack_app_token=server.app_token,
        slack_api_url=server.api_url,
        database_url=room.database,
        counterclaim_semantic=False,
    )
    async with working(settings, room.clock, Pace(rate=1000, burst=1000)) as bot:
        await server.link.connected()
        yield bot


async def type_claims(server: SandboxServer, role: str, channel: str, *names: str) -> None:
    for name in names:
        outcome = await server.actor(role).type(channel, LINE.format(name, name))
        assert outcome.acked, outcome.error


async def told(server: SandboxServer, role: str) -> list[str]:
    """What the bot has written to a person in their conversation."""
    return [message.text for message in await server.actor(role).messages("im") if message.is_bot]


def cards(server: SandboxServer) -> list[str]:
    return sorted(post.key or "" for post in server.record.posts if (post.key or "").startswith("card:"))


async def until_told(server: SandboxServer, times: int) -> None:
    def said() -> bool:
        return sum((post.key or "").startswith("cannot_post:") for post in server.record.posts) == times

    await server.until(said, PATIENCE)


async def test_a_channel_the_bot_is_not_in_gets_its_cards_when_it_is_invited(room: Newsroom) -> None:
    server = room.server
    async with at_work(room) as bot:
        await type_claims(server, "reporter", "wire", "one", "two", "three")
        await bot.settle()
        assert cards(server) == []
        (sentence,) = await told(server, "reporter")
        assert "I am not in" in sentence
        assert "/invite @Counterclaim" in sentence
        assert {refusal.error for refusal in server.record.refusals} == {"not_in_channel"}
        await server.actor("lead").invite("wire", "Counterclaim")
        await server.until(lambda: len(cards(server)) == 3, PATIENCE)
        await bot.settle()
        assert len(await told(server, "reporter")) == 1
    assert server.record.doubled() == {}


async def test_each_person_whose_claims_wait_is_told_once(room: Newsroom) -> None:
    server = room.server
    async with at_work(room) as bot:
        await type_claims(server, "reporter", "wire", "one", "two")
        await type_claims(server, "checker", "wire", "three", "four")
        await bot.settle()
        assert len(await told(server, "reporter")) == len(await told(server, "checker")) == 1
        assert await told(server, "lead") == []


async def test_a_restart_tries_what_is_stuck_again_and_tells_nobody_twice(room: Newsroom) -> None:
    server = room.server
    for _ in range(2):
        async with at_work(room) as bot:
            await type_claims(server, "reporter", "wire", "one", "two")
            await bot.settle()
    assert len(await told(server, "reporter")) == 1
    server.workspace.channels["C0WIRE0001"].members.add(server.workspace.bot.id)  # invited while nobody listened
    async with at_work(room) as bot:
        await bot.settle()
        assert len(cards(server)) == 2


async def test_a_restart_before_anybody_could_be_told_tells_them(room: Newsroom) -> None:
    server = room.server
    async with at_work(room):
        server.faults.rate_limit("conversations.open", retry_after=60)
        await type_claims(server, "reporter", "wire", "one")
        await server.until(lambda: server.faults.taken["rate_limit"] == 1, PATIENCE)
    assert await told(server, "reporter") == []
    async with at_work(room) as bot:
        await bot.settle()
        assert len(await told(server, "reporter")) == 1


async def test_a_private_channel_the_bot_was_taken_out_of(room: Newsroom) -> None:
    server = room.server
    async with at_work(room) as bot:
        await type_claims(server, "lead", "investigation", "one")
        await bot.settle()
        await server.actor("lead").kick("investigation", "Counterclaim")
        await type_claims(server, "lead", "investigation", "two")
        await bot.settle()
        assert {refusal.error for refusal in server.record.refusals} == {"channel_not_found"}
        assert len(await told(server, "lead")) == 1
        await server.actor("lead").invite("investigation", "Counterclaim")
        await server.until(lambda: len(cards(server)) == 2, PATIENCE)


async def test_an_archived_channel_gets_its_cards_when_it_is_brought_back(room: Newsroom) -> None:
    server = room.server
    async with at_work(room) as bot:
        await type_claims(server, "reporter", "verification", "one")
        await bot.settle()
        await server.actor("lead").archive("verification")
        await type_claims(server, "reporter", "belgorod", "two")
        outcome = await server.actor("reporter").type(
            "belgorod", "/dispute C-1 Moscow: They did. https://example.org/a"
        )
        assert outcome.acked
        await bot.settle()
        assert {refusal.error for refusal in server.record.refusals} == {"is_archived"}
        assert len(await told(server, "reporter")) == 1
        await server.actor("lead").archive("verification", archived=False)
        await server.until(lambda: len(cards(server)) == 2, PATIENCE)
        await bot.settle()
        (first, *replies) = await server.actor("lead").thread("verification", server.record.by_key("card:1:1")[0].ts)
        assert "Contested" in str(first.blocks)
        assert len(replies) == 1
    assert server.record.doubled() == {}


async def test_a_channel_that_is_brought_back_while_slack_cannot_tell_us_gets_its_cards_all_the_same(
    room: Newsroom,
) -> None:
    server = room.server
    async with at_work(room) as bot:
        await type_claims(server, "reporter", "verification", "one")
        await bot.settle()
        await server.actor("lead").archive("verification")
        await type_claims(server, "reporter", "belgorod", "two")
        await bot.settle()
        await bot.look_at_channels()
        await bot.settle()
        assert len(cards(server)) == 1
        server.workspace.channel("verification").archived = False  # and no event of it arrives
        await bot.look_at_channels()
        await bot.settle()
        assert len(cards(server)) == 2
        assert len(await told(server, "reporter")) == 1
    assert server.record.doubled() == {}


async def test_who_was_told_is_told_again_when_it_was_mended_and_breaks_anew(room: Newsroom) -> None:
    server = room.server
    async with at_work(room) as bot:
        for times, name in enumerate(("one", "two"), 1):
            if times > 1:
                await server.actor("lead").kick("verification", "Counterclaim")
            else:
                server.workspace.channel("verification").members.discard(server.workspace.bot.id)
            await type_claims(server, "reporter", "verification", name)
            await until_told(server, times)
            await server.actor("lead").invite("verification", "Counterclaim")
            await server.until(lambda times=times: len(cards(server)) == times, PATIENCE)  # type: ignore[misc]
            await bot.settle()


async def test_other_channels_go_on_meanwhile(room: Newsroom) -> None:
    server = room.server
    async with at_work(room) as bot:
        await type_claims(server, "reporter", "wire", "one")
        await type_claims(server, "lead", "investigation", "two")
        await type_claims(server, "reporter", "im", "three")
        await bot.settle()
        assert cards(server) == ["card:1:2", "card:1:3"]
