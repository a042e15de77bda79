"""What is done about something a reader did: planned from plain values, answered with payloads.

Owns who may do what, who sees an answer, what a button means in its place, and what is kept of
feedback. Knows no platform: an adapter reads what happened, and sends what this returns.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar, assert_never

from bot import notices
from bot.commands import (
    DEFINITIONS,
    About,
    Ask,
    Brief,
    Command,
    Compare,
    Definition,
    Evidence,
    each_one,
)
from bot.desk.action_text import Forged, Outdated
from bot.desk.failing import sentence
from bot.desk.forms import NEW, DigestForm
from bot.desk.once import Once
from bot.desk.replies import Replies, Visibility
from bot.desk.small_talk import COURTESY, small_talk
from bot.desk.steps import Answer, Keep, Manner, Open, Share, Step
from bot.desk.where import Where
from bot.digest_commands import DIGEST_COMMANDS, DigestCancel, DigestConfirm, DigestEdit, DigestPreview
from bot.digests.permission import changes_something, permit
from bot.digests.typed import typed_fields
from bot.grammar import parse
from bot.ports import Feedback, FeedbackStore
from bot.rendering import actions
from bot.rendering.asked import Asked
from bot.rendering.pages import YOU_ASKED
from bot.rendering.sources import numbers_in
from briefings.errors import BadInput, StorageError
from briefings.ports import Clock

P = TypeVar("P")

RETRIES = (0.25, 1.0)
"""Seconds between tries to keep feedback. Each waits up to five for a busy database by itself, so that the
reader is told after 16 at the most, before a process that cannot reach its database gives up its role."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of ours that something is done on, as the platform hands it back."""

    message: str = ""
    """By the platform's id, in which channel it is included; empty where there is none."""
    private: bool = False
    question: str | None = None
    """The question it says it answers."""
    whole: bool = True
    """Whether all of the question stands there."""
    text: str = ""
    """Everything it says."""
    claims: tuple[str, ...] = ()
    """Whose evidence it offers."""


NOTHING_SHOWN = Shown()


