"""What readers can ask, as one-shot commands with options, and the console itself."""

# Options of typer are booleans with defaults, and what a command needs is imported when it runs.
# ruff: noqa: FBT001, FBT002, PLC0415

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.cli.options import FormatOption, JsonFlag, chosen, leave
from bot.commands import DEFINITIONS
from briefings.errors import BadInput

if TYPE_CHECKING:
    from bot.app import App
    from bot.cli.answering import Reading
    from briefings.reply import Reply
    from briefings.topics import Topics

_HELP = {definition.name: definition.help for definition in DEFINITIONS}

Topic = Annotated[
    list[str] | None,
    typer.Argument(metavar="TOPIC", help="A country, a group of countries or a theme, in any language."),
]
Words = list[str] | None


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command("play", help="Open the console: type topics, questions and commands.")(play)
    for name in ("brief", "scenarios", "watch", "gaps"):
        app.command(name, help=_HELP[name])(_on_topic(name))
    app.command("compare", help=_HELP["compare"])(compare)
    app.command("map", help=_HELP["map"])(draw_map)
    app.command("evidence", help=_HELP["evidence"])(evidence)
    app.command("text", help=_HELP["text"])(text)
    app.command("about", help=_HELP["about"])(about)


def play(form: FormatOption = None) -> None:
    """The console; piped, it answers each line and leaves with the worst exit code."""
    from bot.cli.running import done

    leave(done(lambda app: _play(app, form)))


def _on_topic(name: str) -> Callable[..., None]:
    def command(topic: Topic = None, form: FormatOption = None, as_json: JsonFlag = False) -> None:
        show(name, topic, form, as_json)

    return command


def compare(
    topics: Annotated[
        list[str],
        typer.Argument(metavar="TOPIC", help="Two topics; “and”, “vs” or a comma may stand between."),
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="THEME", help="Only what bears on this theme.")
    ] = None,
    form: FormatOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Two topics side by side."""
    from bot.cli.answering import answer

    leave(answer(_pair(topics, on), chosen(form, as_json=as_json)))


def draw_map(
    topic: Topic = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE.png", help="Save the picture there.")
    ] = None,
    dark: Annotated[bool, typer.Option("--dark", help="Draw on a dark ground.")] = False,
    width: Annotated[
        int,
        typer.Option("--width", metavar="PIXELS", min=320, max=4000, help="Width of the picture."),
    ] = 1200,
    form: FormatOption = None,
    as_json: JsonFlag = False,
) -> None:
    """The relationship picture."""
    theme: Literal["light", "dark"] = "dark" if dark else "light"
    show("map", topic, form, as_json, lambda reply: _saved(reply, out, theme, width))


def evidence(
    claims: Annotated[
        list[str] | None, typer.Argument(metavar="CLAIM", help="Claim ids such as C07.")
    ] = None,
    form: FormatOption = None,
    as_json: JsonFlag = False,
) -> None:
    """The sentences that claims rest on."""
    show("evidence", claims, form, as_json)


def text(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help="The text; without it, the standard input.")
    ] = None,
    form: FormatOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Brief me on this."""
    show("text", words or [_handed_over()], form, as_json)


def about(
    page: Annotated[
        list[str] | None, typer.Argument(metavar="PAGE", help="help, sources, status or privacy.")
    ] = None,
    form: FormatOption = None,
    as_json: JsonFlag = False,
) -> None:
    """A page about the product."""
    show("about", page, form, as_json)


def show(
    name: str, words: Words, form: FormatOption, as_json: bool, also: "Callable[[Reply], None] | None" = None
) -> None:
    """Answers a command as if its name and words had been typed on the console."""
    from bot.cli.answering import answer, as_typed

    leave(answer(as_typed(name, words or ()), chosen(form, as_json=as_json), also))


def _saved(reply: "Reply", out: Path | None, theme: Literal["light", "dark"], width: int) -> None:
    from bot.adapters.console.render import picture_of

    if out is None:
        return
    from bot.adapters.console.session import picture_file, save_picture
    from bot.rendering.picture import draw

    target, picture = picture_file(out), picture_of(reply)
    if picture is None:
        print(f"There is no picture to put in {target}.", file=sys.stderr)
        return
    save_picture(target, draw(picture, theme=theme, width=width))
    print(f"The picture is in {target}.", file=sys.stderr)


async def _play(app: "App", form: FormatOption) -> int:
    from bot.adapters.console.gateway import Place, play
    from bot.adapters.console.session import Session
    from bot.cli import output
    from bot.rendering.picture import draw

    place = Place(sys.stdin, sys.stdout, app.settings.data_dir / "history")
    if place.interactive:
        claims = sum(len(briefing.claims) for briefing in app.library.briefings)
        count = len(app.library.briefings)
        print(
            f"Communiqué: {count} article{'s' if count > 1 else ''}, {claims} claims, each with its source."
        )
        print("Type a topic or a question. /help: commands, Ctrl-D: leave.\n")
    shown = output.screen(app.library, numbered=place.interactive)
    wanted = chosen(form) or output.suitable()
    return await play(Session(app.handlers, draw), app.handlers.service.topics, place, wanted, shown)


def _pair(words: Sequence[str], on: str | None) -> "Reading":
    """Two words that name topics are those; all else is cut where two topics meet."""
    from bot.commands import Compare
    from bot.grammar import clean, two_topics
    from briefings.topics import Unknown

    def read(topics: "Topics") -> Compare:
        both = clean(" ".join(words))
        two = [clean(word) for word in words] if len(words) == 2 else []
        unknown = any(isinstance(topics.read(each), Unknown) for each in two)
        to_cut = not two or (unknown and topics.read_two(both) is not None)
        found = two_topics(both, topics) if to_cut else Compare(*two)
        return Compare(found.a, found.b, clean(on)) if on else found

    return read


def _handed_over() -> str:
    """The standard input. Raises BadInput where somebody would have to type it."""
    from briefings.service import MAX_TEXT

    if sys.stdin.isatty():
        raise BadInput("Give the text, or send it on the standard input: communique text < FILE")
    return sys.stdin.read(MAX_TEXT * 2)
