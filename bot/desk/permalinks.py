"""Links to messages, in the form in which Slack gives them out.

Made here rather than asked for (`chat.getPermalink`), as a digest of many claims would be as many calls. Where we do
not know the workspace's address, there is no link.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.desk.request import Request
from store import Session, outbox
from store.tables import Claim, Workspace
from store.workspaces import lock_workspace


def keep_address(session: Session, team: str, enterprise: str, address: str) -> None:
    """Keep a workspace's address, as Slack tells it when we connect."""
    workspace = lock_workspace(session, team, enterprise)
    workspace.address = address if address.endswith("/") else f"{address}/"
    session.add(workspace)


def permalink(workspace: Workspace, channel: str, ts: str, thread_ts: str | None = None) -> str | None:
    """The link to a message, in its thread if it is in one."""
    if workspace.address is None:
        return None
    link = f"{workspace.address}archives/{channel}/p{ts.replace('.', '')}"
    return link if thread_ts in (None, ts) else f"{link}?thread_ts={thread_ts}&cid={channel}"


def message_link(workspace: Workspace, request: Request) -> str | None:
    """The link to the message that something is filed from."""
    if request.message_ts is None:
        return None
    return permalink(workspace, request.channel, request.message_ts, request.thread_ts)


def card_links(session: Session, workspace: Workspace, claims: Iterable[Claim]) -> dict[int, str]:
    """The links to the cards of these claims that are posted, by reference."""
    numbers = {claim.id: claim.number for claim in claims}
    links: dict[int, str] = {}
    for card in outbox.cards_of(session, numbers):
        if card.channel is not None and card.slack_ts is not None:
            link = permalink(workspace, card.channel, card.slack_ts)
            if link is not None:
                links[numbers[card.claim_id]] = link
    return links
