"""Wishes to be sent something regularly, which commands fulfil, told from questions about an article. Pure.

Owns what such a request sounds like in English; one that is missed is answered as a question.
"""

import re
from typing import Final

LONGEST: Final = 200
"""Characters; a longer text says more than a wish."""
_ASKS: Final = (
    r"(?:i(?:'d| would)? (?:like|want|need|wish)|(?:can|could|would|will) (?:you|i|we)|please|let us|let's"
    r"|how (?:do|can) (?:i|we))"
)
_DOES: Final = (
    r"(?:send|post|give|schedule|reschedule|set ?up|create|add|begin|start|make|get|have|receive|deliver"
    r"|manage|change|edit|pause|stop|cancel|end|remove|delete|resume|snooze|preview|list|show)"
)
_SENDS: Final = r"(?:send|post|give|tell|message|brief|update|remind|deliver|get|have|receive)"
_FOR_US: Final = (
    r"(?:.* )?(?:me|us|here|channel|server|everyone|updates?|news|briefings?|summar(?:y|ies)|reports?)\b"
)
_DAYS: Final = (
    r"(?:day|morning|evening|afternoon|night|week|weekday|month"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
_OFTEN: Final = rf"(?:(?:every|each) (?:\w+ )?{_DAYS}s?|daily|weekly|monthly|weekdays|mornings|regularly)"
_DIGEST: Final = r"(?:digests?|subscriptions?)"
_OF_A_TEXT: Final = r"(?: (?:of|from) (?:the|this|that|your)\b)"
_WISH: Final = re.compile(
    rf"(?:hi |hello |hey )?(?:{_ASKS} )?(?:to )?(?:please )?(?:"
    rf"{_DOES} (?:.* )?{_DIGEST}(?!{_OF_A_TEXT})(?: .*)?"
    rf"|{_SENDS} (?={_FOR_US})(?:.* )?{_OFTEN}(?: .*)?"
    rf"|(?:un)?subscribe(?: .*)?"
    rf"|(?:a |the |my |our )?(?:{_OFTEN} )?{_DIGEST}(?: (?:please|{_OFTEN}))*)"
)


def wishes_a_digest(words: str) -> bool:
    """Whether words, in small letters between single spaces, ask for a digest to be begun or changed."""
    return len(words) <= LONGEST and _WISH.fullmatch(words) is not None
