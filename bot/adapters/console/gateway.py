"""The keyboard and the screen: the only module with prompt_toolkit, and only when somebody types.

Owns prompts, history and completion pop-ups, and reading lines from a pipe.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.adapters.console.completion import suggest
from bot.adapters.console.render import Format, Screen, picture_of, render
from bot.adapters.console.session import Session, Turn, refused
from bot.printable import printable
from briefings.topics import Topics

if TYPE_CHECKING:
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.history import History

PROMPT = "communiqué › "
NOTHING_READ = "There was nothing to read; send one topic, question or command per line."


@dataclass(frozen=True, slots=True)
class Place:
    """Where the console runs: what it reads from and writes to, and where it keeps its history."""

    stdin: TextIO
    stdout: TextIO
    history: Path

    @property
    def interactive(self) -> bool:
        """Whether somebody sits there typing."""
        return self.stdin.isatty() and self.stdout.isatty()


async def play(session: Session, topics: Topics, place: Place, form: Format, screen: Screen) -> int:
    """Answers lines until there are no more; the worst exit code of the lines, 0 when typed by hand."""
    if place.interactive:
        async for line in _typed(place, topics):
            turn = await session.answer(line) if line.strip() else None
            if turn is None and line.strip():
                break
            if turn:
                _show(turn, place, form, screen)
        return 0
    return await _piped(session, place, form, screen)


async def _piped(session: Session, place: Place, form: Format, screen: Screen) -> int:
    codes: list[int] = []
    for line in _lines(place.stdin):
        turn = await session.answer(line)
        if turn is None:
            return max(codes, default=0)
        if codes and form != "json":
            place.stdout.write("\n")
        codes.append(turn.code)
        _show(turn, place, form, screen)
    if not codes:
        nothing = refused(NOTHING_READ, "empty")
        _show(nothing, place, form, screen)
        return nothing.code
    return max(codes)


def _show(turn: Turn, place: Place, form: Format, screen: Screen) -> None:
    if turn.sentence and form != "json":
        place.stdout.write(f"{printable(turn.sentence)}\n")
    else:
        place.stdout.write(render(turn.reply, form, screen))
    if screen.numbered and picture_of(turn.reply) and form in ("rich", "plain"):
        place.stdout.write("\nSave the picture with /save FILE.png\n")
    if place.interactive:
        place.stdout.write("\n")
    place.stdout.flush()


def _lines(stdin: TextIO) -> Iterator[str]:
    """The lines that hold something."""
    return (line for line in stdin if line.strip())


async def _typed(place: Place, topics: Topics) -> AsyncIterator[str]:
    """The lines typed at the prompt, until Ctrl-D; Ctrl-C only drops the line."""
    from prompt_toolkit import PromptSession  # noqa: PLC0415 - only for somebody typing
    from prompt_toolkit.formatted_text import FormattedText  # noqa: PLC0415 - only for somebody typing

    history, notice = _history(place.history)
    if notice:
        place.stdout.write(f"{notice}\n\n")
    prompt: PromptSession[str] = PromptSession(
        history=history, completer=_completer(topics), complete_while_typing=True, reserve_space_for_menu=6
    )
    message = FormattedText([("ansicyan bold", PROMPT)])
    while True:
        try:
            yield await prompt.prompt_async(message)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def _history(path: Path) -> tuple["History", str | None]:
    """The history in the data folder, or one of this session alone and a notice why."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory  # noqa: PLC0415 - only for somebody typing

    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("ab"):
            pass
    except OSError:
        where = printable(str(path.parent))
        return InMemoryHistory(), f"History is not kept: {where} cannot be written."
    return FileHistory(str(path)), None


def _completer(topics: Topics) -> "Completer":
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion  # noqa: PLC0415 - only for somebody typing
    from prompt_toolkit.document import Document  # noqa: PLC0415 - only for somebody typing

    class Suggestions(Completer):
        """What `suggest` finds, as prompt_toolkit wants it."""

        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
            for each in suggest(document.text_before_cursor, topics):
                yield Completion(each.text, start_position=-each.length, display=each.shown)

    return Suggestions()
