"""Who is told what when a command is not for them."""

import pytest

from bot.desk.desk import Desk
from bot.desk.where import Where
from bot.digest_commands import DigestPause
from briefings.errors import BadInput
from tests.bot.desk.conftest import DIRECT_READER, Words


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        (Where("1", "77", "5", writes=True), "Anybody here may look at them: /digest list"),
        (DIRECT_READER, "Digests belong to channels"),
    ],
)
def test_members_read_what_they_may_do_instead(desk: Desk[Words], where: Where, sentence: str) -> None:
    """Not only that they may not: where the digests can be looked at, or where the command belongs."""
    with pytest.raises(BadInput, match=sentence):
        desk.used(DigestPause(), where)
