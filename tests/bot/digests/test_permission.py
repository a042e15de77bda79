"""Who may do what: roles × commands × contexts × paths, none left out."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.commands import DEFINITIONS, Definition, each_one
from bot.desk.action_text import encode
from bot.desk.desk import NOTHING_SHOWN, Desk
from bot.desk.replies import Replies
from bot.desk.steps import Answer, Step
from bot.desk.steps import Share as Shared
from bot.desk.where import Where
from bot.digest_commands import DIGEST_COMMANDS, MANAGERS_ONLY, DigestConfirm, Follow, Unfollow
from bot.digests.asker import Asker
from bot.digests.permission import permit
from bot.grammar import parse
from bot.handlers import Handlers
from bot.rendering.actions import Action, Run, Share, TurnPage
from bot.rendering.asked import Asked
from briefings.errors import BadInput
from briefings.reply import Reply
from tests.fakes.clock import SetClock
from tests.fakes.feedback import FeedbackInMemory
from tests.fakes.office import Office, told
from tests.fakes.source_texts import SourceTextsInMemory

LINES = {
    "add": "add weekdays 08:30 Europe/London",
    "edit": "edit time 09:00",
    "snooze": "snooze 2 days",
    "confirm": "confirm 7K3QF2",
    "cancel": "cancel 7K3QF2",
}
OPEN = {"list", "preview", "explain", "history"}
SUBS = [each for each in each_one(DEFINITIONS) if each.command in DIGEST_COMMANDS and not each.subs]


def _line(definition: Definition) -> str:
    if definition.command in {Follow, Unfollow}:
        return f"/{definition.name} India"
    return f"/digest {LINES.get(definition.name, definition.name)}"


CHANNEL, DIRECT = ("guild", "c1", False), ("direct", "d1", True)


@pytest.mark.parametrize("definition", SUBS, ids=[each.name for each in SUBS])
def test_every_command_for_every_role_and_context(definition: Definition, service: Any) -> None:
    """Managers change what a channel is sent, anybody in it looks, follows are everybody's own."""
    command = parse(_line(definition), service.topics)
    assert isinstance(command, definition.command)
    for manages, (place, channel, direct) in itertools.product((True, False), (CHANNEL, DIRECT)):
        asker = Asker("discord", place, channel, "reader", manages=manages, direct=direct)
        person = definition.command in {Follow, Unfollow}
        allowed = person or (not direct and (manages or definition.name in OPEN))
        try:
            permit(command, asker)  # type: ignore[arg-type] # a digest command, as was just seen
        except BadInput:
            assert not allowed
        else:
            assert allowed
    for nobody in (None, Asker("discord", "guild", "c1", "")):
        with pytest.raises(BadInput):
            permit(command, nobody)  # type: ignore[arg-type]
    assert (definition.audience == "managers") == (definition.command in MANAGERS_ONLY)


class _Words:
    def render(self, reply: Reply, asked: Asked, page: int, visibility: str, locale: str) -> str:
        return told(reply)

    def said(self, sentence: str, visibility: str) -> str:
        return sentence

    def alone(self, message: Mapping[str, object]) -> str:
        return str(message)

    def words(self, payload: str) -> str:
        return payload


@pytest.fixture
def desk(office: Office) -> Desk[str]:
    """A platform's desk over the office."""
    handlers = Handlers(office.service, SourceTextsInMemory(SetClock()), digests=lambda: office.digests)
    return Desk(Replies(handlers, _Words()), FeedbackInMemory(), SetClock(), "discord")


async def _done(desk: Desk[str], path: str, line: str, where: Where) -> str:
    """What somebody is told who does something by that path."""
    verb, _, rest = line[1:].partition(" ")
    asked = Asked("digest" if verb == "digest" else "follow" if verb == "follow" else "unfollow", rest)
    try:
        step: Step | None
        if path == "command":
            step = desk.used(parse(line, desk._replies.topics), where)
        else:
            actions: dict[str, Action] = {
                "button": Run(asked),
                "page": TurnPage(asked, 0),
                "share": Share(asked),
            }
            action = actions[path]
            assert encode(action, 2_000)
            found = desk.pressed(action, where, NOTHING_SHOWN)
            step = found.answer if isinstance(found, Shared) else found
        if not isinstance(step, Answer):
            return "nothing"
        return await desk.carry_out(step, where)
    except BadInput as error:
        return f"refused: {error}"


@pytest.mark.parametrize("path", ["command", "button", "page", "share"])
async def test_a_reader_changes_nothing_by_any_path(office: Office, desk: Desk[str], path: str) -> None:
    """Whatever is typed, pressed, turned or shared by somebody who does not manage, nothing changes."""
    name = await office.made()
    before = await office.subscriptions.get(name)
    echo_draft = (await office.says("/digest remove")).follow_ups[0]
    confirm = f"/digest {echo_draft.argument}"  # type: ignore[union-attr]
    where = Where("mira", "guild", "general", manages=False, writes=True)
    for definition in SUBS:
        if definition.command in MANAGERS_ONLY:
            line = confirm if definition.command is DigestConfirm else _line(definition)
            assert (await _done(desk, path, line, where)).startswith("refused"), definition.name
    assert await office.subscriptions.get(name) == before


@pytest.mark.parametrize("path", ["page", "share"])
async def test_turning_and_sharing_never_change_anything(office: Office, desk: Desk[str], path: str) -> None:
    """Not even for managers: hand-made pages and shares of commands that change something are refused."""
    name = await office.made()
    before = await office.subscriptions.get(name)
    where = Where("mira", "guild", "general", manages=True, writes=True)
    for definition in SUBS:
        if definition.name not in OPEN:
            assert (await _done(desk, path, _line(definition), where)).startswith("refused"), definition.name
    assert await office.subscriptions.get(name) == before


async def test_answers_about_digests_are_never_kept_for_others(office: Office, desk: Desk[str]) -> None:
    """The same words typed in two channels are answered for each."""
    name = await office.made()
    here = Where("tom", "guild", "general")
    command = parse("/digest list", office.service.topics)
    assert name in await desk.carry_out(desk.used(command, here), here)
    there = replace(here, channel="other")
    assert name not in await desk.carry_out(desk.used(command, there), there)


async def test_words_said_in_the_open_manage_nothing(desk: Desk[str]) -> None:
    """What somebody may is not known for a mention, so it is sent to the command."""
    with pytest.raises(BadInput, match="/digest"):
        desk.spoken("digest pause", Where("mira", "guild", "general", manages=True))
