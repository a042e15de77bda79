"""Databases for the tests beside this file."""

from tests.servers.databases import databases

__all__ = ["databases"]
