import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, build, installed_version
from bot.clock import SystemClock
from bot.commands import About, Brief, Evidence
from bot.loading import load_library
from bot.settings import Settings
from briefings.article import match_text
from briefings.errors import ConfigurationError
from briefings.references import TopicRef
from briefings.reply import Outcome
from briefings.topics import NotCovered
from tests.fakes.clock import SetClock

ROOT = Path(__file__).parents[2]
CANAL = ROOT / "tests" / "corpus" / "library" / "canal-tolls"
SHIPPED = ROOT / "briefings" / "library" / "data" / "north-korea-russia"

Edit = Callable[[dict[str, Any]], None]


def library_of(folder: Path, original: Path, edit: Edit | None = None) -> Path:
    """A library folder that holds a copy of `original`, its briefing edited."""
    shutil.copytree(original, folder / "own")
    file = folder / "own" / "briefing.json"
    if edit is not None:
        data = json.loads(file.read_text(encoding="utf-8"))
        edit(data)
        file.write_text(json.dumps(data), encoding="utf-8")
    return folder


def refusal(app: App) -> str:
    """The one line with which the library is refused."""
    with pytest.raises(ConfigurationError) as caught:
        _ = app.library
    sentence = str(caught.value)
    assert sentence.isprintable()
    assert sentence.endswith(".")
    return sentence


def test_building_opens_nothing(tmp_path: Path) -> None:
    """Settings that name what is not there build an app all the same, and make nothing."""
    missing = tmp_path / "missing"
    build(Settings(data_folder=missing, aliases=missing, library=missing))
    assert not missing.exists()


