"""Everything that readers can do or see, enumerated from the core's own definitions, and who offers it.

Whether a platform offers something is found by using it: commands are read from what it would receive,
replies are read back from what it would send. Nothing is taken from a list kept by hand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Final, get_args

from bot.commands import DEFINITIONS, Command, Definition
from bot.digest_commands import DIGEST_COMMANDS
from bot.digests.permission import permit
from bot.grammar import parse
from bot.rendering import actions
from bot.rendering.asked import Asked
from briefings.errors import BadInput
from briefings.present.wording import part_text, picture_text
from briefings.reply import (
    Block,
    ClaimList,
    Evidence,
    EvidencePart,
    FollowUp,
    Inline,
    Link,
    Outcome,
    Paragraph,
    Picture,
    Reply,
    Suggest,
    Text,
)
from briefings.topics import Topics
from tests.adapters.corpus.letters import bare
from tests.adapters.corpus.written import CANAL, EVERYTHING, SOURCES
from tests.parity import typed
from tests.parity.platform import Page, Platform

SURFACES: Final = (
    "commands in a channel",
    "commands in a direct message",
    "commands in a thread",
    "a mention in a channel",
    "words in a direct message",
    "words in a thread without a mention",
    "a page of its own",
    "suggested questions",
)
_BRIEF: Final = Asked("brief", "Egypt")
_PASTED: Final = Asked("text", None)
_PRESSED: Final[dict[str, type[actions.Action]]] = {
    "Evidence": actions.ShowEvidence,
    "a further command": actions.Run,
    "a list of topics": actions.Choose,
    "turning pages": actions.TurnPage,
    "Share": actions.Share,
}


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that readers can do or see. `group` is the heading of its table."""

    group: str
    name: str

    @property
    def key(self) -> str:
        """As the adapters' `lacks` name it."""
        return f"{self.group}: {self.name}"


def every(platforms: Sequence[Platform], topics: Topics) -> dict[Feature, frozenset[str]]:
    """Each feature with the names of the platforms that offer it.

    What stands in the core's definitions is always there; what a platform alone brings (completing, forms)
    is there once one platform offers it.
    """
    offered = {each.name: set(_offered(each, topics)) for each in platforms}
    known = dict.fromkeys(
        [*_demanded(), *(key for each in platforms for key in sorted_by(offered[each.name]))]
    )
    return {
        feature: frozenset(name for name, found in offered.items() if feature in found) for feature in known
    }


def reason(platform: Platform, feature: Feature) -> str | None:
    """Why the platform lacks it, where that is said; what excuses a command excuses its options."""
    if feature.group == "option":
        command = Feature("command", feature.name.rpartition(" ")[0])
        return platform.lacks.get(feature.key) or platform.lacks.get(command.key)
    return platform.lacks.get(feature.key)


def sorted_by(found: set[Feature]) -> list[Feature]:
    """In an order that does not change."""
    return sorted(found, key=lambda each: each.key)


def paths() -> Iterator[tuple[str, Definition]]:
    """Every command with its full name, those under another's name included."""
    for definition in DEFINITIONS:
        if not definition.subs:
            yield definition.name, definition
        yield from ((f"{definition.name} {sub.name}", sub) for sub in definition.subs)


def _demanded() -> Iterator[Feature]:
    """What every platform has to offer, or give a reason."""
    for path, definition in paths():
        yield Feature("command", f"/{path}")
        yield from (Feature("option", f"/{path} {each.name}") for each in definition.options)
    yield from (Feature("button", each) for each in _PRESSED)
    yield from (Feature("button", each.capitalize()) for each in actions.KINDS)
    yield from (Feature("button", f"{each}, on a pasted text") for each in ("Share", "turning pages"))
    yield from (Feature("reply block", _named(each)) for each in get_args(Block))
    yield from (Feature("reply inline", _named(each)) for each in get_args(Inline))
    yield from (Feature("follow-up", _named(each)) for each in get_args(FollowUp))
    yield from (Feature("drawn picture", each) for each in ("in an answer for one", "in the open"))
    yield from (Feature("place", each) for each in SURFACES)


def _offered(platform: Platform, topics: Topics) -> Iterator[Feature]:
    """What the platform offers, found by using it."""
    yield from _commands(platform, topics)
    yield from _buttons(platform)
    yield from _parts(platform)
    yield from (Feature("completing", each) for each in platform.completes(topics))
    yield from (Feature("form", each) for each in platform.dialogs())
    yield from (Feature("place", each) for each in platform.surfaces())


def _commands(platform: Platform, topics: Topics) -> Iterator[Feature]:
    for path, definition in paths():
        required = {
            each.name: typed.value(definition, each.name) for each in definition.options if each.required
        }
        bare_one = _used(platform, path, definition, required, topics)
        if not isinstance(bare_one, definition.command):
            continue
        yield Feature("command", f"/{path}")
        for option in definition.options:
            given = {
                each.name: typed.value(definition, each.name)
                for each in definition.options
                if each.required or each is option
            }
            found = _used(platform, path, definition, given, topics)
            held = getattr(found, option.name, None)
            if held and (option.required or found != bare_one):
                yield Feature("option", f"/{path} {option.name}")


def _used(
    platform: Platform, path: str, definition: Definition, given: dict[str, str], topics: Topics
) -> Command | None:
    """What comes of a command; None where it is not to be had, or refused whoever asks."""
    try:
        if definition.form == "button":
            found = _by_button(platform, path, given, topics)
        else:
            found = platform.used(path, definition, given, topics)
        if isinstance(found, DIGEST_COMMANDS):
            permit(found, platform.asker())
    except (KeyError, BadInput):
        return None
    return found


