"""Every reply of the shipped library, on both forms of message."""

import pytest

from bot.adapters.discord.custom_ids import CustomIds, decode
from bot.adapters.discord.render import Style, render, render_all
from bot.printable import printable
from bot.rendering.actions import Feedback, Run, Share, ShowEvidence, TurnPage
from briefings.reply import Choose, Outcome, Picture, Suggest, claim_lines
from tests.adapters.corpus.asked import Case
from tests.adapters.corpus.letters import bare
from tests.adapters.discord.render import rules
from tests.adapters.discord.render.checks import bodies, problems, text_of
from tests.adapters.discord.render.markdown import shown

STYLES: tuple[Style, ...] = ("embeds", "components")


@pytest.mark.parametrize("style", STYLES)
def test_nothing_is_wrong_with_any_page(corpus: tuple[Case, ...], style: Style) -> None:
    """Limits, pings, links, whole claims with their marks and sources, basis and disclaimer: all hold."""
    found = {asked: wrong for asked, reply in corpus if (wrong := problems(reply, asked, style))}
    assert not found


@pytest.mark.parametrize("style", STYLES)
def test_evidence_of_a_page_is_that_of_its_claims(corpus: tuple[Case, ...], style: Style) -> None:
    """The Evidence buttons of all pages together name every claim of the reply, in order."""
    for asked, reply in corpus:
        if asked.verb == "evidence":
            continue
        offered = [
            action.claims
            for body in bodies(reply, asked, style)
            for each in rules.walk(body["components"])
            if isinstance(action := decode(each.get("custom_id", "")), ShowEvidence)
        ]
        said = tuple(dict.fromkeys(claim for claims in offered for claim in claims))
        assert said == reply.claims or (not reply.claims and isinstance(reply.blocks[-2], Picture))
        assert all(len(claims) <= 12 for claims in offered)


@pytest.mark.parametrize("style", STYLES)
def test_every_step_of_a_reply_can_be_taken_from_every_page(corpus: tuple[Case, ...], style: Style) -> None:
    """Suggestions are buttons and choices are menus that hold every choice, on each page."""
    for asked, reply in corpus:
        for body in bodies(reply, asked, style):
            every = list(rules.walk(body["components"]))
            actions = [decode(each["custom_id"]) for each in every if "custom_id" in each]
            runs = {action.asked.line for action in actions if isinstance(action, Run)}
            values = [[option["value"] for option in each["options"]] for each in every if each["type"] == 3]
            for step in reply.follow_ups:
                if isinstance(step, Suggest):
                    assert f"/{step.verb} {step.argument}".rstrip() in runs
                if isinstance(step, Choose):
                    assert [choice.argument for choice in step.choices] in values


def test_pages_are_turned_by_their_neighbours(corpus: tuple[Case, ...]) -> None:
    """Each page leads to the one before and the one after, and to no other."""
    for asked, reply in corpus:
        pages = render_all(reply, ids=CustomIds(asked))
        for number, page in enumerate(pages):
            actions = [
                decode(each["custom_id"]) for each in rules.walk(page.components) if "custom_id" in each
            ]
            turns = {action.page for action in actions if isinstance(action, TurnPage)}
            assert turns == {each for each in (number - 1, number + 1) if 0 <= each < len(pages)}


def test_what_is_private_can_be_shared_and_what_is_public_cannot(corpus: tuple[Case, ...]) -> None:
    """Share stands on private messages that say something, never on public ones; the rest is the same."""
    for asked, reply in corpus:
        private, public = (
            render(reply, ids=CustomIds(asked), visibility=each) for each in ("private", "public")
        )
        actions = [
            [decode(each["custom_id"]) for each in rules.walk(payload.components) if "custom_id" in each]
            for payload in (private, public)
        ]
        shares = [action for action in actions[0] if isinstance(action, Share)]
        assert bool(shares) == (reply.outcome is not Outcome.CLEAR_ERROR)
        assert [action for action in actions[0] if not isinstance(action, Share)] == actions[1]
        assert (private.flags & 64, public.flags & 64) == (64, 0)
        assert private.embeds == public.embeds


def test_readers_can_find_fault_with_whatever_says_something(corpus: tuple[Case, ...]) -> None:
    """Wrong, Unsupported and Missing stand under all but refusals and pages on the product itself."""
    for asked, reply in corpus:
        payload = render(reply, ids=CustomIds(asked))
        kinds = [
            action.kind
            for each in rules.walk(payload.components)
            if isinstance(action := decode(each.get("custom_id", "")), Feedback)
        ]
        wanted = asked.verb != "about" and reply.outcome is not Outcome.CLEAR_ERROR
        assert kinds == (["wrong", "unsupported", "missing"] if wanted else [])


def test_a_picture_comes_with_its_words(corpus: tuple[Case, ...]) -> None:
    """The picture rides on the first page with a description; without it every relationship is still said."""
    for asked, reply in corpus:
        pictures = [block for block in reply.blocks if isinstance(block, Picture)]
        first, *rest = render_all(reply, ids=CustomIds(asked))
        assert [each.picture for each in first.attachments] == pictures
        assert not any(page.attachments for page in rest)
        bare_words = first.without_pictures().json()
        assert not rules.violations(bare_words)
        for picture in pictures:
            said = bare("".join(shown(text_of(page.json())).text for page in (first, *rest)))
            assert all(bare(part.strip(". ")) in said for part in picture.alt.split("; ")[1:])


def test_what_is_read_is_what_was_said(corpus: tuple[Case, ...]) -> None:
    """No word of a statement is lost or changed by escaping: what is shown holds it letter by letter."""
    for asked, reply in corpus:
        seen = "\n".join(shown(text_of(body)).text for body in bodies(reply, asked, "embeds"))
        for line in claim_lines(reply.blocks):
            marks = "".join(f"[{n}]" for n in line.cites)
            assert " ".join(filter(None, (printable(line.statement), marks, line.label))) in seen


def test_the_same_reply_gives_the_same_message(corpus: tuple[Case, ...]) -> None:
    """Rendering is a function: nothing of one reply leaks into another."""
    for asked, reply in corpus[::5]:
        assert render(reply, ids=CustomIds(asked)) == render(reply, ids=CustomIds(asked))
        assert (
            render(reply, ids=CustomIds(asked), page=99).page == render(reply, ids=CustomIds(asked)).pages - 1
        )
