"""Who asks, and in which channel, as plain facts. What is not known is denied."""

from dataclasses import dataclass

from bot.subscriptions import Channel
from bot.ways import Way

DIRECT = "direct"
"""The place of direct messages with the bot, and of follows: they are a person's, wherever they were made."""


@dataclass(frozen=True, slots=True)
class Asker:
    """A person in a channel of a platform."""

    platform: str
    place: str
    """The guild or workspace by the platform's id."""
    channel: str
    reader: str
    channel_name: str = ""
    manages: bool = False
    """Whether they may change what is posted in that channel."""
    direct: bool = False
    """Whether it is a direct message with the bot."""
    way: Way = "typed"
    """How they give commands there, for examples in sentences."""

    @property
    def posts_to(self) -> Channel:
        """The channel as posts name it."""
        return Channel(self.platform, self.place, self.channel)

    @property
    def own(self) -> Channel:
        """Their direct messages."""
        return Channel(self.platform, DIRECT, f"@{self.reader}")
