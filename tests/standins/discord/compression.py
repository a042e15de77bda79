"""How gateway frames are packed: plain text, zlib-stream or zstd-stream, as the client asked."""

import zlib
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol


class Packer(Protocol):
    """Packs one connection's frames, in order."""

    def pack(self, text: str) -> str | bytes:
        """One frame: text goes out as a text frame, bytes as a binary one."""


class Plain:
    """No packing."""

    def pack(self, text: str) -> str:
        """The text itself."""
        return text


class ZlibStream:
    """One zlib stream over the connection, flushed after every frame."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj()

    def pack(self, text: str) -> bytes:
        """The frame, ending in 00 00 FF FF."""
        return self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class ZstdStream:
    """One zstd stream over the connection, a block a frame."""

    def __init__(self) -> None:
        library: Any = import_module("zstandard")
        self._stream = library.ZstdCompressor().compressobj()
        self._flush = library.COMPRESSOBJ_FLUSH_BLOCK

    def pack(self, text: str) -> bytes:
        """The frame."""
        return bytes(self._stream.compress(text.encode()) + self._stream.flush(self._flush))


def packer(asked: str | None, *, allowed: bool = True) -> Packer:
    """The packer for what the client asked; plain when packing is off or the library is not installed."""
    if not allowed or asked is None:
        return Plain()
    if asked == "zlib-stream":
        return ZlibStream()
    if asked == "zstd-stream" and find_spec("zstandard"):
        return ZstdStream()
    return Plain()
