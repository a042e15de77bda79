"""What a schedule comes to: `digest explain`, for one schedule or many by line."""

# Options of typer are booleans with defaults, and what a command needs is imported when it runs.
# ruff: noqa: FBT002, PLC0415

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.cli import codes, digest_managing
from bot.cli.options import leave
from bot.printable import printable
from briefings.errors import BadInput

if TYPE_CHECKING:
    from bot.app import App
    from bot.schedules import Schedule
    from bot.schedules.zones import Zones
    from bot.slots import Slot

MAX_COUNT: Final = 20_000
"""Slots that one call gives: four a day for ten years, and some."""
DEFAULT_COUNT: Final = 10
_YEARS: Final = range(1901, 2201)
"""Years a search may start in; `bot.slots` says how far it goes."""

app = typer.Typer(name="digest", help="Scheduled digests.", no_args_is_help=True)

digest_managing.register(app)


@app.command("explain")
def explain(
    digest: Annotated[
        str | None, typer.Argument(metavar="[DIGEST]", help="One that there is, by its id: s-7K3QF2.")
    ] = None,
    schedule: Annotated[
        str | None, typer.Option("--schedule", metavar="WORDS", help='Days and times: "weekdays 08:30".')
    ] = None,
    zone: Annotated[
        str | None, typer.Option("--zone", metavar="ZONE", help="Time zone: Europe/London, Kolkata, Japan.")
    ] = None,
    start: Annotated[
        str | None,
        typer.Option("--from", metavar="WHEN", help="First moment, 2026-03-27T00:00Z; by default now."),
    ] = None,
    count: Annotated[
        int, typer.Option("--count", metavar="NUMBER", help=f"How many, up to {MAX_COUNT:,}.")
    ] = DEFAULT_COUNT,
    as_json: Annotated[bool, typer.Option("--json", help="Show them as JSON.")] = False,
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help='Read lines {"schedule", "zone", "from", "count"}, write one for each.'),
    ] = False,
) -> None:
    """Say in words what a schedule means, and when its next digests are due."""
    from bot.cli.running import done

    asked: dict[str, Any] = {"schedule": schedule, "zone": zone, "from": start, "count": count}
    if digest is not None:
        if schedule or zone or jsonl:
            raise BadInput("Name a digest, or give a schedule; not both.")
        if not (start or as_json or count != DEFAULT_COUNT):
            digest_managing.explain(digest)
        else:
            leave(done(lambda built: _of_digest(built, digest, asked, as_json=as_json)))
        return

    if jsonl:
        if schedule or zone or start:
            raise BadInput("Give one schedule, or --jsonl and the schedules on the standard input, not both.")
        leave(done(explain_lines))
        return
    if not schedule or not zone:
        raise BadInput(
            'Give a schedule and a zone: communique digest explain --schedule "weekdays 08:30" '
            "--zone Europe/London"
        )
    leave(done(lambda built: _explain(built, asked, as_json=as_json)))


async def explain_lines(built: "App") -> int:
    """Explains a schedule per line; 2 when a line could not be used."""
    from bot.cli.streams import objects, write
    from bot.schedules.zones import Zones

    zones, code = Zones(built.gazetteer), codes.OK
    for item, problem in objects("schedule"):
        try:
            if problem:
                raise BadInput(problem)
            _, found = _found(item, zones, built.clock.now())
        except BadInput as error:
            code = codes.BAD_INPUT
            write({"error": printable(str(error))})
        else:
            write({"slots": [_as_json(slot) for slot in found]})
    return code


async def _explain(built: "App", asked: Mapping[str, Any], *, as_json: bool) -> int:
    from bot.schedules.abbreviations import remark_on
    from bot.schedules.zones import Zones

    schedule, found = _found(asked, Zones(built.gazetteer), built.clock.now())
    notes = () if as_json else remark_on(schedule.zone)
    return _shown(schedule, found, notes, as_json=as_json)


async def _of_digest(built: "App", name: str, asked: Mapping[str, Any], *, as_json: bool) -> int:
    """The slots of a digest there is, whose zone may be about to change, and what keeps it quiet."""
    from bot.digests import changing, wording

    one, now = await built.digests.chosen(name), built.clock.now()
    given = asked.get("from")
    start = now if given is None else _moment(given, one.schedule.zone)
    found = changing.next_slots(one, start - timedelta(microseconds=1), _count(asked.get("count")))
    notes = (*wording.still_quiet(one, now), *wording.change_of_zone(one, now))
    return _shown(one.schedule, found, notes, as_json=as_json)


