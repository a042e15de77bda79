"""Examining an installation: what is fine, what is not, and what to click or type about it."""
