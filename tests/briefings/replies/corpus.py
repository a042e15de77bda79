"""Many requests, and what their replies are looked at by."""

from collections.abc import Iterator
from pathlib import Path

from bot.handlers import usages
from briefings.claims import Claim
from briefings.library.index import Library
from briefings.places import Gazetteer
from briefings.present.about import Program
from briefings.references import ClaimRef
from briefings.reply import (
    Block,
    Bullets,
    Cite,
    Remark,
    Reply,
    words,
)
from briefings.service import BriefingService
from briefings.themes import ThemeVocabulary

CANAL = Path(__file__).parents[2] / "corpus" / "library" / "canal-tolls"
ODD_NAMES = ("", "Pakistan", "NATO", "Korea", "norht korea", "sanctions", "florgle", "the West", "us")
ODD_THEMES = ("Pakistan", "North Korea", "sanctions", "florgle", "nuclaer proliferation")
QUESTIONS = (
    "Why would Japan rearm?",
    "What might Seoul do?",
    "What might norht korea do?",
    "How many soldiers died?",
    "Who is the president of Pakistan?",
    "Why did Japan send soldiers?",
    "What may higher canal tolls do?",
    "",
    "?!",
    "tell me a joke",
    "x" * 5000,
)
TEXTS = (
    "Tokyo and Seoul talked about missiles; Islamabad and the Koreas listened.",
    "The sanctions were extended for another year.",
    "Nothing of note.",
    "",
    "x" * 20_001,
)
VERBS = ("brief", "scenarios", "watch", "gaps", "map")


def serve(library: Library) -> BriefingService:
    return BriefingService(library, Gazetteer.shipped(), ThemeVocabulary.shipped(), Program("0", usages()))


def ask(service: BriefingService, verb: str, topic: str) -> Reply:
    match verb:
        case "brief":
            return service.brief(topic)
        case "scenarios":
            return service.scenarios(topic)
        case "watch":
            return service.watch(topic)
        case "gaps":
            return service.gaps(topic)
        case "map":
            return service.map(topic)
        case _:
            raise AssertionError(verb)


def _comparisons(service: BriefingService, names: list[str]) -> Iterator[Reply]:
    for first, second in zip(names, [*names[1:], names[0]], strict=True):
        yield service.compare(first, second, None)
        yield service.compare(first, second, "trade and supply chains")
    for odd in filter(None, ODD_NAMES):
        yield service.compare(odd, "India", None)
        yield service.compare("India", odd, "trade")
    for odd in ODD_THEMES:
        yield service.compare("India", "China", odd)


def every_reply(service: BriefingService, library: Library) -> Iterator[Reply]:
    names = [service.topics.name(topic) for topic in library.topics]
    for name in (*names, *ODD_NAMES):
        yield from (ask(service, verb, name) for verb in VERBS)
    yield from _comparisons(service, names)
    yield from map(service.ask, QUESTIONS)
    yield from map(service.text, TEXTS)
    yield from (service.about_help(), service.about_sources({}), service.about_status({}))
    yield service.about_privacy()
    yield service.evidence(all_refs(library), {})
    yield service.evidence((), {})
    for name in ("C01", "C999"):
        found = service.find_claims([name])
        yield found if isinstance(found, Reply) else service.evidence(found, {})


def all_refs(library: Library) -> list[ClaimRef]:
    return [ClaimRef(b.article.id, claim.id) for b in library.briefings for claim in b.claims]


def claim_of(library: Library, name: str) -> Claim:
    (ref,) = library.find_claims(name)
    return library.claim(ref)


def guesses(reply: Reply) -> str:
    return " ".join(words(b.inlines) for b in reply.blocks if isinstance(b, Remark) and b.tone == "guess")


def bullets_of(blocks: tuple[Block, ...]) -> Iterator[tuple[str, tuple[Cite, ...]]]:
    """Each bullet's words, and its citations."""
    for block in blocks:
        if isinstance(block, Bullets):
            for item in block.items:
                yield words(item), tuple(each for each in item if isinstance(each, Cite))
