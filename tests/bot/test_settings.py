import os
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import build
from bot.printable import printable
from bot.secret import Secret
from bot.settings import DATABASE_NAME, Settings, load_settings
from bot.variables import VARIABLES
from briefings.errors import ConfigurationError
from tests.bot import settings_pages

ROOT = Path(__file__).parents[2]
SECRET = "hunter2"  # noqa: S105 - looked for in messages, and opens nothing


def refusal(environ: dict[str, str]) -> str:
    """The one sentence with which an environment is refused."""
    with pytest.raises(ConfigurationError) as caught:
        load_settings(environ)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    return sentence


def test_nothing_needs_to_be_set() -> None:
    """An empty environment gives settings that work: the user's data folder, the shipped library."""
    settings = load_settings({})
    assert settings == Settings()
    assert settings.data_dir.is_absolute()
    assert settings.data_dir.name == "communique"
    assert settings.database_file == settings.data_dir / DATABASE_NAME
    assert (settings.aliases, settings.library, settings.debug) == (None, None, False)
    assert (settings.discord_token, settings.log_level, settings.log_text) == (None, "info", False)
    assert settings.secrets == ()


def test_every_variable_reaches_its_field() -> None:
    """Each variable sets what its name says, and nothing else of the environment matters."""
    settings = load_settings(
        {
            "COMMUNIQUE_DATA_DIR": "/srv/data",
            "COMMUNIQUE_DATABASE_URL": "sqlite:////srv/other/texts.sqlite3",
            "COMMUNIQUE_ALIASES": "/srv/aliases.toml",
            "COMMUNIQUE_LIBRARY": "/srv/library",
            "COMMUNIQUE_DEBUG": "1",
            "COMMUNIQUE_DISCORD_TOKEN": f"a.b.{SECRET}",
            "COMMUNIQUE_DISCORD_API_URL": "http://127.0.0.1:8080/api/v10/",
            "COMMUNIQUE_DISCORD_GATEWAY_URL": "ws://127.0.0.1:8080/gateway/",
            "COMMUNIQUE_DISCORD_SHARDS": "16",
            "COMMUNIQUE_SLACK_BOT_TOKEN": f"xoxb-1-{SECRET}",
            "COMMUNIQUE_SLACK_APP_TOKEN": f"xapp-1-{SECRET}",
            "COMMUNIQUE_SLACK_SIGNING_SECRET": f"signs{SECRET}",
            "COMMUNIQUE_SLACK_API_URL": "http://127.0.0.1:8080/api/",
            "COMMUNIQUE_SLACK_PREFIX": "c-",
            "COMMUNIQUE_SLACK_HTTP": "on",
            "COMMUNIQUE_SLACK_HTTP_HOST": "0.0.0.0",  # noqa: S104 - read, not listened on
            "COMMUNIQUE_SLACK_HTTP_PORT": "8443",
            "COMMUNIQUE_LOG_LEVEL": "Warning",
            "COMMUNIQUE_LOG_TEXT": "yes",
            "PATH": "/bin",
            "COMMUNIQUESTRANGER": "no",
        }
    )
    assert settings.data_dir == Path("/srv/data")
    assert settings.database_file == Path("/srv/other/texts.sqlite3")
    assert settings.aliases == Path("/srv/aliases.toml")
    assert settings.library == Path("/srv/library")
    assert settings.debug is True
    assert settings.discord_token == Secret(f"a.b.{SECRET}")
    assert settings.discord_api_url == "http://127.0.0.1:8080/api/v10"
    assert settings.discord_gateway_url == "ws://127.0.0.1:8080/gateway/"
    assert settings.discord_shards == 16
    assert settings.slack_bot_token == Secret(f"xoxb-1-{SECRET}")
    assert settings.slack_app_token == Secret(f"xapp-1-{SECRET}")
    assert settings.slack_signing_secret == Secret(f"signs{SECRET}")
    assert settings.slack_api_url == "http://127.0.0.1:8080/api"
    assert (settings.slack_prefix, settings.slack_http) == ("c-", True)
    assert (settings.slack_http_host, settings.slack_http_port) == ("0.0.0.0", 8443)  # noqa: S104 - as above
    assert settings.log_level == "warning"
    assert settings.log_text is True
    assert settings.secrets == (
        f"a.b.{SECRET}",
        f"xoxb-1-{SECRET}",
        f"xapp-1-{SECRET}",
        f"signs{SECRET}",
    )


