"""One question, one outcome: the order in which evidence and guards are heard.

Owns the thresholds and that order. Thresholds were set by leaving each curated question out in turn and
asking it anew, and on questions written for development; all lie on plateaus, where a step either way
changes the share of right outcomes by a point or two.
"""

from collections.abc import Sequence
from dataclasses import replace

from briefings.answers import intent, premises, scope, slots
from briefings.answers.cues import SLOTS
from briefings.answers.evidence import MOST, Ranked
from briefings.answers.outcome import Abstention, Answer, FalsePremise, Result, Unreadable
from briefings.answers.overview import introduce, of_the_whole
from briefings.answers.pairs import TELLING, UNKNOWN, UNKNOWN_FOREIGN, Near
from briefings.answers.question import Question, strangers
from briefings.answers.shelf import Shelf
from briefings.briefing import Absence
from briefings.references import ClaimRef, TopicRef
from briefings.search.index import PLAIN
from briefings.search.words import fold

SAME = 0.94
"""From here on a curated question is the reader's, and its outcome stands."""
ALIKE = 0.64
"""From here on a curated question is close enough to speak for the reader's, unless a guard objects."""
TOPICAL = 0.8
"""From here on a curated question speaks for one that names a place and little else."""
TURNS_ON = 0.6
"""Share of what a question is about, places apart, that its curated counterpart must share."""
TOLD = 0.4
"""Share of what the reader's question is about that a curated abstention must share to speak for it."""
TOLD_FALSE = 0.35
"""The same for a false premise."""
LEAN = 0.05
"""How much less alike an answer may be than an abstention, where nothing particular is asked for."""
CLOSEST = 5
"""How many curated questions may speak for the reader's; the rest only back claims."""
ENOUGH = 0.5
"""Share of the question's weight one claim must meet to answer it."""
ENOUGH_CONTENT = 0.45
"""The same without the places it names: a name alone is no answer."""
CLOSE = 0.6
"""Share one claim must meet to be shown beside an abstention without the most telling word."""
_OF_A_SLOT = frozenset({*SLOTS.values(), Absence.CAUSE}) - {Absence.DETAIL, Absence.OPINION}
OF_THE_SOURCE = frozenset({Absence.AUTHOR, Absence.TITLE, Absence.SOURCE})
"""What only an article itself can lack, so that it is never meant where another particular is asked for."""
_ITS_OWN = ("author", "title", "dated")
"""What is asked of an article itself, not of what it tells."""
_OPEN = frozenset({Absence.REACTION, Absence.OPINION})
"""What a question of what may be does not ask for."""
MOST_RANKED = 12
"""How far down a claim may stand that is shown or leads to a topic beside an abstention."""
MET = 0.5
"""How well the most telling word must be met: a cousin of it is not enough."""
SAID = 0.85
"""Share of what a question is about that a firm claim must hold to bear out its premise."""
HINTED = 0.4
"""Share one claim must meet of a question that takes something for done, to be what is said instead."""


def decide(text: str, shelf: Shelf) -> Result:
    """The outcome of one question, with the names that were read as misspelt."""
    question = shelf.read(text)
    result, guesses = _decided(text, question, shelf), _guesses(text, question, shelf)
    return result if not guesses or isinstance(result, Unreadable) else replace(result, guesses=guesses)


