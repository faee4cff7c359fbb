"""Links, what Slack makes of them, and the outlets they belong to."""

from __future__ import annotations

import pytest

from bot.desk.links import check_link, is_link, read_typed
from bot.desk.outlets import outlet_of
from bot.errors import NotUnderstood


@pytest.mark.parametrize(
    "link",
    [
        "https://a",
        "HTTP://A.example/x",
        "https://a.example:8443/x?y=1&z=2#w",
        "https://uk.wikipedia.org/wiki/Київ",
        "https://президент.рф/",
        "https://हिन्दी.भारत/",
        "http://127.0.0.1/",
        "http://[::1]/x",
        "https://a.example/x_(y)",
    ],
)
def test_a_link_is_a_link(link: str) -> None:
    assert is_link(link)
    assert check_link(link) == link


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://",
        "https:///x",
        "http:/a.example",
        "https://?x",
        "https://.",
        "https://…",
        "https://-a.example",
        "https://a..example",
        "https://a b.example",
        "https://a.example:port/",
        "https://[",
        "ftp://a.example",
        "javascript://a.example/%0aalert(1)",
        "a.example/x",
        "<https://>",
        "<https://a b>",
        "https://a.example https://b.example",
        "see https://a.example",
    ],
)
def test_a_link_that_is_none_is_refused(text: str) -> None:
    assert not is_link(text)
    with pytest.raises(NotUnderstood, match=r"is no link\.|There is no link\."):
        check_link(text)


@pytest.mark.parametrize(
    ("sent", "plain", "links"),
    [
        ("no <https://a.example>", "no https://a.example", ["https://a.example"]),
        ("no <https://a.example/|a.example>", "no https://a.example/", ["https://a.example/"]),
        ("<https://a.example|the film> shows", "the film (https://a.example) shows", ["https://a.example"]),
        ("<https://evil.example|https://bank.example>", "https://evil.example", ["https://evil.example"]),
        ("<https://evil.example|bank.example>", "bank.example (https://evil.example)", ["https://evil.example"]),
        ("<https://a.example/?x=1&amp;y=2>", "https://a.example/?x=1&y=2", ["https://a.example/?x=1&y=2"]),
        ("https://a.example/?x=1&amp;y=2", "https://a.example/?x=1&y=2", ["https://a.example/?x=1&y=2"]),
        ("(https://a.example/x_(y)).", "(https://a.example/x_(y)).", ["https://a.example/x_(y)"]),
        ("https://a.example/x, or https://b.example!", None, ["https://a.example/x", "https://b.example"]),
        ("看https://a.example/x，他说", None, ["https://a.example/x"]),
        ("“https://a.example/x”", None, ["https://a.example/x"]),
        ("<@U1> and <@U2|rita> in <#C1|belgorod>", "@U1 and @rita in #belgorod", []),
        ("<!channel> <!here|here> <!subteam^S1|@leads> <!subteam^S1>", "@channel here @leads @S1", []),
        ("<mailto:a@b.example|a@b.example> <tel:+380>", "a@b.example +380", []),
        ("&lt;!channel&gt; &amp;lt; a <b> c < d", "<!channel> &lt; a <b> c < d", []),
        (
            "https://a.example,https://b.example/x,https://c.example",
            None,
            ["https://a.example", "https://b.example/x", "https://c.example"],
        ),
        ("(https://a.example)and", None, ["https://a.example"]),
        (
            "https://web.archive.org/web/2023/https://t.me/x/1",
            None,
            ["https://web.archive.org/web/2023/https://t.me/x/1"],
        ),
        ("see<https://a.example>now", "see https://a.example now", ["https://a.example"]),
        ("http: is a protocol", "http: is a protocol", []),
    ],
)
def test_slacks_escapes_are_undone(sent: str, plain: str | None, links: list[str]) -> None:
    typed = read_typed(sent)
    assert typed.plain == (sent if plain is None else plain)
    assert [link.link for link in typed.links] == links
    assert all(link.link in typed.plain[link.start : link.end] for link in typed.links)


@pytest.mark.parametrize(
    ("link", "outlet"),
    [
        ("https://www.reuters.com/world/1", "Reuters"),
        ("https://edition.cnn.com/1", "CNN"),
        ("https://www.bbc.co.uk/news/1", "BBC"),
        ("https://bbc.com", "BBC"),
        ("https://notbbc.com/1", "notbbc.com"),
        ("https://www.pravda.com.ua/news/1", "pravda.com.ua"),
        ("https://reuters.com@evil.example/1", "evil.example"),
        ("https://t.me/vvgladkov/2287", "Telegram, vvgladkov"),
        ("https://t.me/s/vvgladkov", "Telegram, vvgladkov"),
        ("https://t.me/c/12345/6", "Telegram"),
        ("https://t.me/+AbCdEf", "Telegram"),
        ("https://x.com/Podolyak_M/status/1", "X, Podolyak_M"),
        ("https://mobile.twitter.com/Podolyak_M", "X, Podolyak_M"),
        ("https://x.com/i/status/1", "X"),
        ("https://www.facebook.com/GeneralStaff.ua/posts/1", "Facebook, GeneralStaff.ua"),
        ("https://www.facebook.com/permalink.php?id=1", "Facebook"),
        ("https://www.instagram.com/p/abc/", "Instagram"),
        ("https://www.tiktok.com/@rita/video/1", "TikTok, rita"),
        ("https://www.youtube.com/watch?v=1", "YouTube"),
        ("https://youtu.be/1", "YouTube"),
        ("https://www.youtube.com/@suspilne", "YouTube, suspilne"),
        ("https://vk.com/wall-1_2", "VK"),
        ("https://vk.com/gladkov_vv", "VK, gladkov_vv"),
        ("https://bsky.app/profile/rita.example/post/1", "Bluesky, rita.example"),
        ("https://t.me/%D0%B1%D0%B0%D0%B7%D0%B0/1", "Telegram, база"),
    ],
)
def test_the_outlet_is_the_sites_name_or_the_account(link: str, outlet: str) -> None:
    assert is_link(link)
    assert outlet_of(link) == outlet
