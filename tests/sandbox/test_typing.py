"""What a person types, as Slack writes it down."""

from __future__ import annotations

import pytest

from sandbox.clock import SandboxClock
from sandbox.escaping import as_slack_writes
from sandbox.people import default_workspace
from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import MANIFEST, Wall


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Kyiv: no https://a.example/x.", "Kyiv: no <https://a.example/x>."),
        ("https://a.example/?a=1&b=2", "<https://a.example/?a=1&amp;b=2>"),
        ("(see https://a.example/x_(y))", "(see <https://a.example/x_(y)>)"),
        ("«https://a.example/х» — тут", "«<https://a.example/х>» — тут"),
        ("<https://a.example|b>", "&lt;<https://a.example>|b&gt;"),
        ("ask @rita or @Chen, in #wire", "ask <@U0RITA0001|rita> or <@U0CHEN0001|chen>, in <#C0WIRE0001|wire>"),
        ("@nobody and #nowhere", "@nobody and #nowhere"),
        ("rita@rita is no mention, nor is C#wire", "rita@rita is no mention, nor is C#wire"),
        ("@channel <!channel> & <@U1>", "<!channel> &lt;!channel&gt; &amp; &lt;@U1&gt;"),
        ("https:// and http:///x", "https:// and <http:///x>"),
    ],
)
def test_people_channels_and_links_become_tokens_and_the_rest_is_escaped(typed: str, written: str) -> None:
    workspace = default_workspace(SandboxClock(Wall()), MANIFEST)
    assert as_slack_writes(typed, workspace, workspace.person("rita")) == written


def test_a_channel_one_cannot_see_stays_text() -> None:
    workspace = default_workspace(SandboxClock(Wall()), MANIFEST)
    text = "#investigation"
    assert as_slack_writes(text, workspace, workspace.person("chen")) == text
    assert as_slack_writes(text, workspace, workspace.person("rita")) == "<#C0INVEST01|investigation>"


async def test_a_command_is_escaped_only_if_the_manifest_asks_for_it(server: SandboxServer) -> None:
    rita = server.actor("reporter")
    escaped, plain = [
        await rita.type("#verification", f"{word} @chen <b> https://a.example") for word in ("/claim", "/plain")
    ]
    assert escaped.request is not None
    assert plain.request is not None
    assert escaped.request["text"] == "<@U0CHEN0001|chen> &lt;b&gt; <https://a.example>"
    assert plain.request["text"] == "@chen <b> https://a.example"
