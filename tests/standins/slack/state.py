"""What the routes, the deliveries and the readers share, and the settings a test may change at any time."""

from dataclasses import dataclass, field
from datetime import timedelta

from tests.standins.changes import Changes
from tests.standins.clock import StandInClock
from tests.standins.slack.app import App
from tests.standins.slack.interactions import Interaction
from tests.standins.slack.refusals import Refused
from tests.standins.slack.world import HeldFile, User, World

BOT_TOKEN = "xoxb-0-0-standin"  # noqa: S105 - opens nothing but the stand-in
APP_TOKEN = "xapp-1-A0STANDIN-0-standin"  # noqa: S105 - ditto
SIGNING_SECRET = "stand-in-signing-secret"  # noqa: S105 - ditto


@dataclass(slots=True)
class Settings:
    """What a test may choose.

    `token_problem` is the error every bot call meets once the token is no good ("token_revoked",
    "account_inactive"). `file_processing` is how long after its upload a file can be named in blocks; the
    vendor takes a few seconds. `scopes` None takes those of the manifest, or all.
    """

    bot_token: str = BOT_TOKEN
    app_token: str = APP_TOKEN
    signing_secret: str = SIGNING_SECRET
    verification_token: str = "stand-in-verification"  # noqa: S105 - opens nothing but the stand-in
    scopes: frozenset[str] | None = None
    app_scopes: frozenset[str] = frozenset({"connections:write"})
    token_problem: str | None = None
    file_processing: timedelta = timedelta()
    installed: bool = True


@dataclass(slots=True)
class Ticket:
    """A way back to a reader: a `trigger_id` or a `response_url`, with how often it was used."""

    interaction: Interaction
    used: int = 0


@dataclass(slots=True)
class State:
    """Everything that is shared. `base` is the server's address once it listens."""

    clock: StandInClock
    changes: Changes
    world: World
    settings: Settings
    app: App = field(default_factory=App)
    triggers: dict[str, Ticket] = field(default_factory=dict)
    responses: dict[str, Ticket] = field(default_factory=dict)
    socket_tickets: set[str] = field(default_factory=set)
    refusals: list[Refused] = field(default_factory=list)
    base: str = ""

    @property
    def bot(self) -> User:
        """The app's bot user."""
        return self.world.bot

    @property
    def scopes(self) -> frozenset[str] | None:
        """The bot token's scopes; None for all."""
        return self.app.scopes if self.settings.scopes is None else self.settings.scopes

    def may(self, scope: str) -> bool:
        """Whether the bot token has this scope."""
        return self.scopes is None or scope in self.scopes

    def hears(self, event: str) -> bool:
        """Whether the app is told of this kind of event."""
        if not self.settings.installed:
            return event in {"app_uninstalled", "tokens_revoked"}
        told = self.app if self.settings.scopes is None else _with(self.app, self.settings.scopes)
        return told.hears(event)

    def ready(self, file: HeldFile) -> bool:
        """Whether blocks may name the file by now."""
        done, now = file.completed, self.clock.now()
        return done is not None and not file.deleted and now - done >= self.settings.file_processing

    def note(self, refused: Refused, interaction: Interaction | None = None) -> None:
        """Keep a refusal that says the app did something wrongly."""
        if refused.ours:
            self.refusals.append(refused)
        if interaction is not None:
            interaction.refusals.append(refused)
        self.changes.ring()


def _with(app: App, scopes: frozenset[str]) -> App:
    return App(
        app.commands,
        app.shortcuts,
        app.events,
        scopes,
        app.home_tab,
        app.messages_tab,
        app.assistant,
        app.interactive,
    )
