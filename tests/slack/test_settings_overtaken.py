"""A form that was overtaken by somebody who may now decide names them, as Slack names people."""

from __future__ import annotations

from tests.slack.newsroom import Newsroom


async def test_who_became_the_lead_meanwhile_is_named_to_who_comes_late(newsroom: Newsroom) -> None:
    theirs, mine = await newsroom.settings(newsroom.checker), await newsroom.settings(newsroom.reporter)
    await newsroom.checker.submit(theirs, {"digest_time": "08:00"})
    told = newsroom.read(await newsroom.reporter.submit(mine, {"digest_time": "10:00"}))
    assert "Only the leads of this desk and the workspace's admins can change its settings." in told
    assert "Its lead is @chen. Nothing was changed." in told
