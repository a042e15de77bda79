"""Start a stand-in by hand: `python -m tests.standins discord|slack [--port N]`."""

import argparse
import asyncio
import contextlib

from tests.standins.discord import by_hand as discord
from tests.standins.slack import by_hand as slack

PLATFORMS = {"discord": discord.run, "slack": slack.run}


def main() -> None:
    """Read the arguments and serve until stopped."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.standins", description="A platform on a loopback port"
    )
    parser.add_argument("platform", choices=sorted(PLATFORMS))
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    asked = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(PLATFORMS[asked.platform](asked.port))


if __name__ == "__main__":
    main()
