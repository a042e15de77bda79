"""What Slack's codes mean to us."""

from typing import get_args

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.adapters.slack.errors import CODES, failure
from bot.adapters.slack.sending import failure_of
from bot.failures import AlreadyDone, Failure, Lost, Ours, Permanent, Reason, Revoked, Unknown, Wait


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        ("channel_not_found not_in_channel is_archived restricted_action no_permission", Permanent),
        ("account_inactive token_revoked invalid_auth team_access_not_granted", Revoked),
        ("invalid_blocks msg_too_long no_text metadata_too_large", Ours),
        ("ratelimited", Wait),
    ],
)
def test_the_codes_of_the_limits(codes: str, kind: type[Failure]) -> None:
    """Every code that LIMITS names is of the kind it names."""
    assert all(isinstance(failure(200, code), kind) for code in codes.split())


@pytest.mark.parametrize("code", ["fatal_error", "internal_error", "request_timeout", "service_unavailable"])
def test_what_may_have_been_posted(code: str) -> None:
    """After these nobody knows, and a message must not be sent again."""
    assert failure(200, code) == Wait(maybe_done=True)
    assert failure(503, code) == Wait(maybe_done=True)


def test_every_reason_is_one_of_ours() -> None:
    """The table speaks the words of the union, and a code of ours names itself."""
    reasons = {each.reason for each in CODES.values() if isinstance(each, Permanent)}
    assert reasons <= set(get_args(Reason))
    assert all(each.code == code for code, each in CODES.items() if isinstance(each, Ours))


def test_statuses_and_times_to_wait() -> None:
    """A 429 waits as long as it says; a server error may have done it; what is unknown is kept whole."""
    assert failure(429, "", 30.0) == Wait(30.0)
    assert failure(429, "invalid_auth") == Wait(None)
    assert failure(200, "ratelimited", 3.0) == Wait(3.0)
    assert failure(502, "") == Wait(maybe_done=True)
    assert failure(200, "brand_new_error") == Unknown(200, "brand_new_error")
    assert failure(200, "exchanged_trigger_id") == AlreadyDone()


class _Response:
    def __init__(self, status: int, data: object, headers: dict[str, str] | None = None) -> None:
        self.status_code, self.data, self.headers = status, data, headers or {}


def _api_error(response: object) -> Exception:
    return SlackApiError("failed", response)  # type: ignore[no-untyped-call]  # the SDK leaves it bare


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (_api_error(_Response(200, {"ok": False, "error": "no_text"})), Ours("no_text")),
        (_api_error(_Response(429, {"ok": False}, {"Retry-After": "7"})), Wait(7.0)),
        (_api_error(_Response(429, {}, {"Retry-After": "soon"})), Wait(None)),
        (_api_error(_Response(429, {}, {"Retry-After": "-5"})), Wait(None)),
        (_api_error(_Response(503, "<html>")), Wait(maybe_done=True)),
        (aiohttp.ServerDisconnectedError(), Lost()),
        (TimeoutError(), Lost()),
        (ConnectionResetError(), Lost()),
        (aiohttp.ConnectionTimeoutError(), Wait()),
    ],
)
def test_exceptions_of_the_sdk_and_below(error: Exception, meaning: Failure) -> None:
    """Each becomes one of ours; a connection that was never made has sent nothing."""
    assert failure_of(error) == meaning


def test_other_exceptions_are_not_swallowed() -> None:
    """A mistake of ours stays an exception."""
    with pytest.raises(KeyError):
        failure_of(KeyError("x"))
