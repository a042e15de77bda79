"""Drafts: what was echoed and waits for its confirmation, as the text that storage keeps.

Owns that text. It says all that confirming needs, so that it means the same after a restart.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.schedules import parse_schedule, text
from bot.subscriptions import Channel, Subscription

Act = Literal["add", "edit", "remove", "send-now"]
Fate = Literal["done", "cancelled"]


@dataclass(frozen=True, slots=True)
class Intent:
    """What is to be done once it is confirmed. `fate`: what became of it, if anything did."""

    act: Act
    subscription: str
    revision: int = 0
    """The revision that was looked at."""
    wish: str = ""
    """What the subscription is to be, as `wish_of` writes it."""
    fate: Fate | None = None

    def ended(self, fate: Fate) -> "Intent":
        """The same, used up."""
        return replace(self, fate=fate)

    def to_json(self) -> str:
        """As storage keeps it."""
        return json.dumps(
            {
                "act": self.act,
                "subscription": self.subscription,
                "revision": self.revision,
                "wish": self.wish,
                "fate": self.fate,
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, kept: str) -> "Intent":
        """As it was kept."""
        return cls(**json.loads(kept))


def wish_of(subscription: Subscription) -> str:
    """What a person chose of a subscription."""
    return json.dumps(
        {
            "schedule": text(subscription.schedule),
            "zone": subscription.schedule.zone,
            "topics": subscription.topics,
            "style": subscription.style,
            "empty": subscription.empty,
            "catch_up": subscription.catch_up.total_seconds(),
            "on_doubt": subscription.on_doubt,
        },
        ensure_ascii=False,
    )


def chosen(wish: str) -> dict[str, Any]:
    """The fields of a subscription that were chosen."""
    found = json.loads(wish)
    return {
        "schedule": parse_schedule(found["schedule"], found["zone"]),
        "topics": tuple(found["topics"]),
        "style": found["style"],
        "empty": found["empty"],
        "catch_up": timedelta(seconds=found["catch_up"]),
        "on_doubt": found.get("on_doubt", "never-double"),
    }


def begun(intent: Intent, channel: Channel, owner: str, name: str, now: datetime) -> Subscription:
    """The subscription that an intent to add one comes to."""
    return Subscription(
        id=intent.subscription,
        channel=channel,
        owner=owner,
        created_at=now,
        channel_name=name,
        **chosen(intent.wish),
    )
