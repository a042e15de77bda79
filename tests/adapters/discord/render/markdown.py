"""A reader of Discord's markdown for tests: what a client would show, link, ping and format.

Written from Discord's documentation and from what its clients do; it shares nothing with our escaping.
On the strict side wherever clients differ: a bare invite counts as a link, a mention in code as a ping.
"""

import re
from dataclasses import dataclass, field

_TOKENS = re.compile(
    r"""
    (?P<escape>\\[^0-9A-Za-z\s])
  | (?P<code>(?P<fence>`+)(?P<inside>[\s\S]*?[^`])(?P=fence)(?!`))
  | (?P<masked>\[(?P<label>(?:\[[^\]\n]*\]|[^\[\]\n]|\](?=[^\[\n]*\]))*)\]
      \(\s*<?(?P<target>[^\s<>()]*(?:\([^)]*\)[^\s<>()]*)*)>?\s*(?:["'][^\n]*["'])?\s*\))
  | (?P<angled><(?P<address>(?:https?|steam|discord|mailto|tel|sms):[^\s>]+)>)
  | (?P<bare>(?:https?|steam|discord)://[^\s<]+[^<.,:;"'\]\s])
  | (?P<invite>(?:discord(?:app)?\.(?:gg|me|io|com/invite))/[^\s<]+)
  | (?P<ping><@[!&]?\d+>|@(?:everyone|here))
  | (?P<special><(?:\#\d+|a?:\w+:\d+|t:-?\d+(?::[a-zA-Z])?|/[^>\n]+:\d+|id:\w+)>)
  | (?P<emoji>:[\w+-]+:)
  | (?P<mark>\*{1,3}|__|_|~~|\|\||`)
    """,
    re.VERBOSE,
)
_LINE = re.compile(r"^(?: {2})?(?P<begin>-#[ ]|#{1,3}[ ]|>{1}[ ]|>>>[ ]|[-*][ ]|\d+\.[ ])")
RAW_PINGS = re.compile(r"<@[!&]?\d+>|@everyone|@here", re.IGNORECASE)


@dataclass(slots=True)
class Shown:
    """What a client makes of a text."""

    text: str = ""
    links: list[str] = field(default_factory=list)
    pings: list[str] = field(default_factory=list)
    specials: list[str] = field(default_factory=list)
    """Emoji, channels, timestamps: things that stand for other things."""
    labels: list[tuple[str, str]] = field(default_factory=list)
    """Labels of masked links and where they lead."""


def shown(markdown: str) -> Shown:
    """What a client shows of `markdown`, line by line."""
    result = Shown()
    for number, line in enumerate(markdown.split("\n")):
        result.text += "\n" if number else ""
        begin = _LINE.match(line)
        _inline(line[begin.end() :] if begin else line, result)
    return result


def _inline(line: str, result: Shown) -> None:
    end = 0
    for token in _TOKENS.finditer(line):
        result.text += line[end : token.start()]
        end = token.end()
        match token.lastgroup:
            case _ if token["escape"]:
                result.text += token["escape"][1:]
            case _ if token["code"]:
                result.text += token["inside"]
            case _ if token["masked"]:
                result.text += shown(token["label"]).text
                result.links.append(token["target"])
                result.labels.append((token["label"], token["target"]))
            case _ if token["angled"]:
                result.text += token["address"]
                result.links.append(token["address"])
            case _ if token["bare"] or token["invite"]:
                result.text += token[0]
                result.links.append(token[0])
            case _ if token["ping"]:
                result.pings.append(token[0])
            case _ if token["special"] or token["emoji"]:
                result.specials.append(token[0])
            case _:
                pass
    result.text += line[end:]
