"""What a reader can do, and what only a careless test would."""

from typing import Any

import pytest

from tests.standins.discord import view
from tests.standins.discord.by_hand import ByHand
from tests.standins.discord.interactions import Interaction
from tests.standins.discord.offered import NotOffered
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.world import Permission
from tests.wire.standins.conftest import Api

OPTION = {"type": 3, "name": "topic", "description": "d"}
SELECT = {
    "type": 3,
    "custom_id": "s",
    "placeholder": "Country",
    "options": [{"label": "India", "value": "IN"}],
}


async def register(standin: DiscordStandIn, api: Api, *commands: dict[str, Any]) -> None:
    """Register global commands."""
    path = f"/applications/{standin.state.application_id}/commands"
    assert (await api("PUT", path, list(commands)))[0] == 200


async def respond(api: Api, interaction: Interaction, kind: int, **data: Any) -> None:
    """Answer an interaction as a bot would."""
    callback = f"/interactions/{interaction.id}/{interaction.token}/callback"
    assert (await api("POST", callback, {"type": kind, "data": data}))[0] == 204


async def test_options_are_of_their_kind(standin: DiscordStandIn, api: Api) -> None:
    """Choices, lengths, completion and contexts bind a reader."""
    bounded = {**OPTION, "min_length": 2, "max_length": 3}
    either = {**OPTION, "choices": [{"name": "a", "value": "a"}]}
    await register(
        standin,
        api,
        {"name": "bounded", "description": "d", "options": [bounded]},
        {"name": "either", "description": "d", "options": [either]},
        {"name": "here", "description": "d", "contexts": [0]},
    )
    mira = standin.user("Mira")
    for name, value in [("bounded", "x"), ("bounded", "xxxx"), ("either", "b"), ("bounded", True)]:
        with pytest.raises(NotOffered):
            mira.slash(name, {"topic": value})
    with pytest.raises(NotOffered):
        mira.autocomplete("either", {"topic": "a"})
    with pytest.raises(NotOffered):
        mira.slash("here", channel=mira.dm_channel)
    assert mira.slash("bounded", {"topic": "xx"}).response is None


async def test_people_and_roles_are_chosen(standin: DiscordStandIn, api: Api) -> None:
    """Users, roles and channels go out resolved."""
    options = [{**OPTION, "type": kind, "name": f"o{kind}"} for kind in (6, 7, 8, 9)]
    await register(standin, api, {"name": "pick", "description": "d", "options": options})
    mira = standin.user("Mira")
    role = standin.moderator.add_role(standin.guild, "desk", Permission.NONE)
    picked = mira.slash("pick", {"o6": mira.user, "o7": standin.channel, "o8": role, "o9": role})
    resolved = picked.data["resolved"]
    assert resolved["members"].keys() == resolved["users"].keys() == {str(mira.user.id)}
    assert resolved["roles"].keys() == {str(role.id)}
    assert resolved["channels"].keys() == {str(standin.channel.id)}


async def test_components_are_used_as_shown(standin: DiscordStandIn, api: Api) -> None:
    """Links, disabled buttons, missing options and too many choices cannot be used."""
    buttons = [
        {"type": 2, "style": 5, "label": "Site", "url": "https://example.org/"},
        {"type": 2, "style": 1, "label": "Off", "custom_id": "off", "disabled": True},
        {"type": 2, "style": 1, "label": "On", "custom_id": "on"},
    ]
    rows = [{"type": 1, "components": buttons}, {"type": 1, "components": [SELECT]}]
    await api("POST", f"/channels/{standin.channel.id}/messages", {"content": "x", "components": rows})
    [message] = standin.channel.messages
    mira = standin.user("Mira")
    for named in ("Site", "Off", "Gone"):
        with pytest.raises(NotOffered):
            mira.press(message, named)
    for wanted in (("Japan",), ("India", "India"), ()):
        with pytest.raises(NotOffered):
            mira.choose(message, *wanted)
    with pytest.raises(NotOffered):
        mira.choose(message, "India", select="Theme")
    assert mira.press(message, "On").data["custom_id"] == "on"
    assert mira.choose(message, "India", select="Country").data["values"] == ["IN"]


async def test_people_are_chosen_in_a_select(standin: DiscordStandIn, api: Api) -> None:
    """A user select sends ids, resolved."""
    rows = [{"type": 1, "components": [{"type": 5, "custom_id": "u"}]}]
    await api("POST", f"/channels/{standin.channel.id}/messages", {"content": "x", "components": rows})
    mira = standin.user("Mira")
    chosen = mira.choose(standin.channel.messages[0], mira.user)
    assert chosen.data["values"] == [str(mira.user.id)]
    assert str(mira.user.id) in chosen.data["resolved"]["users"]


