"""Every reply of the shipped library as Slack's messages."""

import re
from typing import Any

from bot.adapters.slack.layout import NO_SHARE
from bot.adapters.slack.limits import VALUE
from bot.adapters.slack.render import NOT_SHOWN, Values, render, render_all
from bot.commands import DEFINITIONS
from bot.desk.action_text import decode
from bot.printable import printable
from bot.rendering.actions import Choose as ListOfTopics
from bot.rendering.actions import Feedback, Run, Share, ShowEvidence, TurnPage
from bot.rendering.placing import NO_PAGES
from briefings.reply import Choose, Outcome, Picture, Reply, Suggest, claim_lines
from tests.adapters.corpus.asked import Case
from tests.adapters.corpus.letters import bare
from tests.adapters.slack import rules
from tests.adapters.slack.checks import bodies, pages_of, problems
from tests.adapters.slack.reading import heard, shown


def test_nothing_is_wrong_with_any_page(corpus: tuple[Case, ...]) -> None:
    """Limits, pings, links, whole claims with their marks and sources, basis and disclaimer: all hold."""
    found = {asked: wrong for asked, reply in corpus if (wrong := problems(reply, asked))}
    assert not found


def test_who_only_hears_a_message_misses_nothing(corpus: tuple[Case, ...]) -> None:
    """The fallback text, which is all that screen readers and notifications have, says every word shown."""
    for asked, reply in corpus:
        for body in bodies(reply, asked):
            words = bare(heard(body["text"])).replace("•", "")
            assert words == bare(shown(body["blocks"]).text).replace("•", "")


def test_evidence_of_a_page_is_that_of_its_claims(corpus: tuple[Case, ...]) -> None:
    """The Evidence buttons of all pages together name every claim of the reply, in order."""
    for asked, reply in corpus:
        if asked.verb == "evidence":
            continue
        actions = [action for body in bodies(reply, asked) for action in _actions(body)]
        offered = [action.claims for action in actions if isinstance(action, ShowEvidence)]
        said = tuple(dict.fromkeys(claim for claims in offered for claim in claims))
        assert said == reply.claims or (not reply.claims and _has_picture(reply))
        assert all(len(claims) <= 12 for claims in offered)


def test_every_step_of_a_reply_can_be_taken_from_every_page(corpus: tuple[Case, ...]) -> None:
    """Suggestions are buttons and choices are lists that hold every choice, on each page."""
    for asked, reply in corpus:
        for body in bodies(reply, asked):
            runs = {action.asked.line for action in _actions(body) if isinstance(action, Run)}
            lists = [each for each in rules.elements(body["blocks"]) if each["type"] == "static_select"]
            values = [[option["value"] for option in each["options"]] for each in lists]
            for step in reply.follow_ups:
                if isinstance(step, Suggest):
                    assert f"/{step.verb} {step.argument}".rstrip() in runs
                if isinstance(step, Choose):
                    assert [choice.argument for choice in step.choices] in values
            assert all(isinstance(decode(each["action_id"], VALUE), ListOfTopics) for each in lists)


def test_pages_are_turned_by_their_neighbours(corpus: tuple[Case, ...]) -> None:
    """Each page leads to the one before and the one after, and to no other; none is out of reach."""
    for asked, reply in corpus:
        pages = bodies(reply, asked)
        for number, page in enumerate(pages):
            turns = {action.page for action in _actions(page) if isinstance(action, TurnPage)}
            assert turns == {each for each in (number - 1, number + 1) if 0 <= each < len(pages)}
            assert NO_PAGES not in page["text"]


def test_what_is_private_can_be_shared_and_what_is_public_cannot(corpus: tuple[Case, ...]) -> None:
    """Share stands on private messages that say something, never on public ones; the words are the same."""
    for asked, reply in corpus:
        private, public = (
            render(reply, ids=Values(asked), visibility=each) for each in ("private", "public")
        )
        shares = [each for each in _actions(private.response()) if isinstance(each, Share)]
        worth = reply.outcome is not Outcome.CLEAR_ERROR and (asked.verb != "text" or bool(reply.claims))
        assert bool(shares) == (worth and asked.argument is not None)
        assert (NO_SHARE in private.text) == (worth and asked.argument is None)
        assert not any(isinstance(each, Share) for each in _actions(public.message("C1")))
        assert _told(private.text) == _told(public.text) or asked.argument is None
        assert (private.response()["response_type"], public.response()["response_type"]) == (
            "ephemeral",
            "in_channel",
        )


