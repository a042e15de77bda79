"""files.*: the three steps of an upload, and what is known of a file."""

from typing import Any

from tests.standins.calls import Answer, Call
from tests.standins.serving import Route
from tests.standins.slack import payloads
from tests.standins.slack.arguments import Arguments
from tests.standins.slack.posting import Post
from tests.standins.slack.refusals import Refused
from tests.standins.slack.state import State
from tests.standins.slack.web.methods import Access, Method
from tests.standins.slack.world import HeldFile


class FileMethods:
    """Files of the bot. They cannot travel in ephemeral messages."""

    def __init__(self, state: State, post: Post, access: Access) -> None:
        self._state = state
        self._post = post
        self._access = access

    def methods(self) -> list[Method]:
        """The methods served here."""
        return [
            Method("files.getUploadURLExternal", self.begin, ("files:write",)),
            Method("files.completeUploadExternal", self.complete, ("files:write",)),
            Method("files.info", self.info, ("files:read",)),
            Method("files.delete", self.delete, ("files:write",)),
        ]

    def routes(self) -> list[Route]:
        """Where bytes are sent, and fetched."""
        return [
            Route("POST", "/upload/v1/{file_id}", self.upload),
            Route("GET", "/files/{file_id}/{name}", self.fetch),
        ]

    def begin(self, arguments: Arguments) -> dict[str, Any]:
        """Announce a file and learn where to send it."""
        name, length = arguments.needed("filename"), arguments.needed("length")
        if not length.isdecimal() or int(length) < 1:
            raise Refused("invalid_arguments", messages=("[ERROR] length must be a number above 0",))
        held = HeldFile(self._state.world.new_id("F"), name, int(length), alt_text=arguments.text("alt_txt"))
        self._state.world.files[held.id] = held
        return {"upload_url": f"{self._state.base}/upload/v1/{held.id}", "file_id": held.id}

    def upload(self, call: Call) -> Answer:
        """Take the bytes."""
        held = self._state.world.files.get(call.params["file_id"])
        data = call.uploads[0].data if call.uploads else call.raw
        if held is None or held.data is not None or len(data) != held.length:
            return Answer(400, raw=b"bad upload", content_type="text/plain")
        held.data = data
        return Answer(raw=f"OK - {len(data)}".encode(), content_type="text/plain")

    def complete(self, arguments: Arguments) -> dict[str, Any]:
        """Finish the upload, and share the files where a channel is named."""
        wanted = arguments.get("files")
        if not isinstance(wanted, list) or not wanted:
            raise Refused(
                "invalid_arguments", messages=("[ERROR] files must be an array of objects with an id",)
            )
        held = [self._uploaded(each) for each in wanted]
        channels = [each for each in arguments.text("channels").split(",") if each]
        named = arguments.text("channel_id") or (channels[0] if channels else "")
        if named:
            self._share(arguments, named, held)
        for each in held:
            each.completed = self._state.clock.now()
        return {"files": [payloads.file(each, self._state) for each in held]}

    def info(self, arguments: Arguments) -> dict[str, Any]:
        """One file."""
        return {"file": payloads.file(self._held(arguments.needed("file")), self._state)}

    def delete(self, arguments: Arguments) -> dict[str, Any]:
        """Take a file away, out of its messages too."""
        held = self._held(arguments.needed("file"))
        held.deleted = True
        for channel in self._state.world.channels.values():
            for message in channel.log:
                message.files = [each for each in message.files if each is not held]
        return {}

    def fetch(self, call: Call) -> Answer:
        """The bytes."""
        held = self._state.world.files.get(call.params["file_id"])
        if (
            held is None
            or held.deleted
            or call.headers.get("Authorization") != f"Bearer {self._state.settings.bot_token}"
        ):
            return Answer(404, raw=b"", content_type="text/html")
        return Answer(raw=held.held, content_type="application/octet-stream")

    def _share(self, arguments: Arguments, named: str, held: list[HeldFile]) -> None:
        channel = self._access.open_to_bot(named)
        body: dict[str, Any] = {
            "text": arguments.text("initial_comment"),
            "thread_ts": arguments.text("thread_ts") or None,
        }
        if arguments.get("blocks"):
            body["blocks"] = arguments.get("blocks")
        self._post.check(body, with_files=True)
        if body["thread_ts"] and channel.find(str(body["thread_ts"])) is None:
            raise Refused("invalid_thread_ts")
        for each in held:
            each.channels.append(channel.id)
        self._post.create(
            channel, self._state.bot, body, via="files.completeUploadExternal", files=tuple(held)
        )

    def _uploaded(self, wanted: Any) -> HeldFile:
        held = self._state.world.files.get(str(wanted.get("id"))) if isinstance(wanted, dict) else None
        if held is None or held.data is None or held.completed is not None:
            raise Refused("file_not_found")
        held.title = str(wanted.get("title") or held.name)
        return held

    def _held(self, file_id: str) -> HeldFile:
        held = self._state.world.files.get(file_id)
        if held is None or held.completed is None:
            raise Refused("file_not_found")
        if held.deleted:
            raise Refused("file_deleted")
        return held
