"""Rows under a message, and what is said where there is no room."""

from typing import Any

from bot.adapters.slack.layout import NO_SHARE
from bot.adapters.slack.limits import VALUE
from bot.adapters.slack.render import Values, render, render_all
from bot.desk.action_text import decode
from bot.rendering.actions import ShowEvidence
from bot.rendering.asked import Asked
from bot.rendering.placing import NO_EVIDENCE, NO_PAGES
from briefings.reply import (
    Choice,
    Choose,
    ClaimLine,
    ClaimList,
    Outcome,
    Paragraph,
    Reply,
    Suggest,
    Text,
)
from briefings.reply import (
    ShowEvidence as EvidenceStep,
)
from tests.adapters.slack import rules

BRIEF = Values(Asked("brief", "India"))


def _reply(*steps: Suggest | Choose | EvidenceStep, lines: int = 1) -> Reply:
    said = tuple(
        ClaimLine(f"first:C{n:02}", f"Statement {n} may hold.", "forecast", ()) for n in range(lines)
    )
    return Reply(Outcome.ANSWER, "Title", (ClaimList(said),), follow_ups=steps)


def _rows(reply: Reply, ids: Values = BRIEF) -> list[list[str]]:
    blocks = render(reply, ids=ids).blocks
    return [[_label(each) for each in row["elements"]] for row in blocks if row["type"] == "actions"]


def _label(element: dict[str, Any]) -> str:
    label: str = (element.get("text") or element["placeholder"])["text"]
    return label


def test_steps_come_first_then_sharing_and_judging_then_lists() -> None:
    """The order of a phone: what most will press stands on top."""
    reply = _reply(
        EvidenceStep("Evidence", ("first:C00",)),
        Suggest("Map", "map", "India"),
        Choose("Compare with…", "compare", (Choice("China", "India vs China"),)),
    )
    rows = _rows(reply)
    assert rows == [["Evidence", "Map"], ["Share", "Wrong", "Unsupported", "Missing"], ["Compare with…"]]


def test_steps_without_a_button_can_be_typed() -> None:
    """Beyond the room for buttons the command itself is shown, under the name it is registered by."""
    steps = [Suggest(f"Step {number}", "brief", f"topic {number}") for number in range(16)]
    payload = render(_reply(*steps), ids=BRIEF, prefix="c-")
    assert all(f"/c-brief topic {number}" in payload.text for number in (12, 13, 14, 15))
    assert "/c-brief topic 11" not in payload.text
    assert not rules.violations(payload.response())


def test_the_same_step_twice_is_one_button() -> None:
    """Two ways to the same thing are one."""
    assert _rows(_reply(Suggest("Map", "map", ""), Suggest("The map", "map", "")))[0] == ["Map"]


def test_a_list_says_how_many_choices_it_leaves_out() -> None:
    """A list holds 100; more are counted in its label."""
    choices = tuple(Choice(f"Topic {n}", f"topic {n}") for n in range(140))
    [[*_], [label]] = _rows(_reply(Choose("Themes", "brief", choices)))
    shown = int(label.removeprefix("Themes (").partition(" ")[0])
    [element] = [
        each
        for each in rules.elements(render(_reply(Choose("Themes", "brief", choices)), ids=BRIEF).blocks)
        if "options" in each
    ]
    assert label == f"Themes ({shown} more: type a name)"
    assert len(element["options"]) + shown == 140


def test_evidence_of_many_articles_has_several_buttons() -> None:
    """No claim is left out where the ids are too long for one button."""
    claims = tuple(f"{letter * 900}:C01" for letter in "abc")
    lines = tuple(ClaimLine(each, f"It may, {each[0]}.", "forecast", ()) for each in claims)
    reply = Reply(
        Outcome.ANSWER, "Title", (ClaimList(lines),), follow_ups=(EvidenceStep("Evidence", claims),)
    )
    buttons = [each for each in rules.elements(render(reply, ids=BRIEF).blocks) if each["type"] == "button"]
    actions = [decode(each["value"], VALUE) for each in buttons]
    assert [action.claims for action in actions if isinstance(action, ShowEvidence)] == [
        (each,) for each in claims
    ]
    assert [_label(each) for each in buttons][:3] == ["Evidence 1", "Evidence 2", "Evidence 3"]


def test_evidence_without_a_value_is_said_to_be_missing() -> None:
    """A claim whose name fits on no button is not dropped in silence."""
    name = "x" * 1_200 + ":C01"
    line = ClaimLine(name, "A statement.", "forecast", ())
    reply = Reply(
        Outcome.ANSWER, "Title", (ClaimList((line,)),), follow_ups=(EvidenceStep("Evidence", (name,)),)
    )
    assert NO_EVIDENCE in render(reply, ids=BRIEF).text


def test_pages_that_cannot_be_turned_are_said_to_be_there() -> None:
    """A text that fits on no button: pages as full as can be, and a sentence where there are more."""
    paragraphs = tuple(Paragraph((Text(f"Paragraph {n}. " + "word " * 100),)) for n in range(20))
    reply = Reply(Outcome.ANSWER, "Title", paragraphs)
    pages = render_all(reply, ids=Values(Asked("text", "a long text " * 200)))
    assert len(pages) > 1
    assert all(NO_PAGES in page.text for page in pages)
    assert len(pages) < render(reply, ids=BRIEF).pages


def test_a_text_that_may_not_travel_is_neither_shared_nor_turned() -> None:
    """Where the words of somebody else would have to go along, the reader is told what cannot be done."""
    paragraphs = tuple(Paragraph((Text(f"Paragraph {n}. " + "word " * 100),)) for n in range(20))
    reply = Reply(Outcome.ANSWER, "Title", paragraphs)
    [first, *_] = render_all(reply, ids=Values(Asked("text", None)))
    labels = [_label(each) for each in rules.elements(first.blocks)]
    assert labels == ["Wrong", "Unsupported", "Missing"]
    assert NO_SHARE in first.text
    assert NO_PAGES in first.text


def test_the_longest_question_keeps_every_button() -> None:
    """A question of a thousand characters is carried whole by each of them, within the room of a message."""
    steps = (Choose("Briefing", "brief", tuple(Choice(f"Topic {n}", f"topic {n}") for n in range(40))),)
    asked = Asked("ask", "why " * 249 + "why?")
    paragraphs = tuple(Paragraph((Text(f"Paragraph {n}. " + '"word" ' * 60),)) for n in range(20))
    reply = Reply(Outcome.ANSWER, "Title", paragraphs, follow_ups=steps)
    pages = render_all(reply, ids=Values(asked))
    assert len(asked.argument or "") == 1_000
    for page in pages[1:-1]:
        labels = [_label(each) for each in rules.elements(page.blocks)]
        assert {"Share", "Wrong", "Unsupported", "Missing"} <= set(labels)
        assert sum("/" in label for label in labels) == 2
        assert not rules.violations(page.response())
