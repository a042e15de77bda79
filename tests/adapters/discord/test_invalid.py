"""Requests that Discord counts against the address. On a clock that is set."""

import pytest

from bot.adapters.discord.invalid import BANNED_AT, HELD_AT, SPAN, InvalidBudget


class Time:
    """Set by the test."""

    now = 1_000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


def test_half_of_what_leads_to_a_ban_stops_everything_until_it_is_forgotten(time: Time) -> None:
    """Refusals evenly over two minutes: held at half of the limit, open again as the first leave the span."""
    budget = InvalidBudget(time)
    asked = 0
    while not budget.closed_for():
        budget.count(403, None)
        asked += 1
        time.now += 120 / HELD_AT
    assert asked == HELD_AT <= BANNED_AT // 2
    wait = budget.closed_for()
    assert SPAN - 121 < wait <= SPAN
    time.now += wait + 0.001
    assert budget.closed_for() == 0.0


@pytest.mark.parametrize(
    ("status", "scope", "counts"),
    [
        (401, None, 1),
        (403, None, 1),
        (429, "user", 1),
        (429, "global", 1),
        (429, "shared", 0),
        (404, None, 0),
    ],
)
def test_what_counts(time: Time, status: int, scope: str | None, counts: int) -> None:
    """401, 403 and 429 do, but not a limit that others have used up."""
    told: list[int] = []
    budget = InvalidBudget(time, lambda: told.append(status), most=1)
    budget.count(status, scope)
    assert len(told) == counts
    assert (budget.closed_for() > 0) == bool(counts)


def test_workers_share_it(time: Time) -> None:
    """Five workers behind one address hold back at a fifth each."""
    budget = InvalidBudget(time)
    budget.shared_by(5)
    for _ in range(HELD_AT // 5):
        assert not budget.closed_for()
        budget.count(403, None)
    assert budget.closed_for()


def test_one_line_says_so(time: Time, caplog: pytest.LogCaptureFixture) -> None:
    """Not one for each request that waits."""
    budget = InvalidBudget(time, most=1)
    budget.count(403, None)
    for _ in range(100):
        assert budget.closed_for()
    assert len([each for each in caplog.records if "ban this address" in str(each.msg)]) == 1
