"""Who may ask for what of digests. Checked here on every path: commands, buttons, forms, words.

Owns the decision; who manages a channel is found out by the platforms.
"""

from typing import assert_never

from bot.digest_commands import (
    MANAGERS_ONLY,
    DigestAdd,
    DigestCancel,
    DigestCommand,
    DigestConfirm,
    DigestEdit,
    DigestExplain,
    DigestHistory,
    DigestList,
    DigestPause,
    DigestPreview,
    DigestRemove,
    DigestResume,
    DigestSendNow,
    DigestSnooze,
    Follow,
    Unfollow,
)
from bot.digests.asker import Asker
from bot.rendering.actions import Run
from briefings.errors import BadInput

NOT_A_MANAGER = (
    "Only those who manage this channel's digests can do that. Anybody here may look at them: /digest list."
)
NOT_DIRECT = "Digests belong to channels. Please use this command in the channel that it is for."
NOWHERE = (
    "Digests and follows belong to channels and people of Discord or Slack. From here, operators manage them "
    "by: communique digest --help"
)


def permit(command: DigestCommand, asker: Asker | None) -> Asker:
    """Who asks, where they may ask that. Raises BadInput with a sentence for them."""
    if asker is None or not asker.reader:
        raise BadInput(NOWHERE)
    match command:
        case Follow() | Unfollow():
            return asker
        case DigestList() | DigestPreview() | DigestExplain() | DigestHistory():
            return _in_a_channel(asker)
        case (
            DigestAdd()
            | DigestEdit()
            | DigestPause()
            | DigestResume()
            | DigestSnooze()
            | DigestRemove()
            | DigestSendNow()
            | DigestConfirm()
            | DigestCancel()
        ):
            if not _in_a_channel(asker).manages:
                raise BadInput(NOT_A_MANAGER)
            return asker
        case _:
            assert_never(command)


def changes_something(command: object) -> bool:
    """Whether a command is one that must not be run again by turning a page or by sharing."""
    return isinstance(command, (*MANAGERS_ONLY, Follow, Unfollow))


def settles(command: object) -> bool:
    """Whether a command only says yes or no to what was echoed, which nobody is to be kept from."""
    return isinstance(command, DigestConfirm | DigestCancel)


def settles_action(action: object) -> bool:
    """Whether what was pressed says yes or no to what was echoed."""
    words = (action.asked.argument or "").split() if isinstance(action, Run) else []
    return (
        isinstance(action, Run)
        and action.asked.verb == "digest"
        and len(words) == 2
        and words[0] in {"confirm", "cancel"}
    )


def _in_a_channel(asker: Asker) -> Asker:
    if asker.direct or not asker.channel or not asker.place:
        raise BadInput(NOT_DIRECT)
    return asker
