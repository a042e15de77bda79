"""The stand-in itself against the vendor's description: what it answers is what Discord would."""

import io

import pytest

from tests.standins.discord import spec
from tests.standins.discord.standin import DiscordStandIn
from tests.wire.standins.bots import Bot, app_commands, discord


class Everything(discord.ui.LayoutView):
    """Every kind of layout."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        section: discord.ui.Section[Everything] = discord.ui.Section(
            "text", accessory=discord.ui.Button(label="B", custom_id="b")
        )
        self.add_item(discord.ui.Container(discord.ui.TextDisplay("hello"), discord.ui.Separator(), section))


def legacy() -> discord.ui.View:
    """A button, a link and a select."""
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Evidence", custom_id="evidence"))
    view.add_item(discord.ui.Button(label="Site", url="https://example.org/"))
    view.add_item(discord.ui.Select(custom_id="s", options=[discord.SelectOption(label="a")]))
    return view


async def use_interactions(standin: DiscordStandIn, bot: Bot) -> None:
    """Every answer an interaction can have."""

    @bot.tree.command(name="all", description="All answers")
    async def everything(interaction: discord.Interaction, topic: str) -> None:
        embed = discord.Embed(title=topic).add_field(name="n", value="v").set_footer(text="f")
        embed.set_image(url="attachment://a.png")
        picture = discord.File(io.BytesIO(b"x"), "a.png")
        await interaction.response.send_message("x", embed=embed, file=picture, view=legacy(), ephemeral=True)
        await interaction.followup.send(view=Everything())
        await interaction.edit_original_response(content="y")
        await interaction.original_response()

    @everything.autocomplete("topic")
    async def topics(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=typed, value=typed)]

    @bot.tree.command(name="later", description="Deferred")
    async def later(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.followup.send("done")

    await bot.run_until_ready()
    mira = standin.user("Mira")
    await mira.autocomplete("all", {"topic": "in"}).offered()
    first, _ = await mira.slash("all", {"topic": "in"}).messages(2)
    await mira.slash("later").message()
    mira.press(first, "Evidence")
    await standin.changes.until(lambda: bot.seen[-1].type is discord.InteractionType.component)
    await bot.seen[-1].response.defer()
    await bot.seen[-1].followup.send("pressed")


async def use_channels(standin: DiscordStandIn, bot: Bot) -> None:
    """Messages, threads and look-ups."""
    channel = bot.get_channel(standin.channel.id)
    assert isinstance(channel, discord.TextChannel)
    sent = await channel.send(
        "x", file=discord.File(io.BytesIO(b"x"), "a.png", description="d"), view=legacy()
    )
    await sent.reply("r")
    await sent.edit(content="z")
    thread = await sent.create_thread(name="T")
    await thread.send("inside")
    await thread.edit(archived=True)
    assert len([each async for each in channel.history()]) == 5
    reader = await bot.fetch_user(standin.user("Mira").user.id)
    await reader.send("directly")
    guild = await bot.fetch_guild(standin.guild.id)
    await guild.fetch_member(reader.id)
    await guild.fetch_roles()
    await guild.fetch_channels()
    await bot.fetch_channel(channel.id)
    await bot.tree.fetch_commands()
    await bot.http.get_bot_gateway()


async def test_answers_fit_the_vendors_description(standin: DiscordStandIn, bot: Bot) -> None:
    """Every answer to the real library, over all it does here, fits the published document."""
    published = spec.published()
    if published is None:
        pytest.skip("../shared/spec is not here; it does not ship with the project")
    await use_interactions(standin, bot)
    await use_channels(standin, bot)
    answered = [(each.call, each.answer) for each in standin.serving.log if each.answer is not None]
    problems = {published.problem_of(call, answer) for call, answer in answered}
    assert problems == {None}
    assert standin.refusals == []
