"""`response_url`: an answer later, five times within thirty minutes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.errors import Refused
from sandbox.posting import checked_content
from sandbox.record import Post, Record
from sandbox.workspace import Channel, Json, Message, Person, Workspace

MOST_USES = 5
LIFETIME = timedelta(minutes=30)


@dataclass
class _Permission:
    person: Person
    channel: Channel
    source: Message | None
    issued: datetime
    uses: int = 0


@dataclass
class Responses:
    """Gives out response addresses and takes what comes back on them; acks with a text go the same way."""

    workspace: Workspace
    record: Record
    _permissions: dict[str, _Permission] = field(default_factory=dict)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def new_url(self, person: Person, channel: Channel, source: Message | None = None) -> str:
        """Give out an address; `source` is the message its `replace_original` replaces."""
        token = f"{self.workspace.team_id}/{next(self._numbers)}/sandbox"
        now = self.workspace.clock.now()
        self._permissions[token] = _Permission(person, channel, source, now)
        return f"{self.workspace.address}/response/{token}"

    def use(self, token: str, body: Json) -> Message | None:
        """Do what came on an address. Refused: used_url, expired_url, and whatever a message is refused for.

        `replace_original` and `delete_original` mean the message the pressed button stood on, an ephemeral one too;
        Slack's own examples write them as strings. A command's answer cannot be replaced (slackapi/bolt-js#2287).
        """
        permission = self._permissions.get(token)
        if permission is None:
            raise Refused("no_such_url")
        if self.workspace.clock.now() - permission.issued > LIFETIME:
            raise Refused("expired_url")
        if permission.uses >= MOST_USES:
            raise Refused("used_url")
        permission.uses += 1
        source = permission.source
        if _says_yes(body.get("delete_original")):
            self._delete(source)
            return None
        if _says_yes(body.get("replace_original")):
            return self._replace(source, body)
        return self.answer(permission.person, permission.channel, body, method="response_url")

    def answer(self, person: Person, channel: Channel, body: Json, *, method: str) -> Message:
        """Post an answer: only to the person who asked, unless it says `in_channel`."""
        content = checked_content(body, self.workspace)
        public = body.get("response_type") == "in_channel"
        thread_ts = body.get("thread_ts") or None
        if thread_ts is not None:
            parent = self.workspace.find(channel.id, thread_ts)
            if parent is None:
                raise Refused("thread_not_found")
            thread_ts = parent.thread_ts or parent.ts
        message = self.workspace.post(
            channel,
            self.workspace.bot.id,
            thread_ts=thread_ts,
            ephemeral_for=None if public else person.id,
            **content,
        )
        self.record.posts.append(
            Post(
                method,
                channel.id,
                message.ts,
                message.text,
                thread_ts,
                person=message.ephemeral_for,
                team=self.workspace.team_id,
            )
        )
        return message

    def _delete(self, source: Message | None) -> None:
        self.workspace.delete(_own(source))

    def _replace(self, source: Message | None, body: Json) -> Message:
        message = _own(source)
        content = checked_content(body, self.workspace)
        message.text, message.blocks = content["text"], content["blocks"]
        message.attachments, message.mrkdwn = content["attachments"], content["mrkdwn"]
        message.states, message.offered = {}, {}
        self.workspace.edited(message)
        person = message.ephemeral_for
        team = self.workspace.team_id
        self.record.edits.append(
            Post("response_url", message.channel, message.ts, message.text, person=person, team=team)
        )
        return message


def _own(source: Message | None) -> Message:
    if source is None or source.deleted or not source.is_bot:
        raise Refused("message_not_found")
    return source


def _says_yes(flag: object) -> bool:
    return flag is True or flag == "true"
