"""Commands, buttons, selects and forms, from a reader's hands through the real library and back."""

import io
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.standins.discord.interactions import ResponseKind
from tests.standins.discord.offered import NotOffered
from tests.standins.discord.standin import DiscordStandIn
from tests.wire.standins.bots import Bot, app_commands, discord

TOPICS = {"India": "IN", "Indien": "IN", "Japan": "JP"}


class Answers(discord.ui.View):
    """A button and a select under an answer."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Evidence", custom_id="v1:evidence")
    async def evidence(self, interaction: discord.Interaction, _: "discord.ui.Button[Answers]") -> None:
        """Change the answer in place."""
        await interaction.response.edit_message(content="three anchors", view=None)

    @discord.ui.button(label="Wrong", custom_id="v1:wrong")
    async def wrong(self, interaction: discord.Interaction, _: "discord.ui.Button[Answers]") -> None:
        """Ask for a comment."""
        await interaction.response.send_modal(Comment())

    @discord.ui.select(
        custom_id="v1:country",
        placeholder="Country",
        options=[
            discord.SelectOption(label=name, value=code) for name, code in TOPICS.items() if name != "Indien"
        ],
    )
    async def country(self, interaction: discord.Interaction, chosen: "discord.ui.Select[Answers]") -> None:
        """Answer later."""
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"about {chosen.values[0]}")


class Comment(discord.ui.Modal, title="What is wrong?"):
    """One field."""

    comment: "discord.ui.TextInput[Comment]" = discord.ui.TextInput(label="Comment", max_length=50)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Thank."""
        await interaction.response.send_message(f"noted: {self.comment.value}", ephemeral=True)


