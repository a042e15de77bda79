"""The library as the answerer reads it: claims, curated questions and their weights, built once on need.

Owns what is derived from briefings. It decides nothing about a question.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from briefings.answers.evidence import ClaimIndex, gather
from briefings.answers.pairs import Curated, CuratedIndex, Near
from briefings.answers.question import Question, read
from briefings.answers.reading import Reading, shipped
from briefings.briefing import Briefing
from briefings.claims import Claim
from briefings.places import Gazetteer
from briefings.references import ClaimRef, TopicRef
from briefings.search.index import Weights, features_of
from briefings.search.lexicon import Lexicon
from briefings.search.spelling import SURE, Speller
from briefings.search.words import split, tidy
from briefings.themes import ThemeVocabulary


class Shelf:
    """Briefings, with everything the answerer derives from them."""

    def __init__(self, briefings: Sequence[Briefing], gazetteer: Gazetteer, themes: ThemeVocabulary) -> None:
        self.briefings = tuple(briefings)
        self.gazetteer = gazetteer
        self.themes = themes

    def claim(self, ref: ClaimRef) -> Claim:
        """The claim; raises KeyError."""
        for briefing in self.briefings:
            if briefing.article.id == ref.article:
                return briefing.claim(ref.claim)
        raise KeyError(ref)

    def holds(self, ref: ClaimRef) -> bool:
        """Whether the claim exists."""
        return any(b.article.id == ref.article and ref.claim in b.by_id for b in self.briefings)

    def places_of(self, ref: ClaimRef) -> frozenset[str]:
        """Country codes and bloc keys a claim is filed under."""
        return self._places.get(ref, frozenset())

    def topic(self, name: str) -> TopicRef:
        """The topic a country code, bloc key or theme slug stands for."""
        if len(name) == 2 and name.isupper():
            return TopicRef("country", name)
        return TopicRef("bloc" if any(b.bloc(name) for b in self.briefings) else "theme", name)

    def read(self, text: str) -> Question:
        """The question as read, with slips of the pen put right where only one word can be meant."""
        question = read(text, self.gazetteer, self.covered)
        if question.language != "en" or all(unit.known for unit in question.units):
            return question
        spelt = self._respelt(question)
        again = read(spelt, self.gazetteer, self.covered, fuzzy=True)
        return again if again.named != question.named or spelt != question.text else question

    def asked_before(self, text: str) -> Near | None:
        """The curated question in these very words, letter case and end marks apart."""
        entry = self._by_text.get(_bare(text))
        return None if entry is None else Near(entry, 1.0, 1.0, 1.0)

    def reading(self, text: str) -> Reading:
        """A curated question as read now, whether or not it was read beforehand."""
        return read(text, self.gazetteer, self.covered).reading

    @cached_property
    def lexicon(self) -> Lexicon:
        """The concept lexicon."""
        return Lexicon.shipped()

    @cached_property
    def covered(self) -> frozenset[str]:
        """Country codes and bloc keys with an entry."""
        countries = {entry.code for b in self.briefings for entry in b.countries}
        return frozenset(countries | {entry.key for b in self.briefings for entry in b.blocs})

    @cached_property
    def helpers(self) -> dict[tuple[str, str], tuple[ClaimRef, ...]]:
        """Who supports whom, by the relationships the briefings draw, and the claims that say so."""
        return {
            (edge.source, edge.target): tuple(ClaimRef(b.article.id, claim) for claim in edge.claims)
            for b in self.briefings
            for edge in b.relationships
            if self._is_help(edge.kind)
        }

    @cached_property
    def weights(self) -> Weights:
        """How rare each word and concept is."""
        statements = (
            features_of(unit.term for unit in self.lexicon.read(tidy(claim.statement), (), "en"))
            for b in self.briefings
            for claim in b.claims
        )
        questions = (features_of(entry.reading.terms) for entry in self._pairs)
        return Weights(self.lexicon, [*statements, *questions])

    @cached_property
    def curated(self) -> CuratedIndex:
        """All curated questions."""
        return CuratedIndex(self._pairs, self.weights)

    @cached_property
    def claims(self) -> ClaimIndex:
        """All claims."""
        return ClaimIndex(gather(self.briefings, self._pairs, self.lexicon), self.weights)

    @cached_property
    def _pairs(self) -> tuple[Curated, ...]:
        known = shipped()
        return tuple(
            Curated(b.article.id, pair, known.get(text) or self.reading(text))
            for b in self.briefings
            for pair in b.answers
            for text in pair.questions
        )

    @cached_property
    def _by_text(self) -> dict[str, Curated]:
        texts = (text for b in self.briefings for pair in b.answers for text in pair.questions)
        return {_bare(text): entry for text, entry in zip(texts, self._pairs, strict=True)}

    @cached_property
    def _places(self) -> dict[ClaimRef, frozenset[str]]:
        found = {}
        for briefing in self.briefings:
            for claim in briefing.claims:
                blocs = [bloc.key for bloc in briefing.blocs if claim.id in bloc.claims]
                found[ClaimRef(briefing.article.id, claim.id)] = frozenset((*claim.countries, *blocs))
        return found

    def _is_help(self, kind: str) -> bool:
        units = self.lexicon.read(kind.replace("-", " "), (), "en")
        return any({"support", "deploy"} & set(unit.concepts) for unit in units)

    def _respelt(self, question: Question) -> str:
        """The text with words that nothing knows replaced by the known word they are a slip of."""
        text = question.text
        alone = not question.named and not any(unit.known for unit in question.units)
        for word in reversed(question.words):
            named = any(name.start < word.end and word.start < name.end for name in question.named)
            capital = text[word.start].isupper() and word.start > 0
            stray = alone and len(word.text) < SURE
            guess = (
                None
                if named or capital or stray or self.lexicon.knows(word)
                else self._speller.guess(word.text)
            )
            if guess:
                text = text[: word.start] + guess + text[word.end :]
        return text

    @cached_property
    def _speller(self) -> Speller:
        texts = [claim.statement for b in self.briefings for claim in b.claims]
        texts += [
            text for b in self.briefings for pair in b.answers for text in pair.questions if text.isascii()
        ]
        return Speller(
            self.lexicon.vocabulary, Counter(word.text for text in texts for word in split(tidy(text)))
        )


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" ?!.¿¡？。")
