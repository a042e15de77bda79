"""The form for a comment, in words. Platforms give it its shape."""

from dataclasses import dataclass

from bot.rendering.actions import Kind

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
