"""What we send Slack: the outbox, posted in order, once."""
