"""Presence in SQL: which workers are at work now, so that they share a platform's rate.

Owns the rows, which are leases that nobody competes for: one for each worker and platform.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.records import PRESENT_FOR
from bot.storage.tables import lease
from bot.storage.upsert import upsert_into

_FORGOTTEN_AFTER = timedelta(days=1)


async def present(
    connection: AsyncConnection, now: datetime, holder: str, platforms: Sequence[str]
) -> dict[str, int]:
    """Says that a worker is here, and counts who is, by platform."""
    until, counted = now + PRESENT_FOR, {}
    for platform in sorted(platforms):
        here = upsert_into(lease, connection).values(
            role=_role(platform, holder), holder=holder, fence=1, expires_at=until
        )
        await connection.execute(
            here.on_conflict_do_update(index_elements=[lease.c.role], set_={"expires_at": until})
        )
        ours = lease.c.role.startswith(_role(platform, ""), autoescape=True)
        await connection.execute(delete(lease).where(ours, lease.c.expires_at <= now - _FORGOTTEN_AFTER))
        all_here = select(func.count()).select_from(lease).where(ours, lease.c.expires_at > now)
        counted[platform] = (await connection.execute(all_here)).scalar_one()
    return counted


async def absent(connection: AsyncConnection, holder: str, platforms: Sequence[str]) -> None:
    """Says that a worker is gone."""
    roles = [_role(platform, holder) for platform in platforms]
    await connection.execute(delete(lease).where(lease.c.role.in_(roles)))


def _role(platform: str, holder: str) -> str:
    return f"posting on {platform} by {holder}"
