"""How much one reader may ask in a while."""

from bot.quota import MOST, WINDOW, Quota


def test_haste_is_refused_and_forgotten() -> None:
    """After the last request that is answered one refusal is told apart; a new window starts afresh."""
    now = [0.0]
    quota = Quota(lambda: now[0])
    assert [quota.take("mira") for _ in range(MOST)] == ["yes"] * MOST
    assert quota.take("mira") == "first refusal"
    assert quota.take("mira") == "no"
    assert quota.take("jun") == "yes"
    now[0] = WINDOW
    assert quota.take("mira") == "yes"


def test_only_so_many_readers_are_remembered() -> None:
    """A crowd does not fill the memory; who came first is forgotten first."""
    quota = Quota(lambda: 0.0, most=1)
    for number in range(20_000):
        quota.take(str(number))
    assert len(quota._counts) <= 10_000
    assert quota.take("0") == "yes"
    assert quota.take("19999") != "yes"
