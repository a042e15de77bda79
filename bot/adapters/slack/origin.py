"""Where a form was opened from, carried along in it, so that it says the same after a restart. Pure."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from bot.adapters.slack import limits


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was done. What is not known is empty.

    `response_url` answers there, up to five times within half an hour; `message_ts` is the message that
    was pressed on, `thread` the thread it stands in.
    """

    channel: str = ""
    user: str = ""
    response_url: str = ""
    message_ts: str = ""
    thread: str = ""
    private: bool = True
    direct: bool = False
    action: str = ""
    """The value of the button that opened the form."""
    claims: str = ""
    """Ids of the claims of the message that was pressed on, where Slack handed it over."""
    page: int = 0
    """The page it stands on, counted from 0."""
    channel_name: str = ""
    """What people call the channel, where Slack told: of a form that is sent it says nothing."""

    def as_metadata(self) -> str:
        """For a view's private_metadata, which only this app is shown."""
        kept = {name: value for name, value in asdict(self).items() if value != _DEFAULTS[name]}
        for spared in ({}, {"claims": ""}):
            written = json.dumps(kept | spared, ensure_ascii=False, separators=(",", ":"))
            if len(written) <= limits.METADATA:
                return written
        return json.dumps(kept | {"claims": "", "action": "", "response_url": ""}, ensure_ascii=False)


_DEFAULTS = {each.name: each.default for each in fields(Origin)}


def from_metadata(text: str) -> Origin:
    """The origin that a view carries; an empty one where it carries none of ours."""
    try:
        found = json.loads(text)
    except ValueError:
        return Origin()
    if not isinstance(found, Mapping):
        return Origin()
    known: dict[str, Any] = {
        name: found[name] for name, default in _DEFAULTS.items() if isinstance(found.get(name), type(default))
    }
    return Origin(**known)
