"""A play files the whole case through the workspace's people, and notices when the bot gets something wrong."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp

from sandbox.case import Case
from sandbox.casefile import read_case_text
from sandbox.play import Played, play
from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import MANIFEST, actions, button, connected, modal, new_app, section, text_input

Json = dict[str, Any]

CASE = """\
case: The bridge
desk: {channel: bridge-desk, timezone: America/Halifax}
outlet: Daily
filed_on: 2024-02-29
people: {reporter: Files., lead: Reads., editor: Is away.}
claims:
  - {key: hit, speaker: Mayor, role: of Halifax, statement: "The bridge was hit: twice.", said: 2024-02-28}
  - {key: firm, speaker: "Smith, Jones and Co", statement: Nobody was on it., citing: Reuters}
  - {key: ships, speaker: Harbour, statement: Two ships sank.}
disputes:
  - {claim: hit, speaker: Railway, statement: The bridge stands., kind: denies, citing: Reuters}
  - {claim: ships, speaker: Navy, statement: One of them was empty., kind: adds context}
expect: {claims: 3, contested: 1, open_disputes: 1, unverified: 3}
"""
LINE = re.compile(r"(?P<speaker>[^:]+?)(?:, (?P<role>[^:]+))?: (?P<statement>.+) <https://\S+> (?P<source>via .+)")


@dataclass
class Clerk:
    """A bot that does just enough of the product to be played with, or a little less: `forgets` names what."""

    server: SandboxServer
    forgets: str = ""
    claims: list[Json] = field(default_factory=list)
    disputes: list[Json] = field(default_factory=list)
    channel: str = ""
    zone: str = ""
    digest_sent: bool = False
    reminded: bool = False

    def file(self, found: Json) -> str:
        self.claims.append(found)
        return f"C-{len(self.claims)} is filed. Speaker: {found['speaker']}"

    def contested(self, number: int) -> list[Json]:
        return [d for d in self.disputes if d["claim"] == number and d["kind"] != "adds context"]

    def digest(self) -> str:
        numbers = [number for number in range(1, len(self.claims) + 1) if self.contested(number)]
        count = sum(len(self.contested(number)) for number in numbers)
        lines = [f"*{len(numbers)} contested claims, {count} open disputes*"]
        for number in numbers:
            claim = self.claims[number - 1]
            lines += [f"*C-{number}* · unverified", f">*{claim['speaker']}*: {claim['statement']} ({claim['source']})"]
            lines.append("*Against*")
            lines += [
                f">*{d['speaker']}* {d['kind']}: {d['statement']} ({d['source']})" for d in self.contested(number)
            ]
        return "\n".join([*lines, f"*Unverified:* {len(self.claims)}"])

    async def tick(self, client: Any) -> None:
        """Send what is due, as the desk's clock has it."""
        now = self.server.clock.now()
        if not self.claims:
            return
        if not self.digest_sent and now >= datetime(2024, 3, 1, 13, tzinfo=UTC) and self.forgets != "digest":
            self.digest_sent = True
            await client.chat_postMessage(channel=self.channel, text=self.digest())
        if not self.reminded and now >= datetime(2024, 3, 1, 21, tzinfo=UTC) and self.forgets != "reminder":
            self.reminded = True
            await client.chat_postMessage(channel=self.channel, text="*3 claims are still unverified*")


def listen_beside(app: AsyncApp, clerk: Clerk) -> None:
    """Take what belongs to setting up, and who joins."""

    @app.options("pick_zone")
    async def zones(ack: Any, payload: Json) -> None:
        await ack(options=[{"text": {"type": "plain_text", "text": payload["value"]}, "value": payload["value"]}])

    @app.view("setup")
    async def setup(ack: Any, view: Json) -> None:
        clerk.zone = view["state"]["values"]["zone"]["pick_zone"]["selected_option"]["value"]
        await ack()

    @app.event("member_joined_channel")
    async def joined() -> None:
        """Nothing waits for it."""


