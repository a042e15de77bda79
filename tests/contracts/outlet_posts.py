"""Editions as posts that outlets can be tried with: written ones, and a real one of the shipped library."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.delivery.ports import Outlet
from bot.delivery.records import Part, Post
from bot.subscriptions import Channel, part_key
from briefings.editions.compose import Composed, compose_edition
from briefings.editions.history import History
from briefings.editions.order import Order, Slot, Style
from briefings.present.editions import present_edition
from briefings.reply import (
    ClaimLine,
    ClaimList,
    Outcome,
    Paragraph,
    Reply,
    ShowEvidence,
    Source,
    Suggest,
    Text,
)
from briefings.service import BriefingService

EDITION = "d-7K3QF2X"


def reply(title: str, claims: int = 3, *, long: int = 0) -> Reply:
    """An edition's reply with so many claims, each with `long` further words."""
    lines = tuple(
        ClaimLine(
            claim=f"canal-tolls:C{number:02}",
            statement=f"Statement {number} about tolls{' and what follows' * long}.",
            label="reported",
            cites=(number,),
        )
        for number in range(1, claims + 1)
    )
    sources = tuple(
        Source(number, f"canal-tolls:S1.1.{number}", f"section 1, sentence {number}")
        for number in range(1, claims + 1)
    )
    return Reply(
        Outcome.ANSWER,
        title,
        (Paragraph((Text("Why today: it is the next topic."),)), ClaimList(lines)),
        sources,
        ("One unsigned commentary.",),
        ("Likelihoods are the author's words.",),
        (
            ShowEvidence("Evidence", tuple(line.claim for line in lines)),
            Suggest("Ask this next", "ask", "Who pays the tolls?"),
        ),
    )


def edition(service: BriefingService, style: Style) -> tuple[Reply, ...]:
    """A real edition of the shipped library."""
    composed = compose_edition(
        service.sources,
        Order(style=style),
        History(),
        Slot(date=date(2026, 3, 2), time="08:30", zone="Asia/Kolkata"),
        EDITION,
    )
    assert isinstance(composed, Composed)
    return present_edition(composed.edition)


def posts(
    outlet: Outlet, channel: Channel, replies: Sequence[Reply], at: datetime, edition: str = EDITION
) -> list[Post]:
    """The edition as posts that are being tried at that moment."""
    made = outlet.parts(replies, edition)
    return [
        Post(
            channel,
            Part(
                number,
                part_key("s1", edition, number),
                payload,
                in_thread=below,
                state="tried",
                first_tried_at=at,
                tried_at=at,
                attempts=1,
            ),
            edition,
        )
        for number, (payload, below) in enumerate(made, 1)
    ]


def under(post: Post, message: str) -> Post:
    """The same post, once the card is there."""
    return replace(post, under=message)