def _decided(text: str, question: Question, shelf: Shelf) -> Result:
    foreign = strangers(question, shelf.covered)
    lowered = text.casefold()
    if scope.outside(lowered, topical=bool(question.named) and not foreign):
        return Abstention(Absence.OUTSIDE)
    alike = tuple(n for n in shelf.curated.nearest(question.reading) if not _for_another(n, question))
    near = alike[:CLOSEST]
    exact, same = shelf.asked_before(text), _same(near, question)
    if exact:
        return _with_theme(_from_pair(exact, question, shelf), question, shelf)
    ranked = shelf.claims.rank(question, alike)
    spoken = _of_the_source(question, same or _speaker(near, question, shelf), shelf)
    if spoken and spoken.curated.pair.outcome == "false-premise" and _is_said(question, ranked, shelf):
        spoken = None
    if foreign:
        if spoken and spoken.curated.pair.outcome == "abstain":
            return _from_pair(spoken, question, shelf)
        return Abstention(Absence.COUNTRY, foreign, (), _nearest(question, ranked, shelf))
    themed = intent.bare_theme(question, shelf)
    if themed:
        return Answer(themed)
    turned = intent.refined(question, _guarded(question, ranked, spoken, shelf), ranked, shelf)
    if isinstance(turned, Abstention | FalsePremise) and not turned.nearest:
        return replace(turned, nearest=_nearest(question, ranked, shelf))
    return turned


def _with_theme(result: Result, question: Question, shelf: Shelf) -> Result:
    """An answer to a theme's bare name, with the claims its entry puts first."""
    theme = shelf.themes.look_up(question.text) if isinstance(result, Answer) else None
    if theme is None or not isinstance(result, Answer):
        return result
    entries = [(b.article.id, entry) for b in shelf.briefings if (entry := b.theme(theme[0]))]
    more = [ClaimRef(article, claim) for article, entry in entries for claim in entry.claims]
    claims = tuple(dict.fromkeys((*result.claims, *more)))[:MOST]
    return Answer(claims, result.pair, result.guesses)


def _is_said(question: Question, ranked: tuple[Ranked, ...], shelf: Shelf) -> bool:
    """Whether a firm claim about the one place named holds what is asked about, and nothing turns it."""
    stance = question.stance
    if stance.denied or stance.welcomes or stance.certain or len(question.named) != 1:
        return False
    held = [r for r in ranked[:3] if r.content >= SAID and r.evidence.claim.modality in premises.FIRM]
    return any(_covers_places(question, _refs([r]), shelf) for r in held)


def _guarded(question: Question, ranked: tuple[Ranked, ...], spoken: Near | None, shelf: Shelf) -> Result:
    """What the guards leave standing of a curated outcome, else of a search."""
    wrong = premises.broken(question, shelf.claims.evidence, shelf.helpers, shelf.weights, shelf.lexicon)
    if wrong and not (spoken and spoken.curated.pair.outcome == "false-premise"):
        return FalsePremise(
            tuple(e.ref for e in wrong.evidence), wrong.why, _nearest(question, ranked, shelf)
        )
    whole = () if _particular(question) else of_the_whole(question, shelf)
    if whole:
        return Answer(whole)
    person = any(name.person for name in question.named)
    if not (spoken or person or tells(question, shelf) or _particular(question)):
        claims = introduce(question, shelf)
        if claims:
            return Answer(claims, None)
    missing = slots.absent(question, ranked)
    if spoken and not (missing and spoken.curated.pair.outcome == "answer" and spoken.score < SAME):
        told = _from_pair(spoken, question, shelf)
        filled = _filled(question, _unless_untold(question, told, shelf), ranked, shelf)
        return _with_theme(filled, question, shelf)
    if missing:
        why = (
            premises.untold(question, [ranked[0].evidence.claim])
            if ranked and ranked[0].content >= TURNS_ON
            else None
        )
        if why == "not-certain" and _covers_places(question, _refs(ranked[:1]), shelf):
            return FalsePremise(_refs(ranked[:1]), why, _nearest(question, ranked, shelf))
        return Abstention(
            missing, (), _refs(_close(question, ranked, shelf)), _nearest(question, ranked, shelf)
        )
    found = _unless_untold(question, _search(question, ranked, shelf), shelf)
    return _with_theme(found, question, shelf)


def _filled(question: Question, result: Result, ranked: tuple[Ranked, ...], shelf: Shelf) -> Result:
    """An answer of few claims with others that belong to it; any other outcome as it is."""
    if not isinstance(result, Answer):
        return result
    by_ref = {r.evidence.ref: r for r in ranked}
    chosen = [by_ref[ref] for ref in result.claims if ref in by_ref]
    if len(chosen) < len(result.claims):
        return result
    claims = _refs(shelf.claims.fill_up(question, chosen, ranked))
    return Answer(claims, result.pair, result.guesses)


