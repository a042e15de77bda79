"""Meaning-changing mutants: a statement that says something else than its source.

They were written from the articles, as a careless or hostile editor would, and not from the checks:
some of them no mechanical check can see. Nothing but the statement changes.

The list of opposites was widened after the first set had been measured, so the first set flatters
the checks; the second was written when the checks were finished and has changed nothing in them.
"""

from dataclasses import dataclass

from tests.briefings.checks.corpus import Data


@dataclass(frozen=True, slots=True)
class Twist:
    """A change of meaning: in which claim, what is replaced, and by what."""

    fresh: bool
    """Whether it is of the second set."""
    article: str
    kind: str
    claim: str
    old: str
    new: str

    def apply(self, data: Data) -> None:
        """Rewrites the statement; raises ValueError where it no longer holds the words to replace."""
        claim = next(one for one in data["claims"] if one["id"] == self.claim)
        if self.old not in claim["statement"]:
            raise ValueError(f"{self.article} {self.claim} no longer says {self.old!r}; rewrite this mutant")
        claim["statement"] = claim["statement"].replace(self.old, self.new, 1)


_FIRST: tuple[tuple[str, str, str, str], ...] = (
    ("swapped country", "C15", "South Korea, Japan", "South Korea, China"),
    ("swapped country", "C36", "Japan and Australia", "Japan and Canada"),
    ("swapped country", "C22", "The United States continues", "China continues"),
    ("swapped country", "C26", "relations with the United States", "relations with North Korea"),
    ("swapped country", "C43", "Iran and Venezuela", "Iran and Syria"),
    (
        "swapped actors",
        "C05",
        "Russian forces have met significant resistance from Ukrainian troops",
        "Ukrainian forces have met significant resistance from Russian troops",
    ),
    (
        "swapped actors",
        "C13",
        "North Korea aims to strengthen its alliance with Russia",
        "Russia aims to strengthen its alliance with North Korea",
    ),
    (
        "swapped actors",
        "C40",
        "an assertive China and a more militarised North Korea",
        "an assertive North Korea and a more militarised China",
    ),
    ("reversed direction", "C57", "gain leverage", "lose leverage"),
    ("reversed direction", "C27", "could weaken", "could grow"),
    ("reversed direction", "C12", "growing isolation", "shrinking isolation"),
    ("reversed direction", "C33", "could be complicated", "could be simplified"),
    ("reversed direction", "C42", "how rapidly", "how slowly"),
    ("reversed direction", "C50", "mitigate the risks", "increase the risks"),
    ("reversed direction", "C65", "undermine global efforts", "support global efforts"),
    (
        "reversed direction",
        "C51",
        "engage both North Korea and Russia in dialogue",
        "exclude both North Korea and Russia from dialogue",
    ),
    ("stronger hedge", "C17", "may heighten", "will heighten"),
    ("stronger hedge", "C18", "could destabilise", "is likely to destabilise"),
    ("dropped hedge", "C20", "could be triggered", "has been triggered"),
    ("dropped hedge", "C47", "could facilitate", "facilitates"),
    ("dropped hedge", "C15", "are likely to perceive", "perceive"),
    (
        "dropped hedge",
        "C01",
        "Unnamed reports of recent months say North Korea",
        "In recent months North Korea",
    ),
    ("dropped hedge", "C30", "must navigate", "navigates"),
    (
        "dropped condition",
        "C26",
        "If China decides to back North Korea's military involvement in Ukraine, China",
        "China",
    ),
    ("dropped condition", "C27", "If China distances itself from North Korea, its", "China's"),
    ("changed condition", "C34", "If tensions escalate", "If tensions ease"),
    ("invented figure", "C01", "thousands of troops", "12,000 troops"),
    ("invented figure", "C06", "heavy casualties", "half a million casualties"),
    ("invented time", "C46", "continues to develop", "has for two decades continued to develop"),
    ("invented time", "C62", "along its borders", "along its borders soon"),
    ("invented name", "C02", "The author says", "Analyst John Harlow says"),
    ("negation", "C35", "has longstanding", "has no longstanding"),
    ("negation", "C22", "continues to give", "does not give"),
    ("negation", "C53", "and not necessarily the", "and necessarily the"),
    ("wider reach", "C59", "Countries in East Asia", "All countries in Asia"),
    ("wider reach", "C09", "strained at times", "strained throughout"),
    ("other matter", "C29", "precarious position", "comfortable position"),
    ("other matter", "C08", "multifaceted relationship", "hostile relationship"),
    ("other matter", "C07", "economic and military aid", "nuclear technology"),
    ("other matter", "C10", "communist ideology", "nationalist ideology"),
    ("other matter", "C28", "global supply chains", "global energy supplies"),
    ("other matter", "C19", "missile tests", "nuclear tests"),
    ("other matter", "C31", "strategic autonomy", "military alliances"),
    ("other matter", "C37", "peace and stability", "military primacy"),
    ("other matter", "C66", "increasingly precarious", "increasingly secure"),
)

