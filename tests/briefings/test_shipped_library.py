"""The shipped briefing: complete, verified, and measured honestly."""

import json
import re
from collections import Counter
from pathlib import Path

from briefings.article import match_text
from briefings.briefing import Briefing
from briefings.checks import check
from briefings.library.index import Library
from briefings.places import Gazetteer


def _briefing(library: Library) -> Briefing:
    return library.briefing("north-korea-russia")


def test_it_passes_every_check_made_without_the_text(library: Library) -> None:
    """The verdict on the shipped briefing is clean."""
    assert check(_briefing(library)).findings == ()


def test_it_passes_every_check_made_with_the_text(library: Library, shared: Path) -> None:
    """With the article at hand every anchor, quote and figure is verified, and nothing is skipped."""
    text = (shared / "seed" / "article.txt").read_text(encoding="utf-8")
    verdict = check(_briefing(library), text, places=Gazetteer.shipped())
    assert verdict.findings == ()
    assert verdict.skipped == ()


def test_the_articles_text_is_matched_whole(library: Library, shared: Path) -> None:
    """Every passage, headings and disclaimer included, is found in the operator's copy."""
    text = (shared / "seed" / "article.txt").read_text(encoding="utf-8")
    article = _briefing(library).article
    assert set(match_text(article, text)) == {passage.id for passage in article.passages}


def test_it_ships_without_the_articles_text(library: Library) -> None:
    """No passage carries its wording."""
    assert all(passage.text is None for passage in _briefing(library).article.passages)


def test_it_answers_enough(library: Library) -> None:
    """At least three curated answers a country, two a theme, 25 abstentions, 15 false premises."""
    briefing = _briefing(library)
    outcomes = Counter(pair.outcome for pair in briefing.answers)
    answered = Counter(topic for p in briefing.answers if p.outcome == "answer" for topic in p.about)
    assert min(answered[entry.code] for entry in briefing.countries) >= 3
    assert min(answered[entry.slug] for entry in briefing.themes) >= 2
    assert outcomes["abstain"] >= 25
    assert outcomes["false-premise"] >= 15


def test_every_claim_is_signed_off(library: Library) -> None:
    """Each statement was reviewed, in the role of editor."""
    assert {claim.review.role for claim in _briefing(library).claims if claim.review} == {"editor"}
    assert all(claim.review for claim in _briefing(library).claims)


def test_sample_questions_are_not_curated_answers(library: Library, shared: Path) -> None:
    """No sample question stands among the curated ones, so scores on the sample mean something."""
    lines = (shared / "eval" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    sample = {_plain(json.loads(line)["question"]) for line in lines}
    curated = {_plain(question) for pair in _briefing(library).answers for question in pair.questions}
    assert not sample & curated


def _plain(question: str) -> str:
    return re.sub(r"\W+", " ", question.casefold()).strip()