def test_a_part_costs_only_itself() -> None:
    """Building imports none of the heavy packages, and names of places need no model and no database."""
    heavy = "{'pydantic', 'sqlalchemy', 'alembic', 'rapidfuzz', 'platformdirs'}"
    program = (
        "import sys; from bot.app import build; from bot.settings import Settings; app = build(Settings());"
        f"print(sorted(set(sys.modules) & {heavy}));"
        f"app.gazetteer.look_up('India'); print(sorted(set(sys.modules) & {heavy}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split("\n")[:2] == ["[]", "[]"]


async def test_the_shipped_library_answers() -> None:
    """With no setting at all a briefing of a country comes back."""
    reply = await build(Settings()).handlers.handle(Brief("India"))
    assert reply.outcome is Outcome.ANSWER
    assert reply.claims


async def test_an_attached_text_reaches_the_evidence(tmp_path: Path) -> None:
    """What is saved through the app is what its handlers show, with the time of the app's clock."""
    app = build(Settings(data_folder=tmp_path / "data", library=CANAL.parent), SetClock())
    article = app.library.briefing("canal-tolls").article
    wordings = match_text(article, CANAL.joinpath("article.txt").read_text(encoding="utf-8"))
    claim = app.library.briefing("canal-tolls").claims[0]
    wording = wordings[claim.anchors[0].passage]
    before = await app.handlers.handle(Evidence((f"canal-tolls:{claim.id}",)))
    await app.sources.save(article.id, wordings, article.sha256)
    after = await app.handlers.handle(Evidence((f"canal-tolls:{claim.id}",)))
    assert wording not in str(before)
    assert wording in str(after)
    assert await app.sources.attached() == {"canal-tolls": "2026-03-01T08:30:15+00:00"}
    await app.close()


async def test_closing_is_always_possible(tmp_path: Path) -> None:
    """Closing works unopened, opened, and twice, and the app can be used again."""
    app = build(Settings(data_folder=tmp_path))
    await app.close()
    await app.sources.save("canal-tolls", {"S1.1.1": "Tolls rose."}, "a" * 64)
    await app.close()
    await app.close()
    assert list(await app.sources.attached()) == ["canal-tolls"]


def test_further_briefings_are_added() -> None:
    """A folder of briefings is read in addition to the shipped ones."""
    articles = [briefing.article.id for briefing in build(Settings(library=CANAL.parent)).library.briefings]
    assert articles == ["canal-tolls", "north-korea-russia"]


def test_an_empty_folder_of_briefings_adds_nothing(tmp_path: Path) -> None:
    """Loose files and hidden folders are passed over."""
    tmp_path.joinpath("README.txt").write_text("Put briefings here.", encoding="utf-8")
    tmp_path.joinpath(".git").mkdir()
    assert load_library(tmp_path).briefings == load_library(None).briefings


def test_a_briefing_takes_the_shipped_ones_place(tmp_path: Path) -> None:
    """An operator's version of a shipped article is the one that is used, and the only one."""

    def new_version(data: dict[str, Any]) -> None:
        data["article"]["version"] = 7

    library = build(Settings(library=library_of(tmp_path, SHIPPED, new_version))).library
    assert [briefing.article.version for briefing in library.briefings] == [7]


def test_a_withdrawn_version_takes_the_shipped_one_away(tmp_path: Path) -> None:
    """What an operator has withdrawn is not said any more; what else there is stays."""

    def withdrawn(data: dict[str, Any]) -> None:
        data["article"]["status"] = "withdrawn"

    shutil.copytree(CANAL, tmp_path / "canal")
    library = build(Settings(library=library_of(tmp_path, SHIPPED, withdrawn))).library
    assert [briefing.article.id for briefing in library.briefings] == ["canal-tolls"]


def test_a_broken_field_is_named(tmp_path: Path) -> None:
    """A briefing that is not one is refused by folder and field."""

    def broken(data: dict[str, Any]) -> None:
        data["claims"][0]["modality"] = "certain"

    sentence = refusal(build(Settings(library=library_of(tmp_path, CANAL, broken))))
    assert "The briefing own in COMMUNIQUE_LIBRARY" in sentence
    assert "claims.0.modality" in sentence


def test_a_finding_is_named_with_the_way_to_see_all(tmp_path: Path) -> None:
    """A briefing that fails its checks is refused by claim, with the command that shows the rest."""

    def too_strong(data: dict[str, Any]) -> None:
        data["claims"][0]["statement"] = "The tolls will certainly double within a year."

    sentence = refusal(build(Settings(library=library_of(tmp_path, CANAL, too_strong))))
    assert "claim C01" in sentence
    assert "`communique library check PATH`" in sentence


def test_an_unsigned_change_is_refused(tmp_path: Path) -> None:
    """A statement that was changed since it was reviewed is not loaded, however harmless."""

    def changed(data: dict[str, Any]) -> None:
        data["claims"][0]["statement"] = data["claims"][0]["statement"].replace(".", " indeed.")

    assert "fails its checks" in refusal(build(Settings(library=library_of(tmp_path, CANAL, changed))))


@pytest.mark.parametrize("name", ["missing", "file", "briefing", "without"])
def test_a_folder_that_holds_no_library_is_refused(tmp_path: Path, name: str) -> None:
    """A missing folder, a file, one briefing's own folder and a folder without a briefing say so."""
    tmp_path.joinpath("file").write_text("not a folder", encoding="utf-8")
    shutil.copytree(CANAL, tmp_path / "briefing")
    tmp_path.joinpath("without", "empty").mkdir(parents=True)
    assert "COMMUNIQUE_LIBRARY" in refusal(build(Settings(library=tmp_path / name)))


def test_two_briefings_of_one_article_are_refused(tmp_path: Path) -> None:
    """Which of an operator's two would count is not guessed."""
    shutil.copytree(CANAL, tmp_path / "again")
    assert "same article id" in refusal(build(Settings(library=library_of(tmp_path, CANAL))))


def test_the_operators_names_are_known(tmp_path: Path) -> None:
    """The alias file of the documentation works as it stands there."""
    page = ROOT.joinpath("docs", "settings.md").read_text(encoding="utf-8")
    found = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert found is not None
    file = tmp_path / "aliases.toml"
    file.write_text(found.group(1), encoding="utf-8")
    app = build(Settings(aliases=file))
    assert app.gazetteer.look_up("The hermit kingdom").codes == ("KP",)
    assert app.handlers.service.topics.read("our neighbours") == NotCovered(TopicRef("bloc", "saarc"))


@pytest.mark.parametrize(
    "content", ['[aliases]\n"Bharat" = "IN"\n"bharat" = "IN"\n', "not TOML", "[aliases]\nx = 'ZZ'\n"]
)
def test_an_alias_file_that_cannot_be_used_is_a_matter_of_configuration(tmp_path: Path, content: str) -> None:
    """Duplicates, other formats and unknown codes are refused in a sentence, not passed over."""
    file = tmp_path / "aliases.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=re.escape("aliases.toml")):
        _ = build(Settings(aliases=file)).gazetteer


async def test_help_lists_every_slash_command() -> None:
    """The help page is made from the definitions of the commands."""
    shown = str(await build(Settings()).handlers.handle(About("help")))
    assert "/compare India China on trade" in shown


async def test_status_names_the_installed_version() -> None:
    """The version shown is that of the installed package."""
    shown = str(await build(Settings()).handlers.handle(About("status")))
    assert installed_version() in shown


def test_the_machines_clock_is_aware_and_in_utc() -> None:
    """The clock used outside the tests keeps the port's promise."""
    assert SystemClock().now().tzinfo is UTC
