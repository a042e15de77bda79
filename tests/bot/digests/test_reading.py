"""What is typed about digests: everything gives a value, or one sentence with an example."""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import TypeVar, get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.delivery.records import PastSlot
from bot.delivery.states import SlotReason
from bot.digest_commands import DigestAdd, DigestEdit, DigestPreview, DigestSnooze
from bot.digest_grammar import read
from bot.digests import drafts, wording
from bot.digests.reading import BadField, Reader, date_of, moment_of
from bot.schedules import parse_schedule
from bot.schedules.zones import Zones
from bot.subscriptions import CATCH_UP, Channel, Subscription
from briefings.errors import BadInput
from briefings.service import BriefingService

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
BARE = Subscription(
    "s-7K3QF2",
    Channel("discord", "guild", "general"),
    "mira",
    parse_schedule("weekdays 08:30", "Europe/London"),
    MONDAY,
)
Made = TypeVar("Made")
WORDS = st.text(max_size=40) | st.text("0123456789:-,; adehoruwxyz/", max_size=40)


def _made(make: Callable[[], Made]) -> tuple[Made | None, BadInput | None]:
    try:
        return make(), None
    except BadInput as error:
        return None, error


@pytest.fixture(scope="session")
def reader(service: BriefingService, zones: Zones) -> Reader:
    """Knows the shipped library."""
    return Reader(service.topics, zones)


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        (
            "add weekdays 08:30 Europe/London topics India, China",
            DigestAdd(schedule="weekdays 08:30", zone="Europe/London", topics="India, China"),
        ),
        (
            "add first monday 9am in Sri Lanka style thread empty line",
            DigestAdd(schedule="first monday 9am", zone="Sri Lanka", style="thread", empty="line"),
        ),
        (
            "ADD cron 30 8 * * 1-5 zone: Tokyo catch-up 2 hours skip 2026-12-25, 2027-01-01",
            DigestAdd(
                schedule="cron 30 8 * * 1-5", zone="Tokyo", catch_up="2 hours", skip="2026-12-25, 2027-01-01"
            ),
        ),
        (
            "add days mon,thu time 08:30, 17:00 zone UTC",
            DigestAdd(days="mon,thu", time="08:30, 17:00", zone="UTC"),
        ),
        ("edit S-7k3qf2 time 09:00", DigestEdit("S-7k3qf2", time="09:00")),
        ("edit zone Asia/Tokyo", DigestEdit(zone="Asia/Tokyo")),
        ("snooze 3 days s-7K3QF2", DigestSnooze("3 days", "s-7K3QF2")),
        ("snooze s-7K3QF2 until 2026-12-01", DigestSnooze("until 2026-12-01", "s-7K3QF2")),
        ("preview 2026-12-01", DigestPreview("", "2026-12-01")),
    ],
)
def test_lines_are_read_as_meant(typed: str, command: object) -> None:
    """The ways of writing that the documentation shows."""
    assert read(typed) == command


@given(WORDS | WORDS.map(lambda text: f"add {text}") | WORDS.map(lambda text: f"edit {text}"))
@settings(max_examples=200)
@example("add topics topics")
@example("send now s-7K3QF2")
def test_any_line_is_a_command_or_one_sentence(typed: str) -> None:
    """Nothing else is raised, whatever is typed after /digest."""
    command, refused = _made(lambda: read(typed))
    assert command is not None or "\n" not in str(refused)


FIELDS = [each.name for each in fields(DigestEdit) if each.name != "digest"]


@given(st.dictionaries(st.sampled_from(FIELDS), WORDS, min_size=1, max_size=3))
@settings(max_examples=150)
@example({"catch_up": "9999 weeks"})
@example({"skip": "9999-12-31"})
def test_any_fields_give_a_digest_or_name_the_field(reader: Reader, given_fields: dict[str, str]) -> None:
    """What cannot be read is named by its field, in one line; what can survives being kept as a draft."""
    wished, refused = _made(lambda: reader.changed(BARE, given_fields).subscription)
    if wished is None:
        assert isinstance(refused, BadField)
        assert refused.field in FIELDS
        assert 10 < len(str(refused)) < 500
        assert "\n" not in str(refused)
    else:
        kept = drafts.chosen(drafts.wish_of(wished))
        assert {name: getattr(wished, name) for name in kept} == kept


@given(WORDS)
@example("until 9999-12-31")
@example("9999 weeks")
@example("2026-03-29 01:30")
def test_any_end_of_a_snooze_is_ahead_or_refused(typed: str) -> None:
    """A snooze ends after now and within a year."""
    until, refused = _made(lambda: moment_of(typed, "Europe/London", MONDAY))
    if until is None:
        assert isinstance(refused, BadField)
        assert refused.field == "until"
    else:
        assert MONDAY < until <= MONDAY + timedelta(days=366)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("zone", "Atlantis"),
        ("days", "sometimes"),
        ("time", "25:00"),
        ("topics", "Narnia"),
        ("topics", "Korea"),
        ("style", "loud"),
        ("empty", "shout"),
        ("skip", "christmas"),
        ("catch_up", "a while"),
        ("catch_up", "1 minute"),
        ("catch_up", "8 days"),
    ],
)
def test_bad_fields_bring_an_example(reader: Reader, field: str, typed: str) -> None:
    """Each refusal says what would work."""
    with pytest.raises(BadField, match=r"write|choose|nearest|may be|example") as caught:
        reader.changed(BARE, {field: typed})
    assert caught.value.field == field


def test_topics_are_read_in_any_language_and_each_once(reader: Reader) -> None:
    """By other names, joined by “and” or commas; guesses and silence are told."""
    found = reader.topics("인도 and India, China; Inda")
    assert found.keys == ("country:IN", "country:CN")
    assert [typed for typed, _ in found.guesses] == ["Inda"]
    assert reader.topics("all").keys == ()
    assert reader.topics("Peru").silent == ("Peru",)


def test_a_date_is_a_date() -> None:
    """As calendars write it."""
    assert date_of(" 2026-12-01. ").isoformat() == "2026-12-01"
    with pytest.raises(BadField, match="2026-12-01"):
        date_of("tomorrow week")


@pytest.mark.parametrize("reason", get_args(SlotReason))
def test_every_reason_has_its_words(reason: SlotReason) -> None:
    """History never shows a word of the ledger's own."""
    slot = PastSlot(
        "2026-03-02T08:30", MONDAY.date(), "08:30", MONDAY, None, "skipped", reason, MONDAY, None, None, 0, 0
    )
    line = wording.past_line(BARE, slot)
    assert line.startswith("Mon 2 Mar 2026 at 08:30: ")
    assert len(line) > 38
    assert reason not in line or reason in {"paused", "snoozed", "removed", "late"}


def test_lengths_are_said_in_their_largest_unit() -> None:
    """As people write them, and as they can be typed back."""
    assert wording.length(CATCH_UP) == "6 hours"
    assert wording.length(timedelta(days=1)) == "1 day"
    assert wording.length(timedelta(minutes=90)) == "90 minutes"