@asynccontextmanager
async def clerk_at(server: SandboxServer, forgets: str = "") -> AsyncIterator[Clerk]:
    clerk = Clerk(server, forgets)
    app = new_app(server)
    listen_beside(app, clerk)

    @app.command("/claim")
    async def claim(ack: Any, command: Json, client: Any) -> None:
        clerk.channel = command["channel_id"]
        found = LINE.fullmatch(command["text"])
        if command["text"] == "setup":
            coming = modal(section("One moment…"))
            opened = await client.views_open(trigger_id=command["trigger_id"], view=coming)
            await ack()
            menu = {"type": "external_select", "action_id": "pick_zone", "min_query_length": 1}
            view = modal(text_input("zone", element=menu), callback_id="setup")
            await client.views_update(view_id=opened["view"]["id"], view=view)
        elif found is None:
            inputs = (text_input(name) for name in ("speaker", "statement", "source"))
            view = modal(*inputs, callback_id="file", private_metadata=command["channel_id"])
            await client.views_open(trigger_id=command["trigger_id"], view=view)
            await ack()
        else:
            await ack(clerk.file(found.groupdict()))

    @app.view("file")
    async def filed(ack: Any, view: Json, body: Json, client: Any) -> None:
        values = {name: inputs["text"]["value"] for name, inputs in view["state"]["values"].items()}
        answer = clerk.file(values)
        await ack()
        channel = view["private_metadata"]
        await client.chat_postEphemeral(channel=channel, user=body["user"]["id"], text=answer)

    @app.command("/dispute")
    async def dispute(ack: Any, command: Json) -> None:
        reference, _, line = command["text"].partition(" ")
        found = LINE.fullmatch(line)
        assert found is not None
        if clerk.forgets == "dispute":
            await ack("Nothing was filed.")
            return
        clerk.disputes.append(found.groupdict() | {"claim": int(reference[2:]), "kind": "contradicts"})
        at = str(len(clerk.disputes) - 1)
        row = actions(button("edit_dispute", at, "Edit"))
        await ack(text="Filed.", blocks=[section(f"Your dispute of {reference} is filed."), row])

    @app.action("edit_dispute")
    async def edit(ack: Any, body: Json, client: Any) -> None:
        await ack()
        kinds = ("denies", "contradicts", "corrects", "adds context")
        options = [{"text": {"type": "plain_text", "text": kind.capitalize()}, "value": kind} for kind in kinds]
        menu = {"type": "static_select", "options": options, "initial_option": options[1]}
        view = modal(text_input("kind", element=menu), callback_id="kind", private_metadata=body["actions"][0]["value"])
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("kind")
    async def kind(ack: Any, view: Json) -> None:
        chosen = view["state"]["values"]["kind"]["text"]["selected_option"]["value"]
        if clerk.forgets != "kind":
            clerk.disputes[int(view["private_metadata"])]["kind"] = chosen
        await ack()

    server.after_move = lambda: clerk.tick(app.client)
    async with connected(app, server):
        yield clerk


@pytest.fixture
def manifest() -> Json:
    commands = [{"command": name, "description": name, "should_escape": True} for name in ("/claim", "/dispute")]
    return MANIFEST | {"features": {**MANIFEST["features"], "slash_commands": commands}}


@pytest.fixture
def case() -> Case:
    return read_case_text(CASE, "bridge.yml")


async def played(server: SandboxServer, case: Case, forgets: str = "") -> tuple[Played, str, Clerk]:
    told: list[str] = []
    async with clerk_at(server, forgets) as clerk:
        end = await play(server, case, told.append)
    return end, "\n".join(told), clerk


async def test_a_case_is_filed_disputed_and_found_again_next_morning(server: SandboxServer, case: Case) -> None:
    end, told, clerk = await played(server, case)
    assert end == Played(ok=True)
    assert [(claim["speaker"], claim["statement"]) for claim in clerk.claims] == [
        ("Mayor", "The bridge was hit: twice."),
        ("Smith, Jones and Co", "Nobody was on it."),
        ("Harbour", "Two ships sank."),
    ]
    assert [(dispute["claim"], dispute["kind"]) for dispute in clerk.disputes] == [(1, "denies"), (3, "adds context")]
    assert clerk.zone == "America/Halifax"
    assert all(f"C-{number} is filed." in told for number in (1, 2, 3))
    assert "(Thu 29 February 2024, 17:00, America/Halifax)" in told
    assert "(Fri 1 March 2024, 09:00, America/Halifax)" in told
    assert "The sandbox has nobody called editor" in told
    assert told.endswith("Everything the case expects came true.")
    assert server.record.refusals == []


async def test_the_channel_is_made_with_its_people_and_the_bot(server: SandboxServer, case: Case) -> None:
    await played(server, case)
    workspace = server.workspace
    roles = {workspace.person(member).role for member in workspace.channel("bridge-desk").members}
    assert roles == {"reporter", "checker", "lead", "bot"}


async def test_a_channel_that_is_there_is_joined_by_who_is_missing(server: SandboxServer) -> None:
    wire = server.workspace.channel("wire")
    wire.members.remove(server.workspace.person("reporter").id)
    end, _, _ = await played(server, read_case_text(CASE.replace("bridge-desk", "wire"), "bridge.yml"))
    assert end.ok
    assert {server.workspace.person(role).id for role in ("reporter", "bot")} <= wire.members


@pytest.mark.parametrize(
    ("forgets", "sentence"),
    [
        ("digest", "One digest was to come in #bridge-desk; there came none."),
        ("reminder", "Nobody was reminded of what is still unverified."),
        ("dispute", "The dispute of Railway against C-1 was not filed: Nothing was filed."),
        ("kind", "Against C-1, the digest does not show that Railway denies it."),
        ("kind", "C-3 stands among the contested, and the case has nothing against it."),
    ],
)
async def test_what_the_bot_forgets_is_said(server: SandboxServer, case: Case, forgets: str, sentence: str) -> None:
    end, told, _ = await played(server, case, forgets)
    assert not end.ok
    assert sentence in end.problems
    assert f"- {sentence}" in told


async def test_a_bot_that_is_not_there_fails_the_play_and_ends_it(server: SandboxServer, case: Case) -> None:
    told: list[str] = []
    end = await play(server, case, told.append)
    assert not end.ok
    assert any("The claim `hit` was not filed" in problem for problem in end.problems)
    assert "One digest was to come in #bridge-desk; there came none." in end.problems