def add_commands(bot: Bot) -> None:
    """The commands of these tests."""

    @bot.tree.command(name="brief", description="Brief me")
    async def brief(interaction: discord.Interaction, topic: str, pages: int = 1) -> None:
        await interaction.response.send_message(
            f"{topic} {pages} {interaction.locale}", view=Answers(), ephemeral=True
        )

    @brief.autocomplete("topic")
    async def topics(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        fitting = {name: code for name, code in TOPICS.items() if typed.lower() in name.lower()}
        return [app_commands.Choice(name=name, value=code) for name, code in fitting.items()]

    @bot.tree.command(name="slow", description="Takes a while")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("done", file=discord.File(io.BytesIO(b"png"), "map.png"))
        await interaction.followup.send("and more")

    digest = app_commands.Group(name="digest", description="Digests")

    @digest.command(name="add", description="Add one")
    async def add(
        interaction: discord.Interaction, channel: discord.TextChannel, who: discord.Member
    ) -> None:
        await interaction.response.send_message(f"{channel.name} for {who.name}")

    bot.tree.add_command(digest)

    @bot.tree.context_menu(name="Brief me on this")
    async def on_this(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"you mean: {message.content}", ephemeral=True)


@pytest_asyncio.fixture
async def ready(standin: DiscordStandIn, bot: Bot) -> AsyncIterator[DiscordStandIn]:
    """The stand-in, with a connected bot that has commands; nothing may be refused."""
    add_commands(bot)
    bot.add_view(Answers())
    await bot.run_until_ready()
    yield standin
    assert standin.refusals == []


async def test_a_slash_command_is_answered_privately(ready: DiscordStandIn) -> None:
    """Typed options and the reader's locale arrive; only the reader sees the answer."""
    mira, noor = ready.user("Mira", locale="de"), ready.user("Noor")
    asked = mira.slash("brief", {"topic": "Indien", "pages": 2})
    message = await asked.message()
    assert message.content == "Indien 2 de"
    assert (asked.response, message.ephemeral, message.pings) == (ResponseKind.MESSAGE, True, frozenset())
    assert message in mira.sees()
    assert message not in noor.sees()
    assert ready.channel.messages == []
    with pytest.raises(NotOffered):
        noor.press(message, "Evidence")


async def test_a_deferral_becomes_its_first_follow_up(ready: DiscordStandIn) -> None:
    """The first follow-up takes the deferral's place and privacy; the next is a message of its own."""
    asked = ready.user("Mira").slash("slow")
    first, second = await asked.messages(2)
    assert (first.content, first.ephemeral, first.loading) == ("done", True, False)
    assert first.attachments == {"map.png": b"png"}
    assert (second.content, second.ephemeral) == ("and more", False)
    assert asked.response is ResponseKind.DEFERRED_MESSAGE


async def test_sub_commands_and_resolved_options(ready: DiscordStandIn) -> None:
    """Channels and members are resolved as the client does."""
    mira = ready.user("Mira")
    asked = mira.slash("digest add", {"channel": ready.channel, "who": mira.user})
    assert (await asked.message()).content == "briefings for Mira"


async def test_autocomplete_offers_choices(ready: DiscordStandIn) -> None:
    """The choices arrive as name and value."""
    typed = ready.user("Mira").autocomplete("brief", {"topic": "ind"})
    assert await typed.offered() == [("India", "IN"), ("Indien", "IN")]


async def test_a_message_command_gets_the_message(ready: DiscordStandIn) -> None:
    """The target's content arrives although nobody mentioned the bot."""
    mira = ready.user("Mira")
    said = mira.say(ready.channel, "what about Seoul?")
    asked = mira.message_command("Brief me on this", said)
    assert (await asked.message()).content == "you mean: what about Seoul?"


async def test_a_button_changes_its_message(ready: DiscordStandIn) -> None:
    """An update edits the private answer in place and takes the buttons away."""
    mira = ready.user("Mira")
    message = await mira.slash("brief", {"topic": "India"}).message()
    await mira.press(message, "Evidence").first_response()
    assert (message.content, message.components) == ("three anchors", [])
    assert message.before_edits == ["India 1 en-US"]
    with pytest.raises(NotOffered):
        mira.press(message, "Evidence")


async def test_a_select_with_a_late_answer(ready: DiscordStandIn) -> None:
    """A deferred update is filled by an edit of the original."""
    mira = ready.user("Mira")
    message = await mira.slash("brief", {"topic": "India"}).message()
    chosen = mira.choose(message, "Japan")
    assert await chosen.message() is message
    assert message.content == "about JP"


async def test_a_form_is_opened_and_sent(ready: DiscordStandIn) -> None:
    """The modal's limits bind the reader; its answer is private."""
    mira = ready.user("Mira")
    message = await mira.slash("brief", {"topic": "India"}).message()
    pressed = mira.press(message, "Wrong")
    assert (await pressed.opened_modal())["title"] == "What is wrong?"
    with pytest.raises(NotOffered):
        mira.submit_modal(pressed, {"Comment": "x" * 51})
    sent = mira.submit_modal(pressed, {"Comment": "the date"})
    assert (await sent.message()).content == "noted: the date"


async def test_what_is_not_registered_cannot_be_used(ready: DiscordStandIn) -> None:
    """Unknown commands, wrong options and missing ones are the test's mistake, and said so."""
    mira = ready.user("Mira")
    cases: list[tuple[str, dict[str, object]]] = [
        ("brif", {}),
        ("brief", {}),
        ("brief", {"topic": 3}),
        ("brief", {"topic": "India", "page": 1}),
        ("digest", {}),
    ]
    for name, options in cases:
        with pytest.raises(NotOffered):
            mira.slash(name, options)


async def test_the_bot_is_told_what_a_reader_may_do(standin: DiscordStandIn, bot: Bot) -> None:
    """A manager's interaction carries Manage Server, a reader's does not."""
    add_commands(bot)
    await bot.run_until_ready()
    for reader in (standin.user("Ana", manager=True), standin.user("Mira")):
        await reader.slash("brief", {"topic": "India"}).message()
    assert [each.permissions.manage_guild for each in bot.seen] == [True, False]
    assert all(each.app_permissions.send_messages for each in bot.seen)


async def test_commands_work_in_direct_messages(ready: DiscordStandIn) -> None:
    """A command used directly has a user and no guild."""
    mira = ready.user("Mira")
    asked = mira.slash("brief", {"topic": "India"}, channel=mira.dm_channel)
    assert (await asked.message()).channel is mira.dm_channel


async def test_a_late_answer_is_refused(standin: DiscordStandIn, bot: Bot) -> None:
    """More than three seconds after the command: 10062, and nobody sees anything."""
    told: list[int] = []

    @bot.tree.command(name="late", description="Too late")
    async def late(interaction: discord.Interaction) -> None:
        standin.clock.advance(seconds=3.1)
        try:
            await interaction.response.send_message("sorry")
        except discord.NotFound as error:
            told.append(error.code)
            standin.changes.ring()

    await bot.run_until_ready()
    asked = standin.user("Mira").slash("late")
    assert (await asked.refused()).code == 10062
    assert (asked.response, standin.user("Mira").sees()) == (None, [])
    await standin.changes.until(lambda: told == [10062])


async def test_an_interaction_is_answered_once(standin: DiscordStandIn, bot: Bot) -> None:
    """A second first response: 40060, and one message."""

    @bot.tree.command(name="twice", description="Twice")
    async def twice(interaction: discord.Interaction) -> None:
        twin = discord.Interaction(data=interaction_data(standin), state=interaction._state)
        await interaction.response.send_message("once")
        with pytest.raises(discord.HTTPException):
            await twin.response.send_message("again")

    await bot.run_until_ready()
    asked = standin.user("Mira").slash("twice")
    assert (await asked.refused()).code == 40060
    assert [each.content for each in standin.channel.messages] == ["once"]


async def test_a_token_lives_fifteen_minutes(standin: DiscordStandIn, bot: Bot) -> None:
    """After that neither follow-up nor edit is taken."""
    told: list[int] = []

    @bot.tree.command(name="old", description="Grows old")
    async def old(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("first")
        standin.clock.advance(minutes=14, seconds=59)
        await interaction.followup.send("in time")
        standin.clock.advance(seconds=2)
        try:
            await interaction.followup.send("too late")
        except discord.HTTPException as error:
            told.append(error.code)
            standin.changes.ring()

    await bot.run_until_ready()
    standin.user("Mira").slash("old")
    await standin.changes.until(lambda: told)
    assert told == [50027]
    assert [each.content for each in standin.channel.messages] == ["first", "in time"]


async def test_follow_ups_and_edits_are_checked_too(standin: DiscordStandIn, bot: Bot) -> None:
    """Text past the limit is refused there as well, noted with the interaction; a deletion is seen."""
    told: list[int] = []

    @bot.tree.command(name="long", description="Too long")
    async def long(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("first")
        for send in (interaction.followup.send, interaction.edit_original_response):
            try:
                await send(content="x" * 2_001)
            except discord.HTTPException as error:
                told.append(error.code)
        await interaction.delete_original_response()

    await bot.run_until_ready()
    asked = standin.user("Mira").slash("long")
    await standin.changes.until(lambda: standin.channel.log and standin.channel.log[0].deleted)
    assert told == [each.code for each in asked.refusals] == [50035, 50035]
    assert standin.channel.messages == []


async def test_a_forged_button_reaches_the_bot(standin: DiscordStandIn, bot: Bot) -> None:
    """A custom id that stands nowhere can be sent, as a tampered client could."""
    await bot.run_until_ready()
    mira = standin.user("Mira")
    said = mira.say(standin.channel, "hello")
    mira.forge(said, "v0:admin")
    await standin.changes.until(lambda: bot.seen)
    assert bot.seen[0].custom_id == "v0:admin"


def interaction_data(standin: DiscordStandIn) -> "discord.types.interactions.Interaction":
    """The last interaction as it was sent, to make a second object of it."""
    session = standin.gateway.ready[0]
    frames = [json.loads(text)["d"] for _, text in session.replay if '"INTERACTION_CREATE"' in text]
    data: discord.types.interactions.Interaction = frames[-1]
    return data
