"""What makes an edition worth reading: what leads it, what it is called, what it asks, how short it is."""

import re
from typing import get_args

import pytest

from briefings.briefing import Briefing
from briefings.claims import ClaimKind
from briefings.editions.compose import Composed, compose_edition, plan_run
from briefings.editions.edition import Edition
from briefings.editions.heading import Heading
from briefings.editions.history import History, Unit
from briefings.editions.notice import Notice, compose_notice
from briefings.editions.order import Order, Style
from briefings.editions.reasons import Completes, GoesOn, Standing
from briefings.editions.rotation import plan_round
from briefings.editions.sources import Sources
from briefings.present.edition_reasons import name, title, turns, why
from briefings.present.editions import present_edition, present_notice
from briefings.present.joining import joined
from briefings.references import TopicRef
from briefings.reply import Code, Paragraph, Remark, Reply, Strong, claim_lines, words
from briefings.reply import Heading as HeadingBlock
from tests.briefings.editions.conftest import Build, one_slot, slots
from tests.briefings.editions.versions import revised

Round = tuple[Sources, Order, list[Composed]]
WEIGHTY = {ClaimKind.JUDGEMENT, ClaimKind.FORECAST}
SORTS = {
    ClaimKind.FACT: ("states as fact", "statement"),
    ClaimKind.FORECAST: ("thinks may follow", "forecast"),
    ClaimKind.JUDGEMENT: ("judges", "judgement"),
    ClaimKind.RECOMMENDATION: ("advises", "advice"),
}
GREECE, EGYPT = TopicRef("country", "GR"), TopicRef("country", "EG")
SOFTER = {"statement": "Some ports in Greece could be weakened by higher tolls."}


def _text(reply: Reply) -> str:
    told = [words(block.inlines) for block in reply.blocks if isinstance(block, Paragraph | Remark)]
    return "\n".join(told)


def _notice(before: Sources, now: Sources, *topics: TopicRef) -> Notice:
    found = compose_notice(now, topics, History.of_follower(before.library, topics), "n-000001")
    assert found is not None
    return found.notice


def _typed(reply: Reply) -> list[str]:
    inlines = [each for block in reply.blocks if isinstance(block, Paragraph) for each in block.inlines]
    return [each.text for each in inlines if isinstance(each, Code)]


def test_background_never_leads_what_a_consequence_could(round_of: Round) -> None:
    """A fact or advice leads a theme's day only where no judgement or forecast on the theme could."""
    sources, _, told = round_of
    for each in told:
        lead = each.edition.items[0].claim
        rest = [item.claim for item in each.edition.items[1:] if item.claim.contested is None]
        themes = {theme for claim in rest if claim.kind in WEIGHTY for theme in claim.themes}
        assert each.edition.about is not None
        if lead.kind not in WEIGHTY and lead.article in {claim.article for claim in rest}:
            briefing = sources.library.briefing(lead.article)
            about = {sources.name(TopicRef("theme", slug), briefing) for slug in themes}
            assert each.edition.about.topics[0] not in about


def test_a_country_is_told_of_by_what_it_does_or_suffers(libraries: dict[str, Sources]) -> None:
    """A day named after a country is led by a claim in which it acts, is hit first, or that is its lead."""
    sources, order = (
        libraries["shipped"],
        Order(topics=(TopicRef("country", "IN"), TopicRef("country", "CN"))),
    )
    run = [f for f in plan_run(sources, order, History(), slots()) if isinstance(f, Composed)]
    for each in run:
        lead, about = each.edition.items[0].claim, each.edition.about
        assert about is not None
        (code,) = [topic.key for topic in order.topics if sources.name(topic) == about.topics[0]]
        entry = sources.library.briefing(lead.article).country(code)
        assert entry is not None
        assert code in (*lead.actors, *lead.affected[:1]) or entry.lead == lead.id


def _alignment(sources: Sources, *names: str) -> tuple[Unit, ...]:
    """The days of so many claims on one theme."""
    claims = [sources.claim(f"north-korea-russia:{name}") for name in names]
    return plan_round(sources.library, (TopicRef("theme", "kp-ru-alignment"),), claims)


def test_no_day_is_background_alone(libraries: dict[str, Sources]) -> None:
    """Five facts and two weightier claims on one theme: each of its two days has one of the two."""
    sources = libraries["shipped"]
    days = _alignment(sources, "C03", "C08", "C09", "C10", "C11", "C16", "C17")
    assert len(days) > 1
    for day in days:
        assert any(sources.claim(name).kind in WEIGHTY for name in day.claims)


