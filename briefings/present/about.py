"""Pages about the product itself: help, sources, status, privacy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from briefings.present import wording
from briefings.present.compose import Composer
from briefings.reply import Block, Bullets, Code, Heading, Inline, Outcome, Paragraph, Reply, Strong, Text

Surface = Literal["console", "options", "text"]
"""How commands are offered: typed in full; with named options to fill in; typed, with buttons and menus."""


WHAT_IT_IS = (
    "Communiqué briefs you on articles about world affairs: what they say, how sure they are, where they say "
    "it and what they leave out. It answers from nothing else."
)


@dataclass(frozen=True, slots=True)
class Usage:
    """One command as the help page shows it. `form`: a command, or what is pressed instead of typed."""

    name: str
    example: str
    """What is typed in full, beginning with "/"."""
    help: str
    options: tuple[str, ...] = ()
    """The names of what it takes, those that may be left out in brackets."""
    form: Literal["command", "button", "message"] = "command"


@dataclass(frozen=True, slots=True)
class Program:
    """What the program knows of itself."""

    version: str
    usages: Sequence[Usage] = ()


def help_page(composer: Composer, program: Program, surface: Surface = "console", prefix: str = "/") -> Reply:
    """The commands, each as a reader there can use it; `prefix` is what a typed one begins with."""
    items = tuple(_usage(usage, surface, prefix) for usage in program.usages)
    blocks = (
        Paragraph((Text(WHAT_IT_IS),)),
        Paragraph((Text("Ask about a country, a group of countries or a theme, in your own words."),)),
        Bullets(items),
        Paragraph((Text("Numbers in brackets are citations; evidence shows the sentences behind them."),)),
    )
    return composer.reply(Outcome.ANSWER, "What you can ask", blocks)


def _usage(usage: Usage, surface: Surface, prefix: str) -> tuple[Inline, ...]:
    if surface != "console":
        match usage.form:
            case "button":
                told = f", a button under every answer — {usage.help}"
                return (Strong(wording.upper_first(usage.name)), Text(told))
            case "message":
                name, _, rest = usage.help.partition(": ")
                return (Strong(name), Text(f", in the menu of any message — {rest}"))
            case "command":
                pass
            case _:
                assert_never(usage.form)
    if surface == "options":
        return (Code(" ".join((prefix + usage.name, *usage.options))), Text(f" — {usage.help}"))
    return (Code(prefix + usage.example.removeprefix("/")), Text(f" — {usage.help}"))


def sources_page(composer: Composer, attached: Mapping[str, str]) -> Reply:
    """Each article: provenance, version, counts, whether its wording is held."""
    blocks: list[Block] = []
    for briefing in composer.library.briefings:
        article = briefing.article
        sentences = sum(1 for passage in article.passages if passage.kind.value == "sentence")
        held = "attached by the operator" if article.id in attached else "not held; anchors and hashes only"
        blocks += [
            Heading(wording.article_name(article)),
            Bullets(
                (
                    (Text(wording.basis(article)),),
                    (Text(f"Version {article.version}, {article.status.value}. Article id {article.id}."),),
                    (Text(f"{len(briefing.claims)} claims rest on {sentences} numbered sentences."),),
                    (Text(f"Source wording: {held}."),),
                )
            ),
        ]
    return composer.reply(Outcome.ANSWER, "Sources", blocks)


def status_page(
    composer: Composer,
    program: Program,
    attached: Mapping[str, str],
    troubles: Sequence[str] = (),
    sends: Sequence[str] = (),
) -> Reply:
    """Version, library, checks at load, the channel's digests, and what needs somebody's attention."""
    claims = sum(len(briefing.claims) for briefing in composer.library.briefings)
    articles = len(composer.library.briefings)
    items = (
        (Strong("Version "), Text(program.version)),
        (Strong("Library "), Text(f"{articles} article{'s' if articles > 1 else ''}, {claims} claims")),
        (Strong("Checks "), Text("passed at load; a briefing that fails one is not shown")),
        (Strong("Attached texts "), Text(str(len(attached)))),
        *((Strong("Digest "), Text(each)) for each in sends),
        *((Strong("Needs attention "), Text(each)) for each in troubles),
    )
    return composer.reply(Outcome.ANSWER, "Status", (Bullets(items),))


def privacy_page(composer: Composer, surface: Surface = "console") -> Reply:
    """What is stored, and what is not: docs/privacy.md in short."""
    typed = "The console keeps typed lines in its history file in the data folder; delete it to forget."
    items = (
        (Text("Questions and answers are not stored, nor who asked."),),
        (
            Text(
                "Only if you press Wrong, Unsupported or Missing: the question as far as it is shown, the "
                "answer, the server's or workspace's id and your comment are kept for the operator for a "
                "year, without your name."
            ),
        ),
        (
            Text(
                "You can ask for a briefing on a message that somebody else wrote. Only the names of the "
                "topics it mentions are then kept, in the answer's buttons and in feedback you give on it."
            ),
        ),
        (
            Text(
                "Also kept: article texts an operator attaches, for a week the ids of messages whose pages "
                "were shared, and the program's notes on its running."
            ),
        ),
        (
            Text(
                "Of a digest: its channel, its schedule and topics, who began it or paused it, and for 90 "
                "days what was posted; all of it until some days after it is removed. Of a follow: who "
                "follows which topic, until they unfollow, and for 90 days what they were told."
            ),
        ),
        (
            Text(
                "When the bot is removed from a server or workspace it posts nothing there any more, and all "
                "that is kept of that place is erased some days later: seven, unless the operator chose "
                "otherwise. Whoever operates the bot can erase at once what is kept of a place or of you."
            ),
        ),
        *(((Text(typed),),) if surface == "console" else ()),
        (Text("Answers go to the platform you asked on, and nowhere else."),),
    )
    return composer.reply(Outcome.ANSWER, "Privacy", (Bullets(items),))
