"""JSON Lines: questions and names of places from the standard input, one line out for each line in.

A line that cannot be used costs only itself. The shapes are documented in docs/cli.md.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bot.cli import codes
from bot.commands import Ask
from bot.grammar import clean
from bot.printable import printable
from briefings.errors import BadInput
from briefings.places import Place
from briefings.reply import Outcome, Reply, content

if TYPE_CHECKING:
    from bot.app import App

MAX_JSON_LINE = 1_000_000
"""Characters of one line that are read at all."""


async def ask_lines(app: "App") -> int:
    """Answers a question per line; 2 when a line was no JSON object with a question."""
    qualified = len(app.library.briefings) > 1
    code = codes.OK
    for item, problem in objects("question"):
        if problem:
            code = codes.BAD_INPUT
            write(_refused(item.get("id"), problem))
        else:
            write(await _asked(app, item, qualified=qualified))
    return code


async def _asked(app: "App", item: Mapping[str, Any], *, qualified: bool) -> dict[str, Any]:
    try:
        reply = await app.handlers.handle(Ask(clean(item["question"])))
    except BadInput as error:
        return _refused(item.get("id"), str(error))
    return _answered(item.get("id"), reply, qualified=qualified)


def _answered(given: object, reply: Reply, *, qualified: bool) -> dict[str, Any]:
    """One answer as a line; ids carry their article only where the library holds several."""
    cited = dict.fromkeys(source.passage for source in reply.sources)
    return {
        "id": given,
        "outcome": reply.outcome.value,
        "text": printable(content(reply)),
        "reason": reply.reason,
        "nearest": list(reply.nearest),
        "citations": [_plain_id(each, qualified=qualified) for each in cited],
        "claims": [_plain_id(each, qualified=qualified) for each in reply.claims],
    }


def _refused(given: object, sentence: str) -> dict[str, Any]:
    return {
        "id": given,
        "outcome": Outcome.CLEAR_ERROR.value,
        "text": sentence,
        "reason": "bad-input",
        "nearest": [],
        "citations": [],
        "claims": [],
    }


def _plain_id(qualified_id: str, *, qualified: bool) -> str:
    return qualified_id if qualified else qualified_id.rpartition(":")[2]


async def place_lines(app: "App") -> int:
    """Looks up a name per line; 2 when a line was no JSON object with a name."""
    code = codes.OK
    for item, problem in objects("name"):
        if problem:
            code = codes.BAD_INPUT
            name = item.get("name")
            write({"name": name, "kind": "none", "codes": [], "suggestion": None, "error": problem})
        else:
            write(_placed(item["name"], _found(app, item["name"])))
    return code


async def one_place(app: "App", name: str, *, as_json: bool) -> int:
    """Looks up one name and says what it is."""
    place = _found(app, clean(name))
    if as_json:
        write(_placed(name, place))
        return codes.OK
    print(_sentence(place, app.gazetteer.name))
    return codes.OK


def _found(app: "App", name: str) -> Place:
    return app.gazetteer.look_up(name, prefer=app.library.countries)


def _placed(name: str, place: Place) -> dict[str, Any]:
    return {"name": name, "kind": place.kind, "codes": list(place.codes), "suggestion": place.suggestion}


def _sentence(place: Place, name_of: Callable[[str], str]) -> str:
    named = [f"{_named(code, name_of)} ({code})" for code in place.codes]
    match place.kind:
        case "country" if place.suggestion:
            said = f"{named[0]}, read as a misspelling"
        case "country":
            said = named[0]
        case "bloc":
            said = f"{named[0]}, a group of countries or a region"
        case "ambiguous":
            said = f"ambiguous: {' or '.join(named)}"
        case "none":
            said = "no place we know"
    return printable(f"{place.name}: {said}")


def _named(code: str, name_of: Callable[[str], str]) -> str:
    try:
        return name_of(code)
    except KeyError:
        return code


def objects(key: str) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Each line that holds something as an object, with what is wrong with it, if anything is."""
    for line in _lines():
        if line.strip():
            yield _object(line, key)


def _lines() -> Iterator[str]:
    """The lines of the standard input, a line that is too long cut one character after the limit."""
    mark = "\ufeff"  # some editors put it before the first line
    while line := sys.stdin.readline(MAX_JSON_LINE + 1):
        rest = line
        while len(rest) > MAX_JSON_LINE and not rest.endswith("\n"):
            rest = sys.stdin.readline(MAX_JSON_LINE + 1)
        yield line.removeprefix(mark)
        mark = ""


def _object(line: str, key: str) -> tuple[dict[str, Any], str | None]:
    wanted = f'Each line must be a JSON object with a text as "{key}".'
    if len(line.removesuffix("\n")) > MAX_JSON_LINE:
        return {}, f"That line is longer than {MAX_JSON_LINE:,} characters. {wanted}"
    try:
        item = json.loads(line)
    except (ValueError, RecursionError):
        return {}, f"That line is not JSON. {wanted}"
    if not isinstance(item, dict):
        return {}, f"That line is not an object. {wanted}"
    if not isinstance(item.get(key), str):
        return item, f'That line lacks "{key}". {wanted}'
    return item, None


def write(item: Mapping[str, Any]) -> None:
    """Writes one line, at once."""
    sys.stdout.write(json.dumps(item, ensure_ascii=False) + "\n")
    sys.stdout.flush()
