"""The shared part of rendering knows no platform."""

import re
from pathlib import Path

import bot.rendering

PLATFORM = re.compile(
    r"\b(discord|slack|guilds?|mrkdwn|block kit|ephemeral|embeds?|custom_ids?|webhook)\b", re.IGNORECASE
)


def test_rendering_speaks_no_platforms_words() -> None:
    """Neither code nor comments of `bot.rendering` name a platform or what only one of them has."""
    folder = Path(bot.rendering.__file__ or "").parent
    found = {
        path.name: match[0]
        for path in folder.glob("*.py")
        if (match := PLATFORM.search(path.read_text("utf-8")))
    }
    assert not found
