"""A digest's fields as a person would type them: what a form starts from when somebody edits. Pure.

Owns that each field, handed back as it is, means what it meant; but topics that there are no more are left
out, and named apart.
"""

from dataclasses import replace

from bot.delivery.topics import topic_ref
from bot.digests.wording import Name, length, topics_named
from bot.schedules import text
from bot.schedules.days import CronDays
from bot.subscriptions import Subscription


def typed_fields(subscription: Subscription, name: Name) -> dict[str, str]:
    """Each field by its name; `schedule` is days and times together.

    A cron line holds its times, which stand in no field of their own then.
    """
    schedule = subscription.schedule
    known = tuple(each for each in subscription.topics if each not in gone_topics(subscription, name))
    words = text(replace(schedule, skip=()))
    days, _, clock = words.rpartition(" ")
    cron = isinstance(schedule.days, CronDays)
    return {
        "schedule": words,
        "days": words if cron else days,
        "time": "" if cron else clock.replace(",", ", "),
        "zone": schedule.zone,
        "topics": topics_named(replace(subscription, topics=known), name),
        "style": subscription.style,
        "empty": subscription.empty,
        "skip": ", ".join(each.isoformat() for each in schedule.skip),
        "catch_up": length(subscription.catch_up),
        "on_doubt": subscription.on_doubt,
    }


def gone_topics(subscription: Subscription, name: Name) -> tuple[str, ...]:
    """Topics that the vocabulary holds no more, as the subscription keeps them."""
    return tuple(each for each in subscription.topics if not _there(each, name))


def _there(topic: str, name: Name) -> bool:
    try:
        name(topic_ref(topic))
    except (KeyError, ValueError):
        return False
    return True
