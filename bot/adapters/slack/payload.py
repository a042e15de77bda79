"""One Slack message as a frozen value, and as the bodies of the requests that send it.

Nothing in it pings, unfurls, or is read for markup beyond what its blocks say. A message is complete
in words; its picture is laid in only once Slack holds the file (`with_pictures`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.adapters.slack import limits
from bot.adapters.slack.elements import plain, short
from bot.adapters.slack.own_messages import without_share
from bot.rendering.unseen import in_words
from briefings.reply import Picture

Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture to draw, upload and lay in. `alt` is what stands for it where it is not seen."""

    title: str
    alt: str
    picture: Picture

    def block(self, file: str) -> dict[str, Any]:
        """The picture in a message, once it is uploaded under this id."""
        return {"type": "image", "slack_file": {"id": file}, "alt_text": self.alt}


@dataclass(frozen=True, slots=True)
class Payload:
    """What is sent. `text`: all its words, escaped, for notifications and screen readers.

    `page` of `pages`, counted from 0. `pictures` may be laid in; a private message has none, since
    Slack shows no uploaded file to one person alone.
    """

    blocks: tuple[Block, ...]
    text: str
    private: bool = True
    pictures: tuple[Attachment, ...] = ()
    page: int = 0
    pages: int = 1

    def message(self, channel: str, thread: str | None = None) -> dict[str, Any]:
        """The body of chat.postMessage; `thread` is the timestamp of the message it answers under."""
        quiet = {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none"}
        body = {"channel": channel, **self._said(), "mrkdwn": False, **quiet}
        return body | ({"thread_ts": thread} if thread else {})

    def ephemeral(self, channel: str, user: str, thread: str | None = None) -> dict[str, Any]:
        """The body of chat.postEphemeral."""
        body = {"channel": channel, "user": user, **self._said(), "link_names": False, "parse": "none"}
        return body | ({"thread_ts": thread} if thread else {})

    def update(self, channel: str, ts: str) -> dict[str, Any]:
        """The body of chat.update."""
        return {"channel": channel, "ts": ts, **self._said(), "link_names": False, "parse": "none"}

    def response(self, *, replace: bool = False) -> dict[str, Any]:
        """The body for a response_url, and for the acknowledgement of a slash command.

        `replace`: in place of the message that was pressed on.
        """
        seen = "ephemeral" if self.private else "in_channel"
        quiet = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
        return {"response_type": seen, "replace_original": replace, **self._said(), **quiet}

    def in_modal(self, title: str = "Communiqué") -> dict[str, Any]:
        """The same as a modal with nothing to submit."""
        return {
            "type": "modal",
            "title": plain(short(title, limits.MODAL_TITLE), limits.MODAL_TITLE),
            "close": plain("Close"),
            "blocks": list(self.blocks),
        }

    def with_pictures(self, files: Sequence[str]) -> "Payload":
        """The same with its pictures under the title, once they are uploaded under these ids."""
        images = tuple(each.block(file) for file, each in zip(files, self.pictures, strict=False))
        return replace(self, blocks=(*self.blocks[:1], *images, *self.blocks[1:]))

    def without_pictures(self) -> "Payload":
        """The same in words alone, for when a picture cannot be drawn, uploaded or shown."""
        pictures = [each.picture for each in self.pictures]
        blocks = tuple(each for each in self.blocks if each.get("type") != "image")
        text = in_words(self.text, pictures)
        return replace(self, blocks=in_words(blocks, pictures), text=text, pictures=())

    def without_share(self) -> "Payload":
        """The same after it was shared: "Shared" is said where "Share" could be pressed."""
        return replace(self, blocks=tuple(without_share(self.blocks)))

    def _said(self) -> dict[str, Any]:
        return {"text": self.text, "blocks": list(self.blocks)}