def _unless_untold(question: Question, result: Result, shelf: Shelf) -> Result:
    if not isinstance(result, Answer):
        return result
    why = premises.untold(question, [shelf.claim(ref) for ref in result.claims])
    if why is None and premises.unheld(
        question, [shelf.claims.of(ref) for ref in result.claims], shelf.weights, shelf.lexicon
    ):
        why = "not-said"
    return result if why is None else FalsePremise(result.claims[:2], why)


def _search(question: Question, ranked: tuple[Ranked, ...], shelf: Shelf) -> Result:
    best = next((r for r in ranked[:3] if _answers(r)), ranked[0] if ranked else None)
    if best and _answers(best):
        chosen = _refs(shelf.claims.fill_up(question, [best], ranked))
        if _covers_places(question, chosen, shelf) and not _unrelated(question, chosen, shelf):
            return Answer(chosen, None)
        if question.stance.takes and not question.stance.maybe:
            return FalsePremise(chosen[:2], "not-said", _nearest(question, ranked, shelf))
    if "compare" in question.asks and len({*question.codes} & shelf.covered) > 1:
        return Answer(introduce(question, shelf, apart=True), None)
    why = premises.untold(question, [best.evidence.claim]) if best and best.content >= HINTED else None
    if why is not None:
        return FalsePremise(_refs(ranked[:1]), why, _nearest(question, ranked, shelf))
    if _taken_amiss(question, shelf):
        about = [r for r in ranked if {*question.codes} & shelf.places_of(r.evidence.ref)]
        return FalsePremise(_refs(about[:1]), "not-said", _nearest(question, ranked, shelf))
    return _nothing(question, ranked, shelf)


def _answers(candidate: Ranked) -> bool:
    """Whether a claim alone meets enough of the question."""
    enough = candidate.score >= ENOUGH and candidate.content >= ENOUGH_CONTENT
    return enough and candidate.rarest >= MET


def _taken_amiss(question: Question, shelf: Shelf) -> bool:
    """Whether it takes something for done about a place the library covers, and no claim comes near it."""
    stance, covered = question.stance, any({*name.codes} & shelf.covered for name in question.named)
    return covered and stance.takes and stance.done and not stance.maybe and not _particular(question)


def _nothing(question: Question, ranked: tuple[Ranked, ...], shelf: Shelf) -> Abstention:
    absence = Absence.DETAIL if question.named else Absence.TOPIC
    if not question.named and not any(unit.known for unit in question.units):
        absence = Absence.OUTSIDE
    return Abstention(absence, (), _refs(_close(question, ranked, shelf)), _nearest(question, ranked, shelf))


def _close(question: Question, ranked: tuple[Ranked, ...], shelf: Shelf) -> tuple[Ranked, ...]:
    """The nearest claim, where it is on what the question is about and not just on the same place."""
    speaking = shelf.claims.speaking(question, ranked[:MOST_RANKED], MET)
    near = (r for r in speaking[:3] if r.score >= HINTED and r.content >= HINTED)
    return tuple(r for r in near if r.rarest >= MET or r.score >= CLOSE)[:1]


def tells(question: Question, shelf: Shelf) -> bool:
    """Whether its words, places apart, say what the question is about."""
    unknown = UNKNOWN if question.language == "en" else UNKNOWN_FOREIGN
    weights = (shelf.weights.of(unit.term, unknown) for unit in question.units)
    return sum(weight for weight in weights if weight > PLAIN) >= TELLING


def _same(near: Sequence[Near], question: Question) -> Near | None:
    """The curated question that is the reader's in other words. What is absent or false must be in both."""
    tagged = question.stance.tagged
    may = [n for n in near if n.score >= SAME and not (tagged and n.curated.pair.outcome == "abstain")]
    may = [n for n in may if (n.curated.pair.outcome == "answer" or n.meant >= SAME)]
    return _best(may, question)


