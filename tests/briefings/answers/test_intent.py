import pytest

from briefings.answers.ask import Answerer
from briefings.answers.outcome import Abstention, Answer, FalsePremise
from briefings.briefing import Absence
from briefings.claims import ClaimKind, Modality
from briefings.library.index import Library


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Give me the threats facing Tokyo", {"JP"}),
        ("What might go wrong for New Delhi?", {"IN"}),
        ("perils for relations between Washington and Beijing", {"US", "CN"}),
        ("What dangers does Seoul face?", {"KR"}),
    ],
)
def test_dangers_are_told_by_forecasts(
    answerer: Answerer, library: Library, text: str, codes: set[str]
) -> None:
    """Asked for dangers, every claim is an unwelcome forecast that touches each place named."""
    result = answerer.answer(text)
    assert isinstance(result, Answer)
    for claim in map(library.claim, result.claims):
        assert claim.kind is ClaimKind.FORECAST
        assert claim.polarity in ("negative", "mixed")
        assert codes <= {*claim.countries}


def test_a_part_about_dangers_knows_whom_it_is_about(answerer: Answerer, library: Library) -> None:
    """The words "for it" in a later part stand for the place the first part names."""
    result = answerer.answer("How does the text describe Japan and what are the dangers for it?")
    assert isinstance(result, Answer)
    worries = [c for c in map(library.claim, result.claims) if c.kind is ClaimKind.FORECAST]
    assert worries
    assert all("JP" in claim.countries for claim in worries)


@pytest.mark.parametrize("text", ["energy for India", "the arms race in East Asia", "Isolation: Venezuela"])
def test_a_theme_with_a_place_is_a_bare_theme(answerer: Answerer, text: str) -> None:
    """A theme and a place its claims are about bring two to four of the theme's claims."""
    result = answerer.answer(text)
    assert isinstance(result, Answer)
    assert 2 <= len(result.claims) <= 4


@pytest.mark.parametrize(
    "text", ["Were Pyongyang and Moscow always on good terms?", "Was their partnership ever this tight?"]
)
def test_whether_it_was_always_so_is_told_by_the_past(
    answerer: Answerer, library: Library, text: str
) -> None:
    """The first claim speaks of the past."""
    result = answerer.answer(text)
    assert isinstance(result, Answer)
    assert "long had" in library.claim(result.claims[0]).statement


@pytest.mark.parametrize(
    "text",
    [
        "Has Seoul changed its defence strategy?",
        "Have supply chains been disrupted?",
        "Is Beijing supporting Pyongyang's war effort now?",
        "Did Moscow send cash to Pyongyang?",
    ],
)
def test_what_may_be_has_not_happened(answerer: Answerer, text: str) -> None:
    """Asked whether something has happened that is only possible or aimed at, the premise is not certain."""
    result = answerer.answer(text)
    assert isinstance(result, FalsePremise)
    assert result.why == "not-certain"


@pytest.mark.parametrize(
    "text",
    [
        "Have Russian forces met resistance?",
        "Is Washington arming Ukraine?",
        "Has Pyongyang deployed soldiers?",
    ],
)
def test_what_is_said_to_have_happened_is_answered(answerer: Answerer, library: Library, text: str) -> None:
    """Where a claim asserts or reports it, it leads."""
    result = answerer.answer(text)
    assert isinstance(result, Answer)
    assert library.claim(result.claims[0]).modality in (Modality.ASSERTED, Modality.REPORTED)


@pytest.mark.parametrize(
    "text",
    ["How many soldiers have gone to Russia?", "How many men were sent there?", "how many troops in Russia"],
)
def test_the_figure_for_soldiers_is_given(answerer: Answerer, library: Library, text: str) -> None:
    """However the sending is put, the claim with the figure answers."""
    result = answerer.answer(text)
    assert isinstance(result, Answer)
    assert "thousands" in library.claim(result.claims[0]).statement


@pytest.mark.parametrize(
    "text", ["How many soldiers has Russia sent to North Korea?", "How many troops has Ukraine?"]
)
def test_the_figure_is_not_given_for_others(answerer: Answerer, text: str) -> None:
    """The figure speaks for one sender and one direction only."""
    assert not isinstance(answerer.answer(text), Answer)


def test_the_likeliest_comes_first(answerer: Answerer, library: Library) -> None:
    """Asked what is likeliest, the first claim is one called likely."""
    for text in ("Which development is most probable?", "Which of the forecasts is the likeliest?"):
        result = answerer.answer(text)
        assert isinstance(result, Answer)
        assert library.claim(result.claims[0]).modality is Modality.LIKELY


def test_sureness_of_the_deployment_leads_with_the_report(answerer: Answerer, library: Library) -> None:
    """Whether the deployment is proven is answered by the claim that is reported only."""
    result = answerer.answer("Is the sending of troops verified?")
    assert isinstance(result, Answer)
    assert library.claim(result.claims[0]).modality is Modality.REPORTED


@pytest.mark.parametrize(
    "text", ["Should Tokyo send soldiers?", "Should Russia withdraw?", "Should Beijing step in?"]
)
def test_advice_nobody_gave_is_not_made_up(answerer: Answerer, text: str) -> None:
    """What somebody should do whom the article does not advise is a matter of opinion."""
    result = answerer.answer(text)
    assert isinstance(result, Abstention)
    assert result.absence is Absence.OPINION


@pytest.mark.parametrize(
    "text", ["you useless bot", "what do you do?", "you're dumb", "greetings", "go away"]
)
def test_chatter_stays_outside(answerer: Answerer, text: str) -> None:
    """Insults, greetings and questions about the bot itself are outside."""
    result = answerer.answer(text)
    assert isinstance(result, Abstention)
    assert result.absence is Absence.OUTSIDE


def test_the_bomb_of_others_is_not_answered_with_missile_tests(answerer: Answerer) -> None:
    """Nuclear weapons for a country no nuclear claim is about are absent."""
    for text in ("Would Tokyo build atomic weapons?", "Will Seoul acquire nukes?"):
        assert isinstance(answerer.answer(text), Abstention)


def test_handing_over_the_bomb_is_answered_by_the_transfer(answerer: Answerer, library: Library) -> None:
    """Whether one gives the other nuclear arms is answered by the transfer that may be."""
    result = answerer.answer("Would Moscow share atom bombs with Pyongyang?")
    assert isinstance(result, Answer)
    assert "transfer" in library.claim(result.claims[0]).statement
