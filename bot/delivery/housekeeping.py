"""What is seen to every hour: channels that were closed to us are looked at again, old texts are dropped.

Owns how long texts are kept. Raises StorageError; one channel's trouble never keeps the others.
"""

from datetime import timedelta
from itertools import groupby
from typing import Final

from bot.delivery.notices import Notices
from bot.delivery.worker import Worker
from bot.logs import incident, logger
from bot.subscriptions import Channel, Subscription
from briefings.errors import StorageError

KEPT: Final = timedelta(days=90)
"""How long it can be shown word for word what a digest said; a quarter, as reports are asked for."""
AT_ONCE: Final = 200
"""Texts dropped in one transaction, so that nobody waits long for it."""

_log = logger(__name__)


async def housekeeping(worker: Worker) -> None:
    """All of it, once. Raises StorageError."""
    await rechecked(worker)
    await forgotten(worker)


async def rechecked(worker: Worker) -> int:
    """Lets the digests of channels go on that can be posted to again; returns how many subscriptions."""
    resumed = 0
    found = await worker.ledger.refused(worker.platforms)
    for channel, group in groupby(found, key=lambda each: each.channel):
        subscriptions = tuple(group)
        try:
            if await _open(worker, channel, subscriptions):
                notices = Notices(worker.outlets[channel.platform].parts)
                resumed += len(await worker.ledger.resume(channel, notices.resumed))
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever one channel's check fails with, others go on
            incident(_log, "a channel could not be checked", error, platform=channel.platform)
    return resumed


async def _open(worker: Worker, channel: Channel, subscriptions: tuple[Subscription, ...]) -> bool:
    """Whether nothing is missing there; what cannot be known now is asked again the next time."""
    threads = any(each.style == "thread" for each in subscriptions)
    return await worker.outlets[channel.platform].lacking(channel, thread=threads) == ()


async def forgotten(worker: Worker) -> int:
    """Drops texts that are older than `KEPT`; returns how many."""
    before, dropped = await worker.ledger.now() - KEPT, 0
    while True:
        some = await worker.ledger.forget(before, AT_ONCE)
        dropped += some
        if some < AT_ONCE:
            return dropped