def _best(near: Sequence[Near], question: Question) -> Near | None:
    """The most alike.

    Where they come close, a false premise goes first if the question takes something for done, else an
    answer if nothing particular is asked for.
    """
    stance = question.stance
    ahead = "false-premise" if stance.takes and stance.done and not stance.maybe else "answer"
    lean = 0.0 if _particular(question) and ahead == "answer" else LEAN
    return max(near, key=lambda n: n.score + lean * (n.curated.pair.outcome == ahead), default=None)


def _speaker(near: Sequence[Near], question: Question, shelf: Shelf) -> Near | None:
    """The curated question that may speak for the reader's."""
    best = _best([n for n in near if n.score >= ALIKE and _may_speak(n, question, shelf)], question)
    if best is None or best.curated.pair.outcome != "abstain":
        return best
    overruled = question.language == "en" and not _particular(question)
    return None if overruled and _answer_is_nearer(best, near) else best


def _answer_is_nearer(best: Near, near: Sequence[Near]) -> bool:
    """Whether a question that has an answer is more alike; then the claims should be heard first."""
    return any(n.curated.pair.outcome == "answer" and n.score > best.score for n in near)


def _may_speak(near: Near, question: Question, shelf: Shelf) -> bool:
    """Whether what the two questions turn on agrees, for the outcome the curated one has.

    An answer must meet what the reader asks about; an abstention or a false premise is called for only
    where the reader mentions the very thing that is absent or false.
    """
    stance, pair = question.stance, near.curated.pair
    if pair.outcome == "abstain" and (stance.tagged or (stance.maybe and pair.absence in _OPEN)):
        return False
    if pair.absence is Absence.PERSON and not question.reading.person and "person" not in question.asks:
        return False
    if pair.absence is Absence.PERSON and tells(question, shelf) and near.told < TURNS_ON:
        return False
    if pair.outcome != "answer" and not (tells(question, shelf) or _particular(question)):
        return False
    unasked = pair.absence in _OF_A_SLOT and not _asks_for(pair.absence, question)
    if unasked and (near.meant < TOPICAL or _asks_otherwise(question, near)):
        return False
    if pair.outcome == "answer":
        refs = [ClaimRef(near.curated.article, claim) for claim in pair.claims]
        met = near.told >= TURNS_ON if tells(question, shelf) else near.score >= TOPICAL
        return met and _covers_places(question, refs, shelf)
    if pair.outcome == "false-premise" and not (stance.certain or (stance.takes and not stance.maybe)):
        return False
    if pair.outcome == "abstain" and "whatif" in question.asks and "whatif" not in near.curated.reading.asks:
        return False
    return near.meant >= TURNS_ON and near.told >= (TOLD if pair.outcome == "abstain" else TOLD_FALSE)


def _asks_otherwise(question: Question, near: Near) -> bool:
    """Whether the reader asks what may be, or yes or no, and the curated question for a particular."""
    yes_or_no = "yesno" in question.asks and "yesno" not in near.curated.reading.asks
    return question.stance.maybe or yes_or_no


def _unrelated(question: Question, refs: Sequence[ClaimRef], shelf: Shelf) -> bool:
    """Whether the question takes two places to have to do with each other, and no claim is about both."""
    stance, places = question.stance, {code for code in question.codes if code in shelf.covered}
    if not stance.takes or stance.maybe or len(question.codes) != 2 or len(places) != 2:
        return False
    return not any(places <= shelf.places_of(ref) for ref in refs)


def _asks_for(absence: Absence, question: Question) -> bool:
    """Whether the question asks for the very thing that is absent."""
    return any(SLOTS.get(ask) is absence for ask in question.asks) or (
        absence is Absence.CAUSE and "why" in question.asks
    )


