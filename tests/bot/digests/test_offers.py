"""What options of a digest become while they are typed: common ones first, else what can be read."""

import pytest

from tests.fakes.office import TOM, Office


@pytest.mark.parametrize(
    ("kind", "typed", "first"),
    [
        ("days", "week", "weekdays"),
        ("days", "tue,sat", "tue,sat"),
        ("days", "cron 30 8 * * 1-5", "cron 30 8 * * 1-5"),
        ("times", "08", "08:00"),
        ("times", "9am", "09:00"),
        ("times", "7pm and 6:15", "06:15, 19:00"),
        ("zone", "Germny", "Europe/Berlin"),
        ("topics", "India, Chi", "India, China"),
    ],
)
async def test_what_can_be_read_is_offered(office: Office, kind: str, typed: str, first: str) -> None:
    """The first choice; its value is what is sent."""
    (_, value), *_ = await office.digests.offered(kind, typed, TOM)
    assert value == first


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("days", "someday"), ("times", "soon"), ("zone", "qqqq"), ("dates", "2026"), ("doubt", "n")],
)
async def test_what_cannot_be_read_is_not_offered(office: Office, kind: str, typed: str) -> None:
    """Nor are kinds of which none are known."""
    assert await office.digests.offered(kind, typed, TOM) == ()
