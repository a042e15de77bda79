"""Slack: its payloads read into our values, and replies written as its blocks; the gateway runs both."""
