"""A transaction as one function, which each kind of database carries out in its own way.

Owns what such a function is. It waits for nothing but its statements, changes nothing but the database, and
may be carried out again from the start.
"""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")
Work = Callable[[AsyncConnection], Coroutine[Any, Any, T]]
"""One that writes."""
Looking = Callable[[AsyncConnection | None], Coroutine[Any, Any, T]]
"""One that only reads; given None when nothing is stored."""
