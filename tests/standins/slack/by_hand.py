"""The stand-in at a terminal: settings, a prompt to act as a reader, and what the channels hold."""

import asyncio
import sys

from tests.standins.clock import RunningClock
from tests.standins.slack import view
from tests.standins.slack.interactions import Interaction
from tests.standins.slack.offered import NotOffered
from tests.standins.slack.readers import Reader
from tests.standins.slack.standin import SlackStandIn
from tests.standins.slack.world import Channel, Message, Pane, View

HELP = """/brief India         use a command
press Evidence       press a button of the modal or the last message you see
choose India         choose in its select        type ind   ask a select for options first
submit Comment=text  fill in and send the modal  close      close it
say @bot why?        write in the channel        dm why?    write to the bot
thread @bot and Japan?  answer in the thread of the last public message
home · assistant · pick PROMPT · shortcut NAME (of the last message) · show · help · quit"""


class ByHand:
    """One reader at the prompt."""

    def __init__(self, standin: SlackStandIn, reader: Reader) -> None:
        self._standin = standin
        self._reader = reader
        self._pane: Pane | None = None
        self._at_home = False

    async def obey(self, line: str) -> str:
        """Do what a line says and tell what there is to see afterwards.

        Raises `NotOffered` when it cannot be done, `ValueError` when the line cannot be read.
        """
        verb, _, rest = line.strip().partition(" ")
        rest = rest.strip()
        if verb.startswith("/"):
            self._at_home = False
            return await self._seen(self._reader.slash(verb, rest))
        return await (self._use(verb, rest) if verb in USES else self._write(verb, rest))

    async def _use(self, verb: str, rest: str) -> str:
        reader = self._reader
        match verb:
            case "press":
                return await self._seen(reader.press(self._surface(), rest))
            case "choose":
                return await self._seen(reader.choose(self._surface(), rest))
            case "type":
                found = await reader.suggest(self._surface(), rest).offered()
                return "\n".join(text for text, _ in found) or "nothing"
            case "submit":
                pairs = dict(each.split("=", 1) for each in rest.split("; ") if each)
                return await self._seen(reader.submit(pairs))
            case "close":
                reader.close_view()
                return "closed"
            case _:
                named = self._last(self._reader.channel, public=True)
                return await self._seen(reader.shortcut(rest, message=named))

    async def _write(self, verb: str, rest: str) -> str:
        reader = self._reader
        self._at_home = False
        match verb:
            case "say":
                said = reader.say(reader.channel, rest)
            case "thread":
                said = reader.say(reader.channel, rest, thread=self._last(reader.channel, public=True))
            case "dm":
                said = reader.dm(rest, thread=self._pane)
            case "pick" if self._pane is not None:
                said = reader.pick(self._pane, rest)
            case _:
                return await self._look(verb)
        shown = await reader.received(after=said, channel=said.channel)
        return "\n".join(view.message(each) for each in shown)

    async def _look(self, verb: str) -> str:
        reader = self._reader
        match verb:
            case "home":
                self._at_home = True
                reader.open_home()
                await self._standin.changes.until(lambda: reader.home, what="the Home tab")
                await self._standin.dispatcher.idle()
                return view.view(reader.home) if reader.home else ""
            case "assistant":
                pane = self._pane = reader.open_assistant()
                await self._standin.changes.until(lambda: pane.prompts, what="prompts")
                return view.pane(pane)
            case "show":
                held = [each for each in self._standin.world.channels.values() if each.log]
                return "\n".join([*(view.channel(each) for each in held), *map(view.view, reader.modals)])
            case _:
                return HELP

    async def _seen(self, made: Interaction) -> str:
        """What changed for the reader: a view, a message, or nothing yet."""
        await made.acknowledged()
        if made.kind == "view_submission" and not made.view_errors and not made.views:
            return "sent"
        await self._standin.changes.until(
            lambda: made.views or made.made or made.updated or made.view_errors or self._newer(made),
            what="an answer",
        )
        if made.view_errors:
            return "\n".join(made.view_errors.values())
        if made.views:
            return view.view(made.views[-1])
        return "\n".join(view.message(each) for each in [*made.made, *made.updated, *self._newer(made)][-1:])

    def _newer(self, made: Interaction) -> list[Message]:
        places = [self._reader.channel, self._reader.dm_channel]
        return [
            each
            for place in places
            for each in self._reader.sees(place)
            if each.author.bot and each.ts > made.ts
        ]

    def _surface(self) -> Message | View:
        if self._reader.modals:
            return self._reader.modal
        if self._at_home and self._reader.home is not None:
            return self._reader.home
        return self._last(self._reader.channel, public=False)

    def _last(self, channel: Channel, *, public: bool) -> Message:
        seen = [
            each for each in self._reader.sees(channel) if each.author.bot and not (public and each.ephemeral)
        ]
        if not seen:
            message = "there is no message yet"
            raise NotOffered(message)
        return seen[-1]


USES = frozenset({"press", "choose", "type", "submit", "close", "shortcut"})


async def run(port: int) -> None:
    """Serve until "quit", or until interrupted where nobody types."""
    standin = SlackStandIn(clock=RunningClock())
    standin.rates.as_vendor()
    await standin.start(port)
    hand = ByHand(standin, standin.user("You", manager=True))
    settings = standin.settings
    sys.stdout.write(
        f"COMMUNIQUE_SLACK_API_URL={standin.api_url}\n"
        f"COMMUNIQUE_SLACK_BOT_TOKEN={settings.bot_token}\n"
        f"COMMUNIQUE_SLACK_APP_TOKEN={settings.app_token}\n"
        f"COMMUNIQUE_SLACK_SIGNING_SECRET={settings.signing_secret}\n\n{HELP}\n"
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
