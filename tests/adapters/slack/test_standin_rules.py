"""Payloads against the stand-in's rules and Slack's published types: limits written by other hands."""

from random import Random
from typing import Any

import pytest

from bot.adapters.slack.forms import feedback_form, form
from bot.adapters.slack.home import home
from bot.adapters.slack.origin import Origin
from bot.adapters.slack.render import said
from bot.rendering.actions import KINDS
from briefings.service import BriefingService
from tests.adapters.corpus import generated
from tests.adapters.corpus.asked import Case
from tests.adapters.slack.checks import bodies, pages_of
from tests.standins.slack.checks.blocks import BlockChecks, Surface
from tests.standins.slack.checks.messages import check_message, check_view
from tests.standins.slack.mentions import pings
from tests.standins.slack.refusals import Refused
from tests.standins.slack.spec import Spec, published

CHECKS = BlockChecks({}, lambda _: True)
ORIGIN = Origin("C1", "U1", "https://hooks.example.org/x", "1.2", action="c1:f:w:b:India")


@pytest.fixture(scope="module")
def spec() -> Spec:
    """Slack's published types."""
    found = published()
    if found is None:
        pytest.skip("Slack's schemas are not at hand in ../shared/spec")
    return found


def _refusal(body: dict[str, Any]) -> str | None:
    try:
        check_message(body, CHECKS)
    except Refused as refused:
        return str(refused)
    return None


def test_the_stand_in_takes_every_page_of_the_corpus(corpus: tuple[Case, ...]) -> None:
    """Nothing we say of the shipped library is refused."""
    pages = [body for asked, reply in corpus for body in bodies(reply, asked)]
    assert [found for body in pages if (found := _refusal(body))] == []


def test_the_stand_in_takes_replies_nobody_would_write() -> None:
    """Nor is anything generated, and nobody is notified by it."""
    for seed in range(100):
        rng = Random(seed)  # noqa: S311 - chance that can be repeated, not a secret
        for body in bodies(generated.reply(rng), generated.asked(rng)):
            assert _refusal(body) is None
            assert not pings(body, {})


def test_messages_fit_the_published_types(corpus: tuple[Case, ...], spec: Spec) -> None:
    """A sample of pages, private and public, has the shapes that Slack publishes."""
    for asked, reply in corpus[::29]:
        for page in (*pages_of(reply, asked)[:1], *pages_of(reply, asked, public=True)[:1]):
            spec.check_post(page.with_pictures(["F1"]).message("C1", "1.2"))
            spec.check_view(page.in_modal())
    spec.check_post(said("A sentence.").message("C1"))


def test_views_fit_the_published_types(service: BriefingService, spec: Spec) -> None:
    """Home and every form have the shapes that Slack publishes."""
    for view in _views(service):
        spec.check_view(view)


def test_the_stand_in_takes_every_view(service: BriefingService) -> None:
    """Home and every form keep the limits of views."""
    for view in _views(service):
        assert check_view(view, CHECKS, Surface(view["type"])) == view


def test_the_stand_in_would_refuse() -> None:
    """The rules are at work: a header one character too long is refused."""
    block = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    assert _refusal({"text": "x", "blocks": [block]})


def _views(service: BriefingService) -> list[dict[str, Any]]:
    forms = [feedback_form(kind, ORIGIN) for kind in KINDS]
    return [
        home(service.brief(None), "c-"),
        *forms,
        form("ask", ORIGIN),
        form("compare", ORIGIN),
    ]
