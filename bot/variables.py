"""Every environment variable of Communiqué: its name, what it means, an example.

Owns the table that the documentation and `.env.example` are generated from; reads nothing.
"""

from dataclasses import dataclass

PREFIX = "COMMUNIQUE_"
IN_FILE = "_FILE"
"""Ends the name of a variable that names a file with the value of a secret one."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable, as the documentation describes it. `name` is without the prefix."""

    name: str
    meaning: str
    default: str
    example: str
    secret: bool = False
    """Whether a file may hold it instead, named by the same variable with `_FILE` after it."""

    @property
    def full_name(self) -> str:
        """The variable's name in the environment."""
        return PREFIX + self.name


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "DATA_DIR",
        "The folder that holds the database and the console's history. Made when something is first stored.",
        "the user's data folder for `communique`",
        "/var/lib/communique",
    ),
    Variable(
        "DATABASE_URL",
        "The database, where it is not `communique.sqlite3` in the data folder. "
        "For now an SQLite file: `sqlite:///relative/path` or `sqlite:////absolute/path`.",
        "`communique.sqlite3` in the data folder",
        "sqlite:////var/lib/communique/communique.sqlite3",
        secret=True,
    ),
    Variable(
        "ALIASES",
        "A TOML file with further names of countries and blocs.",
        "no further names",
        "/etc/communique/aliases.toml",
    ),
    Variable(
        "LIBRARY",
        "A folder of further briefings, one sub-folder each. "
        "A briefing of an article that also ships with Communiqué takes the shipped one's place.",
        "the shipped briefings alone",
        "/etc/communique/library",
    ),
    Variable(
        "DEBUG",
        "`1` shows the whole trace of an unforeseen error instead of one sentence.",
        "`0`",
        "1",
    ),
    Variable(
        "DISCORD_TOKEN",
        "The token of your Discord bot, from the Bot page of the developer portal. "
        "Whoever has it is the bot: keep it to yourself.",
        "no bot on Discord",
        "the-token.you.copied",
        secret=True,
    ),
    Variable(
        "DISCORD_API_URL",
        "Where Discord's API is, when it is reached through a proxy.",
        "Discord's own",
        "https://discord.com/api/v10",
    ),
    Variable(
        "DISCORD_GATEWAY_URL",
        "Where Discord's gateway is, when it is reached through a proxy.",
        "the one that Discord names",
        "wss://gateway.discord.gg/",
    ),
    Variable(
        "DISCORD_SHARDS",
        "How many connections to share the servers among, from 1 to 1000.",
        "as many as Discord advises",
        "1",
    ),
    Variable(
        "LOG_LEVEL",
        "The least that is logged: `debug`, `info`, `warning` or `error`.",
        "`info`",
        "debug",
    ),
    Variable(
        "LOG_TEXT",
        "`1` lets the log hold what readers type, and what libraries log of it. For a look at a fault; "
        "tell your readers.",
        "`0`",
        "1",
    ),
)
