"""Home, forms, prompts and lists of topics, over the shipped library."""

from typing import Any

from bot.adapters.slack.forms import FORM_VALUE, feedback_form, form
from bot.adapters.slack.home import home
from bot.adapters.slack.limits import VALUE
from bot.adapters.slack.options import options
from bot.adapters.slack.origin import Origin
from bot.adapters.slack.parse import Typing
from bot.adapters.slack.prompts import suggested_prompts
from bot.commands import Brief, Command, Compare, Gaps
from bot.desk.action_text import decode
from bot.desk.where import Where
from bot.grammar import parse
from bot.rendering.actions import KINDS, Choose, Run, ShowEvidence
from bot.rendering.asked import Asked
from briefings.reply import Outcome, Reply
from briefings.service import BriefingService
from tests.adapters.slack import rules
from tests.adapters.slack.reading import shown

WHERE = Where("U1", "T1")


def _home(service: BriefingService, prefix: str = "") -> dict[str, Any]:
    return home(service.brief(None), prefix)


def test_home_keeps_the_limits_of_views(service: BriefingService) -> None:
    """At most 100 blocks, each within its own limits; nothing pings."""
    view = _home(service)
    assert rules.violations(view, most=100) == []
    assert shown(view["blocks"]).pings == []


def test_home_says_what_there_is_and_what_is_kept(service: BriefingService) -> None:
    """The overview with its basis, every command under its registered name, a way to what is stored."""
    view = _home(service, "c-")
    text = shown(view["blocks"]).text
    overview = service.brief(None)
    assert all(line in text for line in (*overview.basis, *overview.disclaimer))
    assert all(
        f"/c-{name}" in text
        for name in ("brief", "ask", "compare", "scenarios", "watch", "gaps", "map", "about")
    )
    assert "Brief me on this" in text
    pressed = [decode(each.get("value") or "", VALUE) for each in rules.elements(view["blocks"])]
    assert Run(Asked("about", "privacy")) in pressed


def test_everything_on_home_can_be_pressed(service: BriefingService) -> None:
    """Each button runs a command, shows the evidence, or opens a form; the list of topics briefs."""
    for each in rules.elements(_home(service)["blocks"]):
        if each["type"] == "external_select":
            assert isinstance(decode(each["action_id"], VALUE), Choose)
        elif each["value"].startswith(FORM_VALUE):
            assert each["value"].removeprefix(FORM_VALUE) in {"ask", "compare"}
        else:
            assert isinstance(decode(each["value"], VALUE), Run | ShowEvidence)


def test_forms_keep_the_limits_of_views() -> None:
    """Whatever they were opened from."""
    origin = Origin("C1", "U1", "https://hooks.slack.com/" + "x" * 2_000, action="x" * 2_000)
    for view in (
        *(feedback_form(kind, origin) for kind in KINDS),
        form("ask", origin),
        form("compare", origin),
    ):
        assert rules.violations(view, most=100) == []
        assert len(view["private_metadata"]) <= 3_000
        assert all(len(view[name]["text"]) <= 24 for name in ("title", "submit", "close"))


def test_prompts_are_lines_that_can_be_answered(service: BriefingService) -> None:
    """Each prompt sends a line that the grammar reads as a command with an answer."""
    body = suggested_prompts(service.brief(None))
    commands: list[Command] = [parse(each["message"], service.topics) for each in body["prompts"]]
    assert [type(each) for each in commands] == [Brief, Brief, Brief, Compare]
    assert all(
        service.brief(each.topic).outcome is Outcome.ANSWER for each in commands if isinstance(each, Brief)
    )


def test_prompts_without_topics_ask_for_what_there_is(service: BriefingService) -> None:
    """An overview that lists nothing still gives something to begin with."""
    body = suggested_prompts(Reply(Outcome.ANSWER, "Empty", ()))
    assert [type(parse(each["message"], service.topics)) for each in body["prompts"]] == [Brief, Gaps]


def test_a_list_offers_topics_before_anything_is_typed(service: BriefingService) -> None:
    """With nothing typed all that fit, with something typed what it may become, never what is taken."""
    every = options(Typing("topic", "", (), WHERE), service.topics)["options"]
    assert len(every) > 10
    assert {each["value"] for each in every} <= {service.topics.name(t) for t in service.library.topics}
    [india] = options(Typing("topic", "ind", (), WHERE), service.topics)["options"][:1]
    assert india["value"] == "India"
    rest = options(Typing("topic", "", ("India",), WHERE), service.topics)["options"]
    assert "India" not in {each["value"] for each in rest}


def test_a_list_of_themes_offers_themes_alone(service: BriefingService) -> None:
    """What a comparison may be narrowed to."""
    themes = options(Typing("theme", "", (), WHERE), service.topics)["options"]
    assert themes
    assert all(not isinstance(parse(f"/brief {each['value']}", service.topics), Compare) for each in themes)
    assert "India" not in {each["value"] for each in themes}


def test_names_that_begin_with_what_is_typed_come_first(service: BriefingService) -> None:
    """Whoever types a letter finds the names with that letter on top, whatever else it may stand for."""
    for letter in "abcdefghijklmnopqrstuvwxyz":
        found = options(Typing("topic", letter, (), WHERE), service.topics)["options"]
        begins = [each["text"]["text"].casefold().startswith(letter) for each in found]
        assert begins == sorted(begins, reverse=True)
