"""Following topics: one-to-many, each person for themselves, told by direct message.

Owns what is said about follows. What there is to tell is found by `noticing`.
"""

from collections.abc import Callable
from typing import Final

from bot.delivery.topics import topic_ref
from bot.digests.asker import Asker
from bot.digests.ports import Follow, Follows
from bot.digests.reading import Named, Reader
from bot.ways import topical
from briefings.errors import BadInput
from briefings.reply import Block, Bullets, Code, Outcome, Paragraph, Remark, Reply, Suggest, Text
from briefings.topics import Topics

MOST_FOLLOWS: Final = 25
"""Topics that one person follows at the most."""


class Following:
    """Answers `/follow` and `/unfollow`."""

    def __init__(
        self,
        follows: Follows,
        reader: Callable[[], Reader],
        topics: Callable[[], Topics],
        new_id: Callable[[], str],
    ) -> None:
        self._follows = follows
        self._reader = reader
        self._topics = topics
        self._new_id = new_id

    async def follow(self, topic: str | None, who: Asker) -> Reply:
        """Follow a topic; without one, what is followed. Raises BadInput."""
        if not topic:
            return await self._followed(who)
        found = self._one(topic, who)
        key = found.keys[0]
        wanted = Follow(f"f-{self._new_id()}", who.own, key)
        name = self._name(key)
        match await self._follows.follow(wanted, MOST_FOLLOWS):
            case "added":
                told = f"You will get a direct message when something on {name} is published or corrected."
            case "there":
                told = f"You follow {name} already."
            case "full":
                first, *_ = await self._follows.of(who.own)
                raise BadInput(
                    f"You follow {MOST_FOLLOWS} topics, which is as many as one may; end one first, for "
                    f"example: {topical(who.way, 'unfollow', self._name(first))}"
                )
        blocks: tuple[Block, ...] = (Paragraph((Text(told),)), *_remarks(found))
        return Reply(Outcome.ANSWER, f"Following {name}", blocks, follow_ups=(_stop(name),))

    async def unfollow(self, topic: str | None, who: Asker) -> Reply:
        """Follow a topic no longer; “all” ends every one; without a topic, what is followed."""
        if not topic:
            return await self._followed(who)
        if topic.strip().casefold() in {"all", "everything"}:
            count = await self._follows.unfollow(who.own)
            told = f"You follow nothing any more; it was {count}." if count else "You follow nothing."
            return _said("Not following", told)
        key = self._reader().one_topic(topic).keys[0]
        name = self._name(key)
        gone = await self._follows.unfollow(who.own, key)
        told = f"You are not told of {name} any more." if gone else f"You do not follow {name}."
        return _said("Not following", told)

    def _one(self, topic: str, who: Asker) -> Named:
        """One topic by its name. Raises BadInput, for several of them with how each is followed."""
        try:
            return self._reader().one_topic(topic)
        except BadInput as error:
            several = self._several(topic)
            if len(several) < 2:
                raise
            first = topical(who.way, "follow", self._name(several[0]))
            raise BadInput(f"Topics are followed one at a time, for example: {first}") from error

    def _several(self, topic: str) -> tuple[str, ...]:
        try:
            return self._reader().topics(topic).keys
        except BadInput:
            return ()

    async def _followed(self, who: Asker) -> Reply:
        names = [self._name(each) for each in await self._follows.of(who.own)]
        if not names:
            return Reply(
                Outcome.ANSWER,
                "Following",
                (
                    Paragraph((Text("You follow nothing yet."),)),
                    Remark(
                        (Text("Follow a country or a theme: "), Code(topical(who.way, "follow", "India")))
                    ),
                ),
            )
        lines = tuple((Text(name),) for name in names)
        remark = Remark((Text("To end one: "), Code(topical(who.way, "unfollow", names[0]))))
        return Reply(Outcome.ANSWER, "You follow", (Bullets(lines), remark))

    def _name(self, key: str) -> str:
        try:
            name = self._topics().name(topic_ref(key))
        except (KeyError, ValueError):
            return key
        return name[:1].upper() + name[1:]


def _remarks(found: Named) -> tuple[Remark, ...]:
    read = [Remark((Text(f"“{typed}” was read as {name}."),), tone="guess") for typed, name in found.guesses]
    silent = [Remark((Text(f"The library holds nothing on {name} yet."),)) for name in found.silent]
    return (*read, *silent)


def _stop(name: str) -> Suggest:
    return Suggest("Unfollow", "unfollow", name)


def _said(title: str, sentence: str) -> Reply:
    return Reply(Outcome.ANSWER, title, (Paragraph((Text(sentence),)),))
