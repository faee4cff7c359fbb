"""What Slack sends us: one module a kind."""