def test_no_day_is_named_after_whom_all_of_it_is_about(libraries: dict[str, Sources]) -> None:
    """A party to all claims of a theme tells none of its days from another."""
    days = _alignment(libraries["shipped"], "C03", "C08", "C09", "C10", "C11", "C16")
    assert len(days) > 1
    assert not [day for day in days if day.facet and day.facet.key in {"KP", "RU"}]


def test_no_two_editions_of_a_round_are_called_the_same(round_of: Round) -> None:
    """Titles differ within a round, by what leads the edition rather than by a number."""
    _, _, told = round_of
    titles = [title(each.edition) for each in told]
    assert len(set(titles)) == len(titles)
    assert not [each for each in titles if re.search(r"\(\d+ of \d+\)", each)]


def test_openings_differ_and_count_no_days(round_of: Round) -> None:
    """No two editions of a round open alike, and none counts in days, since slots may be weeks apart."""
    _, _, told = round_of
    openings = [words(_first(each.edition).inlines) for each in told]
    assert len(set(openings)) == len(openings)
    assert not [each for each in openings if re.search(r"\bdays?\b|Nothing new", each)]


def _first(edition: Edition) -> Paragraph:
    first = present_edition(edition)[0].blocks[0]
    assert isinstance(first, Paragraph)
    return first


def test_an_opening_question_takes_nothing_for_granted(round_of: Round) -> None:
    """It is curated, answered by the leading claim, open (could, might, is, what if), and stands out."""
    sources, _, told = round_of
    for each in told:
        asks = each.edition.asks
        if asks is None:
            continue
        lead = each.edition.items[0].claim
        pairs = [pair for pair in sources.library.briefing(lead.article).answers if asks == pair.questions[0]]
        assert pairs
        assert all(lead.id in pair.claims and pair.outcome == "answer" for pair in pairs)
        said = {item.claim.id for item in each.edition.items}
        assert any(2 * len(said.intersection(pair.claims)) >= len(pair.claims) for pair in pairs)
        assert re.match(r"(?:Is|Are|Do|Does|Has|Have|Can|Could|May|Might|Should|Would)\b", asks) or re.search(
            r"\b(?:could|may|might|should|would|What about|What if|does this mean|the implications)\b", asks
        )
        assert _first(each.edition).inlines[0] == Strong(asks)


def test_the_shipped_library_is_asked_about(libraries: dict[str, Sources]) -> None:
    """Most editions of the shipped library open with a question; "why did they" is never asked."""
    run = [f for f in plan_run(libraries["shipped"], Order(), History(), slots()) if isinstance(f, Composed)]
    asked = [each.edition.asks for each in run if each.edition.asks]
    assert len(asked) > len(run) // 2
    assert not [each for each in asked if re.match(r"(?:Why|How) (?:did|does|has|is|are)\b", each)]


def test_an_opening_gives_a_reason(libraries: dict[str, Sources]) -> None:
    """Nine in ten editions of the shipped library open with a question or a reason of their own."""
    run = [f for f in plan_run(libraries["shipped"], Order(), History(), slots()) if isinstance(f, Composed)]
    given = [each.edition for each in run if each.edition.asks or each.edition.reason]
    assert 10 * len(given) >= 9 * len(run)


def test_a_reason_is_true(round_of: Round) -> None:
    """What an edition is said to complete or to go on from is so, by the editions before it."""
    sources, _, told = round_of
    topics = {
        sources.name(topic, briefing): topic
        for briefing in sources.library.briefings
        for topic in sources.library.topics
    }
    shown: dict[str, int] = {}
    for each in told:
        edition, why_today = each.edition, each.edition.reason
        shown |= {item.qualified: edition.number for item in edition.items}
        lead = edition.items[0]
        if isinstance(why_today, Completes):
            held = {
                n
                for n in sources.claims_on(topics[why_today.topic])
                if sources.claim(n).kind is not ClaimKind.META
            }
            assert held <= set(shown)
            assert {shown[name] for name in held} == {*why_today.editions, edition.number}
        elif isinstance(why_today, GoesOn):
            assert why_today.edition < edition.number
            on = sources.claims_on(topics[why_today.topic])
            assert lead.qualified in on or (edition.about and why_today.topic in edition.about.topics)
            assert on & {name for name, number in shown.items() if number == why_today.edition}
        elif isinstance(why_today, Standing):
            briefing = sources.library.briefing(lead.claim.article)
            assert lead.claim.id in (briefing.bottom_line, *briefing.key_judgements)


