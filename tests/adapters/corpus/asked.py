"""The reply corpus that all adapters share: every command over every topic of the shipped library."""

from collections.abc import Callable, Iterator

from bot.commands import (
    ABOUT_PAGES,
    About,
    Ask,
    Brief,
    BriefText,
    Command,
    Compare,
    Evidence,
    Gaps,
    Map,
    Scenarios,
    Watch,
)
from bot.rendering.asked import Asked, asked
from briefings.library.index import Library
from briefings.references import ClaimRef
from briefings.reply import Reply
from briefings.service import BriefingService

QUESTIONS = (
    "Why would Japan rearm?",
    "How many troops were sent?",
    "What did NATO say?",
    "Is it certain that China will back North Korea?",
    "What should India do about Russia and the United States, and why does it matter?",
    "Who wrote this?",
    "जापान क्यों?",
    "q" * 480 + "?",
    "",
)
Case = tuple[Asked, Reply]


def every_reply(service: BriefingService, library: Library) -> tuple[Case, ...]:
    """What was asked, and its reply."""
    return tuple(
        (asked(command, service.topics), reply_to(service, command)) for command in commands(service, library)
    )


def commands(service: BriefingService, library: Library) -> Iterator[Command]:
    """Every command over every topic, and questions of every sort."""
    names = [service.topics.name(topic) for topic in library.topics]
    for topic in (None, *names, "Germany", "Korea", "Atlantis", "norht korea"):
        for command in (Brief, Scenarios, Watch, Gaps, Map):
            yield command(topic)
    for number, name in enumerate(names):
        for step in (0, 1, 7, 15):
            yield Compare(name, names[(number + step) % len(names)], names[16] if step == 7 else None)
    yield from map(Ask, QUESTIONS)
    claims = [
        ClaimRef(briefing.article.id, c.id).qualified
        for briefing in library.briefings
        for c in briefing.claims
    ]
    for start in range(0, len(claims), 12):
        yield Evidence(tuple(claims[start : start + 12]))
    yield BriefText("Tokyo, Seoul, Delhi, Beijing, Moscow and Lima met in Geneva to speak about trade. " * 4)
    yield BriefText("Nothing here.")
    yield from map(About, ABOUT_PAGES)


def reply_to(service: BriefingService, command: Command) -> Reply:
    """The reply to a command that rests on the library. Digests rest on a database, and are none of these."""
    match command:
        case Evidence(claims):
            found = service.find_claims(claims)
            return found if isinstance(found, Reply) else service.evidence(found, {})
        case Compare(a, b, theme):
            return service.compare(a, b, theme)
        case Ask(question):
            return service.ask(question)
        case BriefText(text):
            return service.text(text)
        case About(page):
            pages: dict[str, Callable[[], Reply]] = {
                "help": service.about_help,
                "sources": lambda: service.about_sources({}),
                "status": lambda: service.about_status({}),
                "privacy": service.about_privacy,
            }
            return pages[page]()
        case Brief() | Scenarios() | Watch() | Gaps() | Map():
            return _on_topic(service, command)
        case _:
            raise NotImplementedError(f"{command!r} rests on a database")


def _on_topic(service: BriefingService, command: Brief | Scenarios | Watch | Gaps | Map) -> Reply:
    verbs = {Brief: service.brief, Scenarios: service.scenarios, Watch: service.watch, Gaps: service.gaps}
    return verbs.get(type(command), service.map)(command.topic)