def _by_button(platform: Platform, path: str, given: dict[str, str], topics: Topics) -> Command | None:
    """The command that pressing a button of a reply comes to, which carries the words."""
    if path == "evidence":
        for _, action in _steps(platform.pages(EVERYTHING, _BRIEF, platform.forms[0], public=False)):
            if isinstance(action, actions.ShowEvidence):
                return parse(f"/evidence {' '.join(action.claims if given else ())}".rstrip(), topics)
        return None
    verb, _, argument = path.partition(" ")
    assert verb == "digest"
    step = Suggest("Go on", "digest", f"{argument} {typed.line(given)}".rstrip())
    pages = platform.pages(replace(EVERYTHING, follow_ups=(step,)), _BRIEF, platform.forms[0], public=False)
    for _, action in _steps(pages):
        if isinstance(action, actions.Run) and action.asked.line:
            return parse(action.asked.line, topics)
    return None


def _buttons(platform: Platform) -> Iterator[Feature]:
    found = list(_everywhere(platform, _long(), _BRIEF))
    for name, kind in _PRESSED.items():
        if any(isinstance(action, kind) for action in found):
            yield Feature("button", name)
    for judged in actions.KINDS:
        if any(isinstance(action, actions.Feedback) and action.kind == judged for action in found):
            yield Feature("button", judged.capitalize())
    pasted = list(_everywhere(platform, _long(), _PASTED))
    for name in ("Share", "turning pages"):
        if any(isinstance(action, _PRESSED[name]) for action in pasted):
            yield Feature("button", f"{name}, on a pasted text")


def _everywhere(platform: Platform, reply: Reply, asked: Asked) -> Iterator[actions.Action]:
    """What can be pressed under the reply in every form of the platform; each form has to agree."""
    found = [
        [action for _, action in _steps(platform.pages(reply, asked, form, public=False))]
        for form in platform.forms
    ]
    kinds = [{type(each) for each in one} for one in found]
    assert all(each == kinds[0] for each in kinds), f"{platform.name}'s forms offer different buttons"
    yield from found[0]


def _long() -> Reply:
    """A reply of everything, and of more than a page of any chat."""
    lines = tuple(
        replace(
            CANAL, claim=f"canal:C{number}", statement=f"Ship {number} may wait off the northern harbour."
        )
        for number in range(10, 200)
    )
    return replace(EVERYTHING, blocks=(*EVERYTHING.blocks, ClaimList(lines)))


def _steps(pages: Sequence[Page]) -> Iterator[tuple[str, actions.Action]]:
    for page in pages:
        yield from page.steps


def _parts(platform: Platform) -> Iterator[Feature]:
    """Blocks, inlines, follow-ups and pictures, each shown in every form, for one and in the open."""
    for block in get_args(Block):
        blocks = [each for each in EVERYTHING.blocks if isinstance(each, block)]
        if all(_shown(platform, each) for each in blocks):
            yield Feature("reply block", _named(block))
    for inline in get_args(Inline):
        if all(_shown(platform, each) for each in _holding(inline)):
            yield Feature("reply inline", _named(inline))
    for step in get_args(FollowUp):
        reply = replace(EVERYTHING, follow_ups=tuple(e for e in EVERYTHING.follow_ups if isinstance(e, step)))
        made = [platform.pages(reply, _BRIEF, form, public=True) for form in platform.forms]
        if all(
            any(label.startswith(reply.follow_ups[0].label) for label, _ in _steps(each)) for each in made
        ):
            yield Feature("follow-up", _named(step))
    for name, public in (("in an answer for one", False), ("in the open", True)):
        made = [platform.pages(EVERYTHING, _BRIEF, form, public=public) for form in platform.forms]
        if all(sum(page.pictures for page in each) == 1 for each in made):
            yield Feature("drawn picture", name)


def _holding(inline: type[Inline]) -> list[Block]:
    """The blocks of the written reply that hold an inline of that kind."""
    return [each for each in EVERYTHING.blocks if any(isinstance(part, inline) for part in _inside(each))]


def _inside(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, tuple):
        for each in value:
            yield from _inside(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _inside(getattr(value, each.name))


def _shown(platform: Platform, block: Block) -> bool:
    """Whether all words of a block are seen, and its addresses lead where they should."""
    reply = Reply(Outcome.ANSWER, "Title", (Paragraph((Text("First."),)), block), SOURCES, ("Basis.",))
    for form in platform.forms:
        for public in (False, True):
            pages = platform.pages(reply, _BRIEF, form, public=public)
            said = bare("\n".join(each.text for each in pages)).casefold()
            links = [link for each in pages for link in each.links]
            if not all(bare(each).casefold() in said for each in _words(block)):
                return False
            for link in (each for each in _inside(block) if isinstance(each, Link)):
                if link.url not in links and link.url not in said:
                    return False
    return True


_UNSEEN: Final = {
    "kind",
    "claim",
    "claims",
    "passage",
    "number",
    "numbers",
    "cites",
    "key",
    "url",
    "tone",
    "article",
}
"""Fields that are shown as something else or not at all."""


def _words(block: Block) -> Iterator[str]:
    """Every text of the block that is shown letter by letter, and its citation marks."""
    if isinstance(block, Picture):
        yield picture_text(block)
        return
    if isinstance(block, Evidence):
        yield from (part_text(each, block.line.label) for each in block.parts)
    for each in _inside(block):
        if not is_dataclass(each) or isinstance(each, EvidencePart | type):
            continue
        for one in fields(each):
            held = getattr(each, one.name)
            if one.name in {"cites", "numbers"}:
                yield "".join(f"[{number}]" for number in held)
            elif isinstance(held, str) and one.name not in _UNSEEN:
                yield held


def _named(kind: type) -> str:
    """A kind of block, inline or follow-up as replies name it."""
    found = next(each for each in fields(kind) if each.name == "kind")
    return str(found.default)