def test_without_a_question_the_opening_says_what_it_holds(libraries: dict[str, Sources]) -> None:
    """Whether the author judges, expects or advises there; of more than two sorts, how many of each."""
    run = [f for f in plan_run(libraries["canal"], Order(), History(), slots()) if isinstance(f, Composed)]
    bare = {"asks": None, "reason": None, "outlook": None}
    for edition in (each.edition.model_copy(update=bare) for each in run[1:]):
        said = why(edition).partition(". ")[0]
        kinds = [item.claim.kind for item in edition.items]
        few = len(set(kinds)) <= 2
        for kind, (verb, noun) in SORTS.items():
            assert (verb in said) == (few and kind in kinds)
            assert (noun in said) == (not few and kind in kinds)


@pytest.mark.parametrize("style", get_args(Style))
def test_news_is_told_without_a_question(build: Build, shipped: Briefing, style: Style) -> None:
    """With news first, the opening is the news."""
    order = Order(topics=(TopicRef("country", "IN"),), style=style)
    told = [f for f in plan_run(build(shipped), order, History(), slots(limit=4)) if isinstance(f, Composed)]
    changed = {told[2].edition.items[0].claim.id: {"contested": "An editor's doubt about this."}}
    found = compose_edition(build(revised(shipped, changed=changed)), order, told[-2].history, *one_slot(3))
    assert isinstance(found, Composed)
    assert told[2].edition.asks
    assert found.edition.news
    assert found.edition.asks is None
    assert why(found.edition).startswith("Since edition 3: 1 corrected claim.")


def test_the_last_edition_says_once_that_it_is_the_last(round_of: Round) -> None:
    """What is seen is said in the opening or at the end; what comes from now on is said once."""
    _, _, told = round_of
    text = "\n".join(map(_text, present_edition(told[-1].edition))) if told else ""
    if told:
        assert text.count("everything the library holds") + text.count("all that the library holds") == 1
        assert text.count("From here on you get") == 1


def test_the_end_is_not_told_again_with_later_news(build: Build, canal: Briefing) -> None:
    """Once a channel was told that it has seen all, news comes without telling it anew."""
    order = Order(topics=(GREECE,))
    told = [f for f in plan_run(build(canal), order, History(), slots(limit=6)) if isinstance(f, Composed)]
    found = compose_edition(
        build(revised(canal, changed={"C06": SOFTER})), order, told[-1].history, *one_slot(9)
    )
    assert isinstance(found, Composed)
    assert "From here on" in _text(present_edition(told[-1].edition)[0])
    assert "From here on" not in _text(present_edition(found.edition)[0])


def test_a_short_digest_has_a_short_foot(libraries: dict[str, Sources]) -> None:
    """Headlines: number, id, cut-off and basis in a line, the sources in one row, 260 characters at most."""
    order = Order(style="headlines")
    run = [f for f in plan_run(libraries["shipped"], order, History(), slots()) if isinstance(f, Composed)]
    for each in run:
        (reply,) = present_edition(each.edition)
        (basis,) = reply.basis
        assert basis.startswith(f"Edition {each.edition.number} · {each.edition.id} · as of ")
        assert basis.endswith("one unsigned, undated commentary; likelihoods are the author's words")
        assert all(", " not in source.label and len(source.label) < 25 for source in reply.sources)
        assert sum(map(len, (*reply.basis, *reply.disclaimer))) <= 260


def test_a_joined_thread_reads_as_one(libraries: dict[str, Sources]) -> None:
    """Card and thread joined: each passage keeps the number it has in both, and the title is said once."""
    order = Order(style="thread")
    run = [f for f in plan_run(libraries["shipped"], order, History(), slots()) if isinstance(f, Composed)]
    for each in run:
        card, *thread = present_edition(each.edition)
        whole = joined(card, thread, "In its thread")
        held = {source.number: source.passage for reply in (card, *thread) for source in reply.sources}
        assert {source.number: source.passage for source in whole.sources} == held
        lines = [line for reply in (card, *thread) for line in claim_lines(reply.blocks)]
        assert list(claim_lines(whole.blocks)) == lines
        headings = [block.text for block in whole.blocks if isinstance(block, HeadingBlock)]
        assert headings.count("In its thread") == len(thread)
        assert card.title not in headings


