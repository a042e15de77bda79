"""Sentences about using the bot in a chat that are the same on every platform.

Owns what is said about buttons, sharing, haste and failures. What is said about a topic, an article or
a name is worded in `briefings.present`.
"""

OUTDATED = "This button is from another version of Communiqué. Please ask again to get a fresh one."
FORGED = "I did not make this button. Please ask again to get a fresh one."
UNKNOWN_COMMAND = "This command is not known here any more. Type / to see those there are."
QUESTION_LOST = "I cannot read the question of this message any more. Please ask it again."
TOO_MANY = "That was a lot within one minute. Please take a breath and ask again."
MANAGERS_ONLY = "Only those who manage this place can do that."
BY_COMMAND = (
    "Digests are managed by commands, in the channel they are for: /digest add begins one, /digest list "
    "shows those there are. /follow and /unfollow are for direct messages to you alone."
)
EDITORS_ONLY = "Only editors of the library can do that."
ALREADY_SHARED = "This page has been shared here already."
NO_SHARING = "You cannot write in this channel, so I do not share there for you. You can still read it here."
NOTHING_TO_READ = "There is no text in that message that I could read."
THANKS = (
    "Thank you. Your remark is kept for the editors with the question, the answer and its claims, "
    "without your name."
)


def failed(incident: str) -> str:
    """What a reader is told when an answer failed; the operator finds the log line by the id."""
    return f"Something went wrong on our side. Please tell the operator this id: {incident}."


def not_kept(failure: str, comment: str | None) -> str:
    """What a reader is told whose remark could not be stored; what they typed is handed back to them."""
    lost = f"{failure} Your remark was not kept; please send it again later."
    return f"{lost} You wrote: {comment}" if comment else lost