async def test_a_form_of_every_field(standin: DiscordStandIn, api: Api) -> None:
    """Labelled selects and inputs, optional ones and those with a value already."""
    await register(standin, api, {"name": "form", "description": "d"})
    mira = standin.user("Mira")
    opened = mira.slash("form")
    fields = [
        {"type": 10, "content": "about"},
        {"type": 18, "label": "Country", "component": {**SELECT, "required": True}},
        {
            "type": 18,
            "label": "Why",
            "component": {"type": 4, "custom_id": "why", "style": 2, "required": False},
        },
        {
            "type": 1,
            "components": [{"type": 4, "custom_id": "who", "label": "Who", "style": 1, "value": "me"}],
        },
    ]
    await respond(api, opened, 9, custom_id="f", title="T", components=fields)
    for wrong in ({}, {"Country": "India", "Whence": "x"}):
        with pytest.raises(NotOffered):
            mira.submit_modal(opened, wrong)
    sent = mira.submit_modal(opened, {"Country": "India"}).data["components"]
    assert [each["type"] for each in sent] == [10, 18, 18, 1]
    assert (sent[1]["component"]["values"], sent[2]["component"]["value"]) == (["IN"], "")
    assert sent[3]["components"][0]["value"] == "me"
    with pytest.raises(NotOffered):
        standin.user("Noor").submit_modal(opened, {})


async def test_what_was_not_answered_so(standin: DiscordStandIn, api: Api) -> None:
    """Asking for a form or for choices where there are none is the test's mistake."""
    await register(standin, api, {"name": "plain", "description": "d"})
    asked = standin.user("Mira").slash("plain")
    await respond(api, asked, 4, content="x")
    with pytest.raises(AssertionError, match="not with a form"):
        await asked.opened_modal()
    with pytest.raises(AssertionError, match="not with choices"):
        await asked.offered()


async def test_sleeping_threads_and_forbidden_channels(standin: DiscordStandIn, api: Api) -> None:
    """No commands in an archived thread, no words where one may not write."""
    await register(standin, api, {"name": "plain", "description": "d"})
    mira = standin.user("Mira")
    thread = standin.world.add_thread(standin.channel, "T", mira.user)
    standin.moderator.archive(thread)
    with pytest.raises(NotOffered):
        mira.slash("plain", channel=thread)
    standin.moderator.deny(standin.channel, Permission.SEND_MESSAGES, mira.user)
    with pytest.raises(NotOffered):
        mira.say(standin.channel, "hello")


async def test_who_may_do_what(standin: DiscordStandIn) -> None:
    """Managers, administrators and the owner; a role taken away takes its permissions along."""
    manager, reader = standin.user("Ana", manager=True), standin.user("Mira")
    guild = standin.guild
    desk = standin.moderator.add_role(guild, "desk", Permission.ADMINISTRATOR, reader.user)
    assert Permission.MANAGE_GUILD in standin.allowed(manager.user)
    assert Permission.MANAGE_CHANNELS in standin.allowed(reader.user)
    guild.members[reader.user.id].roles.discard(desk.id)
    assert Permission.MANAGE_CHANNELS not in standin.allowed(reader.user)
    assert Permission.ADMINISTRATOR in standin.allowed(guild.owner)


async def test_a_person_at_the_prompt(standin: DiscordStandIn, api: Api) -> None:
    """Lines act as a reader, and what is to be seen is told as text."""
    await register(standin, api, {"name": "brief", "description": "Brief me", "options": [OPTION]})
    mira = standin.user("Mira")
    hand = ByHand(standin, mira)
    assert await hand.obey("commands") == "/brief  Brief me"
    embed = {
        "title": "India",
        "description": "one",
        "fields": [{"name": "n", "value": "v"}],
        "footer": {"text": "f"},
    }
    buttons = [{"type": 2, "style": 1, "label": "Evidence", "custom_id": "e"}]
    rows = [{"type": 1, "components": buttons}, {"type": 1, "components": [SELECT]}]
    body = {"content": "first", "embeds": [embed], "components": rows}
    await api("POST", f"/channels/{standin.channel.id}/messages", body)
    shown = await hand.obey("show")
    for part in (
        "#briefings",
        "Communiqué:",
        "| India",
        "| n: v",
        "| f",
        "( Evidence ) e",
        "[ Country: India ]",
    ):
        assert part in shown
    mira.say(standin.channel, "@bot hello")
    assert "pings" in view.channel(standin.channel)
    with pytest.raises(NotOffered):
        await hand.obey("/brif")
    assert "press Evidence" in await hand.obey("help")
