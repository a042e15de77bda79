"""The dialect that pages for Slack are written in: words between control characters.

No text can hold those characters, for `one_line` takes them out, so there is nothing to escape and
nothing to confuse. `bot.adapters.slack.rich_text` reads them into elements.
"""

from dataclasses import dataclass

from bot.adapters.slack.definitions import prefixed
from bot.adapters.slack.escape import shown
from bot.rendering.address import HOST, host_of, safe_address

STRONG, EMPHASIS, CODE, UNDER, LINK, LABEL, END = "\x01", "\x02", "\x03", "\x05", "\x06", "\x07", "\x04"
"""Before words of each kind, between an address and its label, and after either."""
ITEM, GOES_ON, ASIDE, SMALL = "\x0e", "\x0f", "\x10", "\x11"
"""At the beginning of a line."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Words with their kinds. `prefix` stands before the names of our commands."""

    prefix: str = ""

    def text(self, text: str) -> str:
        """Plain words."""
        return shown(text)

    def strong(self, text: str) -> str:
        """Bold words."""
        return _around(STRONG, text)

    def emphasis(self, text: str) -> str:
        """Words in italics."""
        return _around(EMPHASIS, text)

    def code(self, text: str) -> str:
        """Something to type; a command as it is registered."""
        return _around(CODE, prefixed(text.strip(), self.prefix))

    def link(self, label: str, url: str) -> str:
        """A link that shows its host; words alone where the address is none that we would cite."""
        address = safe_address(url)
        if address is None:
            return shown(f"{label} ({url})" if label else url)
        if not label.strip() or label.strip() == url:
            return _link(address, address)
        if HOST.search(label):
            return f"{shown(label)} ({_link(address, address)})"
        return f"{_link(address, shown(label))} ({shown(host_of(address))})"

    def heading(self, text: str) -> str:
        """A bold line; header blocks fill a phone."""
        return _around(STRONG, text)

    def subheading(self, text: str) -> str:
        """A line in bold italics."""
        return _around(UNDER, text)

    def item(self, written: str) -> str:
        """An item; its further lines stay in it."""
        return ITEM + written.replace("\n", f"\n{GOES_ON}")

    def aside(self, written: str) -> str:
        """A quoted line."""
        return ASIDE + written.replace("\n", f"\n{ASIDE}")

    def small(self, written: str) -> str:
        """A line of a context block."""
        return f"{SMALL}{written}"

    def marks(self, numbers: tuple[int, ...]) -> str:
        """Marks such as [1][3]."""
        return "".join(f"[{number}]" for number in numbers)


def _around(kind: str, text: str) -> str:
    said = shown(text)
    return f"{kind}{said}{END}" if said else ""


def _link(address: str, label: str) -> str:
    return f"{LINK}{address}{LABEL}{label}{END}"
