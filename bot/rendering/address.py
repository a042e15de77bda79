"""Addresses that we would cite: over https, with a readable host, and nothing that could end a link early."""

import re
from urllib.parse import quote, urlsplit

HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
"""What reads as the name of a host."""
_SAFE_PATH = "/%:@!$&'+,;=-.~"
_LONGEST = 512
"""Characters of an address; what platforms allow on a button, and more than any we cite."""


def safe_address(url: str) -> str | None:
    """An https address without anything that could end the link early; None for any other."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError):
        return None
    if parts.scheme != "https" or parts.username is not None or not HOST.fullmatch(host):
        return None
    path = quote(parts.path, safe=_SAFE_PATH)
    query = f"?{quote(parts.query, safe=_SAFE_PATH + '?')}" if parts.query else ""
    fragment = f"#{quote(parts.fragment, safe=_SAFE_PATH + '?')}" if parts.fragment else ""
    address = f"https://{host}{f':{port}' if port else ''}{path}{query}{fragment}"
    return address if len(address) <= _LONGEST else None


def host_of(address: str) -> str:
    """The host of a safe address."""
    return urlsplit(address).hostname or ""
