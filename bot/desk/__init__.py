"""What a verification desk does: its grammar, its steps, its rules. No Slack, no SQL."""
