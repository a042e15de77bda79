"""One import of a platform's SDK at a time.

Two threads that import modules of one package at once can each see a module half made.
"""

from threading import Lock

ONE_AT_A_TIME = Lock()
"""Held by whoever imports an SDK in a thread."""
