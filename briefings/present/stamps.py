"""The line that says which edition a reply is of, for platforms that mark their messages with its id.

Owns how the id is taken out of it, so that it stands once: in the mark by which a message is found again.
"""

from dataclasses import replace

from briefings.reply import Block, Emphasis, Inline, Paragraph, Reply


def without_id(reply: Reply, edition: str) -> Reply:
    """The reply, its stamp without the id of that edition or notice."""
    return replace(
        reply,
        blocks=tuple(_block(each, edition) for each in reply.blocks),
        basis=tuple(_cut(each, edition) for each in reply.basis),
    )


def _block(block: Block, edition: str) -> Block:
    if not isinstance(block, Paragraph):
        return block
    return replace(block, inlines=tuple(_inline(each, edition) for each in block.inlines))


def _inline(inline: Inline, edition: str) -> Inline:
    return Emphasis(_cut(inline.text, edition)) if isinstance(inline, Emphasis) else inline


def _cut(text: str, edition: str) -> str:
    return text.removeprefix(f"{edition} · ").replace(f" · {edition} · ", " · ", 1)
