"""What a reader is told when something fails; what is no mistake of theirs goes into the log."""

from bot import notices
from bot.logs import incident, logger
from briefings.errors import BadInput

_log = logger(__name__)


def sentence(error: Exception) -> str:
    """One sentence for the reader: their own mistake, or an id by which the operator finds the cause."""
    if isinstance(error, BadInput):
        return str(error)
    return notices.failed(incident(_log, "a request failed", error))
