"""Which settings the Slack role needs, and whether its tokens are of the right kinds.

Imports no SDK, so that the list of roles may ask.
"""

from typing import Final

from bot.secret import Secret
from bot.settings import Settings

BOT_KINDS: Final = ("xoxb-", "xoxe.xoxb-")
"""What a bot's token begins with, without and with rotation (https://docs.slack.dev/authentication/tokens)."""
APP_KINDS: Final = ("xapp-",)
"""What an app-level token begins with (same page)."""
SWAPPED: Final = (
    "the two tokens are swapped: COMMUNIQUE_SLACK_BOT_TOKEN holds an app-level token (xapp-) and "
    "COMMUNIQUE_SLACK_APP_TOKEN a bot token (xoxb-); put each into the other's place"
)
_NO_BOT: Final = (
    "COMMUNIQUE_SLACK_BOT_TOKEN holds an app-level token (xapp-); put the Bot User OAuth Token (xoxb-) there"
)
_NO_APP: Final = (
    "COMMUNIQUE_SLACK_APP_TOKEN holds a bot token (xoxb-); put an app-level token (xapp-) there, made with "
    "connections:write"
)


def what_is_missing(settings: Settings) -> str | None:
    """Which settings are missing, as a half sentence; None when none is."""
    if settings.slack_bot_token is None:
        return "set COMMUNIQUE_SLACK_BOT_TOKEN to the bot token of your Slack app"
    if settings.slack_http and settings.slack_signing_secret is None:
        return "set COMMUNIQUE_SLACK_SIGNING_SECRET to the signing secret of your Slack app"
    if not settings.slack_http and settings.slack_app_token is None:
        return "set COMMUNIQUE_SLACK_APP_TOKEN to an app-level token of your Slack app"
    return None


def misplaced_tokens(settings: Settings) -> str | None:
    """Which token stands where the other kind belongs, as a half sentence; None when neither does.

    Only kinds that are known to be the wrong ones count: Slack may name its tokens anew.
    """
    bot = _begins(settings.slack_bot_token, APP_KINDS)
    app = _begins(settings.slack_app_token, BOT_KINDS)
    if bot and app:
        return SWAPPED
    if bot:
        return _NO_BOT
    return _NO_APP if app and not settings.slack_http else None


def _begins(token: Secret | None, kinds: tuple[str, ...]) -> bool:
    return token is not None and token.reveal().startswith(kinds)
