"""How managing digests is answered. Pure: values in, replies out.

Owns what an answer consists of and what can be done next; the words for slots and states are `wording`'s.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, assert_never

from bot.delivery.records import NothingReason, PastSlot
from bot.digests.drafts import Act, Fate
from bot.digests.reading import Read
from bot.digests.wording import (
    DOUBT,
    EMPTY,
    REASONS,
    STYLES,
    Name,
    change_of_zone,
    length,
    named,
    past_line,
    slot_line,
    state_of,
    topics_named,
    what_comes,
    what_follows,
)
from bot.schedules import in_words
from bot.slots import Slot
from bot.subscriptions import Subscription
from bot.ways import Way, beginning
from briefings.reply import (
    Block,
    Bullets,
    Code,
    FollowUp,
    Heading,
    Inline,
    Outcome,
    Paragraph,
    Remark,
    Reply,
    Strong,
    Suggest,
    Text,
)

NO_WAITS: Final[Mapping[str, NothingReason]] = {}


def described(subscription: Subscription, name: Name) -> Bullets:
    """All that was chosen, one line each."""
    return Bullets(
        (
            (Strong("When: "), Text(in_words(subscription.schedule))),
            (Strong("Topics: "), Text(topics_named(subscription, name))),
            (Strong("Style: "), Text(STYLES[subscription.style])),
            (Strong("When there is nothing to say: "), Text(EMPTY[subscription.empty])),
            (Strong("When no reply comes: "), Text(DOUBT[subscription.on_doubt])),
            (Strong("If late: "), Text(f"still posted within {length(subscription.catch_up)}")),
        )
    )


def coming_lines(slots: Sequence[Slot], heading: str) -> tuple[Block, ...]:
    """The next slots under a heading."""
    if not slots:
        return (Remark((Text("No dates are left: nothing will be sent."),), tone="warning"),)
    return (Heading(heading), Bullets(tuple((Text(slot_line(each)),) for each in slots)))


def remarks(read: Read, lacking: Sequence[str] | None) -> tuple[Block, ...]:
    """What to know before it is saved: guesses, silence of the library, permissions that are missing."""
    found: list[Block] = [
        Remark((Text(f"“{typed}” was read as {name}."),), tone="guess") for typed, name in read.guesses
    ]
    if read.silent:
        names = ", ".join(read.silent)
        found.append(Remark((Text(f"The library holds nothing on {names} yet."),)))
    if lacking is None:
        unknown = f"Whether I may post in {named(read.subscription)} could not be checked just now."
        found.append(Remark((Text(unknown),), tone="warning"))
    elif lacking:
        found.extend(_missing(f"I cannot post in {named(read.subscription)} yet. Missing:", lacking))
    return (*found, *(Remark((Text(each),)) for each in read.notes))


def _missing(sentence: str, lacking: Sequence[str]) -> tuple[Block, ...]:
    return Remark((Text(sentence),), tone="warning"), Bullets(tuple((Text(each),) for each in lacking))


def echo(
    title: str,
    read: Read,
    slots: Sequence[Slot],
    lacking: Sequence[str] | None,
    draft: str,
    name: Name,
    way: Way = "typed",
) -> Reply:
    """What would be saved, in words, with the next sends."""
    waits = Remark((Text("Nothing is saved yet. This can be confirmed within an hour."),))
    blocks: tuple[Block, ...] = (
        described(read.subscription, name),
        *coming_lines(slots, "The next sends"),
        *remarks(read, lacking),
        *(() if way == "shell" else (waits,)),
    )
    return Reply(Outcome.ANSWER, title, blocks, follow_ups=confirming(draft, "Save"))


def saved(
    subscription: Subscription, following: Sequence[Slot], lacking: Sequence[str] | None, now: datetime
) -> Reply:
    """What follows from what was saved; where something is missing for posting, that the first send waits."""
    then = what_comes(subscription, following, now)
    made = done(f"Saved: {subscription.id}", f"Saved. {then}", subscription)
    notes: list[Block] = [Remark((Text(each),)) for each in change_of_zone(subscription, now)]
    if lacking and subscription.quiet(now) is None:
        sentence = (
            f"I cannot post in {named(subscription)} yet. If this is still missing then, nothing is posted, "
            "and the digest is paused until it is there:"
        )
        notes.extend(_missing(sentence, lacking))
    return replace(made, blocks=(*made.blocks, *notes))


def resumed(
    subscription: Subscription,
    following: Sequence[Slot],
    lacking: Sequence[str] | None,
    others: Sequence[str],
) -> Reply:
    """What follows from going on again, for this digest and for those that were paused with it."""
    then = f"Next: {slot_line(following[0])}." if following else "No dates are left."
    made = done(f"Resumed: {subscription.id}", then, subscription)
    blocks = list(made.blocks)
    if others:
        also = f"Paused for the same reason, these go on as well: {', '.join(others)}."
        blocks.append(Paragraph((Text(also),)))
    if lacking:
        blocks.extend(_missing(f"Still missing for posting in {named(subscription)}:", lacking))
    return replace(made, blocks=tuple(blocks))


def remove(subscription: Subscription, draft: str) -> Reply:
    """The question before a digest ends."""
    sentence = (
        f"It posts to {named(subscription)} {in_words(subscription.schedule)}. It ends for good; what it "
        "posted stays. To stop it for a while, pause it instead."
    )
    return asked_back(f"Remove {subscription.id}?", sentence, draft, "Remove")


def nothing_to_send(subscription: Subscription, why: NothingReason) -> Reply:
    """That nothing would be posted out of its turn, and why."""
    because = REASONS[why].partition(": ")[2]
    sentence = f"There is nothing new to post to {named(subscription)}: {because}."
    return done(f"Nothing to send: {subscription.id}", sentence, subscription)


def send_now(
    subscription: Subscription,
    draft: str,
    lacking: Sequence[str] | None,
    idle: NothingReason | None = None,
) -> Reply:
    """The question before one is posted out of its turn, with what is missing for it."""
    what = "The next digest is" if idle is None else "There is nothing new; at most a line that says so is"
    sentence = f"{what} posted to {named(subscription)} at once, for everybody there."
    asked = asked_back(f"Send {subscription.id} now?", sentence, draft, "Send now")
    if not lacking:
        return asked
    missing = _missing(f"I cannot post in {named(subscription)} yet. Missing:", lacking)
    return replace(asked, blocks=(*asked.blocks, *missing))


def noted(title: str, *sentences: str) -> Reply:
    """A few remarks under a title."""
    return Reply(Outcome.ANSWER, title, tuple(Remark((Text(each),)) for each in sentences))


def confirming(draft: str, label: str) -> tuple[FollowUp, ...]:
    """The two buttons under something that is not done yet."""
    return (Suggest(label, "digest", f"confirm {draft}"), Suggest("Cancel", "digest", f"cancel {draft}"))


def listed(
    found: Sequence[tuple[Subscription, Slot | None]],
    now: datetime,
    name: Name,
    where: str,
    way: Way = "typed",
    waits: Mapping[str, NothingReason] = NO_WAITS,
) -> Reply:
    """The digests of a channel, each with its next send, and what can be done with it."""
    if not found:
        blocks: tuple[Block, ...] = (
            Paragraph((Text(f"There is no digest in {where} yet."),)),
            Remark((Text("Begin one: "), Code(beginning(way)))),
        )
        return Reply(Outcome.ANSWER, "Digests", blocks)
    lines = tuple(_listed_line(each, slot, now, name, waits.get(each.id)) for each, slot in found)
    steps = tuple(_steps(found[0][0])) if len(found) == 1 else ()
    count = f"{len(found)} digests" if len(found) > 1 else "One digest"
    return Reply(Outcome.ANSWER, f"{count} in {where}", (Bullets(lines),), follow_ups=steps)


def _listed_line(
    subscription: Subscription, slot: Slot | None, now: datetime, name: Name, waits: NothingReason | None
) -> tuple[Inline, ...]:
    following = what_follows(subscription, slot, waits)
    said = (
        in_words(subscription.schedule),
        topics_named(subscription, name),
        subscription.style,
        state_of(subscription, now),
        following,
    )
    return (Code(subscription.id), Text(f" {'; '.join(each for each in said if each)}"))


def _steps(subscription: Subscription) -> Iterable[FollowUp]:
    for label, verb in (("Preview", "preview"), ("Next ten", "explain"), ("History", "history")):
        yield Suggest(label, "digest", f"{verb} {subscription.id}")
    yield Suggest("Edit", "digest", f"edit {subscription.id}")
    if subscription.state == "paused" or subscription.snoozed_until is not None:
        yield Suggest("Resume", "digest", f"resume {subscription.id}")
    else:
        yield Suggest("Pause", "digest", f"pause {subscription.id}")


def done(title: str, sentence: str, subscription: Subscription | None = None) -> Reply:
    """Something that was changed, with what to do next."""
    steps = () if subscription is None else tuple(_steps(subscription))
    return Reply(Outcome.ANSWER, title, (Paragraph((Text(sentence),)),), follow_ups=steps)


def settled(act: Act, digest: str, fate: Fate) -> Reply:
    """What became of something echoed, for whoever presses its buttons again."""
    if fate == "cancelled":
        return done(f"Cancelled already: {digest}", "That was cancelled; nothing was changed.")
    match act:
        case "add" | "edit":
            return done(f"Saved already: {digest}", "It is saved already.")
        case "remove":
            return done(f"Removed already: {digest}", "Nothing of it is posted any more.")
        case "send-now":
            return done(f"Asked for already: {digest}", "That was done already; history shows it.")
        case _:
            assert_never(act)


def asked_back(title: str, sentence: str, draft: str, label: str) -> Reply:
    """A question before something that cannot be taken back."""
    return Reply(Outcome.ANSWER, title, (Paragraph((Text(sentence),)),), follow_ups=confirming(draft, label))


def explained(subscription: Subscription, slots: Sequence[Slot], now: datetime) -> Reply:
    """The next slots in words."""
    state = subscription.quiet(now)
    quiet = (
        () if state is None else (Remark((Text(f"It is {state_of(subscription, now)}."),), tone="warning"),)
    )
    sentence = in_words(subscription.schedule)
    blocks: tuple[Block, ...] = (
        Paragraph((Text(f"{sentence[:1].upper()}{sentence[1:]}."),)),
        *quiet,
        *(Remark((Text(each),)) for each in change_of_zone(subscription, now)),
        *coming_lines(slots, f"The next {len(slots)}"),
    )
    return Reply(Outcome.ANSWER, f"When {subscription.id} is sent", blocks)


def past(subscription: Subscription, slots: Sequence[PastSlot]) -> Reply:
    """What became of the last slots, newest first."""
    title = f"What became of {subscription.id}"
    if not slots:
        sentence = "Nothing was due yet."
        return Reply(Outcome.ANSWER, title, (Paragraph((Text(sentence),)),))
    lines = tuple((Text(past_line(subscription, each)),) for each in slots)
    return Reply(Outcome.ANSWER, title, (Bullets(lines),))
