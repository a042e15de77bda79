"""Topics as a subscription keeps them: `country:IN`, `bloc:east-asia`, `theme:nuclear`.

Owns that spelling. Whether a topic is covered is the library's affair.
"""

from typing import get_args, get_type_hints

from briefings.references import TopicRef

_KINDS = get_args(get_type_hints(TopicRef)["kind"])


def topic_text(topic: TopicRef) -> str:
    """The topic as it is kept."""
    return f"{topic.kind}:{topic.key}"


def topic_ref(text: str) -> TopicRef:
    """The topic that was kept so. Raises ValueError on what is none."""
    kind, colon, key = text.partition(":")
    if not colon or not key or kind not in _KINDS:
        raise ValueError(f"no topic: {text!r}")
    return TopicRef(kind, key)  # type: ignore[arg-type] # one of the kinds, as was just seen
