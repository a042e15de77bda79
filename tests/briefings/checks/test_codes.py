"""Each check by its code: a fault it must find, on the second article.

Most faults of the checks that go by the briefing alone are among the structural mutants.
"""

from collections.abc import Iterator

import pytest

from briefings.article import text_sha256
from briefings.checks import CHECKS, check
from tests.briefings.checks.corpus import Data, briefing, data, gazetteer, text
from tests.briefings.checks.mutation_report import PAGE
from tests.briefings.checks.structural import MODEL, MUTANTS, Change, at, drop, each, put

ARTICLE = "canal-tolls"
SOURCE = text(ARTICLE) or ""


def _say(claim: str, old: str, new: str) -> Change:
    def change(spoilt: Data) -> None:
        place = at(spoilt, f"claims/id={claim}")
        assert old in place["statement"]
        place["statement"] = place["statement"].replace(old, new)

    return change


def _codes(spoilt: Data, source: str | None = None) -> set[str]:
    verdict = check(briefing(spoilt), source, places=gazetteer(), sign_off=False)
    return {finding.code for finding in verdict.findings}


WORDINGS = (
    ("L3.certainty", _say("C09", "may force", "may and inevitably will force")),
    ("L3.certainty", _say("C06", "some of their", "it'll happen that some of their")),
    ("L3.stronger-word", _say("C09", "may force", "may, and probably, force")),
    ("L3.scale", _say("C09", "may force", "may (70 per cent likely) force")),
    ("L3.scale", _say("C09", "may force", "may with high confidence force")),
    ("L3.consequence", _say("C13", "could suspend", "suspends")),
    ("L3.kept-hedge", _say("C05", "Much of Greece's trade", "Greece's trade")),
    ("P5.statement-place", _say("C19", "Singapore", "Brazil")),
    ("P5.statement-place", _say("C20", "Large trading nations", "NATO and large trading nations")),
    ("T3.figure", _say("C03", "one of the largest fleets", "a fleet of forty ships, one of the largest")),
    ("T3.figure", _say("C01", "12 per cent", "1,200 per cent")),
    ("T3.negation", _say("C16", "has for now been", "has for now not been")),
    ("T3.negation", _say("C15", "have not been", "have been")),
    ("T3.direction", _say("C16", "strengthened", "weakened")),
    ("T3.reach", _say("C06", "Ports in Greece", "All ports in Greece")),
    ("T3.time", _say("C09", "may force", "may soon force")),
    ("T3.emphasis", _say("C10", "face dearer", "face catastrophically dearer")),
    ("T3.name", _say("C15", "Talks", "The talks of Ambassador Quillfeather")),
    (
        "T4.copied-run",
        _say(
            "C05",
            "Much of Greece's trade with China and India depends on the canal",
            "Greece depends on the canal for much of its trade with China and India",
        ),
    ),
)


@pytest.mark.parametrize(("code", "change"), WORDINGS)
def test_a_wording_the_source_does_not_bear_is_found(code: str, change: Change) -> None:
    """A statement with a word too many or too few is found by the check for that sort of word."""
    spoilt = data(ARTICLE)
    change(spoilt)
    assert code in _codes(spoilt, SOURCE)


def _invent_condition(spoilt: Data) -> None:
    claim = at(spoilt, "claims/id=C13")
    claim["condition"] = "Singapore closes its port"
    claim["statement"] = "If Singapore closes its port, Egypt could suspend its discounts for Greek ships."


def _reanchor_and_rehash(spoilt: Data) -> None:
    """C21, on an agreement, now rests on another possible sentence, hash and all."""
    other = at(spoilt, "article/passages/id=S1.2.2")
    anchor = {"passage": other["id"], "modality": "possible", "sha256": other["sha256"]}
    at(spoilt, "claims/id=C21")["anchors"] = [anchor]


def _forget_india(spoilt: Data) -> None:
    for passage in spoilt["article"]["passages"]:
        passage["mentions"] = [one for one in passage["mentions"] if one["code"] != "IN"]


def _hide_hedge(spoilt: Data) -> None:
    passage = at(spoilt, "article/passages/id=S1.2.2")
    passage.update(modality="asserted", hedges=[])


SOURCED = (
    ("T2.article", put("article/sha256", "0" * 64)),
    ("T2.quote", put("claims/id=C09/anchors/0/quote", "might have to")),
    ("T2.marks", put("article/passages/id=S1.1.2/hedges", ["would"])),
    ("T2.marks", put("article/passages/id=S1.2.1/clauses/0/cue", "has stayed silent")),
    ("T2.marks", put("article/passages/id=S1.1.2/mentions/1/surface", "Turkey")),
    ("T2.marks", put("article/passages/id=S1.0.0/section_title", "Who Gains")),
    ("T3.hedges", _hide_hedge),
    ("T3.hedges", put("article/passages/id=S2.2.2/modality", "likely")),
    ("T3.condition", _invent_condition),
    ("T3.condition", put("claims/id=C13/outcome", "wheat harvests fail")),
    ("T3.resemblance", _reanchor_and_rehash),
    (
        "T4.copied-run",
        put("watch/0/indicator", "Egypt and Greece have not broken off their talks, which resumed"),
    ),
    ("T5.name", drop("article/passages/id=S1.1.1/mentions/0")),
    ("T5.place", _forget_india),
)