_SECOND: tuple[tuple[str, str, str, str], ...] = (
    ("swapped country", "C01", "plan by Egypt", "plan by Greece"),
    ("swapped country", "C02", "quarrel with Greece", "quarrel with Türkiye"),
    ("swapped country", "C05", "China and India", "China and Japan"),
    ("swapped country", "C06", "towards Türkiye", "towards Egypt"),
    ("swapped country", "C07", "European buyers", "Asian buyers"),
    (
        "swapped actors",
        "C13",
        "If Greece goes to arbitration, Egypt could",
        "If Egypt goes to arbitration, Greece could",
    ),
    ("reversed direction", "C06", "could be weakened", "could be strengthened"),
    ("reversed direction", "C10", "dearer", "cheaper"),
    ("reversed direction", "C16", "strengthened", "weakened"),
    ("reversed direction", "C20", "need to support", "need to resist"),
    ("reversed direction", "C21", "restore confidence", "destroy confidence"),
    ("reversed direction", "C18", "leave the matter out of", "put the matter into"),
    ("stronger hedge", "C07", "are likely to bear", "will bear"),
    ("stronger hedge", "C10", "might face", "are likely to face"),
    ("dropped hedge", "C09", "may force", "forces"),
    ("dropped hedge", "C17", "should explain its", "explains its"),
    ("dropped condition", "C13", "If Greece goes to arbitration, Egypt", "Egypt"),
    ("changed condition", "C14", "If Türkiye backs", "If Türkiye abandons"),
    ("changed condition", "C22", "Without an agreement", "Even with an agreement"),
    ("invented figure", "C01", "12 per cent", "21 per cent"),
    ("invented time", "C07", "within months", "within weeks"),
    ("negation", "C04", "is not published", "is published"),
    ("negation", "C15", "have not been broken off", "have been broken off"),
    ("wider reach", "C03", "one of the largest fleets", "the largest fleet"),
    ("other matter", "C08", "remained neutral", "remained silent"),
    ("other matter", "C11", "hard currency for its debts", "new warships for its navy"),
    ("other matter", "C12", "most dependable", "least dependable"),
    ("other matter", "C19", "well placed", "badly placed"),
)

_FRESH_FIRST: tuple[tuple[str, str, str, str], ...] = (
    ("swapped country", "C32", "provoke China", "provoke Russia"),
    ("swapped country", "C58", "South Korea and Japan", "China and Japan"),
    ("swapped country", "C35", "ties with Russia", "ties with China"),
    (
        "swapped actors",
        "C16",
        "North Korea is bolstering its military partnership with Russia",
        "Russia is bolstering its military partnership with North Korea",
    ),
    ("reversed direction", "C25", "more definitive stance", "more ambiguous stance"),
    ("reversed direction", "C63", "has a vested interest in", "has nothing at stake in"),
    ("reversed direction", "C24", "balanced its relations with both", "sided against both"),
    (
        "reversed direction",
        "C03",
        "aligning itself more closely with",
        "distancing itself more and more from",
    ),
    ("stronger hedge", "C44", "could challenge", "is certain to challenge"),
    ("dropped hedge", "C39", "could disrupt", "has disrupted"),
    ("dropped hedge", "C43", "may be prompted", "were prompted"),
    ("dropped hedge", "C38", "must be vigilant", "is vigilant"),
    ("dropped condition", "C34", "If tensions escalate, India", "India"),
    ("changed condition", "C26", "decides to back", "decides to end"),
    ("invented figure", "C64", "potentially lead", "potentially lead within five years"),
    ("invented time", "C55", "at a time of", "after several years of"),
    ("invented name", "C23", "The author expects", "The Kremlin expects"),
    ("negation", "C42", "signals to other nations how", "does not signal to other nations how"),
    ("negation", "C11", "offers", "does not offer"),
    ("wider reach", "C41", "go beyond regional stability", "threaten every state, regional stability"),
    ("wider reach", "C14", "particularly in East Asia", "and the whole world"),
    ("other matter", "C35", "defence and energy ties", "trade and cultural ties"),
    ("other matter", "C45", "nuclear non-proliferation", "human rights"),
    ("other matter", "C60", "technology and defence markets", "oil and gas markets"),
    ("other matter", "C67", "are being tested", "have collapsed"),
)

_FRESH_SECOND: tuple[tuple[str, str, str, str], ...] = (
    ("swapped country", "C09", "force Singapore", "force Egypt"),
    ("swapped country", "C10", "India among them", "China among them"),
    ("swapped actors", "C14", "If Türkiye backs Egypt", "If Egypt backs Türkiye"),
    ("reversed direction", "C02", "diplomatic quarrel", "diplomatic rapprochement"),
    ("reversed direction", "C21", "restore confidence", "delay confidence"),
    ("stronger hedge", "C21", "could restore", "is bound to restore"),
    ("dropped hedge", "C20", "need to support mediation", "support mediation"),
    ("dropped hedge", "C06", "could be weakened", "have been weakened"),
    ("invented figure", "C13", "its discounts", "its 30 per cent discounts"),
    ("invented time", "C16", "for now", "for years"),
    ("invented name", "C15", "Talks between", "Talks led by Admiral Sorel between"),
    ("wider reach", "C05", "Much of Greece's trade", "All of Greece's trade"),
    ("wider reach", "C22", "the present shipping season", "the decade"),
    ("other matter", "C05", "the canal", "the Black Sea route"),
    ("other matter", "C10", "grain and fuel", "cars and textiles"),
)

TWISTS: tuple[Twist, ...] = (
    *(Twist(False, "north-korea-russia", *row) for row in _FIRST),
    *(Twist(False, "canal-tolls", *row) for row in _SECOND),
    *(Twist(True, "north-korea-russia", *row) for row in _FRESH_FIRST),
    *(Twist(True, "canal-tolls", *row) for row in _FRESH_SECOND),
)
