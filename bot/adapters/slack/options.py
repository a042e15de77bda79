"""What a list of topics offers while a reader types in it. Pure; which topics there are is the library's."""

from bot.adapters.slack import limits
from bot.adapters.slack.elements import Json, option
from bot.adapters.slack.parse import Typing
from bot.desk.completion import choices
from briefings.topics import Topics

Choices = tuple[tuple[str, str], ...]


def options(typing: Typing, topics: Topics) -> Json:
    """The answer to a request for options: names that begin with what was typed, then the others."""
    found = choices(
        typing.kind,
        typing.typed,
        typing.others,
        topics,
        typing.where.locale,
        most=limits.OPTIONS,
        longest=limits.OPTION_VALUE,
    )
    typed = typing.typed.strip().casefold()
    first = sorted(found, key=lambda each: not each[0].casefold().startswith(typed))
    return listed(tuple(first))


def listed(found: Choices) -> Json:
    """Choices as the answer to a request for options."""
    fitting = [(name, value) for name, value in found if 0 < len(value) <= limits.OPTION_VALUE]
    return {"options": [option(name, value) for name, value in fitting[: limits.OPTIONS]]}
