"""A desk's eight weeks, lived in the sandbox for the picture of the week: claims filed, disputed and settled."""

from __future__ import annotations

from datetime import timedelta

from sandbox.acting import Actor
from sandbox.workspace import Message
from store import Session
from store.desks import desk_by_id
from tests.browser.newsroom import Newsroom

# Each week: how many claims are filed, how many of them disputed, and how many settled, the oldest first.
WEEKS = ((3, 1, 0), (5, 1, 3), (4, 0, 3), (7, 3, 2), (9, 3, 6), (6, 1, 8), (5, 1, 4), (7, 2, 3))
WHERE = "verification"
PICTURE_DAY = 2  # Wednesday


async def live_eight_weeks(newsroom: Newsroom) -> Message:
    """Have a desk ask for the picture, work for eight weeks, and come to the digest that brings it: that digest."""
    reporter, lead = newsroom.server.actor("reporter"), newsroom.server.actor("lead")
    begins = newsroom.server.clock.now()
    filed = settled = 0
    for nth, (claims, disputes, rulings) in enumerate(WEEKS):
        for at in range(claims):
            if at == claims // 2:
                await newsroom.server.move_clock(to=begins + timedelta(weeks=nth, days=4))
            filed += 1
            line = f"Source {filed}: They shelled village {filed}. https://example.org/{filed}"
            await reporter.type(WHERE, f"/claim {line}")
            if at < disputes:
                await reporter.type(WHERE, f"/dispute C-{filed} Kyiv: Nobody did. https://example.org/no/{filed}")
        await newsroom.bot.settle()
        for _ in range(rulings):
            settled += 1
            await _rule(lead, _card(newsroom, settled))
        await newsroom.bot.record.write(_ask_for_picture)
        # A week on, and at last to Wednesday's digest, which brings the picture.
        await newsroom.server.move_clock(to=begins + timedelta(weeks=nth + 1, hours=-2 if nth < len(WEEKS) - 1 else 22))
    posted = newsroom.server.workspace.channel(WHERE).top
    return [message for message in posted if (message.key or "").startswith("digest:")][-1]


async def _rule(lead: Actor, card: Message) -> None:
    form = (await lead.press(card, "verdict")).view
    if form is None:
        raise RuntimeError("no form to rule with")
    done = await lead.submit(form, {"verdict": "unproven", "note": "Both were asked; neither shows proof."})
    if done.view is not None:
        await lead.close(done.view)


def _ask_for_picture(session: Session) -> None:
    desk = desk_by_id(session, 1)
    desk.picture_day = PICTURE_DAY
    session.add(desk)


def _card(newsroom: Newsroom, number: int) -> Message:
    for message in newsroom.server.workspace.channel(WHERE).top:
        if message.key == f"card:1:{number}":
            return message
    raise LookupError(f"C-{number} has no card")