def test_what_the_channels_other_digests_showed_is_counted(libraries: dict[str, Sources]) -> None:
    """An edition that leaves out what stood elsewhere in the channel says so, at both ends of its run."""
    run = [f for f in plan_run(libraries["shipped"], Order(), History(), slots()) if isinstance(f, Composed)]
    first, last = (each.edition.model_copy(update={"elsewhere": 9}) for each in (run[0], run[-1]))
    assert "without what this channel's other digests have shown" in why(first)
    assert "66 claims, 9 of them in other digests here." in _text(present_edition(last)[0])


def test_names_stand_in_sentences_as_they_are_spoken(
    build: Build, canal: Briefing, shipped: Briefing
) -> None:
    """The United States has its article in a sentence, and none in what is to be typed."""
    reply = present_notice(_notice(build(canal), build(canal, shipped), TopicRef("country", "US")))
    assert reply.title == "New on the United States"
    assert _text(reply).startswith("You follow the United States. ")
    assert "/unfollow United States" in _typed(reply)


def test_a_first_publication_is_called_new(build: Build, canal: Briefing, shipped: Briefing) -> None:
    """The follower reads which article was published and how many claims of it are on the topic."""
    notice = _notice(build(canal), build(canal, shipped), TopicRef("country", "IN"), GREECE)
    reply = present_notice(notice)
    assert reply.title == "New on India"
    assert _text(reply).startswith(
        "You follow India. Newly published: Untitled commentary, Forum for Global Studies. "
        "It has 16 claims on it."
    )
    assert _typed(reply) == ["/brief India", "/unfollow India"]


def test_a_correction_says_what_turned_into_what(build: Build, canal: Briefing) -> None:
    """Every topic that it touches is named, with the command that stops it; before, and what changed."""
    notice = _notice(build(canal), build(revised(canal, changed={"C06": SOFTER})), GREECE, EGYPT)
    reply = present_notice(notice)
    topics = [name for name in ("Greece", "Egypt") if f"/unfollow {name}" in _typed(reply)]
    assert reply.title == f"Corrected: {' and '.join(topics)}"
    assert f"Before, the library said: “{canal.claim('C06').statement}”" in _text(reply)
    assert "Changed: " in _text(reply)
    assert "” is now “" in _text(reply) or "” left out" in _text(reply)
    assert not [block for block in reply.blocks if isinstance(block, HeadingBlock)]


def test_every_followed_topic_of_a_notice_can_be_stopped(build: Build, canal: Briefing) -> None:
    """A notice on two topics names both and how to stop each; what it does not touch is not named."""
    touching = TopicRef("theme", "trade-supply-chains")
    now = build(revised(canal, changed={"C07": {"statement": "European buyers may bear the cost in part."}}))
    egypt = _notice(build(canal), now, touching, TopicRef("country", "SG"))
    assert egypt.topics == ("Trade and supply chains",)
    both = _notice(
        build(canal), build(revised(canal, changed={"C06": SOFTER}, without=["C03"])), GREECE, EGYPT
    )
    assert both.topics == ("Greece", "Egypt")
    assert _typed(present_notice(both)) == ["/unfollow Greece", "/unfollow Egypt"]


def test_what_is_withdrawn_is_said_so(build: Build, canal: Briefing, shipped: Briefing) -> None:
    """An article that is taken back: the title says it, and how many claims on the topic went with it."""
    reply = present_notice(_notice(build(canal, shipped), build(shipped), GREECE))
    assert reply.title == "Withdrawn: Greece"
    assert "You follow Greece. 8 claims on it are withdrawn from the library." in _text(reply)


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ("It will rain soon.", "It may rain soon.", "“will” is now “may”"),
        ("It will rain.", "It will rain soon.", "“rain” is now “rain soon”"),
        ("It will rain soon.", "It will rain quite soon.", "“quite” added"),
        ("It will surely rain soon.", "It will rain soon.", "“surely” left out"),
        ("Rain is likely, they say.", "Snow was seen in the hills.", ""),
    ],
)
def test_what_turned_is_told_word_for_word(before: str, now: str, told: str) -> None:
    """Replaced, added and left out words are told; where most of it is other words, nothing is."""
    assert turns(before, now) == told


def test_a_facet_that_holds_the_topics_name_stands_alone() -> None:
    """Not "India · India's strategic autonomy", but "India's strategic autonomy"."""
    assert (
        name(Heading(topics=("India",), facet="India's strategic autonomy")) == "India's strategic autonomy"
    )
    assert name(Heading(topics=("India",), facet="Energy")) == "India · Energy"
    assert name(Heading(topics=("India",), part=2, parts=3)) == "India, continued"
    assert name(Heading(topics=("India",), part=3, parts=3)) == "India, continued (3)"
