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
_SENDS: Final = (
    r"(?:(?:send|post|give|message|brief|update|remind|deliver)|(?:get|have|tell)(?= (?:me|us)\b))"
)
_RECEIVES: Final = (
    r"(?:i(?:'d| would)? (?:like|want|need|wish)|(?:can|could|may) (?:i|we)|how (?:do|can) (?:i|we))"
    r"(?: to)?(?: (?:get|have|receive|read|see))?"
)
_TO: Final = (
    r"(?:(?:to )?(?:me|us|everyone|everybody|here|(?:this|the|our|my) (?:channel|server|team|group|place)))"
)
_NEWS: Final = (
    r"(?:(?:(?:a|an|the|some|any|all|your|our|short|brief|latest|new) )*"
    r"(?:updates?|news|briefings?|summar(?:y|ies)|reports?|overviews?|headlines|something))"
)
"""What could come regularly, as people call it."""
_DAYS: Final = (
    r"(?:day|morning|evening|afternoon|night|week|weekday|month"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
_OFTEN: Final = rf"(?:(?:every|each) (?:\w+ )?{_DAYS}s?|daily|weekly|monthly|weekdays|mornings|regularly)"
_OF_KIND: Final = r"(?:(?:a|an|the|some|your|our) )?(?:(?:short|brief) )?(?:daily|weekly|monthly|regular) "
_SAID: Final = (
    r"(?:what|whats|who|whom|whose|why|how|which|whether|if|that|when|where|than"
    r"|is|are|was|were|be|been|has|had|do|does|did|can|could|will|would|may|might|must"
    r"|sends?|sent|makes?|made|builds?|built|fires?|hits?|loses?|lost|ships?|says?|said|happens?|falls?|fell"
    r"|dies?|kills?|costs?|buys?|gives?|takes?|took|comes?|came|goes|went|shells?|cross(?:es)?"
    r"|(?!united\b|allied\b)\w+ed|(?!briefing|morning|evening|beijing)\w+ing)\b"
)
"""What tells that somebody does something every day, rather than that something is wished for."""
_WORDS: Final = rf"(?:(?!{_SAID})\S+ )*?"
_AT_THE_END: Final = (
    r"(?: please| here| to us| at \S+(?: (?:am|pm|utc))?| (?:to|in) (?:this|the|our) channel)*"
    rf"(?: (?:about|on|for|of|from)(?: (?!{_SAID})\S+)+)?"
)
_DIGEST: Final = r"(?:digests?|subscriptions?)"
_OF_A_TEXT: Final = r"(?: (?:of|from) (?:the|this|that|your)\b)"
_WISH: Final = re.compile(
    rf"(?:hi |hello |hey )?(?:{_ASKS} )?(?:to )?(?:please )?(?:"
    rf"{_DOES} (?:.* )?{_DIGEST}(?!{_OF_A_TEXT})(?: .*)?"
    rf"|{_SENDS} (?:{_TO} |{_NEWS} |{_TO} {_NEWS} ){_WORDS}{_OFTEN}{_AT_THE_END}"
    rf"|{_SENDS} (?:{_TO} )?{_OF_KIND}{_NEWS}{_AT_THE_END}"
    rf"|(?:un)?subscribe(?: .*)?"
    rf"|(?:a |the |my |our )?(?:{_OFTEN} )?{_DIGEST}(?: (?:please|{_OFTEN}))*)"
    rf"|{_RECEIVES} (?:{_OF_KIND}{_NEWS}|{_NEWS} {_WORDS}{_OFTEN}){_AT_THE_END}"
)


def wishes_a_digest(words: str) -> bool:
    """Whether words, in small letters between single spaces, ask for a digest to be begun or changed."""
    return len(words) <= LONGEST and _WISH.fullmatch(words) is not None