def test_every_documented_example_is_accepted() -> None:
    """The examples of the table, all at once, are settings."""
    settings = load_settings({variable.full_name: variable.example for variable in VARIABLES})
    assert settings != Settings()


def test_the_process_environment_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an environment given, the process's own is read."""
    monkeypatch.chdir(tmp_path)
    assert load_settings() == load_settings(dict(os.environ))


@pytest.mark.parametrize("variable", [variable.full_name for variable in VARIABLES])
@pytest.mark.parametrize("value", ["", "   "])
def test_empty_counts_as_not_set(variable: str, value: str) -> None:
    """An empty variable is what an unset one looks like after a compose file."""
    assert load_settings({variable: value}) == Settings()


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("COMMUNIQUE_DATA_DRI", "COMMUNIQUE_DATA_DIR"),
        ("COMMUNIQUE_DATADIR", "COMMUNIQUE_DATA_DIR"),
        ("COMMUNIQUE_DB_URL", "COMMUNIQUE_DATABASE_URL"),
        ("COMMUNIQUE_ALIAS", "COMMUNIQUE_ALIASES"),
        ("COMMUNIQUE_LIBARY", "COMMUNIQUE_LIBRARY"),
        ("communique_debug", "COMMUNIQUE_DEBUG"),
    ],
)
def test_an_unknown_variable_is_refused_with_the_nearest(name: str, nearest: str) -> None:
    """A misspelt setting is not passed over in silence."""
    sentence = refusal({name: SECRET})
    assert name in sentence
    assert nearest in sentence
    assert SECRET not in sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", f"postgresql://user:{SECRET}@db"),
        ("DATABASE_URL", f"postgresql://user:{SECRET}@/communique"),
        ("DATABASE_URL", f"postgresql://user:{SECRET}@db:port/communique"),
        ("DATABASE_URL", f"postgresql://user:{SECRET}@db/communique?application_name=x"),
        ("DATABASE_URL", f"postgresql://user:{SECRET}@db/communique#part"),
        ("DATABASE_URL", f"postgresql://user:{SECRET} word@db/communique"),
        ("DATABASE_URL", f"postgresql://[{SECRET}/communique"),
        ("DATABASE_URL", f"mysql://{SECRET}"),
        ("DATABASE_URL", f"/plain/{SECRET}"),
        ("DATABASE_URL", f"sqlite:///{SECRET}?mode=ro"),
        ("DATABASE_URL", f"sqlite:///{SECRET}#part"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", f"sqlite:///{SECRET}\0"),
        ("DATA_DIR", f"/{SECRET}\n/etc"),
        ("DATA_DIR", f"~no-such-account-{SECRET}/data"),
        ("ALIASES", f"/{SECRET}\x1b[31m"),
        ("LIBRARY", f"/{SECRET}\0"),
        ("DEBUG", SECRET),
        ("DEBUG", "2"),
        ("DEBUG", "yes please"),
        ("DISCORD_TOKEN", f"Bot {SECRET}"),
        ("DISCORD_TOKEN", f'"{SECRET}"'),
        ("DISCORD_TOKEN", f"{SECRET}\u200b"),
        ("DISCORD_TOKEN_FILE", f"/no/such/{SECRET}"),
        ("DATABASE_URL_FILE", f"/no/such/{SECRET}"),
        ("DISCORD_API_URL", SECRET),
        ("DISCORD_API_URL", f"ftp://{SECRET}/"),
        ("DISCORD_API_URL", f"https://user:{SECRET}@proxy/api"),
        ("DISCORD_API_URL", f"https://proxy/api?key={SECRET}"),
        ("DISCORD_API_URL", f"https://proxy:{SECRET}/api"),
        ("DISCORD_API_URL", f"https://[{SECRET}/api"),
        ("DISCORD_API_URL", f"https:///{SECRET}"),
        ("DISCORD_GATEWAY_URL", f"https://{SECRET}/"),
        ("DISCORD_GATEWAY_URL", f"wss://proxy/#{SECRET}"),
        ("DISCORD_SHARDS", "0"),
        ("DISCORD_SHARDS", "1001"),
        ("DISCORD_SHARDS", "٣"),
        ("DISCORD_SHARDS", SECRET),
        ("SLACK_BOT_TOKEN", f"Bearer {SECRET}"),
        ("SLACK_SIGNING_SECRET_FILE", f"/no/such/{SECRET}"),
        ("SLACK_API_URL", f"slack.com/{SECRET}"),
        ("SLACK_PREFIX", f"/{SECRET}"),
        ("SLACK_PREFIX", "c" * 17),
        ("SLACK_HTTP", SECRET),
        ("SLACK_HTTP_HOST", f"http://{SECRET}"),
        ("SLACK_HTTP_PORT", "-1"),
        ("SLACK_HTTP_PORT", "65536"),
        ("SLACK_HTTP_PORT", SECRET),
        ("LOG_LEVEL", SECRET),
        ("LOG_TEXT", SECRET),
    ],
)
def test_a_malformed_value_is_named_and_not_shown(name: str, value: str) -> None:
    """The sentence names the variable; the value, which may be a secret, is in no part of the error."""
    with pytest.raises(ConfigurationError) as caught:
        load_settings({f"COMMUNIQUE_{name}": value})
    assert f"COMMUNIQUE_{name}" in str(caught.value)
    assert SECRET not in f"{caught.value!r}{caught.value.__cause__!r}"
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("name", [each.full_name for each in VARIABLES if each.secret])
def test_a_secret_may_be_in_a_file(tmp_path: Path, name: str) -> None:
    """The file's content, without the line's end, is as good as the variable itself."""
    value = next(each.example for each in VARIABLES if each.full_name == name)
    file = tmp_path / "secret"
    file.write_text(f"{value}\n", encoding="utf-8")
    assert load_settings({f"{name}_FILE": str(file)}) == load_settings({name: value})
    sentence = refusal({f"{name}_FILE": str(file), name: value})
    assert f"{name}_FILE" in sentence
    file.write_text("\n", encoding="utf-8")
    assert f"{name}_FILE" in refusal({f"{name}_FILE": str(file)})


