"""Rows of buttons and menus, and what is said where there is no room."""

import pytest

from bot.adapters.discord.custom_ids import CustomIds
from bot.adapters.discord.render import Style, render, render_all
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
    ShowEvidence,
    Suggest,
    Text,
)
from tests.adapters.discord.render import rules
from tests.adapters.discord.render.checks import text_of
from tests.adapters.discord.render.markdown import shown

STYLES: tuple[Style, ...] = ("embeds", "components")
BRIEF = CustomIds(Asked("brief", "India"))


def _reply(*steps: Suggest | Choose | ShowEvidence, lines: int = 1) -> Reply:
    said = tuple(
        ClaimLine(f"first:C{n:02}", f"Statement {n} may hold.", "forecast", ()) for n in range(lines)
    )
    return Reply(Outcome.ANSWER, "Title", (ClaimList(said),), follow_ups=steps)


def _labels(reply: Reply, style: Style) -> list[list[str]]:
    rows = [row for row in render(reply, ids=BRIEF, style=style).json()["components"] if row["type"] == 1]
    return [[each.get("label") or each["placeholder"] for each in row["components"]] for row in rows]


@pytest.mark.parametrize("style", STYLES)
def test_steps_come_first_then_sharing_and_judging_then_menus(style: Style) -> None:
    """The order of a phone: what most will press stands on top."""
    reply = _reply(
        ShowEvidence("Evidence", ("first:C00",)),
        Suggest("Map", "map", "India"),
        Choose("Compare with…", "compare", (Choice("China", "India vs China"),)),
    )
    assert _labels(reply, style) == [
        ["Evidence", "Map"],
        ["Share", "Wrong", "Unsupported", "Missing"],
        ["Compare with…"],
    ]


@pytest.mark.parametrize("style", STYLES)
def test_steps_without_a_button_can_be_typed(style: Style) -> None:
    """Beyond the room for buttons, and beyond the length of an id, the command itself is shown."""
    long = "x" * 120
    steps = [Suggest(f"Step {number}", "brief", f"topic {number}") for number in range(9)]
    payload = render(_reply(*steps, Suggest("Long", "map", long)), ids=BRIEF, style=style)
    text = shown(text_of(payload.json())).text
    assert all(f"/brief topic {number}" in text for number in (6, 7, 8))
    assert "/brief topic 5" not in text
    assert not rules.violations(payload.json())


@pytest.mark.parametrize("style", STYLES)
def test_the_same_step_twice_is_one_button(style: Style) -> None:
    """Discord refuses a message with an id that repeats."""
    reply = _reply(Suggest("Map", "map", ""), Suggest("The map", "map", ""))
    assert _labels(reply, style)[0] == ["Map"]


@pytest.mark.parametrize("style", STYLES)
def test_a_menu_says_how_many_choices_it_leaves_out(style: Style) -> None:
    """A menu holds 25; more are counted in its label."""
    choices = tuple(Choice(f"Topic {n}", f"topic {n}") for n in range(40))
    assert _labels(_reply(Choose("Themes", "brief", choices)), style)[-1] == ["Themes (15 more: type a name)"]


@pytest.mark.parametrize("style", STYLES)
def test_menus_beyond_the_third_are_named(style: Style) -> None:
    """Five rows are all there are; the command of a fourth menu is said in words."""
    steps = [Choose(f"Menu {n}", "watch", (Choice("A", f"a {n}"),)) for n in range(4)]
    payload = render(_reply(*steps), ids=BRIEF, style=style)
    assert "/watch …" in shown(text_of(payload.json())).text
    assert not rules.violations(payload.json())


@pytest.mark.parametrize("style", STYLES)
def test_evidence_without_an_id_is_said_to_be_missing(style: Style) -> None:
    """A claim whose name fits into no id is not dropped in silence."""
    reply = Reply(
        Outcome.ANSWER,
        "Title",
        (ClaimList((ClaimLine("x" * 120 + ":C01", "A statement.", "forecast", ()),)),),
        follow_ups=(ShowEvidence("Evidence", ("x" * 120 + ":C01",)),),
    )
    assert NO_EVIDENCE in shown(text_of(render(reply, ids=BRIEF, style=style).json())).text


def test_claims_of_many_articles_have_several_evidence_buttons() -> None:
    """No claim is left out where the ids are too long for one button."""
    lines = tuple(ClaimLine(f"{letter * 40}:C01", "It may.", "forecast", ()) for letter in "abcd")
    reply = Reply(
        Outcome.ANSWER,
        "Title",
        (ClaimList(lines),),
        follow_ups=(ShowEvidence("Evidence", tuple(each.claim for each in lines)),),
    )
    labels = _labels(reply, "embeds")
    assert [label for row in labels for label in row if label.startswith("Evidence")] == [
        "Evidence 1",
        "Evidence 2",
        "Evidence 3",
        "Evidence 4",
    ][: sum(label.startswith("Evidence") for row in labels for label in row)]
    assert sum(label.startswith("Evidence") for row in labels for label in row) >= 2


def test_pages_that_cannot_be_turned_are_said_to_be_there() -> None:
    """A text that no id holds: pages as full as can be, and a sentence where there are more."""
    words = tuple(Paragraph((Text(f"Paragraph {n}. " + "word " * 100),)) for n in range(20))
    reply = Reply(Outcome.ANSWER, "Title", words)
    unreachable = CustomIds(Asked("text", "a long text " * 40))
    pages = render_all(reply, ids=unreachable)
    assert len(pages) > 1
    assert all(NO_PAGES in shown(text_of(page.json())).text for page in pages)
    assert len(pages) < render(reply, ids=BRIEF).pages
