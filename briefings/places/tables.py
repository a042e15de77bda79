"""The prebuilt tables: sorted lines in one block of bytes each, searched by halving.

Nothing is parsed ahead of need, so that start-up pays only for reading the file. It refuses to know what a
line means beyond its key, which ends at the first tab.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class SortedLines:
    """Lines sorted by their bytes, each "key TAB payload"; every line ends with a newline."""

    block: bytes

    @classmethod
    def read(cls, path: Path) -> "SortedLines":
        """The lines of `path`; raises OSError where it cannot be read."""
        return cls(path.read_bytes())

    def _first_at_or_after(self, key: bytes) -> int:
        """The offset of the first line that is not smaller than `key`."""
        block = self.block
        low, high = 0, len(block)
        while low < high:
            start = block.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = block.find(b"\n", start, high)
            if block[start:end] < key:
                low = end + 1
            else:
                high = start
        return low

    def get(self, key: str) -> str | None:
        """The payload of `key`, or None."""
        wanted = key.encode() + b"\t"
        start = self._first_at_or_after(wanted)
        if not self.block.startswith(wanted, start):
            return None
        return self.block[start + len(wanted) : self.block.find(b"\n", start)].decode()

    def with_prefix(self, prefix: str) -> Iterator[tuple[str, str]]:
        """Keys that begin with `prefix`, in order, each with its payload."""
        wanted = prefix.encode()
        start = self._first_at_or_after(wanted)
        while self.block.startswith(wanted, start):
            end = self.block.find(b"\n", start)
            key, _, payload = self.block[start:end].decode().partition("\t")
            yield key, payload
            start = end + 1

    def begins(self, prefix: str) -> bool:
        """Whether any key begins with `prefix`."""
        wanted = prefix.encode()
        return self.block.startswith(wanted, self._first_at_or_after(wanted))