def test_what_is_no_secret_has_no_file(tmp_path: Path) -> None:
    """Only variables marked as secret can be given by a file."""
    assert "COMMUNIQUE_LOG_LEVEL" in refusal({"COMMUNIQUE_LOG_LEVEL_FILE": str(tmp_path)})


def test_a_token_is_not_shown_with_the_settings() -> None:
    """Printing the settings never prints the token, and what must not be logged is known."""
    settings = load_settings({"COMMUNIQUE_DISCORD_TOKEN": SECRET})
    assert SECRET not in f"{settings} {settings!r}"
    assert Settings(database_url=f"postgresql://user:{SECRET}@db/x").secrets == (SECRET,)


@pytest.mark.parametrize("start", ["postgresql", "postgres", "postgresql+asyncpg"])
def test_a_servers_address(start: str) -> None:
    """However its kind is written, it is the same server; its password is withheld as typed and as meant."""
    rest = f"bot:{SECRET}%40@db.example:6432/communique?sslmode=require"
    settings = load_settings({"COMMUNIQUE_DATABASE_URL": f"{start}://{rest}"})
    assert settings.database_server == Secret(f"postgresql://{rest}")
    assert settings.secrets == (f"{SECRET}%40", f"{SECRET}@")
    assert SECRET not in f"{settings} {settings!r} {settings.database_server}"
    assert build(settings).place().name == "communique on db.example"