def _for_another(near: Near, question: Question) -> bool:
    """Whether the curated question asks for another particular of the article itself: "who" is not "when"."""
    absence = near.curated.pair.absence
    asked = {SLOTS[ask] for ask in question.asks if ask in SLOTS}
    return absence in OF_THE_SOURCE and bool(asked) and absence not in asked


def _particular(question: Question) -> bool:
    """Whether it asks for one particular thing."""
    return any(ask in SLOTS for ask in question.asks)


def _covers_places(question: Question, refs: Sequence[ClaimRef], shelf: Shelf) -> bool:
    """Whether the claims together are about every place the question names."""
    held = {place for ref in refs for place in shelf.places_of(ref)}
    return all(held & {*name.codes} for name in question.named if {*name.codes} & shelf.covered)


def _from_pair(near: Near, question: Question, shelf: Shelf) -> Result:
    article, pair = near.curated.article, near.curated.pair
    refs = tuple(ClaimRef(article, claim) for claim in pair.claims)
    topics = tuple(shelf.topic(name) for name in pair.about)[:4]
    if pair.outcome == "answer":
        return Answer(_to_the_place(refs, near, question, shelf), pair.id)
    if pair.outcome == "false-premise":
        return FalsePremise(refs, "not-said", topics, pair.id)
    own = pair.absence in OF_THE_SOURCE or not {*_ITS_OWN}.isdisjoint(near.curated.reading.asks)
    return Abstention(pair.absence or Absence.TOPIC, (), refs, topics, pair.id, of_source=own)


def _to_the_place(
    refs: tuple[ClaimRef, ...], near: Near, question: Question, shelf: Shelf
) -> tuple[ClaimRef, ...]:
    """Where the reader names a place and the curated question does not, only the claims about that place."""
    asked = {code for code in question.codes if code in shelf.covered}
    if not asked or asked & {*near.curated.reading.codes}:
        return refs
    return tuple(ref for ref in refs if asked & shelf.places_of(ref)) or refs


def _guesses(text: str, question: Question, shelf: Shelf) -> tuple[tuple[str, str], ...]:
    """The places whose names stand otherwise in the text: guessed at, or respelt while reading."""
    typed = fold(text).replace(" ", "")
    return tuple(
        (named.surface, shelf.gazetteer.name(named.codes[0]))
        for named in question.named
        if named.guessed or (named.codes and fold(named.surface).replace(" ", "") not in typed)
    )


def _of_the_source(question: Question, spoken: Near | None, shelf: Shelf) -> Near | None:
    """What is curated of an article's author, title or date, for whoever asks for it in whatever words.

    It gives way to an answer, and to what is curated of the same particular.
    """
    kind = next((ask for ask in question.asks if ask in SLOTS), "")
    if kind not in _ITS_OWN or question.named:
        return spoken
    if spoken and (spoken.curated.pair.outcome != "abstain" or spoken.curated.pair.absence is SLOTS[kind]):
        return spoken
    return shelf.curated.asking(kind, SLOTS[kind]) or spoken


def _nearest(question: Question, ranked: Sequence[Ranked], shelf: Shelf) -> tuple[TopicRef, ...]:
    """Topics the library covers that the question names or its best claims are about."""
    named = [shelf.topic(code) for code in question.codes if code in shelf.covered]
    touched = [mention.slug for mention in shelf.themes.find(question.text)]
    themes = [slug for slug in touched if any(b.theme(slug) for b in shelf.briefings)]
    for candidate in shelf.claims.speaking(question, ranked[:MOST_RANKED], MET)[:3]:
        themes += candidate.evidence.claim.themes[:1]
        named += [shelf.topic(code) for code in candidate.evidence.claim.countries[:1]]
    topics = [*named[:2], *(TopicRef("theme", slug) for slug in themes), *named[2:]]
    return tuple(dict.fromkeys(topics))[:4]


def _refs(ranked: Sequence[Ranked]) -> tuple[ClaimRef, ...]:
    return tuple(r.evidence.ref for r in ranked)
