"""Commands to replies. Knows no platform; fetches what the operator stored and asks the core."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from bot.commands import (
    About,
    Ask,
    Brief,
    BriefText,
    Command,
    Compare,
    Evidence,
    Gaps,
    Map,
    Scenarios,
    Watch,
)
from briefings.ports import SourceTexts
from briefings.reply import Reply
from briefings.service import BriefingService


@dataclass(frozen=True, slots=True)
class Context:
    """Where a command comes from. `last_claims`: claims of the last reply in this conversation."""

    locale: str = "en"
    last_claims: tuple[str, ...] = ()


NOWHERE = Context()


class Handlers:
    """Answers every command; the only way in for adapters."""

    def __init__(self, service: BriefingService, sources: SourceTexts) -> None:
        self.service = service
        self._sources = sources

    async def handle(self, command: Command, context: Context = NOWHERE) -> Reply:
        """The reply to a command. Raises StorageError when stored texts cannot be read."""
        match command:
            case Evidence(claims):
                return await self._evidence(claims or context.last_claims)
            case About():
                return await self._about(command)
            case _:
                return self._answer(command)

    def _answer(self, command: Brief | Ask | Compare | Scenarios | Watch | Gaps | Map | BriefText) -> Reply:
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

    async def _evidence(self, names: tuple[str, ...]) -> Reply:
        found = self.service.find_claims(names)
        if isinstance(found, Reply):
            return found
        wordings: dict[str, Mapping[str, str]] = {}
        for article in dict.fromkeys(ref.article for ref in found):
            sha256 = self.service.library.briefing(article).article.sha256
            wordings[article] = await self._sources.wordings(article, sha256)
        return self.service.evidence(found, wordings)

    async def _about(self, command: About) -> Reply:
        match command.page:
            case "help":
                return self.service.about_help()
            case "sources":
                return self.service.about_sources(await self._sources.attached())
            case "status":
                return self.service.about_status(await self._sources.attached())
            case "privacy":
                return self.service.about_privacy()
            case _:
                assert_never(command.page)
