"""What the clock makes us do: reminders and digests that are due."""
