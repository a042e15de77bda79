"""Which digest somebody means, and how a change of it is kept.

Owns that nothing of one channel is found from another, and that what was due before a change is written
down as it was then.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.delivery.planner import plan
from bot.digests import changing
from bot.digests.asker import Asker
from bot.digests.drafts import Fate, Intent
from bot.digests.parts import Parts
from bot.digests.ports import DRAFTS_KEPT, Draft, Kept, Settling
from bot.printable import printable
from bot.subscriptions import Subscription
from bot.ways import Way, beginning, command
from briefings.errors import BadInput

_ID = re.compile(r"s-[0-9A-Z]{6}")
OVER = "That was not found: it was more than an hour ago, or begun elsewhere. Please begin again."


@dataclass(frozen=True, slots=True)
class Keeping:
    """Finds and changes subscriptions. All of it raises BadInput, StorageError."""

    parts: Parts

    async def one(self, who: Asker, given: str) -> Kept:
        """The digest of that id in this channel; without an id the only one."""
        kept, name = self.parts.subscriptions, _id(given)
        if name:
            found = await kept.get(name)
            here = found is not None and found.subscription.channel == who.posts_to
            if found is None or not here or found.subscription.state == "removed":
                shown = command(who.way, "list")
                raise BadInput(f"There is no digest “{name[:20]}” in this channel; {shown} shows them.")
            return found
        there = await kept.listed(who.platform, who.place, who.channel)
        if not there:
            raise BadInput(f"There is no digest in this channel yet; begin one: {beginning(who.way)}")
        if len(there) > 1:
            raise BadInput(f"Say which one: {', '.join(each.id for each in there)}.")
        only = await kept.get(there[0].id)
        if only is None:
            raise BadInput(changed_meanwhile(who.way))
        return only

    async def anywhere(self, given: str) -> Subscription:
        """The digest of that id, wherever it is; for the command line, which asks nobody who they are."""
        found = await self.parts.subscriptions.get(_id(given))
        if found is None or found.subscription.state == "removed":
            shown = command("shell", "list")
            raise BadInput(f"There is no digest “{printable(given)[:20]}”; {shown} shows them.")
        return found.subscription

    async def drafted(self, intent: Intent, who: Asker, now: datetime) -> str:
        """Keep what was echoed, for an hour; its id."""
        name = self.parts.new_id()
        draft = Draft(name, who.posts_to, who.reader, intent.to_json(), now + DRAFTS_KEPT)
        await self.parts.subscriptions.put_draft(draft)
        return name

    async def draft(self, name: str, who: Asker) -> Draft:
        """What was echoed to them, in this channel."""
        found = await self.parts.subscriptions.draft(printable(name).upper())
        if found is None or found.channel != who.posts_to or found.author != who.reader:
            raise BadInput(OVER)
        return found

    async def change(
        self, one: Kept, new: Subscription, now: datetime, way: Way, settling: Settling | None = None
    ) -> bool:
        """Write down what was due until now as it was, then keep the change. False where it is so already."""
        await self.parts.ledger.plan([plan(one.subscription, one.planned_through, now)])
        if await self.parts.subscriptions.change(changing.kept(new, now), settling):
            return True
        found = await self.parts.subscriptions.get(new.id)
        if found is None or not changing.alike(found.subscription, new):
            raise BadInput(changed_meanwhile(way))
        return False

    async def fate(self, draft: Draft) -> Fate | None:
        """What became of something echoed, as it is kept now; None where nothing did yet."""
        found = await self.parts.subscriptions.draft(draft.id)
        return None if found is None else Intent.from_json(found.content).fate

    def same(self, old: Subscription, revision: int, way: Way) -> None:
        """Refuses where a digest is not as it was looked at any more."""
        if old.revision != revision:
            raise BadInput(changed_meanwhile(way))

    async def lacking(self, subscription: Subscription) -> tuple[str, ...] | None:
        """What is missing for posting there; None where nobody could be asked."""
        thread = subscription.style == "thread"
        return await self.parts.posting.lacking(subscription.channel, thread=thread)


def changed_meanwhile(way: Way) -> str:
    """That a digest is not as it was looked at any more."""
    shown = command(way, "list")
    return f"This digest was changed in the meantime. Please look at {shown} and try again."


def _id(given: str) -> str:
    """The id as it is kept, in whatever capitals it was typed; what is none stays as it is."""
    name = printable(given).strip("\"“”'` .")
    wanted = f"s-{name[2:].upper()}" if name[:2].casefold() == "s-" else f"s-{name.upper()}"
    return wanted if _ID.fullmatch(wanted) else name
