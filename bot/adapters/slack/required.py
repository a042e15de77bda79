"""Which settings the Slack role needs. Imports no SDK, so that the list of roles may ask."""

from bot.settings import Settings


def what_is_missing(settings: Settings) -> str | None:
    """What has to be set first, as a half sentence; None when nothing has."""
    if settings.slack_bot_token is None:
        return "set COMMUNIQUE_SLACK_BOT_TOKEN to the bot token of your Slack app"
    if settings.slack_http and settings.slack_signing_secret is None:
        return "set COMMUNIQUE_SLACK_SIGNING_SECRET to the signing secret of your Slack app"
    if not settings.slack_http and settings.slack_app_token is None:
        return "set COMMUNIQUE_SLACK_APP_TOKEN to an app-level token of your Slack app"
    return None
