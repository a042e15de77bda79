"""Digests on Discord: sub-commands, completion and buttons through the real SDK; who may do what."""

from dataclasses import replace

from bot.settings import Settings
from tests.fakes.office import Office
from tests.standins.discord.readers import Reader
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.world import Permission
from tests.wire.discord.conftest import Start
from tests.wire.discord.digests.conftest import said

ADD = {"days": "weekdays", "time": "08:30", "zone": "Europe/London", "topics": "India, China"}


async def test_a_manager_begins_a_digest(start: Start, boss: Reader, office: Office) -> None:
    """Typed options, an echo that only they see, Save in its place, and the list afterwards."""
    await start()
    echo = await boss.slash("digest add", ADD).message()
    assert echo.ephemeral
    assert "on weekdays at 08:30, Europe/London time" in said(echo)
    assert not any(
        each["label"] in {"Share", "Wrong"} for row in echo.components for each in row["components"]
    )
    await boss.press(echo, "Save").first_response()
    [kept] = await office.subscriptions.listed()
    assert kept.channel.id == str(boss.channel.id)
    assert kept.channel_name == boss.channel.name
    assert "Saved" in said(boss.sees()[-1])
    assert kept.id in said(await boss.slash("digest list").message())


async def test_completion_offers_zones_days_topics_and_own_digests(
    start: Start, boss: Reader, mira: Reader, office: Office
) -> None:
    """Whoever is in the channel is offered its digests; zones, days and topics complete."""
    await start()
    echo = await boss.slash("digest add", ADD).message()
    await boss.press(echo, "Save").first_response()
    for name, options, wanted in (
        ("digest add", {"zone": "kolk"}, "Asia/Kolkata"),
        ("digest add", {"days": "first m"}, "first monday"),
        ("digest add", {"topics": "India, chi"}, "India, China"),
        ("digest explain", {"digest": ""}, (await office.subscriptions.listed())[0].id),
    ):
        typed = mira.autocomplete(name, options)
        assert wanted in [value for _, value in await typed.offered()], name


async def test_a_reader_may_look_and_change_nothing(
    start: Start, boss: Reader, mira: Reader, office: Office
) -> None:
    """By command and by button; a forged press of somebody else's Save saves nothing either."""
    await start()
    echo = await boss.slash("digest add", ADD).message()
    save = next(
        each["custom_id"] for row in echo.components for each in row["components"] if each["label"] == "Save"
    )
    assert "Only those who manage" in said(await mira.slash("digest add", ADD).message())
    listed = await mira.slash("digest list").message()
    assert "no digest" in said(listed)
    assert "Only those who manage" in said(await mira.forge(listed, save).message())
    assert await office.subscriptions.listed() == ()


async def test_a_configured_role_manages(
    start: Start, standin: DiscordStandIn, settings: Settings, mira: Reader, office: Office
) -> None:
    """Members of a role that the operator names may, as long as they have it."""
    guild = standin.channel.guild
    assert guild is not None
    role = standin.moderator.add_role(guild, "editors", Permission(0), mira.user)
    await start(settings=replace(settings, discord_manager_roles=frozenset({str(role.id)})))
    assert "Nothing is saved yet" in said(await mira.slash("digest add", ADD).message())


async def test_bad_input_is_one_sentence_with_an_example(start: Start, boss: Reader) -> None:
    """What cannot be read brings an example of what can."""
    await start()
    for wrong in ({"days": "sometimes"}, {"time": "25:00"}, {"zone": "Atlantis"}, {"topics": "Narnia"}):
        answer = await boss.slash("digest add", {**ADD, **wrong}).message()
        assert answer.content
        assert answer.content.count("\n") == 0


async def test_following_works_in_a_direct_message(start: Start, mira: Reader, office: Office) -> None:
    """It is the person's own, whoever they are; digests are not for direct messages."""
    await start()
    answer = await mira.slash("follow", {"topic": "India"}, channel=mira.dm_channel).message()
    assert "direct message when" in said(answer)
    [follow] = await office.follows.everybody()
    assert (follow.channel.person, follow.topic) == (str(mira.user.id), "country:IN")
    refused = await mira.slash("digest list", channel=mira.dm_channel).message()
    assert "belong to channels" in said(refused)


async def test_status_tells_of_the_channels_digests(start: Start, boss: Reader, mira: Reader) -> None:
    """Anybody in the channel reads what was sent last and what comes next; elsewhere nothing of it."""
    await start()
    echo = await boss.slash("digest add", ADD).message()
    await boss.press(echo, "Save").first_response()
    status = said(await mira.slash("about", {"page": "status"}).message())
    assert "nothing sent yet" in status
    assert "Mon 2 Mar 2026 at 08:30" in status
    direct = await mira.slash("about", {"page": "status"}, channel=mira.dm_channel).message()
    assert "Mon 2 Mar 2026" not in said(direct)
