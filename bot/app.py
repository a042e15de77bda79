"""The composition root: what is built from the settings, and in which order it is let go.

Owns the choice of every concrete part. Building opens nothing and reads no file; each part is made
when it is first asked for, so that a command pays for what it uses.
"""

# What a part needs is imported when the part is made.
# ruff: noqa: PLC0415

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.settings import Settings
from bot.storage.place import DatabasePlace, Place, Server
from bot.storage.texts_on_demand import TextsOnDemand
from briefings.errors import AliasError, ConfigurationError
from briefings.ports import Clock

if TYPE_CHECKING:
    from bot.delivery.ports import Ledger
    from bot.digests.noticing import Held
    from bot.digests.service import Digests
    from bot.handlers import Handlers
    from bot.health.vitals import Vitals
    from bot.leaving.ports import Departures, Erasure
    from bot.ports import FeedbackStore, Lease, Notes, SeenEvents, ThreadTopics
    from bot.storage.database import Database
    from bot.storage.moments import Moments
    from bot.storage.tallying import SqlTally
    from briefings.library.index import Library
    from briefings.places import Gazetteer
    from briefings.present.about import Program
    from briefings.themes import ThemeVocabulary
    from briefings.topics import Topics


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
        return Handlers(service, self.sources, self._troubles, lambda: self.digests)

    @cached_property
    def digests(self) -> "Digests":
        """Digests and follows, managed."""
        from bot.delivery.composing import EditionComposer
        from bot.digests.following import Following
        from bot.digests.ids import new_id
        from bot.digests.parts import Parts
        from bot.digests.reading import Reader
        from bot.digests.service import Digests
        from bot.outlets import Outlets
        from bot.schedules.zones import Zones
        from bot.storage.subscriptions import SqlFollows, SqlSubscriptions

        moments, zones = self.moments, Zones(self.gazetteer)

        def topics() -> "Topics":
            return self.handlers.service.topics

        def reader() -> Reader:
            return Reader(topics(), zones)

        parts = Parts(
            subscriptions=SqlSubscriptions(self.database, moments),
            ledger=self.ledger,
            composer=EditionComposer(lambda: self.handlers.service.sources),
            posting=Outlets(self.settings),
            reader=reader,
            topics=topics,
            new_id=new_id,
        )
        return Digests(parts, Following(SqlFollows(self.database, moments), reader, topics, new_id))

    def reload(self) -> None:
        """Load the library anew, for every part that uses it. Raises as `library` does, and keeps it then."""
        from bot.loading import load_library
        from briefings.service import BriefingService

        library = load_library(self.settings.library)
        self.handlers.service = BriefingService(library, self.gazetteer, self.themes, _program())
        vars(self)["library"] = library

    async def noticed(self) -> int:
        """Tell followers of what is new in the library; how many messages are queued. Raises StorageError."""
        from bot.delivery.notices import Notices
        from bot.digests.noticing import notice
        from bot.outlets import Outlets
        from bot.storage.subscriptions import SqlFollows, SqlVersions

        sources = await asyncio.to_thread(lambda: self.handlers.service.sources)
        versions = SqlVersions(self.database, self.moments)
        follows = SqlFollows(self.database, self.moments)
        tokens = {"discord": self.settings.discord_token, "slack": self.settings.slack_bot_token}
        outlets = Outlets(self.settings)
        freezing = {
            name: Notices(outlets.render(name)) for name, token in tokens.items() if token is not None
        }
        return await notice(sources, versions, follows, self.ledger, freezing, self.noticed_last)

    @cached_property
    def noticed_last(self) -> "Held":
        """Which articles this process held when it last noticed what is new."""
        from bot.digests.noticing import Held

        return Held()

    @cached_property
    def ledger(self) -> "Ledger":
        """What is due, what was tried, what was posted."""
        from bot.storage.ledger.ledger import SqlLedger

        return SqlLedger(self.database, self.moments)

    @cached_property
    def moments(self) -> "Moments":
        """The clock that digests go by: the database's, unless the program was given one of its own."""
        from bot.storage.moments import ClockMoments, DatabaseMoments

        return DatabaseMoments() if isinstance(self.clock, SystemClock) else ClockMoments(self.clock)

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
    def events(self) -> "SeenEvents":
        """What was taken in hand already."""
        from bot.storage.events import SqlSeenEvents

        return SqlSeenEvents(self.database, self.clock)

    @cached_property
    def threads(self) -> "ThreadTopics":
        """What threads are about."""
        from bot.storage.events import SqlThreadTopics

        return SqlThreadTopics(self.database, self.clock)

    @cached_property
    def departures(self) -> "Departures":
        """Where the bot is no more."""
        from bot.storage.departures import SqlDepartures

        return SqlDepartures(self.database, self.moments)

    @cached_property
    def erasure(self) -> "Erasure":
        """What is kept of whom, and its end."""
        from bot.storage.erasing import SqlErasure

        return SqlErasure(self.database, self.moments, self.departures)

    @cached_property
    def vitals(self) -> "Vitals":
        """What this process notices of itself."""
        from bot.health.vitals import Vitals

        return Vitals()

    @cached_property
    def tally(self) -> "SqlTally":
        """What the ledger adds up to."""
        from bot.storage.tallying import SqlTally

        return SqlTally(self.database, self.moments)

    @cached_property
    def lease(self) -> "Lease":
        """Who may play which role, by the database's clock, which all processes share."""
        from bot.storage.leases import SqlLease
        from bot.storage.moments import DatabaseMoments

        return SqlLease(self.database, DatabaseMoments())

    async def _troubles(self) -> tuple[str, ...]:
        """Which of the platforms that are set up stopped for good. Opens no database where none is."""
        tokens = {"discord": self.settings.discord_token, "slack": self.settings.slack_bot_token}
        platforms = [name for name, token in tokens.items() if token is not None]
        if not platforms or not self.place().is_there():
            return ()
        from bot.standing import troubles

        return await troubles(self.notes, platforms)

    async def close(self) -> None:
        """Let go of everything that was opened."""
        await self.sources.close()
        if "database" in vars(self):
            await self.database.close()

    def place(self) -> DatabasePlace:
        """Where the database is."""
        server = self.settings.database_server
        if server is not None:
            return Server(server, self.settings.database_variable)
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
    from bot.handlers import usages
    from briefings.present.about import Program

    return Program(installed_version(), usages())
