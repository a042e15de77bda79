"""What a person can ask about digests and follows, as frozen values. Part of `bot.commands.Command`.

Fields hold what was typed or chosen; `bot.digests` reads it.
"""

from dataclasses import dataclass, fields
from typing import get_args


@dataclass(frozen=True, slots=True)
class DigestAdd:
    """Begin a digest in this channel. Empty fields are left to their defaults."""

    days: str = ""
    time: str = ""
    zone: str = ""
    topics: str = ""
    style: str = ""
    empty: str = ""
    skip: str = ""
    catch_up: str = ""
    on_doubt: str = ""
    schedule: str = ""
    """Days and times together, where they were typed so."""


@dataclass(frozen=True, slots=True)
class DigestEdit:
    """Change a digest; empty fields stay as they are. Without an id: the channel's only one."""

    digest: str = ""
    days: str = ""
    time: str = ""
    zone: str = ""
    topics: str = ""
    style: str = ""
    empty: str = ""
    skip: str = ""
    catch_up: str = ""
    on_doubt: str = ""
    schedule: str = ""

    @property
    def changes(self) -> dict[str, str]:
        """The fields that were given."""
        given = {each.name: str(getattr(self, each.name)) for each in fields(self)}
        return {name: value for name, value in given.items() if value and name != "digest"}


@dataclass(frozen=True, slots=True)
class DigestList:
    """The digests of this channel."""


@dataclass(frozen=True, slots=True)
class DigestPreview:
    """What would be posted next, or on a date."""

    digest: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class DigestPause:
    """Post nothing until it is resumed."""

    digest: str = ""


@dataclass(frozen=True, slots=True)
class DigestResume:
    """Post again."""

    digest: str = ""


@dataclass(frozen=True, slots=True)
class DigestSnooze:
    """Post nothing for a while, or until a date."""

    until: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class DigestRemove:
    """End a digest, after a confirmation."""

    digest: str = ""


@dataclass(frozen=True, slots=True)
class DigestExplain:
    """The next ten slots, in words."""

    digest: str = ""


@dataclass(frozen=True, slots=True)
class DigestHistory:
    """What was posted, and what was not and why."""

    digest: str = ""


@dataclass(frozen=True, slots=True)
class DigestSendNow:
    """Post one now, after a confirmation."""

    digest: str = ""


@dataclass(frozen=True, slots=True)
class DigestConfirm:
    """Do what was echoed under this draft's id."""

    draft: str


@dataclass(frozen=True, slots=True)
class DigestCancel:
    """Do not do it."""

    draft: str


@dataclass(frozen=True, slots=True)
class Follow:
    """Be told by direct message of what is published or corrected on a topic; none: what is followed."""

    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Unfollow:
    """Be told no longer."""

    topic: str | None = None


DigestCommand = (
    DigestAdd
    | DigestEdit
    | DigestList
    | DigestPreview
    | DigestPause
    | DigestResume
    | DigestSnooze
    | DigestRemove
    | DigestExplain
    | DigestHistory
    | DigestSendNow
    | DigestConfirm
    | DigestCancel
    | Follow
    | Unfollow
)
MANAGERS_ONLY = (
    DigestAdd,
    DigestEdit,
    DigestPause,
    DigestResume,
    DigestSnooze,
    DigestRemove,
    DigestSendNow,
    DigestConfirm,
    DigestCancel,
)
"""Those that change what a channel is sent."""
DIGEST_COMMANDS: tuple[type[DigestCommand], ...] = get_args(DigestCommand)
