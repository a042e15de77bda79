"""What Discord's codes mean, in one table: REST codes, statuses and close codes of the gateway. Pure.

A code that is not listed is `Unknown`, to be tried again a bounded number of times. The numbers are the
vendor's (LIMITS: permanent, already done, repairable, ours, wait).
"""

from bot.failures import (
    AlreadyDone,
    Failure,
    Ours,
    Permanent,
    Repairable,
    Revoked,
    Unknown,
    Wait,
)

CODES: dict[int, Failure] = {
    10003: Permanent("channel-gone"),
    10004: Permanent("channel-gone"),  # the whole server
    10008: Permanent("message-gone"),
    10015: Permanent("too-late"),  # the interaction's token has run out
    10062: Permanent("too-late"),  # not answered within three seconds
    20016: Wait(),  # slow mode
    20028: Wait(),  # writing too fast in this channel
    20029: Wait(),  # writing too fast in this server
    40005: Ours("40005"),  # request too large
    40058: Permanent("wrong-channel"),  # a forum channel takes threads only
    40060: AlreadyDone(),  # acknowledged before
    40067: Permanent("wrong-channel"),  # a forum channel wants tags
    50001: Permanent("no-access"),
    50006: Ours("50006"),  # empty message
    50007: Permanent("direct-messages-closed"),
    50008: Permanent("wrong-channel"),  # no text in this channel
    50013: Permanent("no-permission"),
    50024: Permanent("wrong-channel"),
    50027: Permanent("too-late"),  # the interaction's token is not valid any more
    50035: Ours("50035"),  # a field breaks a limit
    50083: Repairable("reopen-thread"),
    160002: Repairable("do-not-reply"),  # the history cannot be read
    160004: AlreadyDone(),  # the thread exists
    160005: Permanent("thread-closed"),
}

CLOSE_CODES: dict[int, str] = {
    4004: "Discord does not accept the bot token. Put a valid one into COMMUNIQUE_DISCORD_TOKEN: "
    "Developer Portal, your application, Bot, Reset Token.",
    4010: "Discord does not accept the number of shards. Leave COMMUNIQUE_DISCORD_SHARDS out.",
    4011: "Discord asks for more shards. Leave COMMUNIQUE_DISCORD_SHARDS out, or set a higher number.",
    4012: "Discord does not know the version of its interface that this release uses. "
    "Update Communiqué, or take COMMUNIQUE_DISCORD_API_URL out.",
    4013: "Discord does not know an intent that this release asks for. Update Communiqué.",
    4014: "Discord does not allow an intent that this release asks for. Update Communiqué; "
    "it needs no privileged intent.",
}
"""Close codes after which connecting again is useless, with what to do about each."""

TOKEN_REFUSED = CLOSE_CODES[4004]


def failure(status: int, code: int, retry_after: float | None = None) -> Failure:
    """What an answer with this HTTP status and error code means. `retry_after` in seconds, where given."""
    if status == 429:
        return Wait(retry_after)
    if code in CODES:
        known = CODES[code]
        return Wait(retry_after) if isinstance(known, Wait) else known
    if status == 401:
        return Revoked()
    if status >= 500:
        return Wait(retry_after, maybe_done=True)
    return Unknown(status, str(code))
