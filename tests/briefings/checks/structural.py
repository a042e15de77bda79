"""Structural mutants: one fault each, and the check that is there to catch it.

A path walks the data: a key, a position, `key=value` for the first item with that value, or `key!`
for the first item where that key holds something.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.briefings.checks.corpus import Data

Change = Callable[[Data], None]
MODEL = "model"
"""Refused by the model itself, when the file is read."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault, the code of the check that must catch it, and how it is made."""

    code: str
    fault: str
    change: Change


def at(place: Any, path: str) -> Any:
    """What stands at `path`."""
    for step in path.split("/"):
        place = place[_key(place, step)]
    return place


def _key(place: Any, step: str) -> Any:
    if isinstance(place, dict):
        return step
    if step.isdigit():
        return int(step)
    name, _, value = step.removesuffix("!").partition("=")
    wanted = (number for number, item in enumerate(place) if _fits(item, name, value, step))
    return next(wanted)


def _fits(item: Data, name: str, value: str, step: str) -> bool:
    return bool(item.get(name)) if step.endswith("!") else item.get(name) == value


def put(path: str, value: Any) -> Change:
    """Sets what stands at `path`."""
    parent, _, last = path.rpartition("/")

    def change(data: Data) -> None:
        place = at(data, parent) if parent else data
        place[_key(place, last)] = value

    return change


def drop(path: str) -> Change:
    """Removes what stands at `path`."""
    parent, _, last = path.rpartition("/")

    def change(data: Data) -> None:
        place = at(data, parent)
        del place[_key(place, last)]

    return change


def add(path: str, value: Any) -> Change:
    """Appends to the list at `path`."""
    return lambda data: at(data, path).append(value)


def again(path: str) -> Change:
    """Appends the first item of the list at `path` once more."""
    return lambda data: at(data, path).append(at(data, path)[0])


def each(*changes: Change) -> Change:
    """Several changes that make one fault together."""

    def change(data: Data) -> None:
        for one in changes:
            one(data)

    return change


def swap_passages(data: Data) -> None:
    passages = data["article"]["passages"]
    passages[3], passages[4] = passages[4], passages[3]


def reanchor(data: Data) -> None:
    """A claim now rests on a sentence of the same level that says something else."""
    claim = at(data, "claims/modality=possible")
    here = claim["anchors"][0]["passage"]
    other = next(
        passage
        for passage in data["article"]["passages"]
        if passage["modality"] == "possible" and passage["id"] != here and not passage["clauses"]
    )
    claim["anchors"] = [{**claim["anchors"][0], "passage": other["id"]}]


def relabel_sentence(data: Data) -> None:
    """A hedged sentence, its anchors and its claims are all called asserted."""
    passage = next(p for p in data["article"]["passages"] if p["modality"] == "possible" and not p["clauses"])
    passage["modality"] = "asserted"
    for claim in data["claims"]:
        for anchor in claim["anchors"]:
            if anchor["passage"] == passage["id"]:
                anchor["modality"] = claim["modality"] = "asserted"


def strongest_clause(data: Data) -> None:
    """A hedged claim rests on the clause of its sentence that is not hedged."""
    mixed = {
        p["id"]: p for p in data["article"]["passages"] if {c["modality"] for c in p["clauses"]} >= LEVELS
    }
    for claim in data["claims"]:
        for anchor in claim["anchors"]:
            if anchor["passage"] in mixed and claim["modality"] == "possible":
                clauses = mixed[anchor["passage"]]["clauses"]
                anchor["clause"] = next(c["number"] for c in clauses if c["modality"] == "asserted")
                return


LEVELS = {"asserted", "possible"}


def forget_sentence(data: Data) -> None:
    """The only claim on a sentence rests on another one instead."""
    used = [anchor["passage"] for claim in data["claims"] for anchor in claim["anchors"]]
    for claim in data["claims"]:
        if used.count(claim["anchors"][0]["passage"]) == 1 and len(claim["anchors"]) == 1:
            claim["anchors"] = data["claims"][-1]["anchors"]
            return


def use_and_not_use(data: Data) -> None:
    data["article"]["not_used"][at(data, "claims/0/anchors/0/passage")] = "Said to be a repetition."


def undated(data: Data) -> None:
    article = data["article"]
    article.update(published=None, published_origin="none")
    article["limitations"] = [one for one in article["limitations"] if one["code"] != "undated"]


def unsigned_article(data: Data) -> None:
    article = data["article"]
    article["author"] = None
    article["limitations"] = [one for one in article["limitations"] if one["code"] != "unsigned"]


