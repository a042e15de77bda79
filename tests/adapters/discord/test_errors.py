"""The one table of codes: complete, and read the same way wherever an error comes from."""

import re
import warnings
from pathlib import Path

import pytest

from bot.adapters.discord.budget import A_DAY, RESERVE, BudgetSpent, IdentifyBudget, StartLimit
from bot.adapters.discord.errors import CLOSE_CODES, CODES, failure
from bot.failures import AlreadyDone, Failure, Lost, Ours, Permanent, Repairable, Revoked, Unknown, Wait
from tests.fakes.notes import NotesInMemory

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # the SDK imports audioop, which Python deprecated
    import discord

    from bot.adapters.discord.sending import TRIES, delivered, failure_of

KINDS = {
    "permanent": Permanent,
    "already done": AlreadyDone,
    "repairable": Repairable,
    "ours": Ours,
    "wait": Wait,
}


def test_every_code_of_the_limits_is_in_the_table(shared: Path) -> None:
    """Each code that the limits name is mapped onto the kind they name."""
    row = next(
        line for line in (shared / "LIMITS.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| permanent |")
    )  # fmt: skip
    parts = re.split(r"(permanent|already done|repairable|ours|wait)\b", row)
    for kind, codes in zip(parts[1::2], parts[2::2], strict=True):
        for code in re.findall(r"\b\d{5,6}\b", codes):
            assert isinstance(CODES[int(code)], KINDS[kind]), code


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, 40060, AlreadyDone()),
        (404, 10062, Permanent("too-late")),
        (401, 0, Revoked()),
        (429, 0, Wait(2.5)),
        (429, 20016, Wait(2.5)),
        (403, 20028, Wait(2.5)),
        (500, 0, Wait(2.5, maybe_done=True)),
        (418, 99999, Unknown(418, "99999")),
    ],
)
def test_status_and_code_are_read_together(status: int, code: int, kind: Failure) -> None:
    """A known code decides; without one the status does; the rest is unknown."""
    assert failure(status, code, 2.5) == kind


def test_final_close_codes_say_what_to_do() -> None:
    """The codes after which connecting again is useless each have a sentence with a step to take."""
    assert set(CLOSE_CODES) == {4004, 4010, 4011, 4012, 4013, 4014}
    assert all(re.search(r"COMMUNIQUE_|Update", each) for each in CLOSE_CODES.values())


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (TimeoutError(), Lost()),
        (ConnectionResetError(), Lost()),
        (discord.LoginFailure("no"), Revoked()),
        (discord.RateLimited(40.0), Wait(40.0)),
        (discord.GatewayNotFound(), Wait()),  # type: ignore[no-untyped-call]
    ],
)
def test_the_sdks_exceptions_are_failures_of_ours(error: Exception, kind: Failure) -> None:
    """No exception of the SDK or of the connection goes past the table."""
    assert failure_of(error) == kind


def test_other_exceptions_are_not_swallowed() -> None:
    """A mistake in our code is not taken for trouble with Discord."""
    with pytest.raises(KeyError):
        failure_of(KeyError())


async def test_tries_are_bounded() -> None:
    """A request whose answer is lost is made once more, and then given up."""
    tried = []

    async def send() -> None:
        tried.append(1)
        raise ConnectionResetError

    assert await delivered(send) == Lost()
    assert len(tried) == TRIES


async def test_the_budget_counts_and_holds_back() -> None:
    """Identifications are counted; with only the reserve left none is spent."""
    notes = NotesInMemory()
    budget = IdentifyBudget(notes, "7")
    for _ in range(A_DAY - RESERVE):
        await budget.spend(0)
    with pytest.raises(BudgetSpent):
        await budget.spend(0)
    assert len(notes.identified) == A_DAY - RESERVE


async def test_room_is_asked_for_until_there_is_some() -> None:
    """It waits as long as Discord says, asks again, and gives up when told to stop."""
    limits = [StartLimit(2, RESERVE + 1, 30.0), StartLimit(2, RESERVE + 2, 0.0)]
    waited: list[float] = []

    async def ask() -> StartLimit:
        return limits[min(len(waited), 1)]

    async def wait(seconds: float) -> bool:
        waited.append(seconds)
        return False

    async def stop(_: float) -> bool:
        return True

    assert await IdentifyBudget(NotesInMemory(), "7").room(ask, wait)
    assert waited == [60.0]
    waited.clear()
    assert not await IdentifyBudget(NotesInMemory(), "7").room(ask, stop)
