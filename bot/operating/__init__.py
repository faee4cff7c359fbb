"""What whoever runs the bot types and watches: one module a command."""
