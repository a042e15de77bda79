"""Start a stand-in by hand: `python -m tests.standins discord [--port N]`."""

import argparse
import asyncio
import contextlib

from tests.standins.discord import by_hand


def main() -> None:
    """Read the arguments and serve until stopped."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.standins", description="A platform on a loopback port"
    )
    parser.add_argument("platform", choices=["discord"])
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    asked = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(by_hand.run(asked.port))


if __name__ == "__main__":
    main()
