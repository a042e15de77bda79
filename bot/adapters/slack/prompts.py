"""What a direct message begins with: a greeting, and prompts to press instead of typing. Pure."""

from itertools import islice

from bot.adapters.slack.elements import Json, short
from bot.adapters.slack.limits import LABEL
from briefings.reply import Choice, Choose, Reply

MOST = 4
"""Prompts that Slack shows (assistant.threads.setSuggestedPrompts)."""
TITLE = "Ask in your own words, or begin with one of these"
GREETING = (
    "Ask me about a country or a theme in your own words. Every sentence of an answer rests on numbered "
    "sentences of a source, and I say so when the articles do not cover something."
)


def suggested_prompts(overview: Reply) -> Json:
    """The body for assistant.threads.setSuggestedPrompts, without its channel and thread.

    `overview` answers /brief; its first list names the topics that are suggested.
    """
    lists = (
        step.choices for step in overview.follow_ups if isinstance(step, Choose) and step.verb == "brief"
    )
    first = list(islice(next(lists, ()), 2))
    prompts = [_prompt("The bottom line", "brief"), *map(_about, first)]
    if len(first) == 2:
        a, b = first
        prompts.append(_prompt(f"Compare {a.label} and {b.label}", f"compare {a.argument} vs {b.argument}"))
    else:
        prompts.append(_prompt("What the source leaves open", "gaps"))
    return {"title": TITLE, "prompts": prompts[:MOST]}


def _about(choice: Choice) -> Json:
    return _prompt(f"What does this mean for {choice.label}?", f"brief {choice.argument}")


def _prompt(title: str, message: str) -> Json:
    return {"title": short(title, LABEL), "message": message}
