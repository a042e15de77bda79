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
        "An SQLite file, `sqlite:///relative/path` or `sqlite:////absolute/path`, "
        "or a PostgreSQL server, `postgresql://account:password@host:5432/name`.",
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
        "DISCORD_MANAGER_ROLES",
        "Roles whose members manage digests, as those do who have “Manage Server”: their ids, with commas.",
        "only “Manage Server”",
        "123456789012345678",
    ),
    Variable(
        "SLACK_MANAGERS",
        "Members who manage digests in every channel, as admins and a channel's creator do: their ids, with "
        "commas.",
        "only admins and creators",
        "U012ABCDEF",
    ),
    Variable(
        "SLACK_BOT_TOKEN",
        "The bot token of your Slack app, from its page OAuth & Permissions; it begins with `xoxb-`. "
        "Whoever has it is the bot: keep it to yourself.",
        "no bot on Slack",
        "xoxb-the-token-you-copied",
        secret=True,
    ),
    Variable(
        "SLACK_APP_TOKEN",
        "The app-level token with `connections:write`, from the page Basic Information; it begins with "
        "`xapp-`. Needed unless Slack sends over HTTP.",
        "no connection by Socket Mode",
        "xapp-the-token-you-copied",
        secret=True,
    ),
    Variable(
        "SLACK_SIGNING_SECRET",
        "The signing secret, from the page Basic Information. Needed where Slack sends over HTTP.",
        "nothing is received over HTTP",
        "the-secret-you-copied",
        secret=True,
    ),
    Variable(
        "SLACK_API_URL",
        "Where Slack's Web API is, when it is reached through a proxy.",
        "Slack's own",
        "https://slack.com/api",
    ),
    Variable(
        "SLACK_PREFIX",
        "What every slash command begins with, where a name is taken: with `c-` it is `/c-brief`. "
        "At most 16 small letters, digits, `-` or `_`. Make the app's manifest anew after a change.",
        "no prefix",
        "c-",
    ),
    Variable(
        "SLACK_HTTP",
        "`1` lets Slack send over HTTP instead of Socket Mode, as `communique run slack --http` does.",
        "`0`",
        "1",
    ),
    Variable(
        "SLACK_HTTP_HOST",
        "The address to listen on for Slack over HTTP; a proxy with a certificate belongs before it.",
        "`127.0.0.1`",
        "127.0.0.1",
    ),
    Variable(
        "SLACK_HTTP_PORT",
        "The port to listen on for Slack over HTTP, up to 65535; `0` takes any that is free and logs it. "
        "Slack sends to `/slack/events` there.",
        "`3000`",
        "3000",
    ),
    Variable(
        "HEALTH_PORT",
        "The port at which a running process says whether it is well: `/healthz`, `/readyz` and, for "
        "Prometheus, `/metrics`. `0` takes any that is free and logs it.",
        "nothing is told",
        "9464",
    ),
    Variable(
        "HEALTH_HOST",
        "The address for that. It tells no secret, but keep it to your own network.",
        "`127.0.0.1`",
        "127.0.0.1",
    ),
    Variable(
        "ERASE_AFTER_DAYS",
        "How many days after the bot was removed from a server or workspace all that is kept of it is "
        "erased, and a removed digest with what it posted; from 1 to 90. Until then coming back undoes it.",
        "`7`",
        "14",
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
