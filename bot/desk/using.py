"""Used in: the stories of our own that rely on a claim; who adds one is told when the verdict changes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk import history
from bot.desk.filing import keep_numbers
from bot.desk.limits import STORIES
from bot.desk.links import check_link
from bot.desk.request import Request
from bot.desk.turns import Stepped, Turn, begin
from bot.errors import UNCHANGED, NotUnderstood, nothing_changed
from store import Session
from store.findings import story_of
from store.followers import follow
from store.tables import UsedIn


def use_in(session: Session, request: Request, number: int, text: str) -> Stepped:
    """File the links, one a line, of stories that rely on a claim. Raises NotUnderstood and NotAllowed."""
    turn = begin(session, request, number)
    if turn.repeated:
        return turn.done()
    turn.still_open()
    turn.speak()
    links = read_links(text)
    if not links:
        raise NotUnderstood("Where is the story?", unchanged=UNCHANGED, remedy=EXAMPLE, field="used_in")
    file_links(turn, links)
    keep_numbers(session, turn.workspace, request, [number])
    return turn.done()


EXAMPLE = "One link a line, for example: https://example.org/our-story"


def read_links(text: str) -> tuple[str, ...]:
    """The links in a field, one a line, each once. Raises NotUnderstood."""
    links = tuple(dict.fromkeys(row.strip() for row in text.splitlines() if row.strip()))
    if len(links) > STORIES:
        raise NotUnderstood(f"There are {len(links)} links; {STORIES} fit.", unchanged=UNCHANGED, field="used_in")
    with nothing_changed(field="used_in", remedy=EXAMPLE):
        return tuple(check_link(link) for link in links)


def file_links(turn: Turn, links: Sequence[str]) -> None:
    """File stories in somebody's turn, who follows the claim from then on; what is on file stays as it is."""
    for link in links:
        if story_of(turn.session, turn.claim, link) is not None:
            continue
        turn.session.add(
            UsedIn(
                workspace_id=turn.claim.workspace_id,
                claim_id=turn.claim.id or 0,
                link=link,
                added_by=turn.request.person,
                added_at=turn.request.now,
            )
        )
        turn.session.flush()
        turn.add(history.What.USED, new={"link": link})
    if links:
        follow(turn.session, turn.claim, turn.request.person, turn.request.now)