def unnamed_source(data: Data) -> None:
    article = data["article"]
    for passage in article["passages"]:
        if passage["modality"] == "reported":
            passage["hedges"] = ["reported"]
    article["limitations"] = [one for one in article["limitations"] if one["code"] != "unnamed-sources"]


def two_answers(data: Data) -> None:
    data["answers"][1]["questions"].append(data["answers"][0]["questions"][0].upper() + " ?")


def foreign_lead(data: Data) -> None:
    """A country's entry leads with a claim about other countries."""
    country = data["countries"][0]
    others = (c for c in data["claims"] if country["code"] not in (*c["actors"], *c["affected"]))
    country["lead"] = next(others)["id"]


def silent_bloc_claim(data: Data) -> None:
    bloc = data["blocs"][0]
    spoken = {p["id"] for p in data["article"]["passages"] if bloc["key"] in p["blocs"]}
    bloc["claims"] = [next(c["id"] for c in data["claims"] if c["anchors"][0]["passage"] not in spoken)]


def forget_country(data: Data) -> None:
    """A statement goes on naming a country that the claim no longer lists."""
    claim = next(c for c in data["claims"] if len(c["actors"]) == 1 and not c["affected"])
    claim["actors"] = []


def unrelated_party(data: Data) -> None:
    edge = data["relationships"][0]
    claims = [claim for claim in data["claims"] if claim["id"] in edge["claims"]]
    named = {code for claim in claims for code in (*claim["actors"], *claim["affected"])}
    edge["target"] = next(c["code"] for c in data["countries"] if c["code"] not in named)


def idle_actor(data: Data) -> None:
    acting = {code for claim in data["claims"] for code in claim["actors"]}
    next(country for country in data["countries"] if country["code"] not in acting)["role"] = "actor"


def never_affected(data: Data) -> None:
    code = at(data, "countries/role=affected")["code"]
    for claim in data["claims"]:
        claim["affected"] = [one for one in claim["affected"] if one != code]


def unknown_to_source(data: Data) -> None:
    """A claim also affects a country its sentence does not mention."""
    claim = data["claims"][0]
    claim["affected"].append("AU" if data["article"]["id"] == "north-korea-russia" else "SG")


