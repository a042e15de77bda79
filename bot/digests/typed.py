"""A digest's fields as a person would type them: what a form starts from when somebody edits. Pure.

Owns that each field, handed back as it is, means what it meant.
"""

from dataclasses import replace

from bot.digests.wording import Name, length, topics_named
from bot.schedules import text
from bot.schedules.days import CronDays
from bot.subscriptions import Subscription


def typed_fields(subscription: Subscription, name: Name) -> dict[str, str]:
    """Each field by its name; `schedule` is days and times together.

    A cron line holds its times, which stand in no field of their own then.
    """
    schedule = subscription.schedule
    words = text(replace(schedule, skip=()))
    days, _, clock = words.rpartition(" ")
    cron = isinstance(schedule.days, CronDays)
    return {
        "schedule": words,
        "days": words if cron else days,
        "time": "" if cron else clock.replace(",", ", "),
        "zone": schedule.zone,
        "topics": topics_named(subscription, name),
        "style": subscription.style,
        "empty": subscription.empty,
        "skip": ", ".join(each.isoformat() for each in schedule.skip),
        "catch_up": length(subscription.catch_up),
        "on_doubt": subscription.on_doubt,
    }
