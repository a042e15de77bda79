"""What is said to the bot in the open, the Home tab, and what ends the installation.

Owns that each event has one effect, however often and to however many receivers it is delivered, and
that a thread keeps its topic. Keeps no word of a thread: only which topics it is about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot import notices
from bot.adapters.slack.delivering import Deliveries
from bot.adapters.slack.home import home
from bot.adapters.slack.own_messages import shown_of
from bot.adapters.slack.parse import Event, Pressed, Said, event_of, mention_of
from bot.adapters.slack.payload import Payload
from bot.adapters.slack.prompts import suggested_prompts
from bot.adapters.slack.submissions import FeedbackForm
from bot.adapters.slack.threads import Threads
from bot.commands import Brief
from bot.desk.action_text import Forged, Outdated
from bot.desk.desk import NOTHING_SHOWN, Shown
from bot.desk.once import Once
from bot.grammar import parse
from bot.logs import incident, logger
from bot.redaction import withheld
from bot.rendering.actions import Feedback, ShowEvidence
from bot.rendering.asked import Asked
from briefings.errors import BadInput

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Installed:
    """Where the bot is installed, and as whom, by Slack's ids."""

    team: str
    bot_user: str


class Conversing:
    """Answers events."""

    def __init__(
        self,
        deliveries: Deliveries,
        once: Once,
        threads: Threads,
        installed: Installed,
        prefix: str = "",
    ) -> None:
        self._deliveries = deliveries
        self._once = once
        self._threads = threads
        self._installed = installed
        self._prefix = prefix
        self._ended = False

    async def happened(self, payload: Mapping[str, Any]) -> None:
        """Do what an event calls for, once. Never raises."""
        try:
            await self._happened(event_of(payload))
        except Exception as error:  # noqa: BLE001 - nobody waits for an answer that could be told
            incident(_log, "an event could not be answered", error)

    async def seen(self, pressed: Pressed) -> Shown:
        """What stands where somebody pressed for evidence: Slack hands no private message over."""
        page = pressed.page
        if page is None or pressed.shown.text or not isinstance(pressed.action, ShowEvidence):
            return pressed.shown
        try:
            found = await self._page(page.asked, page.page, pressed.where.locale)
        except BadInput:
            return pressed.shown
        return replace(pressed.shown, text=found.text)

    async def _page(self, asked: Asked, number: int, locale: str) -> Shown:
        """One page, worked out anew: its words and its claims. Raises CommuniqueError."""
        found = await self._deliveries.desk.recollect(asked, number, locale)
        if not found.text or asked.line is None:
            return found
        replies = self._deliveries.replies
        payload = await replies.payload(parse(asked.line, replies.topics), number, "private", locale)
        offered = shown_of({"blocks": payload.blocks}, "", "", private=True).claims
        return replace(found, claims=offered) if payload.pages > 1 else found

    async def recollected(self, sent: FeedbackForm) -> Shown:
        """What the message showed that a comment is about: it does not come along with the form.

        Where it cannot be worked out anew, as for a digest, the form knows its claims.
        """
        if isinstance(sent.action, Outdated | Forged) or not isinstance(sent.action, Feedback):
            return NOTHING_SHOWN
        try:
            shown = await self._page(sent.action.asked, sent.origin.page, sent.where.locale)
        except BadInput:
            shown = NOTHING_SHOWN
        claims = tuple(sent.origin.claims.split())
        return replace(shown, claims=claims) if claims else shown

    async def _happened(self, event: Event) -> None:
        match event.type:
            case "app_mention" | "message":
                said = mention_of(event.event, self._installed.bot_user)
                if said is not None and await self._first(event):
                    await self._answered(said, event)
            case "app_home_opened":
                if event.event.get("tab", "home") == "home" and await self._first(event):
                    await self._home(str(event.event.get("user") or ""))
            case "assistant_thread_started":
                if await self._first(event):
                    await self._prompted(event.event.get("assistant_thread") or {})
            case "app_uninstalled" | "tokens_revoked":
                if event.team == self._installed.team and _ours_ended(event):
                    await self._end(event)

    async def _end(self, event: Event) -> None:
        """Stop, and forget what a removed app leaves behind. Slack tells of its removal by two events."""
        if not self._ended:
            _log.error("the installation has ended", event_type=event.type)
        self._ended = True
        if event.type == "app_uninstalled":
            await self._threads.forget(event.team)
        self._deliveries.revoked(removed=True)

    async def _first(self, event: Event) -> bool:
        return not event.id or await self._once.first(f"event:slack:{event.team}:{event.id}")

    async def _answered(self, said: Said, event: Event) -> None:
        verdict = self._deliveries.quota.take(said.where.reader)
        if verdict == "no":
            return
        with withheld(said.text, str(event.event.get("text") or "")):
            refusal = None if verdict == "yes" else BadInput(notices.TOO_MANY)
            payload = await self._deliveries.guarded(self._reply(said, event.team, refusal), private=False)
            await self._deliveries.post(said.channel, payload, said.thread)

    async def _reply(self, said: Said, team: str, refusal: BadInput | None) -> Payload:
        """The answer to words. Raises CommuniqueError."""
        if refusal is not None:
            raise refusal
        text = await self._threads.completed(said, team)
        step = self._deliveries.desk.spoken(text, said.where)
        payload = await self._deliveries.worked_out(step, said.where)
        self._threads.spoken(said, team, step.command)
        return payload

    async def _home(self, user: str) -> None:
        overview = await self._deliveries.replies.reply(Brief(), "en")
        view = home(overview, self._prefix)
        await self._deliveries.made("views.publish", {"user_id": user, "view": dict(view)})

    async def _prompted(self, thread: Mapping[str, Any]) -> None:
        prompts = suggested_prompts(await self._deliveries.replies.reply(Brief(), "en"))
        place = {"channel_id": thread.get("channel_id"), "thread_ts": thread.get("thread_ts")}
        await self._deliveries.made("assistant.threads.setSuggestedPrompts", {**prompts, **place})


def _ours_ended(event: Event) -> bool:
    """Whether the bot itself lost its access; tokens of single people are none of ours."""
    return event.type == "app_uninstalled" or bool((event.event.get("tokens") or {}).get("bot"))
