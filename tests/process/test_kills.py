"""kill -9 at random moments under load: nothing acknowledged is missing, nothing is doubled, the chain verifies.

COUNTERCLAIM_KILLS=50 is the long campaign; COUNTERCLAIM_SEED repeats a plan.
"""

from __future__ import annotations

import os
import random
import secrets
from pathlib import Path

from sandbox.server import SandboxServer
from store import Session
from tests.process.audit import (
    everything_is_in_slack_once,
    nothing_acknowledged_is_missing,
    nothing_is_told_twice,
    the_chain_verifies,
)
from tests.process.campaign import Campaign

KILLS = int(os.environ.get("COUNTERCLAIM_KILLS", "2"))


async def test_a_bot_that_is_killed_again_and_again_loses_nothing_and_doubles_nothing(
    server: SandboxServer, tmp_path: Path
) -> None:
    seed = int(os.environ.get("COUNTERCLAIM_SEED") or secrets.randbelow(10**6))
    print(f"\nCOUNTERCLAIM_SEED={seed} COUNTERCLAIM_KILLS={KILLS}")  # noqa: T201 (shown when it fails, or with -s)
    campaign = Campaign(server, tmp_path, random.Random(seed))  # noqa: S311
    await campaign.run(KILLS)

    def audit(connection: Session) -> dict[str, int]:
        nothing_acknowledged_is_missing(connection, campaign.people)
        everything_is_in_slack_once(connection, server.record)
        return nothing_is_told_twice(connection) | {"events": the_chain_verifies(connection)}

    figures = campaign.read(audit) | {
        "claims": sum(len(person.filed) for person in campaign.people),
        "disputes": sum(len(person.disputed) for person in campaign.people),
        "not acknowledged": sum(person.lost for person in campaign.people),
        "killed before connecting": campaign.killed_before_connecting,
        "posts": len([post for post in server.record.posts if post.key is not None]),
        "edits": len(server.record.edits),
        "looked up in history": server.record.calls["conversations.history"]
        + server.record.calls["conversations.replies"],
    }
    print(figures)  # noqa: T201
    assert server.record.refusals == []
    assert [sentence for person in campaign.people for sentence in person.told] == []
    assert figures["claims"] > KILLS
