"""What every platform has to do with every reply, found folder or third platform alike."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.desk.failing import sentence
from bot.handlers import Handlers
from briefings.errors import StorageError
from briefings.library.index import Library
from briefings.reply import Outcome, Paragraph, Reply, Text, claim_lines
from briefings.service import BriefingService
from tests.adapters.corpus import generated
from tests.adapters.corpus.asked import Case, every_reply
from tests.adapters.corpus.demands import unmet
from tests.adapters.corpus.letters import bare
from tests.adapters.corpus.written import with_every_source
from tests.fakes.clock import SetClock
from tests.fakes.source_texts import SourceTextsInMemory
from tests.parity.folders import with_the_third
from tests.parity.markdown_file.gateway import answer
from tests.parity.platform import Platform
from tests.parity.reading import markdown

PLATFORMS = with_the_third()
FORMS = [pytest.param(each, form, id=f"{each.name}-{form}") for each in PLATFORMS for form in each.forms]
CAREFUL = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
EVERY = 8
"""Every how many replies are looked at here of adapters with tests of their own on the whole corpus."""


@pytest.fixture(scope="module")
def corpus(service: BriefingService, library: Library) -> tuple[Case, ...]:
    """What was asked, and its reply."""
    return every_reply(service, library)


def _looked_at(corpus: tuple[Case, ...], platform: Platform) -> tuple[Case, ...]:
    return corpus if platform.name == "markdown_file" else corpus[::EVERY]


@pytest.mark.parametrize(("platform", "form"), FORMS)
def test_every_reply_is_whole(platform: Platform, form: str, corpus: tuple[Case, ...]) -> None:
    """Claims with marks, level and remark beside them, sources, basis, disclaimer; no ping, no other link."""
    for asked, reply in _looked_at(corpus, platform):
        assert not unmet(platform.pages(reply, asked, form, public=False), reply), asked
    for asked, reply in corpus[:: EVERY * 2]:
        assert not unmet(platform.pages(reply, asked, form, public=True), reply), asked


@pytest.mark.parametrize(("platform", "form"), FORMS)
def test_no_hedge_is_lost(platform: Platform, form: str, corpus: tuple[Case, ...]) -> None:
    """Every statement is shown word by word, with the level it is made at next to it."""
    for asked, reply in corpus[::EVERY]:
        said = bare("\n".join(each.text for each in platform.pages(reply, asked, form, public=False)))
        for line in claim_lines(reply.blocks):
            after = said.partition(bare(line.statement))[2]
            assert bare(line.label) in after[: len(bare(line.label)) + 40]


@pytest.mark.parametrize(("platform", "form"), FORMS)
def test_the_same_reply_is_the_same_message(platform: Platform, form: str, corpus: tuple[Case, ...]) -> None:
    """Nothing is left to chance, to a clock or to what was shown before."""
    for asked, reply in corpus[:: EVERY * 4]:
        first, second = (platform.pages(reply, asked, form, public=False) for _ in range(2))
        assert [each.sent for each in first] == [each.sent for each in second]


@pytest.mark.parametrize(("platform", "form"), FORMS)
@CAREFUL
@given(seed=st.integers(0, 2**32))
def test_no_text_does_harm(platform: Platform, form: str, seed: int) -> None:
    """Whatever replies hold pings nobody, hides no address, and takes no claim apart."""
    rng = Random(seed)  # noqa: S311 - chance that can be repeated, not a secret
    for reply in (with_every_source(generated.reply(rng)), generated.one_text(rng)):
        assert not unmet(platform.pages(reply, generated.asked(rng), form, public=False), reply)


@pytest.mark.parametrize("hostile", generated.HOSTILE)
@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda each: each.name)
def test_a_sentence_about_a_mistake_is_shown_as_it_is(platform: Platform, hostile: str) -> None:
    """What a reader typed is said back in one sentence, and stands for nothing else."""
    page = platform.said(f"There is no “{hostile}”; did you mean /brief?")
    assert not unmet([page], Reply(Outcome.CLEAR_ERROR, "", (Paragraph((Text(hostile),)),)))
    assert page.text.strip().count("\n") == 0
    assert bare(page.text).startswith(bare("There is no “"))
    assert bare(page.text).endswith(bare("”; did you mean /brief?"))


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda each: each.name)
def test_what_fails_is_one_sentence(platform: Platform) -> None:
    """Whatever goes wrong, a reader is told so in a sentence, and nothing of the cause."""
    page = platform.said(sentence(StorageError("the file /var/lib/x.db is locked")))
    assert len(page.text.strip().splitlines()) == 1
    assert "x.db" not in page.text


def test_the_third_platform_answers_line_by_line(tmp_path: Path, service: BriefingService) -> None:
    """From end to end: questions in a file, a file for each answer, mistakes and "evidence" included."""
    questions = tmp_path / "questions.md"
    questions.write_text("# mine\n/brief India\n\nevidence\n/breif\n", encoding="utf-8")
    handlers = Handlers(service, SourceTextsInMemory(SetClock()))
    files = answer(questions, tmp_path, handlers)
    briefing, evidence, mistake = (each.read_text(encoding="utf-8") for each in files)
    assert [each.name for each in files] == ["001.md", "002.md", "003.md"]
    assert briefing.startswith("# India\n")
    said = markdown.read(evidence, active=True).text
    assert all(line.statement in said for line in claim_lines(service.brief("India").blocks))
    assert mistake == "There is no /breif; did you mean /brief?\n"
