"""Editions and notices as replies: what a subscriber reads."""

import pytest

from briefings.briefing import Briefing
from briefings.claims import ClaimKind
from briefings.editions.compose import Composed, compose_edition, plan_run
from briefings.editions.edition import Case, Edition, Indicator
from briefings.editions.history import History
from briefings.editions.notice import compose_notice
from briefings.editions.order import Order, Style
from briefings.editions.sources import Sources
from briefings.present.editions import present_edition, present_notice
from briefings.present.wording import basis, claim_label, short_basis
from briefings.references import TopicRef
from briefings.reply import Code, Heading, Paragraph, Remark, Reply, ShowEvidence, cites, claim_lines, words
from tests.briefings.editions.conftest import ORDERS, Build, one_slot, slots
from tests.briefings.editions.versions import revised

Round = tuple[Sources, Order, list[Composed]]
STYLES: tuple[Style, ...] = ("headlines", "full", "thread")
SOFTER = "European buyers may bear part of the cost, which shipping companies hand down within a year."


def _styled(edition: Edition) -> list[tuple[Edition, tuple[Reply, ...]]]:
    styled = [edition.model_copy(update={"style": style}) for style in STYLES]
    return [(each, present_edition(each)) for each in styled]


def _text(reply: Reply) -> str:
    """Everything between title and sources, claims apart."""
    told = [words(block.inlines) for block in reply.blocks if isinstance(block, Paragraph | Remark)]
    return "\n".join([*told, *(block.text for block in reply.blocks if isinstance(block, Heading))])


def test_every_claim_is_said_once_as_it_is(round_of: Round) -> None:
    """In each style each claim of the edition stands once, with its words, label, remark and citations."""
    _, _, told = round_of
    for each in told:
        for edition, replies in _styled(each.edition):
            lines = [line for reply in replies for line in claim_lines(reply.blocks)]
            assert sorted(line.claim for line in lines) == sorted(item.qualified for item in edition.items)
            claims = {item.qualified: item.claim for item in edition.items}
            for line in lines:
                claim = claims[line.claim]
                assert (line.statement, line.label) == (claim.statement, claim_label(claim))
                assert line.remark == claim.contested
                assert len(line.cites) == len(claim.passages)


def test_every_reply_carries_where_it_is_from(round_of: Round) -> None:
    """Basis, disclaimer, number, short id and cut-off with its zone stand on every reply."""
    _, _, told = round_of
    for each in told:
        for edition, replies in _styled(each.edition):
            for reply in replies:
                short = edition.style != "full"
                held = [short_basis(each) if short else basis(each) for each in edition.articles]
                stamp = reply.basis[0].removesuffix(held[0]) if short else _text(reply)
                assert reply.basis == ((stamp + held[0] if short else held[0]), *held[1:])
                assert reply.disclaimer
                assert f"Edition {edition.number} · {edition.id} · as of " in stamp
                assert f", {edition.slot.time} ({edition.slot.zone})" in stamp


def test_citations_lead_to_the_sources_of_their_own_reply(round_of: Round) -> None:
    """Each number has its source, of the edition's passages; in a thread the card's numbers go on."""
    _, _, told = round_of
    for each in told:
        for edition, replies in _styled(each.edition):
            held = {f"{article.id}:{p.id}" for article in edition.articles for p in article.passages}
            met: dict[int, str] = {}
            for reply in replies:
                numbers = {source.number: source.passage for source in reply.sources}
                assert list(numbers) == sorted(numbers)
                assert set(numbers.values()) <= held
                cited = {number for line in claim_lines(reply.blocks) for number in line.cites}
                cited |= {number for cite in cites(reply.blocks) for number in cite.numbers}
                assert cited == set(numbers)
                met |= numbers
                assert all(met[number] == passage for number, passage in numbers.items())
            assert sorted(met) == list(range(1, len(met) + 1))
            assert len(set(met.values())) == len(met)


def test_a_full_edition_reads_like_a_note(round_of: Round) -> None:
    """Why today, a bottom line, what to watch or a scenario where there is one, a question, in that order."""
    _, _, told = round_of
    for each in told:
        edition = each.edition.model_copy(update={"style": "full"})
        (reply,) = present_edition(edition)
        headings = [block.text for block in reply.blocks if isinstance(block, Heading)]
        assert isinstance(reply.blocks[0], Paragraph)
        lead = edition.items[0].claim
        judged = lead.kind in (ClaimKind.JUDGEMENT, ClaimKind.FORECAST)
        assert headings[0] in (
            {"Bottom line", "In short"} if judged else {"In short", "What the author advises"}
        )
        assert (headings[0] == "Bottom line") == (judged and claim_label(lead) != "author's expectation")
        ahead = {Case: "A scenario", Indicator: "What to watch"}
        assert [h for h in headings if h in ahead.values()] == [
            ahead[type(o)] for o in (edition.outlook,) if o
        ]
        codes = [
            i.text for b in reply.blocks if isinstance(b, Paragraph) for i in b.inlines if isinstance(i, Code)
        ]
        assert codes == ([f"/ask {edition.question}"] if edition.question else [])
        assert isinstance(reply.follow_ups[0], ShowEvidence)
        said = {item.qualified for item in edition.items}
        assert said <= set(reply.follow_ups[0].claims)


