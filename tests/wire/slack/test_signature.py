"""Which requests count as Slack's own."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.slack.signature import STALE, signature_of, signed_by_slack
from bot.secret import Secret

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
SECRET = Secret("8f742231b10e8888abcd99yyyzzz85a5")


def test_the_vendors_own_example() -> None:
    """The example of Slack's page on verifying requests gives the signature that stands there."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
        b"96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    expected = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert signature_of("1531420618", body, SECRET) == expected
    then = datetime.fromtimestamp(1_531_420_618, UTC)
    assert signed_by_slack(["1531420618"], [expected], body, SECRET, then)


@given(st.binary(max_size=200), st.integers(-STALE, STALE))
def test_a_fresh_signature_is_good(body: bytes, late: int) -> None:
    """Any body, signed within five minutes before or after, counts."""
    now = NOW + timedelta(seconds=late)
    assert signed_by_slack([STAMP], [signature_of(STAMP, body, SECRET)], body, SECRET, now)


@given(st.binary(max_size=50), st.integers(STALE + 1, 10**9), st.booleans())
def test_a_stale_signature_is_not(body: bytes, late: int, before: bool) -> None:
    """A replayed request does not count, nor one from a future."""
    now = NOW + timedelta(seconds=-late if before else late)
    assert not signed_by_slack([STAMP], [signature_of(STAMP, body, SECRET)], body, SECRET, now)


@given(st.lists(st.text(max_size=90), max_size=3), st.lists(st.text(max_size=90), max_size=3))
def test_nothing_else_counts_and_nothing_raises(timestamps: list[str], signatures: list[str]) -> None:
    """Missing, doubled, broken or invented headers are refused, whatever is in them."""
    assert not signed_by_slack(timestamps, signatures, b"{}", SECRET, NOW)


@pytest.mark.parametrize(
    "stamp", ["", " ", f" {STAMP}", f"{STAMP}.0", "٣" * 10, "-1", "1e9", "9" * 13, "nan"]
)
def test_a_timestamp_is_plain_seconds(stamp: str) -> None:
    """Even when it is signed, a timestamp that is no plain number of seconds is refused."""
    assert not signed_by_slack([stamp], [signature_of(stamp, b"", SECRET)], b"", SECRET, NOW)


def test_each_header_comes_once() -> None:
    """A second header beside a good one is refused: two readers might each believe another one."""
    good = signature_of(STAMP, b"", SECRET)
    assert not signed_by_slack([STAMP, STAMP], [good], b"", SECRET, NOW)
    assert not signed_by_slack([STAMP], [good, good], b"", SECRET, NOW)


def test_another_body_secret_or_version_is_refused() -> None:
    """One changed byte anywhere takes the signature's worth."""
    good = signature_of(STAMP, b"text=a", SECRET)
    assert not signed_by_slack([STAMP], [good], b"text=b", SECRET, NOW)
    assert not signed_by_slack([STAMP], [good], b"text=a", Secret("other"), NOW)
    assert not signed_by_slack([STAMP], [good.replace("v0", "v1")], b"text=a", SECRET, NOW)
    assert not signed_by_slack([STAMP], [good.upper()], b"text=a", SECRET, NOW)
