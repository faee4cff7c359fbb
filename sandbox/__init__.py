"""A local Slack workspace that speaks Slack's protocol and nothing else."""
