"""What is done about an interaction: planned from plain values, answered with payloads.

Owns who sees an answer, what a button means in its place, and what is kept of feedback. Knows no SDK:
the gateway sends what this returns.
"""

from dataclasses import dataclass
from typing import Any, Literal, assert_never

from bot import notices
from bot.adapters.discord import completion
from bot.adapters.discord.custom_ids import Forged, Outdated, decode
from bot.adapters.discord.escape import escape
from bot.adapters.discord.own_messages import claims_of, for_everybody, question_of
from bot.adapters.discord.parse import (
    COMMENT,
    Incoming,
    Where,
    command_of,
    comment_of,
    definition_of,
    shown_text,
)
from bot.adapters.discord.payload import EPHEMERAL, Payload
from bot.adapters.discord.replies import Replies
from bot.commands import DEFINITIONS, Brief, Command, Definition, Evidence
from bot.grammar import parse
from bot.ports import Feedback, FeedbackStore
from bot.rendering import actions
from bot.rendering.asked import Asked, AskedVerb
from briefings.errors import BadInput
from briefings.ports import Clock

Manner = Literal["private", "public", "in place"]
"""Seen by the reader alone, by everybody there, or in place of the message that was pressed on."""

_BY_VERB = {each.name: each for each in DEFINITIONS}
_QUESTIONS = {
    "wrong": ("What is wrong?", "Which statement, and what would be right?"),
    "unsupported": ("What is unsupported?", "Which statement is not borne out by its sources?"),
    "missing": ("What is missing?", "What should the answer have said?"),
}
_LABELLED, _TEXT_INPUT, _PARAGRAPH = 18, 4, 2
_LONGEST_COMMENT = 1_000


@dataclass(frozen=True, slots=True)
class Answer:
    """A command to answer, and which page of the answer to show."""

    command: Command
    manner: Manner
    page: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """Something that is ready to be shown."""

    payload: Payload
    manner: Manner


@dataclass(frozen=True, slots=True)
class Open:
    """A form to open."""

    form: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Keep:
    """Feedback to keep, and to give thanks for."""

    feedback: Feedback
    manner: Manner = "private"


@dataclass(frozen=True, slots=True)
class Offer:
    """Choices for an option that is being typed: (name shown, value sent)."""

    choices: tuple[tuple[str, str], ...]


Step = Answer | Post | Open | Keep | Offer


