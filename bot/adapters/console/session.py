"""One conversation on the console: what a typed line means after what was said before.

Owns the numbers of offered steps, the claims that "evidence" is about, and saving a picture. It reads
no keyboard and writes no screen.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.console.offers import Offer, evidence_claims, offers
from bot.adapters.console.render import picture_of
from bot.grammar import clean, parse
from bot.handlers import Context, Handlers
from briefings.errors import BadInput, CommuniqueError
from briefings.reply import Outcome, Paragraph, Picture, Reply, Text

Draw = Callable[[Picture], bytes]
"""A picture as PNG."""

LEAVE = frozenset({"quit", "exit", "/quit", "/exit", ":q"})
OK, BAD_INPUT, CONFIGURATION = 0, 2, 3
"""Exit codes a line can earn."""

_SAVE = re.compile(r"/save\b\s*(?P<target>.*)|save\s+(?P<bare>\S+\.png)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one line, and the exit code it earns."""

    reply: Reply
    code: int
    sentence: str | None = None
    """All there is to say, where one sentence is enough for a reader."""


class Session:
    """Answers typed lines, one after another."""

    def __init__(self, handlers: Handlers, draw: Draw) -> None:
        self._handlers = handlers
        self._draw = draw
        self._steps: tuple[Offer, ...] = ()
        self._claims: tuple[str, ...] = ()
        self._numbers: tuple[tuple[str, int], ...] = ()
        self._picture: Picture | None = None

    async def answer(self, line: str) -> Turn | None:
        """What comes of `line`; None when it says to leave. Nothing we foresee is raised."""
        try:
            text = clean(line, len(line) + 1)
            if text.casefold() in LEAVE:
                return None
            save = _SAVE.fullmatch(text)
            if save:
                return self._saved(save["target"] or save["bare"] or "")
            reply = await self._said(line, text)
        except BadInput as error:
            return refused(str(error))
        except CommuniqueError as error:
            return refused(str(error), "configuration", CONFIGURATION)
        return Turn(reply, code_of(reply))

    async def _said(self, line: str, text: str) -> Reply:
        wanted = self._chosen(text) if _NUMBER.fullmatch(text) else line
        command = parse(wanted, self._handlers.service.topics)
        context = Context(last_claims=self._claims, numbers=self._numbers)
        reply = await self._handlers.handle(command, context)
        self._remember(reply)
        return reply

    def _remember(self, reply: Reply) -> None:
        """What later lines may refer to; a reply that failed, or a page on the program, says no claims."""
        if reply.outcome is not Outcome.CLEAR_ERROR or reply.follow_ups:
            self._steps = offers(reply)
        claims = evidence_claims(reply)
        if claims or reply.outcome in (Outcome.ABSTAIN, Outcome.FALSE_PREMISE):
            self._claims = claims
            if reply.sources or not claims:  # evidence itself keeps the numbers of what it was asked about
                self._numbers = tuple((source.passage, source.number) for source in reply.sources)
        self._picture = picture_of(reply) or self._picture

    def _chosen(self, text: str) -> str:
        """The line that a typed number stands for."""
        number = int(text)
        if 1 <= number <= len(self._steps):
            return self._steps[number - 1].line
        if not self._steps:
            raise BadInput("There is no list of steps to choose from yet; type a topic or a question.")
        raise BadInput(f"There is no step {number}; the last reply offers 1 to {len(self._steps)}.")

    def _saved(self, target: str) -> Turn:
        if self._picture is None:
            raise BadInput("There is no picture to save yet; ask for one with /map, then /save FILE.png.")
        if not target:
            raise BadInput("Name a file to save the picture in, for example /save map.png.")
        path = picture_file(Path(target))
        save_picture(path, self._draw(self._picture))
        return told(f"The picture is in {path}.", Outcome.ANSWER, None, OK)


def picture_file(name: Path) -> Path:
    """Where a picture of that name goes. Raises BadInput unless it ends in .png and its folder is there."""
    target = name.expanduser()
    if target.suffix.casefold() != ".png":
        better = f"{target.stem or 'map'}.png"
        raise BadInput(f"The picture is a PNG; give it a name that ends in .png, such as {better}.")
    if not target.parent.is_dir():
        raise BadInput(f"There is no folder {target.parent} to put the picture in.")
    return target


def save_picture(target: Path, png: bytes) -> None:
    """Writes a picture. Raises BadInput when that cannot be done."""
    try:
        target.write_bytes(png)
    except (OSError, ValueError) as error:
        raise BadInput(
            f"The picture cannot be written to {target}; choose a folder you may write to."
        ) from error


def refused(sentence: str, reason: str = "bad-input", code: int = BAD_INPUT) -> Turn:
    """A line that could not be used, and what would work."""
    return told(sentence, Outcome.CLEAR_ERROR, reason, code)


def told(sentence: str, outcome: Outcome, reason: str | None, code: int) -> Turn:
    """One sentence about the console itself; it says nothing of any article, so it has no basis line."""
    title = "Please try again" if outcome is Outcome.CLEAR_ERROR else "Done"
    return Turn(Reply(outcome, title, (Paragraph((Text(sentence),)),), reason=reason), code, sentence)


def code_of(reply: Reply) -> int:
    """The exit code a reply earns: abstentions are replies too."""
    return BAD_INPUT if reply.outcome is Outcome.CLEAR_ERROR else OK
