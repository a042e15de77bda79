"""Time that passes only when a test lets it: pauses end when the count of seconds reaches them."""

import asyncio

from bot.leasing import Timing


class WoundTime:
    """Counts seconds by hand. `timing` is what the program is given."""

    def __init__(self) -> None:
        self.now = 0.0
        self.paused: list[float] = []
        """Seconds of every pause begun, in order."""
        self.dead: set[str] = set()
        """Names of holders whose processes are known to have ended."""
        self._waiting: list[tuple[float, asyncio.Future[None]]] = []
        self.timing = Timing(self._pause, lambda: self.now, self._has_ended)

    async def pass_by(self, seconds: float) -> None:
        """Let that much time pass, waking whoever's pause ends on the way, in the order of the ends."""
        end = self.now + seconds
        await settled()
        while due := [each for each in self._waiting if each[0] <= end and not each[1].done()]:
            moment, future = min(due, key=lambda each: each[0])
            self.now = max(self.now, moment)
            future.set_result(None)
            self._waiting = [each for each in self._waiting if not each[1].done()]
            await settled()
        self.now = end
        await settled()

    async def _has_ended(self, holder: str) -> bool:
        return holder in self.dead

    async def _pause(self, seconds: float) -> None:
        self.paused.append(seconds)
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((self.now + seconds, future))
        await future


async def settled(turns: int = 60) -> None:
    """Gives every task of the loop its turn, several times over."""
    for _ in range(turns):
        await asyncio.sleep(0)
