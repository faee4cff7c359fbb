"""The two Bolt apps that ours is measured beside: `python -m bench.plain`, told by the environment where Slack is.

One only acknowledges. With DATABASE_URL set, the other keeps each line in one row before, as anybody would write it.
"""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlmodel import Field, SQLModel


class Note(SQLModel, table=True):
    """A line that somebody typed."""

    id: int | None = Field(default=None, primary_key=True)
    person: str
    channel: str
    words: str
    at: datetime


async def main() -> None:
    app = AsyncApp(
        client=AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]),
    )
    url = os.environ.get("DATABASE_URL")
    app.command("/claim")(_acknowledge if url is None else _keep(await _engine(url)))
    await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()  # type: ignore[no-untyped-call]


async def _acknowledge(ack: AsyncAck) -> None:
    await ack("Filed.")


def _keep(engine: AsyncEngine) -> Any:
    async def keep(ack: AsyncAck, body: dict[str, Any]) -> None:
        async with AsyncSession(engine) as session:
            note = Note(person=body["user_id"], channel=body["channel_id"], words=body["text"], at=datetime.now(UTC))
            session.add(note)
            await session.commit()
        await ack("Filed.")

    return keep


async def _engine(url: str) -> AsyncEngine:
    engine = create_async_engine(
        url.replace("sqlite:", "sqlite+aiosqlite:").replace("postgresql:", "postgresql+psycopg:")
    )
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine.sync_engine, "connect")
        def as_ours(connection: Any, _record: Any) -> None:
            for each in ("journal_mode = WAL", "synchronous = FULL"):
                connection.execute(f"PRAGMA {each}")

    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all, tables=[SQLModel.metadata.tables["note"]])
    return engine


if __name__ == "__main__":
    asyncio.run(main())
