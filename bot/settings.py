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
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from bot import envfile
from bot.printable import printable
from bot.secret import Secret
from bot.variables import IN_FILE, PREFIX, VARIABLES, Variable
from briefings.errors import ConfigurationError

DATABASE_NAME = "communique.sqlite3"
"""The database's file in the data folder."""

_SQLITE = ("sqlite:///", "sqlite+aiosqlite:///")
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
    log_level: str = "info"
    log_text: bool = False

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must appear in no log and no message."""
        password = urlsplit(self.database_url).password if self.database_url else None
        token = self.discord_token.reveal() if self.discord_token else None
        return tuple(each for each in (token, password) if each)

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
    def database_file(self) -> Path:
        """The SQLite file; it need not exist yet. Raises ConfigurationError on another database's address."""
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
        log_level=_read(given, "LOG_LEVEL", _level) or "info",
        log_text=_read(given, "LOG_TEXT", _yes_or_no) or False,
    )


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
    _sqlite_file(name, value)
    return value


def _sqlite_file(name: str, url: str) -> Path:
    for start in _SQLITE:
        if url.startswith(start) and len(url) > len(start) and not {"?", "#"}.intersection(url):
            return _path(name, url.removeprefix(start))
    raise ConfigurationError(
        f"{PREFIX}{name} is not the address of an SQLite file, the only database supported for now; "
        "write it like sqlite:////absolute/path, without options."
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


def _level(name: str, value: str) -> str:
    if value.lower() not in _LEVELS:
        raise ConfigurationError(f"{PREFIX}{name} is not one of {', '.join(_LEVELS)}.")
    return value.lower()