def test_readers_can_find_fault_with_whatever_says_something(corpus: tuple[Case, ...]) -> None:
    """Wrong, Unsupported and Missing stand under all but refusals and pages on the product itself."""
    for asked, reply in corpus:
        [body, *_] = bodies(reply, asked)
        found = [action for action in _actions(body) if isinstance(action, Feedback)]
        wanted = asked.verb != "about" and reply.outcome is not Outcome.CLEAR_ERROR
        wanted = wanted and (asked.verb != "text" or bool(reply.claims))
        assert [each.kind for each in found] == (["wrong", "unsupported", "missing"] if wanted else [])
        assert all(each.asked == asked for each in found)


def test_a_picture_is_for_those_who_see_it_together(corpus: tuple[Case, ...]) -> None:
    """A private map is words alone; a public one has its picture on the first page, described."""
    for asked, reply in corpus:
        pictures = [block for block in reply.blocks if isinstance(block, Picture)]
        assert not any(page.pictures for page in pages_of(reply, asked))
        first, *rest = pages_of(reply, asked, public=True)
        assert [each.picture for each in first.pictures] == pictures
        assert not any(page.pictures for page in rest)
        images = [each for each in first.with_pictures(["F1"]).blocks if each["type"] == "image"]
        assert [each["slack_file"]["id"] for each in images] == ["F1"] * len(pictures)
        said = bare("".join(page.text for page in (first, *rest)))
        alone = "".join(page.text for page in pages_of(reply, asked))
        assert (NOT_SHOWN in alone, NOT_SHOWN in said) == (bool(pictures), False)
        for picture in pictures:
            assert all(bare(part.strip(". ")) in said for part in picture.alt.split("; ")[1:])


def test_what_is_read_is_what_was_said(corpus: tuple[Case, ...]) -> None:
    """No word of a statement is lost or changed: what is shown holds it letter by letter."""
    for asked, reply in corpus:
        seen = "\n".join(shown(body["blocks"]).text for body in bodies(reply, asked))
        for line in claim_lines(reply.blocks):
            marks = "".join(f"[{number}]" for number in line.cites)
            said = " ".join(filter(None, (printable(line.statement), marks, line.label)))
            assert said in seen


def test_any_page_number_gives_the_nearest_page(corpus: tuple[Case, ...]) -> None:
    """A page number from an old button never fails."""
    for asked, reply in corpus[::5]:
        pages = pages_of(reply, asked)
        assert render(reply, ids=Values(asked), page=99) == pages[-1]
        assert render(reply, ids=Values(asked), page=-3) == pages[0]


def _actions(body: dict[str, Any]) -> list[Any]:
    found = rules.elements(body["blocks"])
    return [decode(each["value"], VALUE) for each in found if each["type"] == "button"]


def _told(text: str) -> list[str]:
    """The lines that say something, without the one on how to come by a picture."""
    return [each for each in text.split("\n") if each and each != NOT_SHOWN]


def _has_picture(reply: Reply) -> bool:
    return any(isinstance(block, Picture) for block in reply.blocks)


def test_with_a_prefix_every_command_is_named_as_it_is_registered(corpus: tuple[Case, ...]) -> None:
    """Wherever a message says what to type, it says it with the prefix, and with one only."""
    bare_name = re.compile(rf"(?<![\w/])/(?:{'|'.join(each.name for each in DEFINITIONS)})\b")
    named = 0
    for asked, reply in corpus:
        for page in render_all(reply, ids=Values(asked), prefix="c-"):
            said = f"{page.text}\n{shown(page.blocks).text}"
            assert not bare_name.findall(said), asked
            assert "/c-c-" not in said
            named += said.count("/c-")
    assert named > 20
