"""What the bot scopes mean, in the words of the page that asks for them.

Source: docs.slack.dev/reference/scopes
"""

from __future__ import annotations

KNOWN = {
    "app_mentions:read": "View messages that directly mention it in conversations that it is in",
    "channels:history": "View messages and other content in public channels that it has been added to",
    "channels:join": "Join public channels in a workspace",
    "channels:manage": "Manage public channels that it has been added to and create new ones",
    "channels:read": "View basic information about public channels in a workspace",
    "chat:write": "Send messages as itself",
    "chat:write.customize": "Send messages with a customized username and avatar",
    "chat:write.public": "Send messages to channels it is not a member of",
    "commands": "Add shortcuts and slash commands that people can use",
    "emoji:read": "View custom emoji in a workspace",
    "files:read": "View files shared in channels and conversations that it has been added to",
    "files:write": "Upload, edit, and delete files as itself",
    "groups:history": "View messages and other content in private channels that it has been added to",
    "groups:read": "View basic information about private channels that it has been added to",
    "groups:write": "Manage private channels that it has been added to and create new ones",
    "im:history": "View messages and other content in direct messages that it has been added to",
    "im:read": "View basic information about direct messages that it has been added to",
    "im:write": "Start direct messages with people",
    "links:read": "View URLs in messages",
    "links:write": "Show previews of URLs in messages",
    "metadata.message:read": "Read message metadata in channels that it has been added to",
    "mpim:history": "View messages and other content in group direct messages that it has been added to",
    "mpim:read": "View basic information about group direct messages that it has been added to",
    "mpim:write": "Start group direct messages with people",
    "pins:read": "View pinned content in channels and conversations that it has been added to",
    "pins:write": "Add and remove pinned messages and files",
    "reactions:read": "View emoji reactions in channels and conversations that it has been added to",
    "reactions:write": "Add and edit emoji reactions",
    "team:read": "View the name, email domain, and icon for workspaces it is connected to",
    "usergroups:read": "View user groups in a workspace",
    "users.profile:read": "View profile details about people in a workspace",
    "users:read": "View people in a workspace",
    "users:read.email": "View email addresses of people in a workspace",
}
