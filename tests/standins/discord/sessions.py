"""Gateway sessions: who identified, which events they get, and what is kept for a resume.

Owns identity, intents, shard, sequence numbers and the replay. The socket is somebody else's.
"""

import json
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from tests.standins.discord.world import Guild

GUILDS, GUILD_MEMBERS = 1 << 0, 1 << 1
GUILD_PRESENCES = 1 << 8
GUILD_MESSAGES = 1 << 9
DIRECT_MESSAGES = 1 << 12
MESSAGE_CONTENT = 1 << 15
PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
KNOWN_INTENTS = sum(1 << bit for bit in [*range(17), 20, 21, 24, 25])
REPLAY_LENGTH = 5_000
"""Events kept for a resume; the vendor gives no number."""

DISPATCH = 0


class Line(Protocol):
    """A connection frames can be sent on."""

    def send(self, text: str) -> None:
        """Queue one frame."""


@dataclass(slots=True, eq=False, repr=False)
class Session:
    """One identified client. `line` is None while it is disconnected."""

    id: str
    intents: int
    shard: tuple[int, int]
    line: Line | None = None
    sequence: int = 0
    replay: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=REPLAY_LENGTH))
    lost: datetime | None = None
    resumes: int = 0
    events: list[str] = field(default_factory=list)

    def serves(self, guild: Guild | None) -> bool:
        """Whether this shard gets the guild's events; direct messages go to shard 0."""
        number, count = self.shard
        return number == (0 if guild is None else (guild.id >> 22) % count)

    def wants(self, intents: int) -> bool:
        """Whether it asked for any of these intents; 0 stands for events everybody gets."""
        return not intents or bool(self.intents & intents)

    def dispatch(self, event: str, data: dict[str, Any]) -> None:
        """Number an event, keep it for a resume and send it if somebody listens."""
        self.sequence += 1
        frame = {"op": DISPATCH, "t": event, "s": self.sequence, "d": data}
        text = json.dumps(frame, separators=(",", ":"), ensure_ascii=False)
        self.replay.append((self.sequence, text))
        self.events.append(event)
        if self.line is not None:
            self.line.send(text)

    def can_replay(self, after: int) -> bool:
        """Whether everything after this number is still kept."""
        if after > self.sequence:
            return False
        return after == self.sequence or bool(self.replay and self.replay[0][0] <= after + 1)

    def send_again(self, after: int) -> None:
        """Send what came after this number."""
        if self.line is None:
            return
        for number, text in list(self.replay):
            if number > after:
                self.line.send(text)
