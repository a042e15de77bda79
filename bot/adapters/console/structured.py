"""A reply as JSON for scripts. The shape is documented in docs/cli.md and only ever grows."""

from dataclasses import asdict
from typing import Any

from briefings.reply import Reply, content

SCHEMA = 1
"""Raised when a key is renamed, removed or changes its meaning."""


def structured(reply: Reply) -> dict[str, Any]:
    """The reply as plain values. Blocks, inlines and follow-ups carry their `kind`; ids are qualified."""
    return {
        "schema": SCHEMA,
        "outcome": reply.outcome.value,
        "title": reply.title,
        "text": content(reply),
        "reason": reply.reason,
        "nearest": list(reply.nearest),
        "claims": list(reply.claims),
        "blocks": [asdict(block) for block in reply.blocks],
        "sources": [asdict(source) for source in reply.sources],
        "basis": list(reply.basis),
        "disclaimer": list(reply.disclaimer),
        "follow_ups": [asdict(follow_up) for follow_up in reply.follow_ups],
    }