@pytest.mark.parametrize(("code", "change"), SOURCED)
def test_what_disagrees_with_the_text_is_found(code: str, change: Change) -> None:
    """A note of the briefing that the text does not bear out is found once the text is at hand."""
    spoilt = data(ARTICLE)
    change(spoilt)
    assert code in _codes(spoilt, SOURCE)


ALTERED = (
    ("a word changed", SOURCE.replace("12 per cent", "13 per cent")),
    ("a hedge changed", SOURCE.replace("could weaken", "would weaken")),
    ("a sentence more", f"{SOURCE} It ends well."),
    ("a sentence less", SOURCE.replace("Egypt does not\npublish the sums on which its tolls are based.", "")),
    ("another article", "Nothing of this is about canals."),
    ("nothing", ""),
)


@pytest.mark.parametrize("altered", [one for _, one in ALTERED], ids=[name for name, _ in ALTERED])
def test_an_altered_text_is_refused(altered: str) -> None:
    """A text that is not the one briefed is a finding, and no check goes on to compare against it."""
    verdict = check(briefing(data(ARTICLE)), altered)
    assert [finding.code for finding in verdict.findings] == ["T2.source"]
    assert "T3.figure" in verdict.skipped


def _with_texts(spoilt: Data) -> Data:
    """The briefing with its text kept passage by passage, as an ingested article has it."""
    rest = " ".join(SOURCE.split())
    for passage in spoilt["article"]["passages"]:
        passage["text"], rest = rest[: passage["length"]], rest[passage["length"] :].lstrip()
    return spoilt


def test_texts_kept_with_passages_do_for_the_text() -> None:
    """An article that is kept with its text is checked against it without handing it over."""
    spoilt = _with_texts(data(ARTICLE))
    _say("C01", "12 per cent", "21 per cent")(spoilt)
    verdict = check(briefing(spoilt), sign_off=False)
    assert {finding.code for finding in verdict.findings} == {"T3.figure"}


def test_a_changed_text_of_a_passage_is_found() -> None:
    """A passage whose kept text is not the one that was hashed is found, though the others have none."""
    spoilt = data(ARTICLE)
    spoilt["article"]["passages"][3]["text"] = "The plan has delighted everybody."
    verdict = check(briefing(spoilt))
    assert [(one.code, one.where) for one in verdict.findings] == [("T2.passage", "passage S0.2.2")]


def test_a_wrong_source_is_named_once_the_kept_texts_are_sound() -> None:
    """The text handed over is judged, not the texts kept with the passages."""
    verdict = check(briefing(_with_texts(data(ARTICLE))), "Something else.")
    assert [one.code for one in verdict.findings] == ["T2.source"]


def _messages() -> Iterator[str]:
    for mutant in MUTANTS:
        if mutant.code != MODEL:
            spoilt = data(ARTICLE)
            mutant.change(spoilt)
            yield from (finding.message for finding in check(briefing(spoilt), sign_off=False).findings)


def test_messages_are_plain_sentences() -> None:
    """Every message ends as a sentence does, names no type of ours, and fits on two lines."""
    for message in set(_messages()):
        assert message.endswith(".")
        assert not {"None", "Modality", "frozenset", "ClaimKind"} & set(message.replace(".", " ").split())
        assert len(message) <= 220


def test_every_check_has_a_fault_it_finds() -> None:
    """No check is there that no test has seen find something; L9 and the hashes have tests of their own."""
    tried = {mutant.code for mutant in MUTANTS} | {code for code, _ in (*WORDINGS, *SOURCED)}
    assert {one.code for one in CHECKS} - tried == {"L9.sign-off", "T2.source", "T2.passage"}


def test_codes_are_unique_and_say_what_they_need() -> None:
    """The letter of a code tells what the check goes by."""
    assert len({one.code for one in CHECKS}) == len(CHECKS)
    for one in CHECKS:
        assert (one.code[0] == "T") == (one.text or one.code == "T2.passage")
        assert one.places or one.code[0] != "P"


def test_the_page_of_checks_names_every_check() -> None:
    """docs/checks.md has a row for each check, in the same words."""
    page = PAGE.read_text(encoding="utf-8")
    for one in CHECKS:
        assert f"| `{one.code}` | {one.says} |" in page


def test_a_statement_is_signed_as_it_stands() -> None:
    """Typographic quotes and spaces do not break a signature; a letter does."""
    spoilt = data(ARTICLE)
    claim = at(spoilt, "claims/id=C02")
    each(put("claims/id=C02/statement", claim["statement"].replace("'", "’").replace(" ", "  ")))(spoilt)
    assert check(briefing(spoilt)).ok
    claim["statement"] = claim["statement"].replace("quarrel", "quarrels")
    assert claim["review"]["sha256"] != text_sha256(claim["statement"])
    assert [one.code for one in check(briefing(spoilt)).findings] == ["L9.sign-off"]
