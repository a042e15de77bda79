"""Forms, in words: for a comment, and for a digest that is to be begun or edited.

Platforms give them their shape. What a digest's fields may hold is read in `bot.digests`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from bot.commands import DEFINITIONS, Command, Option, each_one
from bot.digest_commands import DigestAdd, DigestEdit
from bot.digests.wording import DOUBT, EMPTY, STYLES
from bot.rendering.actions import Kind
from bot.subscriptions import Subscription

LONGEST_COMMENT = 1_000
"""Characters of a comment."""
COMMENT = "comment"
"""The name of the form's one field."""
FORM_TITLE = "Feedback"


@dataclass(frozen=True, slots=True)
class CommentForm:
    """What the form says over its one field, which may stay empty."""

    label: str
    hint: str
    title: str = FORM_TITLE
    longest: int = LONGEST_COMMENT


_FORMS: dict[Kind, CommentForm] = {
    "wrong": CommentForm("What is wrong?", "Which statement, and what would be right? (optional)"),
    "unsupported": CommentForm(
        "What is unsupported?", "Which statement is not borne out by its sources? (optional)"
    ),
    "missing": CommentForm("What is missing?", "What should the answer have said? (optional)"),
}


def comment_form(kind: Kind) -> CommentForm:
    """The form that a feedback button opens."""
    return _FORMS[kind]


_ORDER: Final = ("days", "time", "zone", "topics", "style", "empty", "skip", "catch_up", "on_doubt")
DIGEST_FIELDS: Final[Mapping[str, Option]] = {
    option.name: option
    for each in each_one(DEFINITIONS)
    if each.command is DigestAdd
    for option in sorted(each.options, key=lambda option: _ORDER.index(option.name))
}
"""What a digest is made of, by the names of the command's options, in the order of asking."""
LABELS: Final[Mapping[str, str]] = {
    "days": "Days",
    "time": "Times",
    "schedule": "Days and times",
    "zone": "Time zone",
    "topics": "Topics",
    "style": "Style",
    "empty": "When there is nothing to say",
    "skip": "Dates to leave out",
    "catch_up": "How late it may be posted",
    "on_doubt": "If nobody can tell whether it was posted",
}
"""What stands over a field; `schedule` is days and times in one."""
CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "style": {str(each): words for each, words in STYLES.items()},
    "empty": {str(each): words for each, words in EMPTY.items()},
    "on_doubt": {str(each): words for each, words in DOUBT.items()},
}
"""Fields that are chosen and not typed: what can be, and how that is put."""
_DEFAULTS: Final[Mapping[str, str]] = {
    each.name: str(each.default) for each in fields(Subscription) if each.name in CHOICES
}
_EMPTIED: Final[Mapping[str, str]] = {"topics": "all", "skip": "none"}
"""What a field means that held something and was emptied."""


@dataclass(frozen=True, slots=True)
class DigestForm:
    """What the form begins with. `digest`: the id of the one that is edited, empty for a new one."""

    digest: str
    held: Mapping[str, str]

    @property
    def title(self) -> str:
        """What stands over the form."""
        return "Edit digest" if self.digest else "New digest"


NEW: Final = DigestForm("", _DEFAULTS)


def digest_command(digest: str, given: Mapping[str, str]) -> DigestAdd | DigestEdit:
    """The command that a form comes to; a field it does not have stays as it is."""
    if not digest:
        return DigestAdd(**given)
    return DigestEdit(digest, **{name: value or _EMPTIED.get(name, "") for name, value in given.items()})


def fills_a_form(command: Command) -> bool:
    """Whether a digest is to be begun or edited, and nothing is said of how."""
    return command == DigestAdd() or (isinstance(command, DigestEdit) and not command.changes)
