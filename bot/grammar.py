"""Text to Command: one grammar for every place where commands are typed.

Owns words, order and spelling of commands; `bot.commands.DEFINITIONS` says which there are. Pure: it
answers nothing itself, and any string gives a Command or one BadInput sentence that says what to do.
"""

import re
from collections.abc import Callable, Sequence

from bot import digest_grammar
from bot.commands import (
    ABOUT_PAGES,
    DEFINITIONS,
    About,
    AboutPage,
    Ask,
    Brief,
    BriefText,
    Command,
    Compare,
    Definition,
    Option,
)
from bot.digest_commands import DigestList
from bot.printable import printable
from briefings.errors import BadInput
from briefings.service import MAX_TEXT
from briefings.topics import AGAINST, Found, NotCovered, Overview, Topics, Unclear, Unknown

MAX_LINE = 1_500
"""Characters of one line; enough for any question, little enough to answer at once."""
_MAX_PAIR_WORDS = 20
"""Longer lines are never read as two topics."""
_NEAR = 75
"""How alike (0-100) a misspelt command must be to be named."""

_CLAIM = re.compile(r"(?:(?P<article>[a-z0-9-]+):)?c(?P<number>\d{1,4})", re.IGNORECASE)
_FILLER = re.compile(r"(?:me\s+)?(?:on|about|of|for|in)\s+", re.IGNORECASE)
_THIS = re.compile(r"brief me on this\b[\s:,.\u2013\u2014-]*", re.IGNORECASE)


def clean(text: str, limit: int = MAX_LINE) -> str:
    """`text` on one line without control characters.

    Raises BadInput when nothing readable is left or more than `limit` characters are.
    """
    tidy = printable(text)
    if not tidy:
        raise BadInput("There is nothing to read in that; type a topic, a question or /help.")
    if len(tidy) > limit:
        raise BadInput(f"That is {len(tidy):,} characters long; keep it to {limit:,} or fewer.")
    return tidy


def parse(line: str, topics: Topics, definitions: Sequence[Definition] = DEFINITIONS) -> Command:
    """The command that `line` stands for.

    With a slash, the word is a command and nothing else. Without one: an exact topic name is briefed,
    a command word with an argument it can use is that command, two topics are compared, and all else
    is a question. Raises BadInput.
    """
    return _Reader(topics, {each.name: each for each in definitions}).line(line)


def claim_ids(words: Sequence[str]) -> tuple[str, ...]:
    """Claim ids as the library writes them: `c7` is `C07`. Raises BadInput naming the first that is none."""
    return tuple(dict.fromkeys(_claim_id(word) for word in words))


def two_topics(text: str, topics: Topics) -> Compare:
    """Two topics and perhaps a theme after `on`. Raises BadInput."""
    wanted = text.replace('"', " ")
    found = topics.read_two(wanted) if len(wanted.split()) <= _MAX_PAIR_WORDS else None
    if found is None:
        raise BadInput(
            "Name two topics to compare, and a theme after “on” if you like: /compare India China on trade."
        )
    return Compare(*found)


def page(name: str) -> AboutPage:
    """The page of that name. Raises BadInput that lists the pages."""
    for each in ABOUT_PAGES:
        if each == name.casefold():
            return each
    raise BadInput(f"There is no page “{_short(name)}”; choose {_either(ABOUT_PAGES)}.")


