"""Following: who is told of what, once, when the library changes."""

from dataclasses import replace

import pytest

from bot.delivery.notices import Notices
from bot.digests.following import MOST_FOLLOWS
from bot.digests.noticing import Held, notice
from bot.storage.moments import ClockMoments
from bot.storage.subscriptions import SqlVersions
from briefings.article import ArticleStatus
from briefings.briefing import Briefing
from briefings.editions.sources import Sources
from briefings.errors import BadInput
from briefings.library.index import Library
from briefings.present.about import Program
from briefings.service import BriefingService
from tests.fakes.office import MIRA, TOM, Office, button, told
from tests.fakes.outlet import RecordingOutlet


def _sources(service: BriefingService, *briefings: Briefing) -> Sources:
    other = BriefingService(Library(briefings), service.gazetteer, service.themes, Program("0", ()))
    return other.sources


def _corrected(briefing: Briefing, claim: str) -> Briefing:
    """The next version, in which one statement reads otherwise."""
    claims = tuple(
        each.model_copy(update={"statement": f"{each.statement} As corrected."}) if each.id == claim else each
        for each in briefing.claims
    )
    article = briefing.article.model_copy(
        update={"version": briefing.article.version + 1, "status": ArticleStatus.CORRECTED}
    )
    return briefing.model_copy(update={"claims": claims, "article": article})


async def _noticed(office: Office, sources: Sources, held: Held | None = None) -> int:
    """As a process notices that has just begun, unless it remembers what it held."""
    versions = SqlVersions(office.database, ClockMoments(office.clock))
    freezing = {"discord": Notices(RecordingOutlet(office.clock).parts)}
    return await notice(sources, versions, office.follows, office.ledger, freezing, held or Held())


async def _messages(office: Office) -> dict[str, str]:
    """What is queued, by person."""
    found = {}
    for hold in await office.ledger.claim("test", ["discord"], 50):
        opened = await office.ledger.open_slots(hold)
        assert opened is not None
        for slot in opened[1]:
            assert slot.edition is not None
            assert hold.channel.id not in found, "one message each"
            found[hold.channel.id] = slot.edition.text
    return found


async def test_following_is_each_persons_own(office: Office) -> None:
    """Topics add up, each once; what one follows is not seen by another; unfollowing ends it."""
    assert "direct message" in told(await office.says("/follow Inda", TOM))
    assert "“Inda” was read as" in told(await office.says("/follow Inda", replace(TOM, reader="x")))
    assert "already" in told(await office.says("/follow India", replace(TOM, channel="other", place="p2")))
    await office.says("/follow nuclear", TOM)
    listed = told(await office.says("/follow", replace(TOM, direct=True, channel="dm", place="direct")))
    assert "India" in listed
    assert "nothing yet" in told(await office.says("/follow", MIRA))
    reply = await office.says("/follow India", TOM)
    await office.says(button(reply, "Unfollow"), TOM)
    assert "India" not in told(await office.says("/unfollow", TOM))
    assert "it was 1" in told(await office.says("/unfollow all", TOM))


async def test_one_follows_so_many(office: Office) -> None:
    """There is an upper bound, said in a sentence."""
    names = [office.service.topics.name(topic) for topic in office.service.library.topics]
    for name in names[:MOST_FOLLOWS]:
        await office.says(f"/follow {name}", TOM)
    with pytest.raises(BadInput, match="as many as one may"):
        await office.says(f"/follow {names[MOST_FOLLOWS]}", TOM)
    assert len(await office.follows.of(TOM.own)) == MOST_FOLLOWS


async def test_the_first_start_tells_nothing(office: Office, sources: Sources) -> None:
    """What is there at first is no news, and neither is the same library at the next start."""
    await office.says("/follow India", TOM)
    assert await _noticed(office, sources) == 0
    assert await _noticed(office, sources) == 0
    assert await _messages(office) == {}


