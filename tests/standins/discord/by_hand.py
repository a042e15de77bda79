"""The stand-in at a terminal: addresses, a prompt to act as a reader, and what the channels hold."""

import asyncio
import shlex
import sys

from tests.standins.clock import RunningClock
from tests.standins.discord import view
from tests.standins.discord.interactions import Interaction
from tests.standins.discord.offered import NotOffered
from tests.standins.discord.readers import Reader
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.world import Message

HELP = """/brief topic=India   use a command ("/digest add topic=India" for a sub-command)
press Evidence       press a button of the last message you see
choose India         choose in its select
form Comment=text    fill in the form that was opened
say @bot why?        write in the channel        dm why?   write to the bot
commands · show · help · quit"""


class ByHand:
    """One reader at the prompt."""

    def __init__(self, standin: DiscordStandIn, reader: Reader) -> None:
        self._standin = standin
        self._reader = reader
        self._last: Interaction | None = None

    async def obey(self, line: str) -> str:
        """Do what a line says and tell what there is to see afterwards.

        Raises `NotOffered` when it cannot be done, `ValueError` when the line cannot be read.
        """
        words = shlex.split(line)
        verb, rest = words[0], words[1:]
        if verb.startswith("/"):
            return await self._interact(self._slash(verb[1:], rest))
        match verb:
            case "press":
                return await self._interact(self._reader.press(self._newest(), " ".join(rest)))
            case "choose":
                return await self._interact(self._reader.choose(self._newest(), *rest))
            case "form" if self._last is not None:
                return await self._interact(self._reader.submit_modal(self._last, _pairs(rest)))
            case "say" | "dm":
                channel = self._reader.channel if verb == "say" else self._reader.dm_channel
                said = self._reader.say(channel, line.partition(" ")[2])
                return "\n".join(
                    view.message(each) for each in await self._standin.answer_in(channel, after=said)
                )
            case "commands":
                known = self._standin.state.global_commands.values()
                return "\n".join(f"/{each['name']}  {each['description']}" for each in known)
            case "show":
                held = [each for each in self._standin.world.channels.values() if each.log]
                return "\n".join(view.channel(each) for each in held)
            case _:
                return HELP

    def _slash(self, name: str, rest: list[str]) -> Interaction:
        path = [each for each in rest if "=" not in each]
        return self._reader.slash(" ".join([name, *path]), _pairs(rest))

    async def _interact(self, interaction: Interaction) -> str:
        self._last = interaction
        await interaction.first_response()
        if interaction.modal is not None:
            return f"a form opens: {interaction.modal['title']}"
        return view.message(await interaction.message())

    def _newest(self) -> Message:
        seen = [each for each in self._reader.sees() if each.components]
        if not seen:
            message = "there is nothing to press"
            raise NotOffered(message)
        return seen[-1]


def _pairs(words: list[str]) -> dict[str, str]:
    return dict(word.split("=", 1) for word in words if "=" in word)


async def run(port: int) -> None:
    """Serve until "quit", or until interrupted where nobody types."""
    standin = DiscordStandIn(clock=RunningClock())
    standin.rates.as_vendor()
    await standin.start(port)
    hand = ByHand(standin, standin.user("You", manager=True))
    sys.stdout.write(
        f"COMMUNIQUE_DISCORD_API_URL={standin.api_url}\n"
        f"COMMUNIQUE_DISCORD_GATEWAY_URL={standin.gateway_url}\n"
        f"COMMUNIQUE_DISCORD_TOKEN={standin.settings.token}\n\n{HELP}\n"
    )
    try:
        await _converse(hand)
    finally:
        await standin.stop()


async def _converse(hand: ByHand) -> None:
    while True:
        sys.stdout.write("> ")
        sys.stdout.flush()
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            await asyncio.Event().wait()
        if line.strip() == "quit":
            return
        try:
            sys.stdout.write((await hand.obey(line) if line.strip() else HELP) + "\n")
        except (AssertionError, ValueError) as problem:
            sys.stdout.write(f"{problem}\n")