def test_a_thread_puts_the_bottom_line_into_the_channel(round_of: Round) -> None:
    """The card says what waits in the thread; the closing words and the question stand there alone."""
    _, _, told = round_of
    for each in told:
        edition = each.edition.model_copy(update={"style": "thread"})
        replies = present_edition(edition)
        if len(edition.items) == 1 and not edition.outlook and not edition.question:
            assert len(replies) == 1
            continue
        card, thread = replies
        assert [line.claim for line in claim_lines(card.blocks)] == [edition.items[0].qualified]
        assert "In the thread: " in _text(card)
        assert thread.title == f"{card.title}: more"
        assert "You have now seen" not in _text(card)


def test_the_end_of_a_round_is_said(libraries: dict[str, Sources]) -> None:
    """The last edition says that all was seen, how much, what comes from now on, and what else there is."""
    run = [
        f
        for f in plan_run(libraries["shipped"], ORDERS["India and China"], History(), slots())
        if isinstance(f, Composed)
    ]
    texts = ["\n".join(map(_text, present_edition(each.edition))) for each in run]
    assert not any("You have now seen" in text for text in texts[:-1])
    assert "You have now seen everything the library holds on this channel's topics: 28 claims." in texts[-1]
    assert "only when something is new, changed or corrected" in texts[-1]
    assert "not among this channel's topics: North Korea, Russia and the United States." in texts[-1]


def test_one_line_is_one_line(libraries: dict[str, Sources]) -> None:
    """With nothing new the one-liner says so and since when; it claims nothing and disclaims nothing."""
    _, found = plan_run(libraries["shipped"], ORDERS["Japan in headlines"], History(), slots(limit=2))
    assert isinstance(found, Composed)
    (reply,) = present_edition(found.edition)
    assert reply.title == "Nothing new on Japan since edition 1"
    assert _text(reply) == f"{found.edition.id} · as of 3 Mar 2026, 08:30 (Asia/Kolkata)"
    assert (reply.basis, reply.disclaimer, reply.sources) == ((), (), ())
    assert not list(claim_lines(reply.blocks))


@pytest.mark.parametrize("style", STYLES)
def test_a_correction_is_shown_with_what_was_said(build: Build, canal: Briefing, style: Style) -> None:
    """The new words, and right under them the old ones with their level and edition."""
    order = Order(style=style)
    told = [f for f in plan_run(build(canal), order, History(), slots(limit=6)) if isinstance(f, Composed)]
    later = build(
        revised(canal, changed={"C07": {"statement": SOFTER, "modality": "possible"}}, without=["C03"])
    )
    found = compose_edition(later, order, told[-1].history, *one_slot(6))
    assert isinstance(found, Composed)
    (reply,) = present_edition(found.edition)
    assert reply.title.startswith("Corrected and withdrawn: ")
    (line,) = claim_lines(reply.blocks)
    assert (line.statement, line.label) == (SOFTER, "forecast: possible")
    places = [type(block).__name__ for block in reply.blocks]
    assert places[places.index("ClaimList") + 1] == "Remark"
    assert f"said: “{canal.claim('C07').statement}” (forecast: likely)" in _text(reply)
    assert "Corrected" in _text(reply)
    assert canal.claim("C03").statement in _text(reply)
    assert "Since edition 6: 1 corrected claim and 1 withdrawn." in _text(reply)


def test_a_notice_says_what_changed_and_how_to_stop(build: Build, canal: Briefing) -> None:
    """A follower reads the version, the numbers, the claims, and the command that ends it."""
    follow = (TopicRef("country", "GR"),)
    before = History.of_follower(build(canal).library, follow)
    later = build(revised(canal, changed={"C06": {"statement": "Some ports in Greece could be weakened."}}))
    found = compose_notice(later, follow, before, "n-000001")
    assert found is not None
    reply = present_notice(found.notice)
    said = _text(reply)
    assert "You follow Greece. A new version of an article has 1 corrected claim on it: The Price" in said
    assert " (version 2).\n" in said
    assert "/unfollow Greece" in said
    assert "n-000001" in said
    assert reply.basis
    assert reply.disclaimer
    (line,) = claim_lines(reply.blocks)
    assert line.statement == "Some ports in Greece could be weakened."
    assert f"Before, the library said: “{canal.claim('C06').statement}”" in _text(reply)


