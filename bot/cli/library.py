"""What editors and operators do with the library: check it, list it, attach a text to it."""

# Options of typer are booleans with defaults, and what a command needs is imported when it runs.
# ruff: noqa: FBT001, FBT002, PLC0415

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import codes
from bot.cli.options import leave
from bot.cli.running import done
from bot.printable import printable
from briefings.errors import BadInput, LibraryError, SourceMismatch

if TYPE_CHECKING:
    from bot.app import App
    from briefings.article import Article
    from briefings.briefing import Briefing
    from briefings.checks import Verdict

app = typer.Typer(
    name="library", help="Check, list and complete the library of briefings.", no_args_is_help=True
)

MAX_SOURCE = 2_000_000
"""Bytes of an article's text; longer files are something else."""
JsonFlag = Annotated[bool, typer.Option("--json", help="Show it as JSON.")]


@app.command("check")
def check_library(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="PATH", help="A briefing's folder or file; without it, the library in use."),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option("--source", metavar="FILE", help="The article's text, for the checks that need it."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Run the checks, say which ran, and give the verdict."""
    leave(done(lambda built: _check(built, path, source, as_json)))


@app.command("reload")
def reload() -> None:
    """Have running programs load the library anew; they do so within half a minute."""
    leave(done(_reload))


@app.command("attach")
def attach(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The article's text.")],
    article: Annotated[
        str | None, typer.Option("--article", metavar="ID", help="Which article it is.")
    ] = None,
) -> None:
    """Store your copy of an article, so that evidence shows its wording."""
    leave(done(lambda built: _attach(built, file, article)))


@app.command("list")
def list_library(as_json: JsonFlag = False) -> None:
    """The articles, their versions, and whether their text is attached."""
    leave(done(lambda built: _list(built, as_json)))


async def _check(built: "App", path: Path | None, source: Path | None, as_json: bool) -> int:
    from briefings.checks import check

    briefings = (_at(path),) if path else built.library.briefings
    text = _text_of(source) if source else None
    if text is not None:
        briefings = (_match(briefings, text),)
    results = []
    for briefing in briefings:
        held = text if text is not None else await _held(built, briefing)
        results.append((briefing, check(briefing, held, places=built.gazetteer)))
    if as_json:
        print(json.dumps(_as_json(results), ensure_ascii=False))
    else:
        print("\n\n".join(_report(briefing, verdict) for briefing, verdict in results))
    return codes.OK if all(verdict.ok for _, verdict in results) else codes.CHECK_FAILED


def _at(path: Path) -> "Briefing":
    """The briefing at `path`. Raises BadInput: it was handed over, whatever is wrong with it."""
    from briefings.library.load import load_path

    try:
        return load_path(path)
    except LibraryError as error:
        raise BadInput(str(error)) from error


async def _held(built: "App", briefing: "Briefing") -> str | None:
    """The attached text of an article, put together from its passages; None where none is held."""
    article = briefing.article
    wordings = await _wordings(built, article)
    if any(passage.id not in wordings for passage in article.passages):
        return None
    return " ".join(wordings[passage.id] for passage in article.passages)


async def _wordings(built: "App", article: "Article") -> Mapping[str, str]:
    return await built.sources.wordings(article.id, article.sha256)


async def _reload(built: "App") -> int:
    from bot.process.library import ASKED

    count = len(built.library.briefings)  # refuses here what a running program would refuse
    await built.notes.put(ASKED, built.clock.now().isoformat())
    articles = "1 article" if count == 1 else f"{count} articles"
    print(f"The library is sound ({articles}). Running programs load it anew within half a minute.")
    return codes.OK


async def _attach(built: "App", file: Path, article: str | None) -> int:
    text = _text_of(file)
    briefing = _match([_named(built, article)] if article else built.library.briefings, text)
    from briefings.article import match_text

    found = briefing.article
    wordings = match_text(found, text)
    await built.sources.save(found.id, wordings, found.sha256)
    print(f"Attached: all {len(wordings)} passages of {found.id} match; evidence now shows their wording.")
    return codes.OK


async def _list(built: "App", as_json: bool) -> int:
    attached = await built.sources.attached()
    rows = [_row(briefing, attached.get(briefing.article.id)) for briefing in built.library.briefings]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return codes.OK
    for row in rows:
        held = f"attached {row['attached']}" if row["attached"] else "text not attached"
        print(
            printable(
                f"{row['article']}: version {row['version']}, {row['status']}, {row['claims']} claims, {held}"
            )
        )
    return codes.OK


def _row(briefing: "Briefing", attached: str | None) -> dict[str, Any]:
    article = briefing.article
    return {
        "article": article.id,
        "title": article.title,
        "version": article.version,
        "status": article.status.value,
        "claims": len(briefing.claims),
        "attached": attached,
    }


def _named(built: "App", article: str) -> "Briefing":
    try:
        return built.library.briefing(article)
    except KeyError:
        known = ", ".join(briefing.article.id for briefing in built.library.briefings)
        raise BadInput(f"There is no article {printable(article)}; the library holds {known}.") from None


def _match(briefings: Sequence["Briefing"], text: str) -> "Briefing":
    """The briefing whose article this text is. Raises SourceMismatch."""
    from briefings.article import match_text

    mismatch: SourceMismatch | None = None
    for briefing in briefings:
        try:
            match_text(briefing.article, text)
        except SourceMismatch as error:
            mismatch = error
        else:
            return briefing
    if mismatch is not None and len(briefings) == 1:
        raise mismatch
    raise SourceMismatch("This text is none of the library's articles. Use the unaltered article.")


def _text_of(file: Path) -> str:
    """The text of a file. Raises BadInput when it is no text that can be read."""
    try:
        with file.expanduser().open("rb") as opened:
            data = opened.read(MAX_SOURCE + 1)
        if len(data) > MAX_SOURCE:
            raise BadInput(f"{file} is longer than an article; give the article's text alone.")
        return data.decode("utf-8")
    except FileNotFoundError:
        raise BadInput(f"There is no file {file}.") from None
    except (OSError, ValueError):
        raise BadInput(f"{file} cannot be read; give a UTF-8 text that you may open.") from None


def _report(briefing: "Briefing", verdict: "Verdict") -> str:
    counts = ", ".join(f"{number} {name}" for name, number in verdict.counts.items() if name != "verified")
    lines = [
        f"{briefing.article.id}, version {briefing.article.version}",
        _listed("holds", counts),
        _listed("ran", ", ".join(verdict.ran)),
    ]
    if verdict.skipped:
        lines.append(_listed("skipped", ", ".join(verdict.skipped)))
        lines.append(
            _listed("", "They need the article's text: --source FILE, or communique library attach FILE.")
        )
    lines += [printable(str(each)) for each in verdict.findings]
    found = len(verdict.findings)
    failed = f", {found} finding{'s' if found > 1 else ''}" if found else ""
    lines.append(f"{verdict.counts['verified']}/{verdict.counts['claims']} claims verified{failed}")
    return "\n".join(lines)


def _listed(name: str, items: str) -> str:
    """A name and its items, wrapped to stand beside it."""
    first, rest = f"  {name:8} ", " " * 11
    return fill(items, 96, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _as_json(results: Sequence[tuple["Briefing", "Verdict"]]) -> dict[str, Any]:
    return {
        "ok": all(verdict.ok for _, verdict in results),
        "articles": [
            {
                "article": briefing.article.id,
                "version": briefing.article.version,
                "ok": verdict.ok,
                "claims": len(briefing.claims),
                "verified": verdict.counts["verified"],
                "counts": dict(verdict.counts),
                "ran": list(verdict.ran),
                "skipped": list(verdict.skipped),
                "findings": [
                    {"code": each.code, "where": each.where, "message": each.message}
                    for each in verdict.findings
                ],
            }
            for briefing, verdict in results
        ],
    }
