"""What Slack's error codes mean, in one table. Pure.

A code that is not listed is `Unknown`, to be tried again a bounded number of times. The codes are the
vendor's (LIMITS: channel gone, install gone, may have been posted, ours).
"""

from bot.failures import AlreadyDone, Failure, Ours, Permanent, Revoked, Unknown, Wait

_MAYBE = Wait(maybe_done=True)

CODES: dict[str, Failure] = {
    "channel_not_found": Permanent("channel-gone"),
    "is_archived": Permanent("channel-gone"),
    "channel_is_archived": Permanent("channel-gone"),
    "not_in_channel": Permanent("no-access"),
    "access_denied": Permanent("no-access"),
    "ekm_access_denied": Permanent("no-access"),
    "restricted_action": Permanent("no-permission"),
    "restricted_action_read_only_channel": Permanent("no-permission"),
    "restricted_action_thread_only_channel": Permanent("no-permission"),
    "restricted_action_non_threadable_channel": Permanent("no-permission"),
    "restricted_action_thread_locked": Permanent("thread-closed"),
    "no_permission": Permanent("no-permission"),
    "missing_scope": Permanent("no-permission"),
    "not_allowed_token_type": Permanent("no-permission"),
    "cannot_dm_bot": Permanent("direct-messages-closed"),
    "messages_tab_disabled": Permanent("direct-messages-closed"),
    "user_disabled": Permanent("direct-messages-closed"),
    "user_not_found": Permanent("direct-messages-closed"),
    "user_not_visible": Permanent("direct-messages-closed"),
    "user_not_in_channel": Permanent("no-access"),
    "message_not_found": Permanent("message-gone"),
    "thread_not_found": Permanent("message-gone"),
    "cant_update_message": Permanent("message-gone"),
    "edit_window_closed": Permanent("message-gone"),
    "expired_trigger_id": Permanent("too-late"),
    "invalid_trigger_id": Permanent("too-late"),
    "expired_url": Permanent("too-late"),
    "used_url": Permanent("too-late"),
    "exchanged_trigger_id": AlreadyDone(),
    "hash_conflict": AlreadyDone(),  # a later version of the view is there
    "account_inactive": Revoked(over=True),
    "invalid_auth": Revoked(),
    "not_authed": Revoked(),
    "team_access_not_granted": Revoked(),
    "token_expired": Revoked(),
    "token_revoked": Revoked(over=True),
    "fatal_error": _MAYBE,
    "internal_error": _MAYBE,
    "request_timeout": _MAYBE,
    "service_unavailable": _MAYBE,
    "ratelimited": Wait(),
    "rate_limited": Wait(),
    "message_limit_exceeded": Wait(),
    "team_added_to_org": Wait(),
    "invalid_arguments": Ours("invalid_arguments"),
    "invalid_blocks": Ours("invalid_blocks"),
    "invalid_blocks_format": Ours("invalid_blocks_format"),
    "metadata_too_large": Ours("metadata_too_large"),
    "msg_blocks_too_long": Ours("msg_blocks_too_long"),
    "msg_too_long": Ours("msg_too_long"),
    "no_text": Ours("no_text"),
    "view_too_large": Ours("view_too_large"),
}

BOT_REFUSED = (
    "Slack does not accept the bot token, or the app was removed from the workspace. Install the app "
    "again, copy its Bot User OAuth Token (OAuth & Permissions) into COMMUNIQUE_SLACK_BOT_TOKEN, and restart."
)
NOT_A_BOT = (
    "COMMUNIQUE_SLACK_BOT_TOKEN holds a person's token, not a bot's. Copy the Bot User OAuth Token "
    "(OAuth & Permissions), which begins with xoxb-, and restart."
)
APP_REFUSED = (
    "Slack does not accept the app-level token. Make one with connections:write (Basic Information, "
    "App-Level Tokens), switch Socket Mode on, and put it into COMMUNIQUE_SLACK_APP_TOKEN."
)


def failure(status: int, code: str, retry_after: float | None = None) -> Failure:
    """What an answer with this HTTP status and error word means. `retry_after` in seconds, where given."""
    if status == 429:
        return Wait(retry_after)
    if code in CODES:
        known = CODES[code]
        return Wait(retry_after, known.maybe_done) if isinstance(known, Wait) else known
    if status >= 500:
        return Wait(retry_after, maybe_done=True)
    return Unknown(status, code)