def test_a_long_notice_counts_what_it_leaves_out(build: Build, canal: Briefing, shipped: Briefing) -> None:
    """Of a new article a notice holds five claims, and says how many more a briefing shows."""
    follow = (TopicRef("country", "IN"),)
    before = History.of_follower(build(canal).library, follow)
    found = compose_notice(build(canal, shipped), follow, before, "n-000001")
    assert found is not None
    reply = present_notice(found.notice)
    assert len(list(claim_lines(reply.blocks))) == 5
    assert "11 more: /brief India" in _text(reply)


def test_a_level_that_changed_is_told_by_its_old_label(build: Build, canal: Briefing) -> None:
    """With the same words the old label is said; where only the remark changed, that is said."""
    told = [f for f in plan_run(build(canal), Order(), History(), slots(limit=6)) if isinstance(f, Composed)]
    changed = {"C07": {"modality": "possible"}, "C08": {"contested": "An editor's doubt about this."}}
    found = compose_edition(build(revised(canal, changed=changed)), Order(), told[-1].history, *one_slot(6))
    assert isinstance(found, Composed)
    (reply,) = present_edition(found.edition)
    assert "said the same with another label: forecast: likely, now forecast: possible." in _text(reply)
    assert "The statement stands; what it rests on, or our remark on it, has changed." in _text(reply)


def test_a_new_article_is_announced(build: Build, canal: Briefing, shipped: Briefing) -> None:
    """Its name, and that the rest of it comes day by day."""
    told = [f for f in plan_run(build(canal), Order(), History(), slots(limit=6)) if isinstance(f, Composed)]
    found = compose_edition(build(canal, shipped), Order(), told[-1].history, *one_slot(6))
    assert isinstance(found, Composed)
    (reply,) = present_edition(found.edition)
    assert "An article has come in: Untitled commentary, Forum for Global Studies." in _text(reply)
    assert "Since edition 6: 5 new claims." in _text(reply)


def test_news_with_a_day_is_told_before_it(build: Build, canal: Briefing) -> None:
    """The title names both; the day's claims stand under the day's name, not under a bottom line."""
    told = [f for f in plan_run(build(canal), Order(), History(), slots(limit=2)) if isinstance(f, Composed)]
    later = build(revised(canal, added={"C30": ("C09", "Cyprus could offer its harbours, the author adds.")}))
    found = compose_edition(later, Order(), told[-1].history, *one_slot(2))
    assert isinstance(found, Composed)
    for _, replies in _styled(found.edition):
        headings = [b.text for reply in replies for b in reply.blocks if isinstance(b, Heading)]
        news, day = replies[0].title.split("; then ")
        assert news == f"New: {' and '.join(found.edition.news_on)}"
        assert headings[:2] == ["New", day]
        assert "Since edition 2: 1 new claim. After that, part 3 of " in _text(replies[0])


def test_news_that_waits_is_counted(build: Build, canal: Briefing) -> None:
    """More news than an edition holds: how many claims come next."""
    told = [f for f in plan_run(build(canal), Order(), History(), slots(limit=6)) if isinstance(f, Composed)]
    added = {f"C{30 + n}": ("C09", f"Harbour {n} could offer a berth, the author adds.") for n in range(6)}
    found = compose_edition(build(revised(canal, added=added)), Order(), told[-1].history, *one_slot(6))
    assert isinstance(found, Composed)
    assert "1 more claim comes with the next edition." in _text(present_edition(found.edition)[0])


def test_many_withdrawals_are_quoted_and_counted(build: Build, canal: Briefing, shipped: Briefing) -> None:
    """Of an article that is withdrawn as a whole five statements are quoted, the others counted."""
    both, order = build(canal, shipped), Order(topics=(TopicRef("country", "GR"),))
    told = [f for f in plan_run(both, order, History(), slots(limit=3)) if isinstance(f, Composed)]
    found = compose_edition(build(shipped), order, told[-1].history, *one_slot(3))
    assert isinstance(found, Composed)
    assert not found.edition.items
    for _, (reply, *more) in _styled(found.edition):
        assert not more
        assert reply.title == "Withdrawn: Greece"
        assert _text(reply).count("This has been withdrawn.") == 5
        assert "3 more statements of earlier days are withdrawn." in _text(reply)
        assert reply.basis
