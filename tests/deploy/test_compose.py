"""docker-compose.yml: its settings are ours, its commands exist, nothing has more rights than it needs."""

import re
import shutil
import subprocess
from typing import Any

import pytest

from bot.process.signals import END_WITHIN
from bot.settings import load_settings
from bot.variables import IN_FILE, PREFIX, VARIABLES
from tests.deploy.commands import BOTS, ROOT, accepted, composed, instructions
from tests.servers.postgresql import NoServer, programs

SERVICES: dict[str, dict[str, Any]] = composed()["services"]
SECRETS = composed("deploy/compose.secrets.yml")
SECONDS = re.compile(r"(\d+)s")


def interpolated(value: str, given: dict[str, str]) -> str:
    """As Docker Compose fills in `${NAME:-}`."""
    return re.sub(r"\$\{(\w+):-\}", lambda found: given.get(found[1], ""), value)


def test_every_setting_can_be_given_and_nothing_else_is() -> None:
    """The bots' environment holds each of our variables; those not decided there come from outside."""
    known = {each.full_name for each in VARIABLES}
    for name in BOTS:
        environment = SERVICES[name]["environment"]
        assert set(environment) == known
        for variable, value in environment.items():
            assert "${" not in value or "POSTGRES" in value or value == f"${{{variable}:-}}"


@pytest.mark.parametrize("name", BOTS)
def test_the_settings_are_accepted(name: str) -> None:
    """Filled in with the examples of the documentation, or with nothing, the program reads them."""
    environment: dict[str, str] = SERVICES[name]["environment"]
    examples = {each.full_name: each.example for each in VARIABLES} | {"POSTGRES_PASSWORD": "letters4digits"}
    for given in (examples, {"POSTGRES_PASSWORD": "letters4digits"}):
        settings = load_settings({key: interpolated(value, given) for key, value in environment.items()})
        assert settings.database_server is not None
        assert settings.secrets[-1] == "letters4digits"
    database = SERVICES["database"]["environment"]
    address = environment["COMMUNIQUE_DATABASE_URL"]
    assert f"//{database['POSTGRES_USER']}:" in address
    assert address.endswith(f"@database:5432/{database['POSTGRES_DB']}")


def test_secrets_may_come_from_files() -> None:
    """Each secret variable has a file instead, each file is one that is declared and is in no history."""
    secret = {each.full_name for each in VARIABLES if each.secret}
    for name in BOTS:
        environment = SECRETS["services"][name]["environment"]
        assert set(environment) == {f"{each}{end}" for each in secret for end in ("", IN_FILE)}
        assert all(environment[each] == "" for each in secret)
        files = {environment[each + IN_FILE] for each in secret}
        assert files == {f"/run/secrets/{each}" for each in SECRETS["services"][name]["secrets"]}
    used = {each for service in SECRETS["services"].values() for each in service["secrets"]}
    assert used == set(SECRETS["secrets"])
    assert all(each["file"].startswith("./deploy/secrets/") for each in SECRETS["secrets"].values())
    assert (ROOT / "deploy/secrets/.gitignore").read_text(encoding="utf-8").startswith("*\n")
    assert "!deploy" not in (ROOT / ".dockerignore").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BOTS)
def test_commands_are_ours(name: str) -> None:
    """What a service runs, and what it is checked with, the command line accepts."""
    assert accepted(SERVICES[name]["command"])
    kind, program, *words = SERVICES[name]["healthcheck"]["test"]
    assert (kind, program) == ("CMD", "communique")
    assert accepted(words)


def test_the_databases_check_is_a_command_there_is() -> None:
    """`pg_isready` takes these options; nobody answers here, which it says with code 2."""
    kind, name, *words = SERVICES["database"]["healthcheck"]["test"]
    assert (kind, name) == ("CMD", "pg_isready")
    try:
        beside: str | None = str(programs() / name)
    except NoServer:
        beside = None
    program = shutil.which(name) or shutil.which(beside or name)
    if program is None:
        pytest.skip("pg_isready is not on this machine")
    ran = subprocess.run([program, *words, "--port=1"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (2, "")


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_nothing_has_more_rights_than_it_needs(name: str) -> None:
    """No root, no capabilities, a file system that cannot be written but for volumes and memory."""
    service = SERVICES[name]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert service["restart"] == "unless-stopped"
    assert "/tmp" in service["tmpfs"]  # noqa: S108 - a container's
    volumes = [each.split(":")[0] for each in service["volumes"] if not each.startswith("./")]
    assert set(volumes) <= set(composed()["volumes"])
    assert all(each.endswith(":ro") for each in service["volumes"] if each.startswith("./"))


def test_only_this_machine_reaches_it() -> None:
    """Ports are those of the settings, published on loopback; the database has none and no way out."""
    environment = SERVICES["bot"]["environment"]
    ports = {environment[f"{PREFIX}{name}_PORT"] for name in ("HEALTH", "SLACK_HTTP")}
    assert set(SERVICES["bot"]["ports"]) == {f"127.0.0.1:{port}:{port}" for port in ports}
    assert "ports" not in SERVICES["digests"]
    assert "ports" not in SERVICES["database"]
    assert SERVICES["database"]["networks"] == ["inside"]
    assert composed()["networks"]["inside"] == {"internal": True}


@pytest.mark.parametrize("name", BOTS)
def test_a_bot_waits_for_its_database_and_may_end_in_order(name: str) -> None:
    """It starts when the database is healthy, has longer to end than it takes, and is the image's account."""
    service = SERVICES[name]
    assert service["depends_on"] == {"database": {"condition": "service_healthy"}}
    found = SECONDS.fullmatch(service["stop_grace_period"])
    assert found is not None
    assert int(found[1]) > END_WITHIN
    assert ("USER", service["user"]) in instructions()
    assert f"data:{service['environment'][PREFIX + 'DATA_DIR']}" in service["volumes"]


def test_the_databases_version_is_pinned() -> None:
    """Another major version would not read the data."""
    assert re.fullmatch(r"postgres:\d+", SERVICES["database"]["image"])


def test_workers_are_left_out_unless_asked_for() -> None:
    """Only the digest workers need a profile."""
    assert [name for name, each in SERVICES.items() if "profiles" in each] == ["digests"]
