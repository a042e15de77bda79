"""Replies joined into one: each mark still leads to the source it meant."""

from briefings.present.joining import joined
from briefings.reply import (
    Cite,
    ClaimLine,
    ClaimList,
    Outcome,
    Paragraph,
    Reply,
    Source,
    Text,
    claim_lines,
)


def reply(title: str, passages: dict[int, str]) -> Reply:
    """A reply that cites each passage in a claim and in words."""
    lines = tuple(
        ClaimLine(f"a:C{number}", passage, "fact", (number,)) for number, passage in passages.items()
    )
    return Reply(
        Outcome.ANSWER,
        title,
        (ClaimList(lines), Paragraph((Text("See"), Cite(tuple(passages), ())))),
        tuple(Source(number, passage, "somewhere") for number, passage in passages.items()),
    )


def test_each_mark_leads_to_what_it_meant() -> None:
    """Passages that both cite have one number, others the next; no two sources share a number."""
    card, thread = reply("Card", {1: "a:S1", 2: "a:S2"}), reply("Thread", {1: "a:S5", 2: "a:S1", 3: "a:S7"})
    whole = joined(card, [thread], "In its thread")
    by_number = {source.number: source.passage for source in whole.sources}
    assert len(by_number) == len(whole.sources) == 4
    for line in claim_lines(whole.blocks):
        assert [by_number[each] for each in line.cites] == [line.statement]
    told = [each for block in whole.blocks if isinstance(block, Paragraph) for each in block.inlines]
    marks = [each.numbers for each in told if isinstance(each, Cite)]
    assert [[by_number[one] for one in numbers] for numbers in marks] == [
        ["a:S1", "a:S2"],
        ["a:S5", "a:S1", "a:S7"],
    ]
