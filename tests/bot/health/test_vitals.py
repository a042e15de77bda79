"""What a process notices of itself."""

from hypothesis import given
from hypothesis import strategies as st

from bot.health.vitals import LAG_BOUNDS, RoleState, Spread, Vitals


@given(st.lists(st.floats(min_value=-1.0, max_value=100.0)))
def test_everything_is_counted_once_where_it_belongs(seconds: list[float]) -> None:
    """Each bound's count, added up, is how many took so long at most; all of them are in the total."""
    spread = Spread(LAG_BOUNDS)
    for each in seconds:
        spread.add(each)
    for place, bound in enumerate(LAG_BOUNDS, 1):
        assert sum(spread.counts[:place]) == sum(max(0.0, each) <= bound for each in seconds)
    assert sum(spread.counts) == len(seconds)
    assert abs(spread.total - sum(max(0.0, each) for each in seconds)) < 1e-6


def test_failures_of_a_role_are_counted_and_its_state_is_the_last() -> None:
    """Two restarts are two failures; another role has none."""
    vitals = Vitals()
    for state in (RoleState.STARTING, RoleState.PLAYING, RoleState.RESTARTING, RoleState.PLAYING):
        vitals.role("one", state)
    vitals.role("one", RoleState.RESTARTING)
    vitals.role("other", RoleState.PLAYING)
    assert vitals.failures == {"one": 2, "other": 0}
    assert vitals.roles == {"one": RoleState.RESTARTING, "other": RoleState.PLAYING}


def test_platforms_are_counted_apart() -> None:
    """Each platform has figures of its own."""
    vitals = Vitals()
    vitals.acknowledged("one", 0.2)
    vitals.acknowledged("one", 9.0)
    vitals.acknowledged("other", 0.2)
    assert {name: sum(each.counts) for name, each in vitals.acknowledgements.items()} == {
        "one": 2,
        "other": 1,
    }
    assert vitals.acknowledgements["one"].counts[-1] == 1