async def test_a_correction_reaches_those_it_touches_once(office: Office, service: BriefingService) -> None:
    """Followers of the claim's topic get one message with what changed, others none; not again later."""
    [briefing] = service.library.briefings
    await _noticed(office, service.sources)
    on_india = next(
        each
        for each in briefing.claims
        if each in service.library.claims_on(service.topics.read("India").topic, briefing)  # type: ignore[union-attr]
    )
    topics = [t for t in service.library.topics if on_india not in service.library.claims_on(t, briefing)]
    await office.says("/follow India", TOM)
    await office.says(f"/follow {service.topics.name(topics[0])}", MIRA)
    changed = _sources(service, _corrected(briefing, on_india.id))
    assert await _noticed(office, changed) == 1
    assert await _noticed(office, changed) == 0
    [(person, text)] = (await _messages(office)).items()
    assert person == "@tom"
    assert "As corrected." in text
    assert "orrect" in text.replace("As corrected.", "")


async def test_a_crash_between_telling_and_remembering_tells_nobody_twice(
    office: Office, service: BriefingService
) -> None:
    """Telling again under the same key queues nothing more."""
    [briefing] = service.library.briefings
    await _noticed(office, service.sources)
    await office.says("/follow India", TOM)
    await office.says("/follow China", TOM)
    changed = _sources(service, _corrected(briefing, "C41"))
    versions = SqlVersions(office.database, ClockMoments(office.clock))
    before = await versions.latest()
    first = await _noticed(office, changed)
    await versions.notice([replace(each) for each in before])
    office.clock.moment = office.clock.moment.replace(hour=9)
    await versions.notice(before)
    assert await _noticed(office, changed) == 0
    assert first == 1


def _second(briefing: Briefing, status: ArticleStatus = ArticleStatus.PUBLISHED) -> Briefing:
    """The same briefing as another article."""
    article = briefing.article.model_copy(update={"id": "another-article", "status": status})
    claims = tuple(each.model_copy(update={"article": article.id}) for each in briefing.claims)
    return briefing.model_copy(update={"article": article, "claims": claims})


async def test_an_article_that_never_came_here_is_not_withdrawn(
    office: Office, service: BriefingService
) -> None:
    """A machine that has not got it yet tells nobody; one that held it, and holds it no more, does, once."""
    [briefing] = service.library.briefings
    both = _sources(service, briefing, _second(briefing))
    ahead, behind = Held(), Held()
    await _noticed(office, both, ahead)
    await office.says("/follow India", TOM)
    for _ in range(2):
        assert await _noticed(office, service.sources, behind) == 0
    assert await _noticed(office, both, ahead) == 0
    assert await _noticed(office, service.sources, ahead) == 1
    assert await _noticed(office, service.sources, behind) == 0


async def test_a_machine_that_still_holds_what_was_withdrawn_says_nothing(
    office: Office, service: BriefingService
) -> None:
    """Withdrawn elsewhere while it is held here, it is no news until it comes back."""
    [briefing] = service.library.briefings
    both = _sources(service, briefing, _second(briefing))
    ahead, behind = Held(), Held()
    await _noticed(office, both, ahead)
    await _noticed(office, both, behind)
    await office.says("/follow India", TOM)
    assert await _noticed(office, service.sources, ahead) == 1
    assert await _noticed(office, both, behind) == 0
    assert await _noticed(office, service.sources, behind) == 0
    assert await _noticed(office, both, behind) == 1


async def test_what_the_library_calls_withdrawn_is_told_after_a_restart(
    office: Office, service: BriefingService
) -> None:
    """Its status says so, whichever process reads it first."""
    [briefing] = service.library.briefings
    await _noticed(office, _sources(service, briefing, _second(briefing)))
    await office.says("/follow India", TOM)
    taken = _sources(service, briefing, _second(briefing, ArticleStatus.WITHDRAWN))
    assert await _noticed(office, taken) == 1
    assert await _noticed(office, taken) == 0