MUTANTS: tuple[Mutant, ...] = (
    Mutant(MODEL, "an unknown field", put("claims/0/confidence", "high")),
    Mutant(MODEL, "a likelihood off the list", put("claims/0/modality", "probable")),
    Mutant(MODEL, "a claim without an anchor", put("claims/0/anchors", [])),
    Mutant(MODEL, "a claim without a theme", put("claims/0/themes", [])),
    Mutant(MODEL, "a statement of three words", put("claims/0/statement", "It is so.")),
    Mutant(MODEL, "a statement of 400 characters", put("claims/0/statement", "may " * 100)),
    Mutant(MODEL, "a country by its name", put("countries/0/code", "Russia")),
    Mutant(MODEL, "a quotation of 90 characters", put("claims/0/anchors/0/quote", "q" * 90)),
    Mutant("L1.ids", "two claims of one id", again("claims")),
    Mutant("L1.ids", "two passages of one id", again("article/passages")),
    Mutant("L1.ids", "two entries of one country", again("countries")),
    Mutant("L1.ids", "two scenarios of one id", again("scenarios")),
    Mutant("L1.ids", "the same relationship twice", again("relationships")),
    Mutant("L1.ids", "two answers of one id", again("answers")),
    Mutant("L1.repeats", "a key judgement twice", again("key_judgements")),
    Mutant("L1.repeats", "an anchor twice", again("claims/0/anchors")),
    Mutant("L1.numbering", "two passages in the wrong order", swap_passages),
    Mutant("L1.numbering", "a passage misnumbered", put("article/passages/2/sentence", 7)),
    Mutant(
        "L1.numbering", "a heading called a sentence", put("article/passages/kind=heading/kind", "sentence")
    ),
    Mutant("L1.numbering", "a passage left out", drop("article/passages/1")),
    Mutant("L1.numbering", "another section title", put("article/passages/9/section_title", "Other")),
    Mutant("L1.marks", "a sentence without modality", put("article/passages/kind=sentence/modality", None)),
    Mutant("L1.marks", "a heading that asserts", put("article/passages/kind=heading/modality", "asserted")),
    Mutant("L1.marks", "clauses misnumbered", put("article/passages/clauses!/clauses/0/number", 2)),
    Mutant(
        "L1.marks", "a level none of the clauses has", put("article/passages/clauses!/modality", "reported")
    ),
    Mutant(
        "L1.key-judgements",
        "six key judgements",
        put("key_judgements", ["C01", "C02", "C03", "C04", "C05", "C06"]),
    ),
    Mutant("L1.article", "a claim of another article", put("claims/0/article", "somewhere-else")),
    Mutant("L1.condition", "a condition dropped", put("claims/modality=conditional/condition", None)),
    Mutant("L1.condition", "an outcome dropped", put("claims/modality=conditional/outcome", None)),
    Mutant(
        "L1.condition",
        "a condition of another claim",
        put("claims/modality=conditional/condition", "winter sets in early"),
    ),
    Mutant("L1.condition", "a condition on a fact", put("claims/modality=asserted/condition", "it rains")),
    Mutant("L1.modality-word", "a fact called likely", put("claims/modality=asserted/modality", "likely")),
    Mutant("L1.kind", "a forecast called advice", put("claims/modality=possible/kind", "recommendation")),
    Mutant("L1.kind", "a forecast called a fact", put("claims/modality=possible/kind", "fact-claim")),
    Mutant("L1.provenance", "a publisher from nowhere", put("article/publisher_origin", "none")),
    Mutant(
        "L1.provenance",
        "a date from nowhere",
        each(put("article/published", "2026-01-01"), put("article/published_origin", "none")),
    ),
    Mutant(
        "L1.provenance",
        "a date that is none",
        each(put("article/published", "last spring"), put("article/published_origin", "stated")),
    ),
    Mutant(
        "L1.provenance",
        "the origin of a missing title",
        each(put("article/title", None), put("article/title_origin", "stated")),
    ),
    Mutant("L2.anchor", "an anchor to no passage", put("claims/0/anchors/0/passage", "S9.9.9")),
    Mutant("L2.anchor", "an anchor to a heading", put("claims/0/anchors/0/passage", "S1.0.0")),
    Mutant(
        "L2.anchor",
        "a forecast from the disclaimer",
        lambda data: put("claims/modality=possible/anchors", at(data, "claims/kind=meta")["anchors"])(data),
    ),
    Mutant("L2.hash", "an anchor moved to another sentence", reanchor),
    Mutant("L2.hash", "a hash mistyped", put("claims/0/anchors/0/sha256", "0" * 64)),
    Mutant(
        "L2.quote",
        "a quotation of ten words",
        put("claims/0/anchors/0/quote", "one two three four five six seven eight nine ten"),
    ),
    Mutant("L2.clause", "a clause forgotten", lambda data: _first_on_clause(data).pop("clause")),
    Mutant("L2.clause", "a clause that is not there", lambda data: _first_on_clause(data).update(clause=9)),
    Mutant(
        "L3.anchor-modality",
        "an anchor called stronger than its sentence",
        put("claims/modality=possible/anchors/0/modality", "likely"),
    ),
    Mutant("L3.ceiling", "possible called asserted", put("claims/modality=possible/modality", "asserted")),
    Mutant("L3.ceiling", "possible called likely", put("claims/modality=possible/modality", "likely")),
    Mutant("L3.ceiling", "likely called asserted", put("claims/modality=likely/modality", "asserted")),
    Mutant("L3.ceiling", "reported called asserted", put("claims/modality=reported/modality", "asserted")),
    Mutant(
        "L3.ceiling", "conditional called possible", put("claims/modality=conditional/modality", "possible")
    ),
    Mutant("L3.ceiling", "advice called fact", put("claims/modality=recommended/modality", "asserted")),
    Mutant("L3.anchor-modality", "the clause that is not hedged", strongest_clause),
    Mutant("L3.hedges", "a hedged sentence relabelled throughout", relabel_sentence),
    Mutant("L5.claim-country", "a country its sentence does not mention", unknown_to_source),
    Mutant("L5.statement-country", "a country named but not listed", forget_country),
    Mutant("L5.country", "a country without an entry", drop("countries/1")),
    Mutant("L5.country", "an entry for a country not in the source", put("countries/0/code", "BR")),
    Mutant("L5.bloc", "a bloc without an entry", drop("blocs/0")),
    Mutant("L5.theme", "a theme without an entry", drop("themes/0")),
    Mutant("L5.theme-claims", "a claim missing from its theme", drop("themes/0/claims/0")),
    Mutant(
        "L5.theme-claims",
        "a claim with one theme more than it lists",
        lambda data: data["themes"][0]["claims"].append(data["themes"][-1]["claims"][-1]),
    ),
    Mutant("L6.coverage", "a sentence no claim rests on", forget_sentence),
    Mutant("L6.coverage", "a sentence used and not used", use_and_not_use),
    Mutant("L6.coverage", "a heading not used", put("article/not_used/S1.0.0", "A heading, not a sentence.")),
    Mutant("L7.claim-id", "no such bottom line", put("bottom_line", "C999")),
    Mutant("L7.claim-id", "no such key judgement", put("key_judgements/0", "C999")),
    Mutant("L7.claim-id", "no such lead", put("countries/0/lead", "C999")),
    Mutant("L7.claim-id", "no such claim of a bloc", put("blocs/0/claims/0", "C999")),
    Mutant("L7.claim-id", "no such claim of a theme", put("themes/0/claims/0", "C999")),
    Mutant("L7.claim-id", "no such claim of a relationship", put("relationships/0/claims/0", "C999")),
    Mutant("L7.claim-id", "no such claim of a scenario", put("scenarios/0/claims/0", "C999")),
    Mutant("L7.claim-id", "no such claim of a watch item", put("watch/0/claims/0", "C999")),
    Mutant("L7.claim-id", "no such claim of an answer", put("answers/0/claims/0", "C999")),
    Mutant("L7.passage-id", "a limitation of no passage", put("article/limitations/0/passages", ["S9.9.9"])),
    Mutant(
        "L7.passage-id", "no such passage not used", put("article/not_used/S9.9.9", "Nowhere to be found.")
    ),
    Mutant("L7.watch-id", "no such watch item of a country", put("countries/0/watch", ["tea-leaves"])),
    Mutant("L7.watch-id", "no such watch item of a scenario", put("scenarios/0/watch", ["tea-leaves"])),
    Mutant("L7.party", "a relationship with nobody", put("relationships/0/target", "atlantis")),
    Mutant("L7.party", "a scenario affecting nobody", put("scenarios/0/affected", ["BR"])),
    Mutant("L7.party", "a watch item about nobody", put("watch/0/about", ["BR"])),
    Mutant("L7.country-claims", "a lead about other countries", foreign_lead),
    Mutant("L7.bloc-claims", "a bloc's claim about something else", silent_bloc_claim),
    Mutant("L7.role", "an actor that never acts", idle_actor),
    Mutant("L7.role", "an affected country that nothing affects", never_affected),
    Mutant("L6.coverage", "a sentence not used for no reason", put("article/not_used/S1.1.1", "-")),
    Mutant(
        "L7.edge",
        "a possible relationship drawn as fact",
        put("relationships/modality=possible/modality", "asserted"),
    ),
    Mutant("L7.edge", "advice drawn as fact", put("relationships/modality=recommended/modality", "asserted")),
    Mutant(
        "L7.edge",
        "a relationship with itself",
        lambda data: put("relationships/0/target", data["relationships"][0]["source"])(data),
    ),
    Mutant("L7.edge", "a relationship with somebody else", unrelated_party),
    Mutant(
        "L7.scenario",
        "a scenario of facts",
        lambda data: put("scenarios/0/claims", [at(data, "claims/modality=asserted")["id"]])(data),
    ),
    Mutant("L7.scenario", "a trigger of something else", put("scenarios/0/trigger", "Winter sets in early")),
    Mutant(
        "L7.scenario",
        "a condition the author never states",
        lambda data: next(s for s in data["scenarios"] if not s["explicit"]).update(
            explicit=True, claims=[at(data, "claims/modality=possible")["id"]]
        ),
    ),
    Mutant("L7.answer", "an answer without claims", put("answers/outcome=answer/claims", [])),
    Mutant("L7.answer", "a false premise without claims", put("answers/outcome=false-premise/claims", [])),
    Mutant("L7.answer", "an abstention without a reason", put("answers/outcome=abstain/absence", None)),
    Mutant("L7.answer", "an answer that lacks something", put("answers/outcome=answer/absence", "figure")),
    Mutant("L7.answer", "an empty question", add("answers/0/questions", " ")),
    Mutant("L7.answer-topic", "an answer about elsewhere", put("answers/outcome=answer/about", ["BR"])),
    Mutant("L7.question", "one question, two answers", two_answers),
    Mutant("L8.limitation", "no date and no word of it", undated),
    Mutant("L8.limitation", "no author and no word of it", unsigned_article),
    Mutant("L8.limitation", "no named source and no word of it", unnamed_source),
    Mutant("L8.disclaimer", "the disclaimer dropped", put("article/disclaimer", None)),
    Mutant("L8.remark", "contested, but not why", put("claims/0/contested", "?")),
    Mutant("L8.remark", "an empty note", put("claims/0/note", "")),
)


def _first_on_clause(data: Data) -> Data:
    """The first anchor to a clause of a sentence that mixes levels."""
    mixed = {p["id"] for p in data["article"]["passages"] if len({c["modality"] for c in p["clauses"]}) > 1}
    found: Data = next(a for c in data["claims"] for a in c["anchors"] if a["passage"] in mixed)
    return found