class _Reader:
    """Reads one line against the topics and definitions it was made with."""

    def __init__(self, topics: Topics, definitions: dict[str, Definition]) -> None:
        self._topics = topics
        self._definitions = definitions

    def line(self, line: str) -> Command:
        text = clean(line, MAX_TEXT)
        this = _THIS.match(text)
        if this:
            return BriefText(_required(text[this.end() :], "Paste the text after the colon."))
        if text.startswith("/"):
            return self._slash(text)
        if not self._is_text(text):
            clean(text)
        return self._bare(text)

    def _slash(self, text: str) -> Command:
        word, _, rest = text[1:].partition(" ")
        definition = self._definitions.get(word.casefold())
        if not self._is_text(text[1:]):
            clean(text)
        if definition:
            return self._build(definition, rest.strip())
        if word.casefold() in ("?", *ABOUT_PAGES) and not rest:
            return About("help" if word == "?" else page(word))
        raise BadInput(self._no_such(word, text[1:]))

    def _bare(self, text: str) -> Command:
        plain = text.rstrip("?!. ")
        if text == "?":
            return About()
        if plain and self._exact(plain):
            return Brief(plain)
        return self._spoken(text) or self._named(plain) or Ask(text)

    def _spoken(self, text: str) -> Command | None:
        """The command that a line without a slash begins with, if its argument fits it."""
        word, _, rest = text.partition(" ")
        name, rest = word.casefold().removesuffix(":"), rest.strip()
        if name in ABOUT_PAGES and not rest:
            return About(page(name))
        definition = self._definitions.get(name)
        if definition is None:
            self._refuse_misspelling(name, rest)
            return None
        if definition.command is Brief and rest.rstrip("!.") == "us":  # those who ask, not the country
            return Brief()
        if self._fits(definition, rest, text):
            return self._build(definition, rest)
        return None

    def _named(self, text: str) -> Command | None:
        """A line that only names topics: two compared, or one that is nearly right."""
        words = len(text.split())
        if words > _MAX_PAIR_WORDS or words == 0:
            return None
        if words <= 3 and isinstance(self._topics.read(text), Found | NotCovered):
            return Brief(text)
        against = AGAINST.search(text)
        if against or words <= 8:
            pair = self._topics.read_two(text)
            if pair and (against or all(self._exact(name) for name in pair[:2])):
                return Compare(*pair)
        return None

    def _fits(self, definition: Definition, rest: str, text: str) -> bool:
        """Whether a word that is also plain English was meant as the command."""
        sentence = text.endswith("?") or len(rest.split()) > 2
        types = tuple(option.type for option in definition.options)
        if definition.subs:
            return digest_grammar.means_digests(rest) and not text.endswith("?")
        if not rest:
            return True
        if types[:1] == ("text",):
            return True
        if types == ("claims",):
            return all(map(_CLAIM.fullmatch, _words(rest)))
        if types == ("topic",):
            return not sentence or not isinstance(self._topics.read(self._topic(rest)), Unknown)
        if types == ("page",):
            return not sentence
        return not sentence or (
            len(rest.split()) <= _MAX_PAIR_WORDS and self._topics.read_two(rest) is not None
        )

    def _build(self, definition: Definition, rest: str) -> Command:
        """The command itself; a definition of one option, or of two topics and a theme, needs no more."""
        types = tuple(option.type for option in definition.options)
        if definition.command is DigestList:
            return digest_grammar.read(rest)
        if types[:2] == ("topic", "topic"):
            return two_topics(rest, self._topics)
        make: Callable[..., Command] = definition.command
        if not definition.options:
            return make()
        option = definition.options[0]
        if option.required:
            _required(rest, f"Say more after /{definition.name}: {definition.example}")
        if not rest:
            return make()
        return make(**{option.name: self._value(definition, option, rest)})

    def _value(self, definition: Definition, option: Option, rest: str) -> object:
        match option.type:
            case "topic" | "theme":
                return self._topic(rest)
            case "text":
                return rest
            case "page":
                return page(rest)
            case "claims":
                return claim_ids(_words(rest))
            case _:
                raise BadInput(f"Write it with the whole of its command: {definition.example}")

    def _topic(self, rest: str) -> str:
        """A topic's name, without quotation marks and without "on" where no topic begins so."""
        name = rest.strip("\"“”'«» ") or rest
        filler = _FILLER.match(name)
        if filler and isinstance(self._topics.read(name), Unknown):
            return name[filler.end() :]
        return name

    def _exact(self, name: str) -> bool:
        match self._topics.read(name):
            case Found(_, None) | NotCovered(_, None) | Unclear():
                return True
            case Found() | NotCovered() | Overview() | Unknown():
                return False

    def _is_text(self, text: str) -> bool:
        """Whether the line hands over a text to be read, which may be long."""
        definition = self._definitions.get(text.lstrip("/").partition(" ")[0].casefold())
        return definition is not None and definition.command is BriefText

    def _refuse_misspelling(self, word: str, rest: str) -> None:
        """A misspelt command before an exact topic, such as "breif india", is no question."""
        if len(word) > 3 and rest and self._exact(rest):
            near = self._nearest(word)
            if near:
                raise BadInput(f"There is no “{_short(word)}”; did you mean /{near} {_short(rest)}?")

    def _no_such(self, word: str, rest: str) -> str:
        if self._exact(rest):
            return f"There is no /{_short(rest)}; did you mean /brief {_short(rest)}?"
        near = self._nearest(word)
        if near:
            return f"There is no /{_short(word)}; did you mean /{near}?"
        return (
            f"There is no /{_short(word)}; /help lists the commands."
            if word
            else "Type a command after the slash, or /help."
        )

    def _nearest(self, word: str) -> str | None:
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a misspelling pays for it

        names = [*self._definitions, *ABOUT_PAGES]
        found = process.extractOne(word.casefold(), names, scorer=fuzz.ratio, score_cutoff=_NEAR)
        return str(found[0]) if found else None


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _claim_id(word: str) -> str:
    match = _CLAIM.fullmatch(word)
    if match is None:
        raise BadInput(f"“{_short(word)}” is not a claim id; write ids such as C07.")
    article = match["article"]
    number = f"C{match['number'].zfill(2)}"
    return f"{article.lower()}:{number}" if article else number


def _required(text: str, advice: str) -> str:
    if not text:
        raise BadInput(advice)
    return text


def _short(text: str) -> str:
    """`text` cut to fit into a sentence."""
    return text if len(text) <= 40 else f"{text[:39]}…"


def _either(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
