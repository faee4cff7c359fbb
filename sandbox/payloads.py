"""What Slack sends a bot, field by field: commands, interactions, events."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from sandbox.files import files_in_message
from sandbox.modals import View, shown
from sandbox.workspace import Channel, Json, Message, Person, Workspace

VERIFICATION_TOKEN = "sandbox-verification-token"  # noqa: S105 (nothing checks it; Slack still sends one)


@dataclass(frozen=True)
class Source:
    """Where a button or a menu stands: in a message of a channel, or in a view."""

    channel: Channel | None = None
    message: Message | None = None
    view: View | None = None


def channel_label(channel: Channel) -> str:
    """Return what Slack calls a channel in a payload: private ones and conversations are not named."""
    return {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)


def message_body(message: Message, workspace: Workspace, *, all_metadata: bool = False) -> Json:
    """Return a message as history and payloads carry it.

    Of its metadata only the event type, unless `all_metadata`; of a parent also how many replies it has.
    """
    body: Json = {"type": "message", "ts": message.ts, "user": message.user, "text": message.text}
    body["team"] = workspace.team_id
    if message.deleted:
        return body | {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted."}
    if message.subtype:
        body["subtype"] = message.subtype
    if message.is_bot:
        body |= {"bot_id": workspace.bot_id, "app_id": workspace.app_id}
    for name in ("blocks", "attachments"):
        value = getattr(message, name)
        if value is not None:
            body[name] = copy.deepcopy(value)
    if message.files:
        files = files_in_message(message.files, workspace.channels[message.channel], workspace)
        body |= {"files": files, "upload": False, "display_as_bot": False}
    if message.metadata is not None:
        body["metadata"] = {"event_type": message.metadata["event_type"]}
        if all_metadata:
            body["metadata"] = copy.deepcopy(message.metadata)
    if message.edited:
        body["edited"] = {"user": message.user, "ts": message.edited}
    return body | _place_in_thread(message)


def _place_in_thread(message: Message) -> Json:
    if message.thread_ts:
        return {"thread_ts": message.thread_ts} | ({"subtype": "thread_broadcast"} if message.broadcast else {})
    if not message.replies:
        return {}
    return {
        "thread_ts": message.ts,
        "reply_count": len(message.replies),
        "reply_users": sorted({reply.user for reply in message.replies}),
        "reply_users_count": len({reply.user for reply in message.replies}),
        "latest_reply": message.replies[-1].ts,
        "subscribed": True,
    }


class Payloads:
    """Builds what one workspace sends, for one person at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def command(
        self, person: Person, channel: Channel, command: str, text: str, *, trigger_id: str, response_url: str
    ) -> Json:
        """Return the payload of a slash command; `text` is as Slack escapes it."""
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": self._workspace.team_id,
            "team_domain": self._workspace.domain,
            "channel_id": channel.id,
            "channel_name": channel_label(channel),
            "user_id": person.id,
            "user_name": person.name,
            "command": command,
            "text": text,
            "api_app_id": self._workspace.app_id,
            "is_enterprise_install": str(self._workspace.org_wide).lower(),
            "response_url": response_url,
            "trigger_id": trigger_id,
            **self._organisation_named(),
        }

    def actions(
        self,
        person: Person,
        source: Source,
        actions: list[Json],
        *,
        trigger_id: str,
        response_url: str | None = None,
    ) -> Json:
        """Return the `block_actions` of a press or a choice, from a message or a view."""
        body = self._interaction("block_actions", person, trigger_id) | self._where(source, person)
        if response_url is not None:
            body["response_url"] = response_url
        return body | {"actions": actions}

    def suggestion(self, person: Person, source: Source, element: Json, block_id: str, typed: str) -> Json:
        """Return the `block_suggestion` of a menu whose options the bot gives."""
        body = self._interaction("block_suggestion", person) | self._where(source, person)
        body.pop("state", None)
        return body | {"action_id": element["action_id"], "block_id": block_id, "value": typed}

    def submission(self, person: Person, view: View, *, trigger_id: str) -> Json:
        """Return the `view_submission` of a filled form."""
        body = self._interaction("view_submission", person, trigger_id)
        return body | self._of_view(view) | {"response_urls": []}

    def closed(self, person: Person, view: View, *, cleared: bool) -> Json:
        """Return the `view_closed` of a form that was put away."""
        body = self._interaction("view_closed", person)
        return body | self._of_view(view) | {"is_cleared": cleared}

    def message_shortcut(
        self,
        person: Person,
        channel: Channel,
        message: Message,
        callback_id: str,
        *,
        trigger_id: str,
        response_url: str,
    ) -> Json:
        """Return the `message_action` of a shortcut used on somebody's message."""
        return self._interaction("message_action", person, trigger_id) | {
            "action_ts": self._workspace.new_ts(),
            "channel": {"id": channel.id, "name": channel_label(channel)},
            "callback_id": callback_id,
            "response_url": response_url,
            "message_ts": message.ts,
            "message": message_body(message, self._workspace, all_metadata=True),
        }

    def global_shortcut(self, person: Person, callback_id: str, *, trigger_id: str) -> Json:
        """Return the `shortcut` of one used from anywhere; it has no channel and no response_url."""
        body = self._interaction("shortcut", person, trigger_id)
        return body | {"action_ts": self._workspace.new_ts(), "callback_id": callback_id}

    def event(self, event: Json) -> Json:
        """Return the `event_callback` round an event; `event_time` is in whole seconds.

        Of an organisation's installation the authorization names no workspace; `team_id` says where it happened.
        """
        channel = self._workspace.channels.get(str(event.get("channel")))
        organisation = self._workspace.organisation
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": self._workspace.team_id,
            **({"enterprise_id": organisation.id} if organisation is not None else {}),
            "api_app_id": self._workspace.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": self._workspace.new_id("Ev"),
            "event_time": int(self._workspace.clock.now().timestamp()),
            "authorizations": [
                {
                    "enterprise_id": organisation.id if organisation is not None else None,
                    "team_id": None if self._workspace.org_wide else self._workspace.team_id,
                    "user_id": self._workspace.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": self._workspace.org_wide,
                }
            ],
            "is_ext_shared_channel": channel is not None and channel.ext_shared,
            "event_context": self._workspace.new_id("4-"),
        }

    def _interaction(self, kind: str, person: Person, trigger_id: str | None = None) -> Json:
        body: Json = {
            "type": kind,
            "team": {"id": self._workspace.team_id, "domain": self._workspace.domain},
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": person.team or self._workspace.team_id,
            },
            "api_app_id": self._workspace.app_id,
            "token": VERIFICATION_TOKEN,
            "enterprise": None,
            "is_enterprise_install": self._workspace.org_wide,
        }
        organisation = self._workspace.organisation
        if organisation is not None:
            body["enterprise"] = {"id": organisation.id, "name": organisation.name}
            body["team"] |= {"enterprise_id": organisation.id, "enterprise_name": organisation.name}
        return body if trigger_id is None else body | {"trigger_id": trigger_id}

    def _organisation_named(self) -> Json:
        organisation = self._workspace.organisation
        if organisation is None:
            return {}
        return {"enterprise_id": organisation.id, "enterprise_name": organisation.name}

    def _of_view(self, view: View) -> Json:
        """Return a payload's view; an organisation's installation names the workspace only there and at the person.

        Source: slack_bolt's `extract_team_id`, which has met it.
        """
        team: Json = {"team": None} if self._workspace.org_wide else {}
        return team | {"view": shown(view, self._workspace)}

    def _where(self, source: Source, person: Person) -> Json:
        if source.view is not None:
            return {"container": {"type": "view", "view_id": source.view.id}} | self._of_view(source.view)
        channel, message = source.channel, source.message
        if channel is None or message is None:
            raise ValueError("An element stands in a view, or in a message of a channel.")
        container: dict[str, Any] = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.ephemeral_for is not None,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        body: Json = {
            "container": container,
            "channel": {"id": channel.id, "name": channel_label(channel)},
            "state": {"values": copy.deepcopy(message.states.get(person.id, {}))},
        }
        if message.ephemeral_for is None:
            # Slack keeps no ephemeral message, so it cannot send one along either.
            body["message"] = message_body(message, self._workspace, all_metadata=True)
        return body
