"""Commands to replies. Knows no platform; fetches what the operator stored and asks the core."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, assert_never

from bot.commands import (
    DEFINITIONS,
    About,
    ArticleCommand,
    Ask,
    Brief,
    BriefText,
    Command,
    Compare,
    Evidence,
    Gaps,
    Map,
    Option,
    Scenarios,
    Watch,
)
from bot.digest_commands import DigestAdd, DigestCommand, DigestEdit, DigestPreview
from briefings.errors import BadInput
from briefings.ports import SourceTexts
from briefings.present.about import Surface, Usage
from briefings.reply import Reply
from briefings.service import BriefingService

if TYPE_CHECKING:
    from bot.digests.asker import Asker
    from bot.digests.previewing import Preview
    from bot.subscriptions import Subscription
    from bot.ways import Way


@dataclass(frozen=True, slots=True)
class Context:
    """Where a command comes from."""

    locale: str = "en"
    last_claims: tuple[str, ...] = ()
    """Claims of the last reply in this conversation."""
    surface: Surface = "console"
    """How commands are offered there."""
    prefix: str = "/"
    """What a typed command begins with there."""
    numbers: tuple[tuple[str, int], ...] = ()
    """Passages and their citation numbers in the reply whose evidence is asked for."""
    asker: "Asker | None" = None
    """Who asks in which channel; None where there is no channel."""

    @property
    def asking(self) -> "Asker | None":
        """Who asks, with how they give commands."""
        return None if self.asker is None else replace(self.asker, way=_WAYS[self.surface])


_WAYS: "dict[Surface, Way]" = {"console": "typed", "text": "typed", "options": "options"}
NOWHERE = Context()


def usages() -> tuple[Usage, ...]:
    """The commands, as the help page tells of them."""
    return tuple(
        Usage(each.name, each.example, each.help, tuple(map(_named, each.options)), each.form)
        for each in DEFINITIONS
    )


def _named(option: Option) -> str:
    """An option's name, in brackets where it may be left out."""
    return option.name if option.required else f"[{option.name}]"


Troubles = Callable[[], Awaitable[tuple[str, ...]]]
"""Sentences on what stopped and needs somebody's attention. Raises StorageError."""


class Managing(Protocol):
    """Digests and follows. All of it raises BadInput with a sentence for the reader, StorageError."""

    async def handle(self, command: DigestCommand, asker: "Asker | None") -> Reply:
        """The reply to a command."""

    async def preview(self, command: DigestPreview, asker: "Asker | None") -> "tuple[Preview, ...]":
        """What the next slot, or each slot of a date, would post; never empty."""

    async def current(self, given: str, asker: "Asker") -> "Subscription":
        """The digest that somebody is about to edit."""

    def checked(self, command: DigestAdd | DigestEdit) -> None:
        """Raises BadField where fields cannot be read."""

    async def offered(self, kind: str, typed: str, asker: "Asker") -> tuple[tuple[str, str], ...]:
        """What an option may become while it is typed: (name shown, value sent), best first."""

    async def sends(self, asker: "Asker") -> tuple[str, ...]:
        """The last and next sends of a channel, in words."""


NO_DIGESTS = "Digests are not available here."


class Handlers:
    """Answers every command; the only way in for adapters."""

    def __init__(
        self,
        service: BriefingService,
        sources: SourceTexts,
        troubles: Troubles | None = None,
        digests: Callable[[], Managing] | None = None,
    ) -> None:
        self.service = service
        self._sources = sources
        self._troubles = troubles
        self._digests = digests

    @property
    def digests(self) -> Managing:
        """Digests and follows; made when they are first asked for. Raises BadInput where there are none."""
        if self._digests is None:
            raise BadInput(NO_DIGESTS)
        return self._digests()

    async def handle(self, command: Command, context: Context = NOWHERE) -> Reply:
        """The reply to a command. Raises StorageError when stored texts cannot be read."""
        match command:
            case Evidence(claims):
                return await self._evidence(claims or context.last_claims, context.numbers)
            case About():
                return await self._about(command, context)
            case Brief() | Ask() | Compare() | Scenarios() | Watch() | Gaps() | Map() | BriefText():
                return self._answer(command)
            case _:
                return await self.digests.handle(command, context.asking)

    def _answer(self, command: ArticleCommand) -> Reply:
        match command:
            case Brief(topic):
                return self.service.brief(topic)
            case Ask(question):
                return self.service.ask(question)
            case Compare(a, b, theme):
                return self.service.compare(a, b, theme)
            case Scenarios(topic):
                return self.service.scenarios(topic)
            case Watch(topic):
                return self.service.watch(topic)
            case Gaps(topic):
                return self.service.gaps(topic)
            case Map(topic):
                return self.service.map(topic)
            case BriefText(text):
                return self.service.text(text)
            case _:
                assert_never(command)

    async def _evidence(self, names: tuple[str, ...], numbers: tuple[tuple[str, int], ...]) -> Reply:
        found = self.service.find_claims(names)
        if isinstance(found, Reply):
            return found
        wordings: dict[str, Mapping[str, str]] = {}
        for article in dict.fromkeys(ref.article for ref in found):
            sha256 = self.service.library.briefing(article).article.sha256
            wordings[article] = await self._sources.wordings(article, sha256)
        return self.service.evidence(found, wordings, numbers)

    async def _about(self, command: About, context: Context) -> Reply:
        match command.page:
            case "help":
                return self.service.about_help(context.surface, context.prefix)
            case "sources":
                return self.service.about_sources(await self._sources.attached())
            case "status":
                troubles = await self._troubles() if self._troubles else ()
                sends = await self._sends(context.asking)
                return self.service.about_status(await self._sources.attached(), troubles, sends)
            case "privacy":
                return self.service.about_privacy(context.surface)
            case _:
                assert_never(command.page)

    async def _sends(self, asker: "Asker | None") -> tuple[str, ...]:
        return () if asker is None or self._digests is None else await self.digests.sends(asker)
