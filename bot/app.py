"""The composition root: what is built from the settings, and in which order it is let go.

Owns the choice of every concrete part. Building opens nothing and reads no file; each part is made
when it is first asked for, so that a command pays for what it uses.
"""

# What a part needs is imported when the part is made.
# ruff: noqa: PLC0415

from functools import cached_property
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.settings import Settings
from bot.storage.place import Place
from bot.storage.texts_on_demand import TextsOnDemand
from briefings.errors import AliasError, ConfigurationError
from briefings.ports import Clock

if TYPE_CHECKING:
    from bot.handlers import Handlers
    from bot.ports import FeedbackStore, Lease, Notes
    from bot.storage.database import Database
    from briefings.library.index import Library
    from briefings.places import Gazetteer
    from briefings.present.about import Program
    from briefings.themes import ThemeVocabulary


class App:
    """The parts of one running program.

    Asking for a part raises ConfigurationError when a file that the settings name cannot be used.
    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.sources = TextsOnDemand(self.place, clock)

    @cached_property
    def gazetteer(self) -> "Gazetteer":
        """Names of places, with the operator's aliases."""
        from briefings.places import Gazetteer, read_aliases

        if self.settings.aliases is None:
            return Gazetteer.shipped()
        try:
            return Gazetteer.shipped(read_aliases(self.settings.aliases))
        except AliasError as error:
            raise ConfigurationError(str(error)) from error

    @cached_property
    def themes(self) -> "ThemeVocabulary":
        """Names of themes."""
        from briefings.themes import ThemeVocabulary

        return ThemeVocabulary.shipped()

    @cached_property
    def library(self) -> "Library":
        """The checked briefings. Raises LibraryError as well, when a shipped one is broken."""
        from bot.loading import load_library

        return load_library(self.settings.library)

    @cached_property
    def handlers(self) -> "Handlers":
        """The one way in for every adapter."""
        from bot.handlers import Handlers
        from briefings.service import BriefingService

        service = BriefingService(self.library, self.gazetteer, self.themes, _program())
        return Handlers(service, self.sources)

    @cached_property
    def database(self) -> "Database":
        """The database, for the parts below; the sources open it for themselves, later and seldom."""
        from bot.storage.database import Database

        return Database(self.place())

    @cached_property
    def notes(self) -> "Notes":
        """What the program remembers of itself."""
        from bot.storage.notes import SqlNotes

        return SqlNotes(self.database, self.clock)

    @cached_property
    def feedback(self) -> "FeedbackStore":
        """What readers thought of answers."""
        from bot.storage.feedback import SqlFeedbackStore

        return SqlFeedbackStore(self.database)

    @cached_property
    def lease(self) -> "Lease":
        """Who may play which role, by the database's clock, which all processes share."""
        from bot.storage.leases import SqlLease
        from bot.storage.moments import DatabaseMoments

        return SqlLease(self.database, DatabaseMoments())

    async def close(self) -> None:
        """Let go of everything that was opened."""
        await self.sources.close()
        if "database" in vars(self):
            await self.database.close()

    def place(self) -> Place:
        """Where the database is. Raises ConfigurationError on an address of another database."""
        return Place(self.settings.database_file, self.settings.database_variable)


def build(settings: Settings, clock: Clock | None = None) -> App:
    """The program that the settings describe, by this machine's clock unless another is given."""
    return App(settings, clock or SystemClock())


def installed_version() -> str:
    """The version of the installed package, "0" where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("communique")
    except PackageNotFoundError:
        return "0"


def _program() -> "Program":
    from bot.commands import DEFINITIONS
    from briefings.present.about import Program, Usage

    usages = tuple(Usage(definition.example, definition.help) for definition in DEFINITIONS)
    return Program(installed_version(), usages)
