"""What the SDK hands over, as plain values: who did what, where, and on which message of ours.

Owns the way from the SDK's objects to `parse`'s values; answers nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.adapters.discord.parse import Incoming, Kind, where_of
from bot.desk.where import Where

Interaction = discord.Interaction[discord.Client]

_KINDS: dict[discord.InteractionType, Kind] = {
    discord.InteractionType.application_command: "command",
    discord.InteractionType.component: "component",
    discord.InteractionType.autocomplete: "autocomplete",
    discord.InteractionType.modal_submit: "form",
}


def incoming_of(interaction: Interaction, manager_roles: frozenset[str]) -> Incoming | None:
    """An interaction; None for a kind that is none of ours. Members of `manager_roles` manage."""
    kind = _KINDS.get(interaction.type)
    if kind is None:
        return None
    data: Mapping[str, Any] = interaction.data or {}
    where = where_of(
        str(interaction.user.id),
        None if interaction.guild_id is None else str(interaction.guild_id),
        interaction.permissions.value,
        channel=str(interaction.channel_id or ""),
        thread=isinstance(interaction.channel, discord.Thread),
        locale=str(interaction.locale.value),
    )
    trusted = not where.direct and any(str(role) in manager_roles for role in _roles(interaction))
    name = str(getattr(interaction.channel, "name", None) or "")
    where = replace(where, manages=where.manages or trusted, channel_name=name)
    return Incoming(kind, data, where, _source(interaction.message))


def _roles(interaction: Interaction) -> Sequence[int]:
    """The ids of the roles that somebody has; of those the SDK keeps none but the ids."""
    found: Sequence[int] = getattr(interaction.user, "_roles", ())
    return found


def _source(message: discord.Message | None) -> Mapping[str, Any] | None:
    """A message of ours as plain data again."""
    if message is None:
        return None
    return {
        "id": str(message.id),
        "content": message.content,
        "flags": message.flags.value,
        "embeds": [each.to_dict() for each in message.embeds],
        "components": [each.to_dict() for each in message.components],
    }


def spoken_where(message: discord.Message) -> Where:
    """Who said something, and where; what they may do there is not known, and not needed."""
    server = None if message.guild is None else str(message.guild.id)
    thread = isinstance(message.channel, discord.Thread)
    channel = str(message.channel.id)
    return where_of(str(message.author.id), server, 0, channel=channel, thread=thread, locale="en")
