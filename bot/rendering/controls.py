"""What can be pressed under a page, as values: buttons and menus in the order of their use.

Owns which steps are offered where; platforms lay them out and say in words what found no place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from bot.rendering.actions import Action, Choose, Feedback, Run, Share, ShowEvidence, TurnPage
from bot.rendering.asked import Asked, AskedVerb
from bot.rendering.pages import Page
from briefings import reply as model
from briefings.reply import Choice, Outcome, Reply


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to press. `typed`: the command that does the same, where there is one."""

    label: str
    action: Action
    typed: str | None = None


@dataclass(frozen=True, slots=True)
class Menu:
    """A list to choose one topic from."""

    label: str
    action: Choose
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Controls:
    """Everything that can be pressed under one page."""

    turns: tuple[Button, ...]
    """To the page before and the page after."""
    steps: tuple[Button, ...]
    menus: tuple[Menu, ...]
    share: tuple[Button, ...]
    feedback: tuple[Button, ...]


def controls(reply: Reply, page: Page, asked: Asked, *, private: bool) -> Controls:
    """The controls under `page` of `reply`, which answers `asked`. Only what is private can be shared."""
    judged = reply.outcome is not Outcome.CLEAR_ERROR and not asked.manages
    return Controls(
        turns=tuple(_turns(page, asked)),
        steps=tuple(_steps(reply, page, asked)),
        menus=tuple(_menus(reply)),
        share=(Button("Share", Share(asked, page.number)),) if private and judged else (),
        feedback=tuple(_feedback(asked)) if judged and asked.verb != "about" else (),
    )


def _turns(page: Page, asked: Asked) -> Iterator[Button]:
    if page.number > 0:
        yield Button(f"‹ {page.number}/{page.count}", TurnPage(asked, page.number - 1))
    if page.number + 1 < page.count:
        yield Button(f"{page.number + 2}/{page.count} ›", TurnPage(asked, page.number + 1))


def _steps(reply: Reply, page: Page, asked: Asked) -> Iterator[Button]:
    for follow_up in reply.follow_ups:
        match follow_up:
            case model.ShowEvidence():
                claims = page.claims or (() if reply.claims else follow_up.claims)
                if claims and asked.verb != "evidence":
                    yield Button(follow_up.label, ShowEvidence(claims))
            case model.Suggest():
                run = Asked(follow_up.verb, follow_up.argument)
                yield Button(follow_up.label, Run(run), run.line)
            case model.Choose():
                pass
            case _:
                assert_never(follow_up)


def _menus(reply: Reply) -> Iterator[Menu]:
    places: dict[AskedVerb, int] = {}
    for follow_up in reply.follow_ups:
        if isinstance(follow_up, model.Choose) and follow_up.choices:
            place = places.get(follow_up.verb, 0)
            places[follow_up.verb] = place + 1
            yield Menu(follow_up.label, Choose(follow_up.verb, place), follow_up.choices)


def _feedback(asked: Asked) -> Iterator[Button]:
    yield Button("Wrong", Feedback("wrong", asked))
    yield Button("Unsupported", Feedback("unsupported", asked))
    yield Button("Missing", Feedback("missing", asked))
