"""deploy/communique.service: a command there is, settings there are, and few rights."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.process.signals import END_WITHIN
from bot.settings import load_settings
from tests.deploy.commands import ROOT, accepted

UNIT = ROOT / "deploy" / "communique.service"


def values(name: str) -> list[str]:
    """All that the unit says by that name."""
    return re.findall(rf"^{name}=(.*)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)


def test_what_it_starts_is_ours() -> None:
    """The command line accepts it, and the settings are read."""
    ((program, *words),) = (each.split() for each in values("ExecStart"))
    assert Path(program).name == "communique"
    assert accepted(words)
    settings = load_settings(dict(each.split("=", 1) for each in values("Environment")))
    assert settings.health_port
    assert [str(settings.data_dir)] == values("WorkingDirectory")
    assert settings.data_dir.name in values("StateDirectory")


def test_it_may_end_in_order_and_has_few_rights() -> None:
    """Longer to end than it takes; no root, no capabilities, nothing to write but its own folder."""
    assert int(values("TimeoutStopSec")[0]) > END_WITHIN
    assert values("User") not in ([], ["root"])
    assert values("CapabilityBoundingSet") == [""]
    assert values("ProtectSystem") == ["strict"]
    assert values("NoNewPrivileges") == ["yes"]


def test_systemd_understands_it(tmp_path: Path) -> None:
    """Every line is one that systemd knows; program and account, which are not here, are replaced."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine")
    text = UNIT.read_text(encoding="utf-8").replace("/opt/communique/bin/communique", "/bin/sh")
    copy = tmp_path / UNIT.name
    copy.write_text(text.replace("User=communique", "User=root"), encoding="utf-8")
    command = [analyze, "verify", "--man=no", "--generators=no", str(copy)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert UNIT.name not in ran.stderr
    assert ran.returncode == 0, ran.stderr
