"""Pages about the product itself: help, sources, status, privacy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.present import wording
from briefings.present.compose import Composer
from briefings.reply import Block, Bullets, Code, Heading, Outcome, Paragraph, Reply, Strong, Text


@dataclass(frozen=True, slots=True)
class Usage:
    """One command as the help page shows it."""

    example: str
    help: str


@dataclass(frozen=True, slots=True)
class Program:
    """What the program knows of itself."""

    version: str
    usages: Sequence[Usage] = ()


def help_page(composer: Composer, program: Program) -> Reply:
    """The commands, each with an example."""
    items = tuple((Code(usage.example), Text(f" — {usage.help}")) for usage in program.usages)
    blocks = (
        Paragraph((Text("Ask about a country, a group of countries or a theme, in your own words."),)),
        Bullets(items),
        Paragraph((Text("Numbers in brackets are citations; evidence shows the sentences behind them."),)),
    )
    return composer.reply(Outcome.ANSWER, "What you can ask", blocks)


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


def status_page(composer: Composer, program: Program, attached: Mapping[str, str]) -> Reply:
    """Version, library, checks at load; digests once there are any."""
    claims = sum(len(briefing.claims) for briefing in composer.library.briefings)
    articles = len(composer.library.briefings)
    items = (
        (Strong("Version "), Text(program.version)),
        (Strong("Library "), Text(f"{articles} article{'s' if articles > 1 else ''}, {claims} claims")),
        (Strong("Checks "), Text("passed at load; a briefing that fails one is not shown")),
        (Strong("Attached texts "), Text(str(len(attached)))),
    )
    return composer.reply(Outcome.ANSWER, "Status", (Bullets(items),))


def privacy_page(composer: Composer) -> Reply:
    """What is stored, and what is not: docs/privacy.md in short."""
    items = (
        (Text("Questions and answers are not stored, nor who asked."),),
        (
            Text(
                "Only if you press Wrong, Unsupported or Missing: the question, the answer, the server's id "
                "and your comment are kept for the operator, without your name."
            ),
        ),
        (Text("Also kept: article texts an operator attaches, and the program's notes on its running."),),
        (Text("The console keeps typed lines in its history file in the data folder; delete it to forget."),),
        (Text("Answers go to the platform you asked on, and nowhere else."),),
    )
    return composer.reply(Outcome.ANSWER, "Privacy", (Bullets(items),))
