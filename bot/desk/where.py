"""Who does something, and where, as plain facts.

Owns nothing but the facts; each platform computes them from its own permissions and ids.
"""

from dataclasses import dataclass

from bot.digests.asker import DIRECT, Asker

__all__ = ["DIRECT", "Where"]


@dataclass(frozen=True, slots=True)
class Where:
    """A reader in a channel. Facts that are not known are denied."""

    reader: str
    """By the platform's id; counted against the quota, and never stored."""
    place: str
    """The server or workspace by the platform's id, or `DIRECT`."""
    channel: str = ""
    direct: bool = False
    """Whether nobody else reads along."""
    manages: bool = False
    """Whether they may change what the channel is sent."""
    writes: bool = False
    """Whether they may write where they are."""
    locale: str = "en"
    channel_name: str = ""

    def asker(self, platform: str) -> Asker:
        """The same facts, as digests are asked for."""
        return Asker(
            platform,
            self.place,
            self.channel,
            self.reader,
            channel_name=self.channel_name,
            manages=self.manages,
            direct=self.direct,
        )
