"""How much of a message's room its blocks take: their characters as compact JSON.

Nobody outside knows what Slack counts; the reports of refusals (slackapi/bolt-js #2509 and #2867) agree
with this, and with none that leaves the containers out.
"""

import json
from typing import Any


def weight(part: Any) -> int:
    """Characters, as UTF-16 units, of a block, an element or a list of them."""
    written = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
    return len(written) if written.isascii() else len(written.encode("utf-16-le", "surrogatepass")) // 2