def test_a_file_is_no_server() -> None:
    """Without an address, and with a file's, there is no server; a server's address is no file."""
    assert load_settings({}).database_server is None
    assert load_settings({"COMMUNIQUE_DATABASE_URL": "sqlite:////srv/a"}).database_server is None
    with pytest.raises(ConfigurationError):
        _ = load_settings({"COMMUNIQUE_DATABASE_URL": "postgresql://db/communique"}).database_file


def test_an_address_is_not_shown_with_the_settings() -> None:
    """Printing the settings never prints a password inside an address."""
    assert SECRET not in repr(Settings(database_url=f"sqlite:////srv/{SECRET}"))


@pytest.mark.parametrize("word", ["1", "true", "TRUE", "yes", "On"])
def test_words_for_on(word: str) -> None:
    """On can be written in the usual ways."""
    assert load_settings({"COMMUNIQUE_DEBUG": word}).debug is True


@pytest.mark.parametrize("word", ["0", "false", "No", "off"])
def test_words_for_off(word: str) -> None:
    """Off can be written in the usual ways."""
    assert load_settings({"COMMUNIQUE_DEBUG": word}).debug is False


def test_paths_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative paths start from the current folder and a tilde is the home folder, once and for all."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    given_paths = {
        "COMMUNIQUE_DATA_DIR": "data",
        "COMMUNIQUE_DATABASE_URL": "sqlite:///texts.sqlite3",
        "COMMUNIQUE_LIBRARY": "~/library",
    }
    settings = load_settings(given_paths)
    assert settings.data_dir == tmp_path / "data"
    assert settings.database_file == tmp_path / "texts.sqlite3"
    assert settings.library == tmp_path / "home" / "library"


def test_a_path_may_hold_any_script_and_spaces() -> None:
    """Names that people give their folders are taken as they are."""
    folder = "/srv/दस्तावेज़ mes données\u00a0\U000f0000"
    assert load_settings({"COMMUNIQUE_DATA_DIR": folder}).data_dir == Path(folder)


def test_both_ways_to_write_the_address() -> None:
    """The address with and without its driver is the same file."""
    plain, driver = (
        load_settings({"COMMUNIQUE_DATABASE_URL": f"{start}:////srv/texts.sqlite3"}).database_file
        for start in ("sqlite", "sqlite+aiosqlite")
    )
    assert plain == driver == Path("/srv/texts.sqlite3")


def test_settings_are_frozen() -> None:
    """Nobody changes a setting after the start."""
    with pytest.raises(FrozenInstanceError):
        load_settings({}).debug = True  # type: ignore[misc]


@given(
    st.dictionaries(
        st.one_of(
            st.sampled_from([variable.full_name for variable in VARIABLES]),
            st.text(max_size=8).map(lambda tail: f"COMMUNIQUE_{tail}"),
        ),
        st.text(max_size=30),
    )
)
def test_any_environment_is_settings_or_one_sentence(environ: dict[str, str]) -> None:
    """Whatever the environment holds, loading gives settings or a ConfigurationError of one line."""
    outcome: Path | str
    try:
        outcome = load_settings(environ).database_file
    except ConfigurationError as error:
        outcome = str(error)
    assert outcome.is_absolute() if isinstance(outcome, Path) else printable(outcome) == outcome


def test_the_documentation_lists_the_settings_as_they_are() -> None:
    """docs/settings.md holds the table generated from the settings."""
    assert settings_pages.DOCS.read_text(encoding="utf-8") == settings_pages.documented()


def test_the_example_file_lists_the_settings_as_they_are() -> None:
    """.env.example is the file generated from the settings."""
    assert settings_pages.EXAMPLE.read_text(encoding="utf-8") == settings_pages.example()


def test_the_example_file_works_when_everything_is_taken_in() -> None:
    """With every # before a setting taken away, the example file is an environment that loads."""
    lines = settings_pages.EXAMPLE.read_text(encoding="utf-8").splitlines()
    pairs = dict(line[1:].split("=", 1) for line in lines if line.startswith("#COMMUNIQUE_"))
    assert set(pairs) == {variable.full_name for variable in VARIABLES}
    assert load_settings(pairs).debug is True
