"""Markdown as a viewer shows it, read by a parser that shares nothing with our writers."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from markdown_it import MarkdownIt

from bot.rendering.actions import Action, Choose, Run, ShowEvidence
from bot.rendering.asked import Asked, AskedVerb
from briefings.reply import Verb
from tests.parity.platform import Page

if TYPE_CHECKING:
    from markdown_it.token import Token

_BARE = re.compile(r"(?:https?://|www\.)\S*", re.IGNORECASE)
_NAME = re.compile(r"@\w+")
_STEP = re.compile(r"^(?:- )?(?P<label>.*): ?(?P<line>/(?P<verb>\w+)\b ?(?P<argument>.*?))$")
_VERBS: dict[str, Verb] = {each: each for each in get_args(Verb)}


def read(text: str, *, active: bool) -> Page:
    """What is shown. `active`: whether bare addresses and names after "@" count as links and pings."""
    page = Page("", sent=text)
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "html_block":
            page.specials.append(token.content)
        if token.type in {"code_block", "fence"}:
            page.specials.append(token.content)
        if token.type == "inline":
            page.text += "".join(_inline(token.children or [], page, active=active)) + "\n"
    page.steps = list(steps(page.text))
    return page


def _inline(children: list["Token"], page: Page, *, active: bool) -> Iterator[str]:
    target, label = "", ""
    for token in children:
        said = "\n" if token.type in {"softbreak", "hardbreak"} else token.content
        match token.type:
            case "link_open":
                target, label = str(token.attrs.get("href", "")), ""
                page.links.append(target)
            case "link_close":
                page.labels.append((label, target))
                target = ""
            case "html_inline" | "image":
                page.specials.append(token.content)
            case "text" if active:
                page.links += _BARE.findall(token.content)
                page.pings += _NAME.findall(token.content)
            case _:
                pass
        label += said if target else ""
        yield said


def steps(text: str) -> Iterator[tuple[str, Action]]:
    """What could be typed next: the lines after the last "Next"."""
    _, found, after = text.rpartition("\nNext\n")
    for each in after.split("\n") if found else ():
        step = _STEP.match(each.strip())
        if step:
            yield step["label"], _action(step["verb"], step["argument"])


def _action(verb: str, argument: str) -> Action:
    if verb == "evidence":
        return ShowEvidence(tuple(argument.split()))
    known: AskedVerb = _VERBS[verb]
    return Choose(known) if "…" in argument else Run(Asked(known, argument.strip()))
