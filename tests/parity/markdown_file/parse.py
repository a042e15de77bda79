"""Lines of a file, read into commands. Pure: what a line may say is the grammar's affair."""

from collections.abc import Iterator

from bot.commands import Command
from bot.grammar import parse
from briefings.topics import Topics


def lines_of(text: str) -> Iterator[str]:
    """The lines that ask something; what begins with "#" is a note of the writer's."""
    return (line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#"))


def command_of(line: str, topics: Topics) -> Command:
    """The command that a line stands for. Raises BadInput with a sentence for its writer."""
    return parse(line, topics)
