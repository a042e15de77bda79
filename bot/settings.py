"""The settings, read once from the environment and frozen.

Owns what each `COMMUNIQUE_` variable may hold; `bot.variables` lists them. Refuses variables it
does not know and values it cannot use, in a sentence that names the variable and never its value.
Nothing else reads the environment, or the file `.env` that adds to it.

A dataclass filled by hand rather than pydantic-settings: importing that takes about 200 ms, as long
as a whole cold `communique brief` may, against 2 ms for this.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypedDict, TypeVar
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from bot import envfile
from bot.leaving.ports import ERASE_AFTER
from bot.printable import printable
from bot.secret import Secret
from bot.variables import IN_FILE, PREFIX, VARIABLES, Variable
from briefings.errors import ConfigurationError

DATABASE_NAME = "communique.sqlite3"
"""The database's file in the data folder."""

_SQLITE = ("sqlite:///", "sqlite+aiosqlite:///")
_POSTGRESQL = ("postgresql://", "postgres://", "postgresql+asyncpg://")
_SERVER_OPTIONS = {"host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey"}
"""What may stand behind the `?` of a server's address; the driver reads them as libpq does."""
_YES_NO = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}
_LEVELS = ("debug", "info", "warning", "error")
_MOST_SHARDS = 1_000
_MOST_DAYS = 90
_LARGEST_PORT = 65_535
_LARGEST_SECRET = 10_000
"""Bytes of a file that holds a secret."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decided. Every field has a working default."""

    data_folder: Path | None = None
    """Where to keep data, when it is not the user's data folder; `data_dir` is what applies."""
    database_url: str | None = field(default=None, repr=False)
    """Kept out of `repr`: an address may hold a password."""
    aliases: Path | None = None
    library: Path | None = None
    debug: bool = False
    discord_token: Secret | None = None
    discord_api_url: str | None = None
    """Without a slash at its end; None: Discord's own."""
    discord_gateway_url: str | None = None
    """None: the one that Discord names."""
    discord_shards: int | None = None
    """None: as many as Discord advises."""
    discord_manager_roles: frozenset[str] = frozenset()
    """Roles, by their ids, whose members manage digests as those do who manage the server."""
    slack_managers: frozenset[str] = frozenset()
    """Members, by their ids, who manage digests in every channel of the workspace."""
    slack_bot_token: Secret | None = None
    slack_app_token: Secret | None = None
    slack_signing_secret: Secret | None = None
    slack_api_url: str | None = None
    """Without a slash at its end; None: Slack's own."""
    slack_prefix: str = ""
    slack_http: bool = False
    """Whether Slack sends over HTTP; else over Socket Mode."""
    slack_http_host: str = "127.0.0.1"
    slack_http_port: int = 3000
    """0: any that is free."""
    health_port: int | None = None
    """None: nothing listens; 0: any that is free."""
    health_host: str = "127.0.0.1"
    erase_after: timedelta = ERASE_AFTER
    """How long after the bot was removed from a place, or a digest by people, all of it is erased."""
    log_level: str = "info"
    log_text: bool = False

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must appear in no log and no message."""
        password = (urlsplit(self.database_url).password if self.database_url else None) or ""
        slack = (self.slack_bot_token, self.slack_app_token, self.slack_signing_secret)
        told = [each.reveal() for each in (self.discord_token, *slack) if each]
        return tuple(dict.fromkeys(each for each in (*told, password, unquote(password)) if each))

    @property
    def data_dir(self) -> Path:
        """The folder that holds everything Communiqué writes; it need not exist yet."""
        if self.data_folder is not None:
            return self.data_folder
        from platformdirs import user_data_path  # noqa: PLC0415 - 15 ms that most commands can do without

        return user_data_path("communique", appauthor=False)

    @property
    def database_variable(self) -> str:
        """The variable that decides where the database is."""
        return PREFIX + ("DATA_DIR" if self.database_url is None else "DATABASE_URL")

    @property
    def database_server(self) -> Secret | None:
        """The address of a PostgreSQL database; None where the database is a file."""
        if self.database_url is None or not self.database_url.startswith(_POSTGRESQL):
            return None
        return Secret(_postgresql("DATABASE_URL", self.database_url))

    @property
    def database_file(self) -> Path:
        """The SQLite file; it need not exist yet. Raises ConfigurationError on a server's address."""
        if self.database_url is None:
            return self.data_dir / DATABASE_NAME
        return _sqlite_file("DATABASE_URL", self.database_url)


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in `environ`, by default the process's own environment and then the file `.env`.

    A variable that is empty counts as not set, since compose files hand on unset ones that way; what
    the environment sets wins over the file in the folder in which the program is run.
    Raises ConfigurationError: a variable that is not one of ours, or a value that cannot be used.
    """
    given = _ours(_surroundings() if environ is None else environ)
    _refuse_unknown(given)
    _take_in_files(given)

    return Settings(
        data_folder=_read(given, "DATA_DIR", _path),
        database_url=_read(given, "DATABASE_URL", _database_url),
        aliases=_read(given, "ALIASES", _path),
        library=_read(given, "LIBRARY", _path),
        debug=_read(given, "DEBUG", _yes_or_no) or False,
        discord_token=_read(given, "DISCORD_TOKEN", _token),
        discord_api_url=_read(given, "DISCORD_API_URL", _web_address),
        discord_gateway_url=_read(given, "DISCORD_GATEWAY_URL", _socket_address),
        discord_shards=_read(given, "DISCORD_SHARDS", _count),
        discord_manager_roles=_read(given, "DISCORD_MANAGER_ROLES", _numbers) or frozenset(),
        slack_managers=_read(given, "SLACK_MANAGERS", _members) or frozenset(),
        **_slack(given),
        health_port=_read(given, "HEALTH_PORT", _port),
        health_host=_read(given, "HEALTH_HOST", _host) or "127.0.0.1",
        erase_after=_read(given, "ERASE_AFTER_DAYS", _days) or ERASE_AFTER,
        log_level=_read(given, "LOG_LEVEL", _level) or "info",
        log_text=_read(given, "LOG_TEXT", _yes_or_no) or False,
    )


class _Slack(TypedDict):
    slack_bot_token: Secret | None
    slack_app_token: Secret | None
    slack_signing_secret: Secret | None
    slack_api_url: str | None
    slack_prefix: str
    slack_http: bool
    slack_http_host: str
    slack_http_port: int


def _slack(given: Mapping[str, str]) -> _Slack:
    return {
        "slack_bot_token": _read(given, "SLACK_BOT_TOKEN", _token),
        "slack_app_token": _read(given, "SLACK_APP_TOKEN", _token),
        "slack_signing_secret": _read(given, "SLACK_SIGNING_SECRET", _token),
        "slack_api_url": _read(given, "SLACK_API_URL", _web_address),
        "slack_prefix": _read(given, "SLACK_PREFIX", _prefix) or "",
        "slack_http": _read(given, "SLACK_HTTP", _yes_or_no) or False,
        "slack_http_host": _read(given, "SLACK_HTTP_HOST", _host) or "127.0.0.1",
        "slack_http_port": 3000 if (port := _read(given, "SLACK_HTTP_PORT", _port)) is None else port,
    }


def _ours(environ: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value.strip()
        for name, value in environ.items()
        if name.upper().startswith(PREFIX) and value.strip()
    }


def _surroundings() -> dict[str, str]:
    try:
        beside = envfile.read(Path.cwd(), PREFIX)
    except FileNotFoundError:  # the current folder is gone
        beside = {}
    return {**beside, **_ours(os.environ)}


def _take_in_files(given: dict[str, str]) -> None:
    """Puts what the files of secrets hold in the place of their names."""
    for variable in VARIABLES:
        file = given.pop(variable.full_name + IN_FILE, None) if variable.secret else None
        if file is None:
            continue
        if variable.full_name in given:
            raise ConfigurationError(
                f"{variable.full_name} and {variable.full_name}{IN_FILE} are both set; keep one of them."
            )
        given[variable.full_name] = _held_in(_path(variable.name + IN_FILE, file), variable)


def _held_in(file: Path, variable: Variable) -> str:
    try:
        with file.open("rb") as opened:
            held = opened.read(_LARGEST_SECRET).decode("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        held = ""
    if not held:
        raise ConfigurationError(
            f"{variable.full_name}{IN_FILE} does not name a file with a value that this account may read."
        )
    return held


def _read(given: Mapping[str, str], name: str, reader: Callable[[str, str], _Value]) -> _Value | None:
    value = given.get(PREFIX + name)
    return None if value is None else reader(name, value)


def _refuse_unknown(names: Iterable[str]) -> None:
    known = [variable.full_name for variable in VARIABLES]
    known += [variable.full_name + IN_FILE for variable in VARIABLES if variable.secret]
    for name in sorted(set(names).difference(known)):
        from difflib import get_close_matches  # noqa: PLC0415 - only for a start that fails

        nearest = get_close_matches(name.upper(), known, n=1, cutoff=0.0)[0]
        raise ConfigurationError(f"{printable(name)} is not a setting; the nearest is {nearest}.")


def _path(name: str, value: str) -> Path:
    """An absolute path, `~` expanded."""
    try:
        value.encode()
        if min(value) >= " ":
            return Path(value).expanduser().absolute()
    except (OSError, RuntimeError, UnicodeEncodeError):  # no home or current folder; broken characters
        pass
    raise ConfigurationError(f"{PREFIX}{name} is not a usable path; give an absolute one.")


def _database_url(name: str, value: str) -> str:
    if value.startswith(_POSTGRESQL):
        _postgresql(name, value)
    else:
        _sqlite_file(name, value)
    return value


def _postgresql(name: str, url: str) -> str:
    """The address as the driver takes it."""
    try:
        address = urlsplit(url)
        options = dict(parse_qsl(address.query, keep_blank_values=True, strict_parsing=bool(address.query)))
        usable = address.port is None or address.port > 0
    except ValueError:
        usable, address, options = False, SplitResult("", "", "", "", ""), {}
    plain = url.isascii() and url.isprintable() and " " not in url and not address.fragment
    named = re.fullmatch(r"/[^/]+", address.path) and (address.hostname or options.get("host"))
    if not (usable and plain and named) or not _SERVER_OPTIONS.issuperset(options):
        raise ConfigurationError(
            f"{PREFIX}{name} is not the address of a PostgreSQL database; write it like "
            "postgresql://account:password@host:5432/name, with %40 for an @ in the password."
        )
    return address._replace(scheme="postgresql").geturl()


def _sqlite_file(name: str, url: str) -> Path:
    for start in _SQLITE:
        if url.startswith(start) and len(url) > len(start) and not {"?", "#"}.intersection(url):
            return _path(name, url.removeprefix(start))
    raise ConfigurationError(
        f"{PREFIX}{name} is not the address of a database; write it like sqlite:////absolute/path, "
        "without options, or like postgresql://account:password@host:5432/name."
    )


def _yes_or_no(name: str, value: str) -> bool:
    try:
        return _YES_NO[value.lower()]
    except KeyError:
        raise ConfigurationError(f"{PREFIX}{name} is neither on nor off; write 1 or 0.") from None


def _token(name: str, value: str) -> Secret:
    if not re.fullmatch(r"[\w.-]+", value, re.ASCII):
        raise ConfigurationError(
            f"{PREFIX}{name} is not a token; copy the token alone, without a word before it or quotes inside."
        )
    return Secret(value)


def _web_address(name: str, value: str) -> str:
    return _address(name, value, ("https", "http")).geturl().rstrip("/")


def _socket_address(name: str, value: str) -> str:
    return _address(name, value, ("wss", "ws")).geturl()


def _address(name: str, value: str, schemes: tuple[str, str]) -> SplitResult:
    try:
        address = urlsplit(value)
        _ = address.port  # raises ValueError on one that is no number
    except ValueError:
        address = SplitResult("", "", "", "", "")
    plain = value.isascii() and value.isprintable() and " " not in value
    if not (plain and address.scheme in schemes and address.hostname) or "@" in address.netloc:
        raise ConfigurationError(
            f"{PREFIX}{name} is not an address; write it like {schemes[0]}://host/path, without a password."
        )
    if address.query or address.fragment:
        raise ConfigurationError(f"{PREFIX}{name} has a part after ? or #; leave that out.")
    return address


def _count(name: str, value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", value) or not 1 <= int(value) <= _MOST_SHARDS:
        raise ConfigurationError(f"{PREFIX}{name} is not a number from 1 to {_MOST_SHARDS}.")
    return int(value)


def _days(name: str, value: str) -> timedelta:
    if not re.fullmatch(r"[0-9]{1,2}", value) or not 1 <= int(value) <= _MOST_DAYS:
        raise ConfigurationError(f"{PREFIX}{name} is not a number of days from 1 to {_MOST_DAYS}.")
    return timedelta(days=int(value))


def _numbers(name: str, value: str) -> frozenset[str]:
    found = frozenset(value.replace(",", " ").split())
    if not all(re.fullmatch(r"[0-9]{15,20}", each) for each in found):
        raise ConfigurationError(
            f"{PREFIX}{name} is not a list of ids; copy each role's id (long numbers), with commas between."
        )
    return found


def _members(name: str, value: str) -> frozenset[str]:
    found = frozenset(value.replace(",", " ").split())
    if not all(re.fullmatch(r"[UW][A-Z0-9]{6,20}", each) for each in found):
        raise ConfigurationError(
            f"{PREFIX}{name} is not a list of member ids; copy them from profiles (U…), with commas between."
        )
    return found


def _port(name: str, value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", value) or int(value) > _LARGEST_PORT:
        raise ConfigurationError(f"{PREFIX}{name} is not a port; give a number from 0 to {_LARGEST_PORT}.")
    return int(value)


def _host(name: str, value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]{1,253}", value):
        raise ConfigurationError(
            f"{PREFIX}{name} is not the name or address of a host; give one like 0.0.0.0."
        )
    return value


def _prefix(name: str, value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,15}", value):
        raise ConfigurationError(
            f"{PREFIX}{name} is not a prefix; write up to 16 small letters, digits, - or _, such as c-."
        )
    return value


def _level(name: str, value: str) -> str:
    if value.lower() not in _LEVELS:
        raise ConfigurationError(f"{PREFIX}{name} is not one of {', '.join(_LEVELS)}.")
    return value.lower()
