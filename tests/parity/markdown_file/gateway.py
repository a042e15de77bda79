"""The files: the only module that reads and writes. Every line of the questions gets a file of its own."""

import asyncio
from pathlib import Path

from bot.desk.failing import sentence
from bot.handlers import Context, Handlers
from bot.rendering.asked import asked
from briefings.errors import CommuniqueError
from tests.parity.markdown_file.parse import command_of, lines_of
from tests.parity.markdown_file.render import render, said


def answer(questions: Path, folder: Path, handlers: Handlers) -> list[Path]:
    """Answers each line into `folder`; the files, in the order of the lines."""
    written = []
    context = Context()
    for number, line in enumerate(lines_of(questions.read_text(encoding="utf-8")), start=1):
        text, context = asyncio.run(_answered(line, handlers, context))
        written.append(folder / f"{number:03}.md")
        written[-1].write_text(text, encoding="utf-8")
    return written


async def _answered(line: str, handlers: Handlers, context: Context) -> tuple[str, Context]:
    """The text of one answer, and what the next line may refer to."""
    topics = handlers.service.topics
    try:
        command = command_of(line, topics)
        reply = await handlers.handle(command, context)
    except CommuniqueError as error:
        return said(sentence(error)), context
    numbers = tuple((source.passage, source.number) for source in reply.sources)
    return render(reply, asked(command, topics)), Context(last_claims=reply.claims, numbers=numbers)
