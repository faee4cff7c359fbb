"""Slack's Web API, method by method, as far as the bot uses it."""