def _shown(schedule: "Schedule", found: "Sequence[Slot]", notes: Sequence[str] = (), *, as_json: bool) -> int:
    from bot.schedules import in_words, text

    if as_json:
        head = {"schedule": text(schedule), "zone": schedule.zone, "words": in_words(schedule)}
        noted = {"notes": notes} if notes else {}
        slots = [_as_json(slot) for slot in found]
        print(json.dumps({**head, **noted, "slots": slots}, ensure_ascii=False))
    else:
        print("\n".join((*_table(in_words(schedule), found), *notes)))
    return codes.OK


def _found(asked: Mapping[str, Any], zones: "Zones", now: datetime) -> "tuple[Schedule, Sequence[Slot]]":
    """The schedule asked about and its slots. Raises BadInput."""
    from bot.schedules import parse_schedule
    from bot.slots import next_slots

    zone = asked.get("zone")
    if not isinstance(zone, str):
        raise BadInput('That line lacks "zone", the name of a time zone, such as "Europe/London".')
    schedule = parse_schedule(str(asked["schedule"]), zones.find(zone))
    given = asked.get("from")
    start = now if given is None else _moment(given, schedule.zone)
    return schedule, next_slots(schedule, start, _count(asked.get("count")))


def _count(given: object) -> int:
    if given is None:
        return DEFAULT_COUNT
    if not isinstance(given, int) or isinstance(given, bool) or not 1 <= given <= MAX_COUNT:
        raise BadInput(f"“count” is how many slots to give: a whole number from 1 to {MAX_COUNT:,}.")
    return given


def _moment(given: object, zone: str) -> datetime:
    """The moment written; a date alone is its first instant in that zone."""
    from bot.slots import slot_at

    wanted = "write a moment such as 2026-03-27T00:00Z, or a date"
    if not isinstance(given, str):
        raise BadInput(f"“from” is a text; {wanted}.")
    text = given.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(f"“{text[:40]}” cannot be read as a moment; {wanted}.") from None
    if moment.year not in _YEARS:
        raise BadInput(f"“{text[:40]}” is out of reach; years {_YEARS[0]} to {_YEARS[-1]} are.")
    if _is_date(text):
        return slot_at(zone, moment.date(), time(0)).utc
    if moment.tzinfo is None:
        raise BadInput(f"“{text[:40]}” does not say in which zone; add Z or an offset such as +05:30.")
    return moment.astimezone(UTC)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _as_json(slot: "Slot") -> dict[str, str | None]:
    return {
        "date": slot.date.isoformat(),
        "time": f"{slot.time:%H:%M}",
        "local": slot.local.isoformat(),
        "utc": slot.utc.isoformat(),
        "note": slot.note,
    }


def _table(words: str, found: "Sequence[Slot]") -> list[str]:
    """A line for each slot: its date and time, its instant, and what the clocks do to it."""
    lines = [f"{words[:1].upper()}{words[1:]}.", ""]
    for slot in found:
        there = f"{_day(slot.date)}  {slot.time:%H:%M}  {_offset(slot)}"
        lines.append(f"{there}  {slot.utc:%Y-%m-%d %H:%M} UTC{_noted(slot)}")
    return lines if found else [*lines, "No dates are left."]


def _noted(slot: "Slot") -> str:
    match slot.note:
        case None:
            return ""
        case "overlap":
            return f"  the clocks show {slot.time:%H:%M} twice that day: sent the first time"
        case "gap":
            if slot.local.date() == slot.date:
                return f"  the clocks skip {slot.time:%H:%M} that day: sent at {slot.local:%H:%M}"
            then = f"{_day(slot.local.date())} at {slot.local:%H:%M}"
            return f"  the clocks skip {slot.time:%H:%M} that day: sent on {then}"


def _day(on: date) -> str:
    return f"{on:%a} {on.day:2} {on:%b %Y}"


def _offset(slot: "Slot") -> str:
    return f"UTC{slot.local.isoformat()[19:25]}"