class Desk(Generic[P]):
    """Plans and carries out what readers ask for. `platform`: under which name feedback is kept."""

    def __init__(
        self,
        replies: Replies[P],
        feedback: FeedbackStore,
        clock: Clock,
        platform: str,
        once: Once | None = None,
        definitions: Sequence[Definition] = DEFINITIONS,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._replies = replies
        self._feedback = feedback
        self._clock = clock
        self._platform = platform
        self._once = once or Once()
        self._definitions = {each.command: each for each in each_one(definitions)}
        self._pause = pause

    def used(self, command: Command, where: Where) -> Answer:
        """What is to be done about a command. Raises BadInput with a sentence for the reader."""
        self._permit(command, where)
        return Answer(self._as_comparison(command), _aside(where))

    def spoken(self, text: str, where: Where) -> Answer:
        """What is to be done about words said to the bot in the open. Raises BadInput."""
        talk = small_talk(text)
        if talk == "courtesy":
            return Answer(About(), "public", said=COURTESY)
        command = (talk or parse(text, self._replies.topics)) if text else Brief()
        if isinstance(command, DIGEST_COMMANDS):  # who says it, and what they may, is not known for sure
            raise BadInput(notices.BY_COMMAND)
        self._permit(command, where)
        return Answer(command, "public")

    def pressed(
        self,
        action: actions.Action | Outdated | Forged,
        where: Where,
        shown: Shown,
        chosen: str | None = None,
    ) -> Step:
        """What is to be done about a button or, with what was `chosen`, a menu. Raises BadInput."""
        match _known(action):
            case actions.ShowEvidence(claims):
                return replace(self.used(Evidence(claims), where), numbers=numbers_in(shown.text))
            case actions.Run(run):
                return self._run(self._command(run, shown), where, shown)
            case actions.Choose(verb):
                if not chosen:
                    raise BadInput(notices.FORGED)
                return self.used(self._command(Asked(verb, chosen), shown), where)
            case actions.TurnPage(turned, page):
                command = self.used(self._again(turned, shown), where).command
                manner: Manner = "in place" if where.direct or shown.private else "private"
                return Answer(command, manner, page, self._replies.numbers(turned))
            case actions.Share(shared, page):
                return self._shared(shared, page, where, shown)
            case actions.Feedback() as feedback:
                return Open(feedback)
            case unforeseen:
                assert_never(unforeseen)

    def submitted(
        self, action: actions.Action | Outdated | Forged, comment: str | None, where: Where, shown: Shown
    ) -> Keep:
        """What is to be done about a comment that was sent. Raises BadInput."""
        found = _known(action)
        if not isinstance(found, actions.Feedback):
            raise BadInput(notices.FORGED)
        kept = Feedback(
            at=self._clock.now(),
            platform=self._platform,
            place=where.place,
            question=found.asked.line or f"/{found.asked.verb} {shown.question or ''}".rstrip(),
            answer_text=_answer_in(shown.text),
            claims=shown.claims,
            kind=found.kind,
            comment=comment,
        )
        return Keep(kept, _aside(where))

    async def carry_out(self, step: Answer | Keep, where: Where) -> P:
        """The answer to a command, or the thanks for feedback. Raises CommuniqueError."""
        private = step.manner == "private" or (step.manner == "in place" and not where.direct)
        visibility: Visibility = "private" if private else "public"
        match step:
            case Answer(said=str(courtesy)):
                return self._replies.said(courtesy, visibility)
            case Answer(command, _, page, numbers):
                asker = where.asker(self._platform)
                return await self._replies.payload(command, page, visibility, where.locale, numbers, asker)
            case Keep(feedback):
                return self._replies.said(await self._kept(feedback), visibility)

    async def messages(self, step: Answer | Keep, where: Where, most: int) -> tuple[P, ...]:
        """The answer as one message; a preview as a line and the messages it is of, at most `most`.

        Raises CommuniqueError.
        """
        if not (isinstance(step, Answer) and isinstance(step.command, DigestPreview)):
            return (await self.carry_out(step, where),)
        return await self._replies.preview(step.command, where.locale, where.asker(self._platform), most)

    async def digest_form(self, command: Command, where: Where) -> DigestForm:
        """What the form to begin a digest, or to edit one, starts from. Raises CommuniqueError."""
        if not isinstance(command, DigestEdit):
            return NEW
        asker = self._replies.asking(where.asker(self._platform))
        current = await self._replies.handlers.digests.current(command.digest, asker)
        return DigestForm(current.id, typed_fields(current, self._replies.topics.name))

    async def claim(self, share: Share) -> None:
        """Take the one right to share a page. Raises BadInput when it was taken before."""
        if share.key and not await self._once.first(share.key):
            raise BadInput(notices.ALREADY_SHARED)

    async def release(self, share: Share) -> None:
        """Give the right back, where the page could not be posted."""
        if share.key:
            await self._once.forget(share.key)

    async def recollect(self, what: Asked, page: int, locale: str) -> Shown:
        """What a message showed, worked out anew from what was asked; for when it is not at hand.

        Raises CommuniqueError.
        """
        if what.argument is None or what.verb == "digest":
            return NOTHING_SHOWN
        command = self._command(what, NOTHING_SHOWN)
        reply = await self._replies.reply(command, locale)
        payload = await self._replies.payload(command, page, "private", locale)
        text = self._replies.words(payload)
        return Shown(question=what.argument or None, text=text, claims=reply.claims)

    async def _kept(self, feedback: Feedback) -> str:
        """Keeps feedback, patiently; the sentence that says whether it was."""
        for seconds in RETRIES:
            try:
                await self._feedback.add(feedback)
            except StorageError:
                await self._pause(seconds)
            else:
                return notices.THANKS
        try:
            await self._feedback.add(feedback)
        except StorageError as error:
            return notices.not_kept(sentence(error), feedback.comment)
        return notices.THANKS

    def _as_comparison(self, command: Command) -> Command:
        """A question that, said in the open, would plainly compare two topics is that comparison."""
        if not isinstance(command, Ask):
            return command
        try:
            meant = parse(command.question, self._replies.topics)
        except BadInput:
            return command
        return meant if isinstance(meant, Compare) else command

    def _shared(self, shared: Asked, page: int, where: Where, shown: Shown) -> Share:
        """The answer again for everybody; as it stands, where its question cannot be read any more."""
        if not where.writes:
            raise BadInput(notices.NO_SHARING)
        key = f"share:{self._platform}:{where.place}:{shown.message}:{page}" if shown.message else ""
        if shared.argument is None and not (shown.question and shown.whole) and shown.message:
            return Share(None, key)
        command = self.used(self._again(shared, shown), where).command
        return Share(Answer(command, "public", page, self._replies.numbers(shared)), key)

    def _run(self, command: Command, where: Where, shown: Shown) -> Answer:
        """A button's command; what confirms or cancels takes the place of what it was pressed on."""
        answer = self.used(command, where)
        settles = isinstance(command, DigestConfirm | DigestCancel)
        return replace(answer, manner="in place") if settles and shown.private else answer

    def _again(self, run: Asked, shown: Shown) -> Command:
        """A command whose answer is shown anew. Raises BadInput for one that changes something."""
        command = self._command(run, shown)
        if changes_something(command):
            raise BadInput(notices.FORGED)
        return command

    def _command(self, run: Asked, shown: Shown) -> Command:
        """The command of a button. Raises BadInput when it says nothing."""
        if run.argument is None:
            if shown.question is None or not shown.whole:
                raise BadInput(notices.QUESTION_LOST)
            run = Asked(run.verb, shown.question)
        return parse(run.line or "", self._replies.topics)

    def _permit(self, command: Command, where: Where) -> None:
        """Raises BadInput where the reader is not among those whom the command is for."""
        match self._definitions[type(command)].audience:
            case "everyone":
                return
            case "managers":
                if where.manages:
                    return
                if isinstance(command, DIGEST_COMMANDS):
                    permit(command, where.asker(self._platform))  # says what they may do instead
                raise BadInput(notices.MANAGERS_ONLY)
            case "editors":
                raise BadInput(notices.EDITORS_ONLY)


def _answer_in(text: str) -> str:
    """What a message says, without the line that says the question again."""
    lines = text.split("\n")
    echo = next((n for n, line in enumerate(lines[:3]) if line.lstrip(">*_ ").startswith(YOU_ASKED)), None)
    return text if echo is None else "\n".join(lines[:echo] + lines[echo + 1 :]).strip()


def _aside(where: Where) -> Manner:
    """Answers are for the reader alone; in a direct message they may as well stay."""
    return "public" if where.direct else "private"


def _known(action: actions.Action | Outdated | Forged) -> actions.Action:
    """The action itself. Raises BadInput for what is none of this version."""
    if isinstance(action, Outdated):
        raise BadInput(notices.OUTDATED)
    if isinstance(action, Forged):
        raise BadInput(notices.FORGED)
    return action
