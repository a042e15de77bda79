"""Noticing: which versions of briefings are new to this installation, and whom that concerns.

Owns the comparison with what was noticed last, and that each follower gets one message for it. The first
start notices and tells nothing: what the library holds then is no news. An article that is merely not there
may have come to another machine first: it counts as withdrawn where the library says so, or where this very
process held it before.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, Protocol

from bot.delivery.ports import Ledger
from bot.delivery.records import FrozenEdition, Told
from bot.delivery.topics import topic_ref, topic_text
from bot.digests.ports import Follow, Follows, Version, Versions
from bot.subscriptions import edition_id
from briefings.briefing import Briefing
from briefings.editions.history import History, Known, Seen
from briefings.editions.notice import compose_notice
from briefings.editions.sources import Sources
from briefings.present.editions import present_notice
from briefings.references import TopicRef
from briefings.reply import Reply, content

WITHDRAWN: Final = "[]"
"""The content of a version that the library holds no longer."""


class Freezing(Protocol):
    """How a platform's messages are frozen: `bot.delivery.notices.Notices.frozen`."""

    def frozen(self, subject: str, key: str, replies: Sequence[Reply], text: str) -> FrozenEdition:
        """Replies as content that will not change any more."""


@dataclass(slots=True)
class Held:
    """Which articles this process held when it looked last; none before it looked."""

    articles: frozenset[str] = frozenset()


async def notice(
    sources: Sources,
    versions: Versions,
    follows: Follows,
    ledger: Ledger,
    freezing: Mapping[str, Freezing],
    held: Held,
) -> int:
    """Tell followers of what is new, changed, corrected or withdrawn, then remember it.

    `freezing`: by platform. Returns how many messages are queued. Told before it is remembered, under a
    key of its own: a process that ends in between tells nobody twice. Raises StorageError.
    """
    before = {each.article: each for each in await versions.latest()}
    found = sorted(_new(sources, before, held.articles), key=lambda each: each.article)
    queued = 0
    if found:
        people = await follows.everybody() if before else ()
        queued = await ledger.tell(list(_messages(sources, before, people, _key(found), freezing)))
        await versions.notice(found)
    held.articles = frozenset(each.article.id for each in sources.library.briefings)
    return queued


def _new(sources: Sources, before: Mapping[str, Version], held: frozenset[str]) -> Iterator[Version]:
    """Versions that differ from what was noticed last, withdrawn ones included.

    An older one is no news, nor one that was withdrawn elsewhere while it was held here: it is held by a
    process that has not been brought up to date yet.
    """
    library = sources.library
    there = {each.article.id: _version(sources, each) for each in library.briefings}
    for name, version in there.items():
        if _is_news(version, before.get(name), held=name in held):
            yield version
    for name, last in before.items():
        gone = name in held or name in library.withdrawn
        if gone and name not in there and last.content != WITHDRAWN:
            yield Version(name, last.version, _sha256(WITHDRAWN), WITHDRAWN)


def _is_news(version: Version, last: Version | None, *, held: bool) -> bool:
    if last is None:
        return True
    if last.content == WITHDRAWN:
        return not held or version.version > last.version
    corrected_in_place = version.version == last.version and version.sha256 != last.sha256
    return version.version > last.version or corrected_in_place


def _version(sources: Sources, briefing: Briefing) -> Version:
    """A briefing as it stands: each claim, and the topics it bears on."""
    topics = [(topic, sources.library.claims_on(topic, briefing)) for topic in sources.library.topics]
    claims: list[dict[str, Any]] = [
        {
            "seen": Seen.of(claim, briefing, 0).model_dump(mode="json"),
            "topics": sorted(topic_text(topic) for topic, on in topics if claim in on),
        }
        for claim in briefing.claims
    ]
    status = briefing.article.status.value
    text = json.dumps([{"status": status}, *claims], sort_keys=True, ensure_ascii=False)
    return Version(briefing.article.id, briefing.article.version, _sha256(text), text)


def _messages(
    sources: Sources,
    before: Mapping[str, Version],
    follows: Iterable[Follow],
    key: str,
    freezing: Mapping[str, Freezing],
) -> Iterator[Told]:
    """One message for each person whose topics are touched."""
    claims = {name: _claims(version) for name, version in before.items()}
    for person, theirs in groupby(follows, key=lambda each: each.channel):
        if person.platform not in freezing:
            continue
        topics = tuple(topic_ref(each.topic) for each in theirs)
        subject = f"{person.platform} {person.place} {person.id}"
        made = compose_notice(
            sources, topics, _history(claims, before, topics), edition_id(subject, f"notice {key}")
        )
        if made is not None:
            reply = present_notice(made.notice)
            text = f"{reply.title}\n{content(reply)}"
            frozen = freezing[person.platform].frozen(subject, key, (reply,), text)
            yield Told("follow", subject, key, person, frozen)


def _history(
    claims: Mapping[str, Sequence[tuple[Seen, frozenset[str]]]],
    before: Mapping[str, Version],
    topics: tuple[TopicRef, ...],
) -> History:
    """What a follower of those topics is taken to know: all that was noticed on them."""
    wanted = {topic_text(each) for each in topics}
    seen = tuple(one for each in claims.values() for one, on in each if on & wanted)
    known = tuple(
        Known(article=name, version=before[name].version, claims=tuple(one.claim for one, _ in each))
        for name, each in claims.items()
        if each
    )
    return History(seen=seen, known=known)


def _claims(version: Version) -> tuple[tuple[Seen, frozenset[str]], ...]:
    return tuple(
        (Seen.model_validate(each["seen"]), frozenset(each["topics"]))
        for each in json.loads(version.content)
        if "seen" in each
    )


def _key(found: Sequence[Version]) -> str:
    """What tells one state of the library from every other."""
    named = sorted(f"{each.article}@{each.version}:{each.sha256}" for each in found)
    return f"library {_sha256(' '.join(named))[:16]}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