class Desk:
    """Plans and carries out what readers ask for."""

    def __init__(self, replies: Replies, feedback: FeedbackStore, clock: Clock) -> None:
        self._replies = replies
        self._feedback = feedback
        self._clock = clock

    def plan(self, incoming: Incoming) -> Step:
        """What is to be done. Raises BadInput with a sentence for the reader."""
        match incoming.kind:
            case "autocomplete":
                return Offer(self._choices(incoming))
            case "command":
                _permit(definition_of(incoming.data), incoming.where)
                return Answer(command_of(incoming.data), _asides(incoming.where))
            case "component":
                return self._pressed(incoming)
            case "form":
                return self._submitted(incoming)
            case _:
                assert_never(incoming.kind)

    def spoken(self, text: str) -> Answer:
        """What is to be done about words said to the bot in the open. Raises BadInput."""
        command = parse(text, self._replies.topics) if text else Brief()
        return Answer(command, "public")

    async def carry_out(self, step: Answer | Keep, where: Where) -> Payload:
        """The answer to a command, or the thanks for feedback. Raises CommuniqueError."""
        match step:
            case Answer(command, manner, page):
                private = manner == "private" or (manner == "in place" and not where.direct)
                visibility: Literal["private", "public"] = "private" if private else "public"
                return await self._replies.payload(command, page, visibility, where.locale)
            case Keep(feedback, manner):
                await self._feedback.add(feedback)
                return said(notices.THANKS, manner)

    def _choices(self, incoming: Incoming) -> tuple[tuple[str, str], ...]:
        typed = completion.typing(incoming.data)
        if typed is None:
            return ()
        return tuple(completion.choices(typed, self._replies.topics, incoming.where.locale))

    def _pressed(self, incoming: Incoming) -> Step:
        where = incoming.where
        action = _action(incoming)
        match action:
            case actions.ShowEvidence(claims):
                _permit(_BY_VERB["evidence"], where)
                return Answer(Evidence(claims), _asides(where))
            case actions.Run(run):
                return Answer(self._command(run, incoming), _asides(where))
            case actions.Choose(verb):
                return Answer(self._command(_chosen(verb, incoming), incoming), _asides(where))
            case actions.TurnPage(turned, page):
                here = where.direct or _is_private(incoming)
                return Answer(self._command(turned, incoming), "in place" if here else "private", page)
            case actions.Share(shared, page):
                return self._shared(shared, page, incoming)
            case actions.Feedback(kind):
                return Open(_form(kind, str(incoming.data["custom_id"])))
            case _:
                assert_never(action)

    def _shared(self, shared: Asked, page: int, incoming: Incoming) -> Step:
        """The answer again for everybody; as it stands, where its question cannot be read any more."""
        if not incoming.where.writes:
            raise BadInput(notices.NO_SHARING)
        lost = shared.argument is None and question_of(incoming.source or {}) is None
        if lost and incoming.source:
            return Post(for_everybody(incoming.source), "public")
        return Answer(self._command(shared, incoming), "public", page)

    def _submitted(self, incoming: Incoming) -> Keep:
        action = _action(incoming)
        if not isinstance(action, actions.Feedback):
            raise BadInput(notices.FORGED)
        source = incoming.source or {}
        question = action.asked.line or f"/{action.asked.verb} {question_of(source) or ''}".rstrip()
        feedback = Feedback(
            at=self._clock.now(),
            platform="discord",
            place=incoming.where.place,
            question=question,
            answer_text=shown_text(source),
            claims=claims_of(source),
            kind=action.kind,
            comment=comment_of(incoming.data),
        )
        return Keep(feedback, _asides(incoming.where))

    def _command(self, run: Asked, incoming: Incoming) -> Command:
        """The command of a button. Raises BadInput when the reader may not use it, or it says nothing."""
        _permit(_BY_VERB[run.verb], incoming.where)
        if run.argument is None:
            question = question_of(incoming.source or {})
            if question is None:
                raise BadInput(notices.QUESTION_LOST)
            run = Asked(run.verb, question)
        return parse(run.line or "", self._replies.topics)


def said(sentence: str, manner: Manner = "private") -> Payload:
    """One sentence of ours as a message."""
    return Payload(content=escape(sentence), flags=EPHEMERAL if manner == "private" else 0)


def _asides(where: Where) -> Manner:
    """Answers are for the reader alone; in a direct message they may as well stay."""
    return "public" if where.direct else "private"


def _permit(definition: Definition, where: Where) -> None:
    """Raises BadInput where the reader is not among those whom the command is for."""
    match definition.audience:
        case "everyone":
            return
        case "managers":
            if not where.manages:
                raise BadInput(notices.MANAGERS_ONLY)
        case "editors":
            raise BadInput(notices.EDITORS_ONLY)


def _action(incoming: Incoming) -> actions.Action:
    """The action of a button, menu or form. Raises BadInput for ids that are none of this version."""
    action = decode(str(incoming.data.get("custom_id", "")))
    if isinstance(action, Outdated):
        raise BadInput(notices.OUTDATED)
    if isinstance(action, Forged):
        raise BadInput(notices.FORGED)
    return action


def _chosen(verb: AskedVerb, incoming: Incoming) -> Asked:
    values = list(incoming.data.get("values") or ())
    if len(values) != 1 or not isinstance(values[0], str):
        raise BadInput(notices.FORGED)
    return Asked(verb, values[0])


def _is_private(incoming: Incoming) -> bool:
    return bool(int((incoming.source or {}).get("flags") or 0) & EPHEMERAL)


def _form(kind: actions.Kind, custom_id: str) -> dict[str, Any]:
    """The form for a comment; it carries the button's own id, so that it says the same after a restart."""
    title, label = _QUESTIONS[kind]
    field = {
        "type": _TEXT_INPUT,
        "custom_id": COMMENT,
        "style": _PARAGRAPH,
        "required": False,
        "max_length": _LONGEST_COMMENT,
    }
    labelled = {"type": _LABELLED, "label": title, "description": f"{label} (optional)", "component": field}
    return {"custom_id": custom_id, "title": "Feedback", "components": [labelled]}
