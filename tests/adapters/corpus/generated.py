"""Replies nobody would write: many scripts, right to left, emoji, markup, mentions, lengths at the edge.

One generator for the property tests and for the campaign; all chance comes from the `Random` handed in.
"""

from collections.abc import Callable
from random import Random
from typing import Any

from bot.rendering.asked import Asked, AskedVerb
from briefings.reply import (
    Block,
    Bullets,
    Choice,
    Choose,
    Cite,
    ClaimLine,
    ClaimList,
    Code,
    Comparison,
    ConditionalCase,
    Edge,
    Emphasis,
    Evidence,
    EvidencePart,
    FollowUp,
    Heading,
    Inline,
    Link,
    Node,
    Outcome,
    Paragraph,
    Picture,
    Remark,
    Reply,
    ShowEvidence,
    Side,
    Source,
    Strong,
    Suggest,
    Text,
    Verb,
)

WORDS = (
    "trade routes may shift under pressure in spring",
    "राजनयिक वार्ता क्षेत्र में तनाव कम कर सकती है",
    "지역 안정에 대한 우려가 커질 수 있다",
    "航路可能受到影响而且价格可能上升",
    "地域の安定が揺らぐおそれがある",
    "قد تتأثر طرق التجارة في المنطقة",
    "ייתכן שנתיבי הסחר ישתנו בקרוב",
    "การค้าอาจได้รับผลกระทบในภูมิภาค",
    "торговые пути могут измениться весной",
    "İstanbul'da görüşmeler sürebilir",
    "các tuyến thương mại có thể thay đổi",
)
EMOJI = ("👩‍👩‍👧‍👦", "🇮🇳", "🏳️‍🌈", "👍🏽", "❤️", "1️⃣", "🧑🏿‍🚀", "e\u0301\u0323", "ก็", "한", "क्षि")
HOSTILE = (
    "@everyone",
    "@here",
    "<@123456789012345678>",
    "<@!1>",
    "<@&42>",
    "<#99>",
    "<:smile:1234>",
    "<a:wave:77>",
    ":joy:",
    "<t:1700000000:R>",
    "</brief:123>",
    "<id:customize>",
    "https://evil.example/x?y=z",
    "http://evil.example",
    "HTTPS://EVIL.EXAMPLE/A",
    "discord.gg/abcdef",
    "discord://-/channels/@me",
    "[click](https://evil.example)",
    "[a](<https://evil.example> 'b')",
    "<https://evil.example>",
    "javascript:alert(1)",
    "**bold** *it* __u__ ~~s~~ ||spoiler||",
    "`code` ``x`` ```js\nx```",
    "# heading",
    "-# small",
    "> quote",
    ">>> all",
    "- item",
    "1. one",
    "\\*not\\*",
    "\\\\",
    "\\",
    "*",
    "_",
    "a_b_c",
    "***",
    "|",
    "[",
    "]",
    "](",
    "@",
    "<",
    "\u202eevil\u202c",
    "\u2066x\u2069",
    "\u200f\u200e",
    "@\u200beveryone",
    "\x1b[31mred\x1b[0m",
    "\x00\x07",
    "\ud800",
    "line\nbreak\r\nand\u2028more",
    "\u200b",
    "Z" + "\u0300" * 90,
    "",
    " ",
    "…",
    "[1]",
    "C07",
    "> You asked: forged",
    "<!here>",
    "<!channel|all>",
    "<!subteam^S024BE7LH|@desk>",
    "<@U024BE7LH>",
    "<#C024BE7LR|general>",
    "@channel",
    "<https://evil.example|bank.example>",
    "<!date^1392734382^{date}|today>",
    "&lt;!here&gt;",
    "&amp;",
    "~struck~ _it_",
    '\'"\\"',
    "x" * 200,
)
VERBS: tuple[Verb, ...] = ("brief", "ask", "compare", "scenarios", "watch", "gaps", "map", "about")
ASKED: tuple[AskedVerb, ...] = (*VERBS, "evidence", "text")
URLS = (
    "https://example.org/a_b",
    "https://example.org/(x)?q=*a*#_f_",
    "https://münchen.example/straße",
    "http://example.org",
    "javascript:alert(1)",
    "https://user@example.org",
    "https://example.org/>) [x](https://evil.example",
    "",
    "https://" + "a" * 600 + ".example",
)


def text(rng: Random, most: int = 320) -> str:
    """A text of at most `most` code points, harmless or not."""
    parts: list[str] = []
    wanted = rng.choice((3, 20, 60, 160, most, most))
    while sum(map(len, parts)) + len(parts) < wanted:
        parts.append(rng.choice(rng.choice((WORDS, WORDS, EMOJI, HOSTILE))))
    joint = rng.choice((" ", " ", " ", ""))
    return joint.join(parts)[:most]


def reply(rng: Random) -> Reply:
    """A reply of any blocks."""
    count = rng.choice((0, 1, 3, 8, 20, 40))
    numbers = rng.sample(range(1, 99), rng.choice((0, 2, 12, 40)))
    blocks = tuple(_block(rng, place, numbers) for place in range(rng.choice((0, 1, 4, 12))))
    follow_ups = tuple(_follow_up(rng) for _ in range(rng.choice((0, 2, 6))))
    return Reply(
        outcome=rng.choice(list(Outcome)),
        title=text(rng, 400),
        blocks=blocks,
        sources=tuple(Source(each, f"a:S{each}", text(rng, 200)) for each in numbers),
        basis=tuple(text(rng, 400) for _ in range(rng.choice((0, 1, 1, 12)))),
        disclaimer=tuple(text(rng, 400) for _ in range(rng.choice((0, 1, 1, 5)))),
        follow_ups=(ShowEvidence("Evidence", tuple(_claim(rng) for _ in range(count))), *follow_ups),
    )


def one_text(rng: Random) -> Reply:
    """One hostile text in every place a short reply has."""
    said = text(rng)
    claim = ClaimLine("first:C01", f"q0z {said}"[:320], said[:30], (1,), rng.choice((None, said)))
    words: tuple[Inline, ...] = (
        Text(said),
        Strong(said[:40]),
        Code(said[:40]),
        Link(said[:40], rng.choice(URLS)),
    )
    blocks: tuple[Block, ...] = (Heading(said[:60]), ClaimList((claim,)), Remark((rng.choice(words),)))
    steps: tuple[FollowUp, ...] = (
        ShowEvidence("Evidence", ("first:C01",)),
        Suggest(said[:90], "brief", said),
        Choose(said[:90], "compare", (Choice(said[:120], said[:120]),)),
    )
    return Reply(Outcome.ANSWER, said, blocks, (Source(1, "first:S1", said),), (said,), (said,), steps)


def asked(rng: Random) -> Asked:
    """What was asked."""
    verb = rng.choice(ASKED)
    if verb == "evidence":
        return Asked(verb, " ".join(_claim(rng) for _ in range(rng.choice((1, 6, 40)))))
    return Asked(verb, text(rng, rng.choice((30, 120, 500, 3000))))


def _claim(rng: Random) -> str:
    if rng.random() < 0.1:
        return text(rng, 40)
    article = rng.choice(("first", "a-rather-long-name-of-an-article", "x" * 80, "b"))
    return f"{article}:C{rng.randrange(1, 300):02}"


def line(rng: Random, numbers: list[int]) -> ClaimLine:
    """A claim with marks, its statement begun by a word of its own; sometimes it is far too long."""
    cites = tuple(rng.choices([*numbers, 7], k=rng.choice((0, 1, 2, 9))))
    most = rng.choice((60, 200, 320, 320, 320, 5000 if rng.random() < 0.05 else 320))
    remark = text(rng, rng.choice((100, 900))) if rng.random() < 0.2 else None
    statement = f"q{rng.getrandbits(40):010x}z {text(rng, most)}"[:most]
    return ClaimLine(_claim(rng), statement, text(rng, rng.choice((30, 200))), cites, remark)


def _lines(rng: Random, numbers: list[int]) -> tuple[ClaimLine, ...]:
    return tuple(line(rng, numbers) for _ in range(rng.choice((0, 1, 2, 6))))


def _inlines(rng: Random) -> tuple[Inline, ...]:
    makers: tuple[Callable[[], Inline], ...] = (
        lambda: Text(text(rng)),
        lambda: Text(text(rng, 3000)) if rng.random() < 0.05 else Text("@"),
        lambda: Text("everyone"),
        lambda: Strong(text(rng, 60)),
        lambda: Emphasis(text(rng, 60)),
        lambda: Code(text(rng, 60)),
        lambda: Link(text(rng, 60), rng.choice(URLS)),
        lambda: Cite(tuple(rng.sample(range(1, 99), rng.choice((0, 1, 3, 60)))), (_claim(rng),)),
        lambda: Text("(https://evil.example)"),
        lambda: Link("https://bank.example", rng.choice(URLS)),
    )
    return tuple(rng.choice(makers)() for _ in range(rng.choice((1, 2, 5))))


def _block(rng: Random, place: int, numbers: list[int]) -> Block:
    makers: tuple[Callable[[], Any], ...] = (
        lambda: ClaimList(_lines(rng, numbers)),
        lambda: ClaimList(_lines(rng, numbers)),
        lambda: Heading(text(rng, rng.choice((20, 400)))),
        lambda: Heading(f"Part {place}"),
        lambda: Paragraph(_inlines(rng)),
        lambda: Bullets(tuple(_inlines(rng) for _ in range(rng.choice((0, 1, 4))))),
        lambda: _case(rng, numbers),
        lambda: _comparison(rng, numbers),
        lambda: _evidence(rng, numbers),
        lambda: _picture(rng),
        lambda: Remark(_inlines(rng), rng.choice(("notice", "guess", "warning"))),
    )
    made: Block = rng.choice(makers)()
    return made


def _case(rng: Random, numbers: list[int]) -> ConditionalCase:
    watch = tuple(text(rng, 90) for _ in range(rng.choice((0, 0, 2))))
    return ConditionalCase(text(rng, 150), text(rng, 60), _lines(rng, numbers), watch)


def _comparison(rng: Random, numbers: list[int]) -> Comparison:
    sides = tuple(
        Side(text(rng, 40), _lines(rng, numbers), rng.choice((None, "The article is silent on this.")))
        for _ in range(rng.choice((0, 2, 2, 3)))
    )
    return Comparison(text(rng, 60), sides)


def _evidence(rng: Random, numbers: list[int]) -> Evidence:
    parts = tuple(
        EvidencePart(
            "a:S1.1.1",
            text(rng, 60),
            "section 1, paragraph 1, sentence 1",
            "reported",
            rng.choice((None, text(rng, 60))),
            rng.choice((None, text(rng, 900))),
        )
        for _ in range(rng.choice((0, 1, 3)))
    )
    return Evidence(line(rng, numbers), text(rng, 80), parts)


def _picture(rng: Random) -> Picture:
    nodes = tuple(Node(str(number), text(rng, 20), "country") for number in range(rng.choice((0, 2))))
    edges = tuple(Edge(a.key, a.key, text(rng, 20), directed=True, style="solid", claims=()) for a in nodes)
    return Picture(text(rng, 60), nodes, edges, text(rng, rng.choice((80, 2500))))


def _follow_up(rng: Random) -> FollowUp:
    if rng.random() < 0.5:
        return Suggest(text(rng, 100), rng.choice(VERBS), text(rng, rng.choice((20, 140))))
    choices = tuple(
        Choice(text(rng, rng.choice((20, 140))), text(rng, rng.choice((20, 140))))
        for _ in range(rng.choice((0, 3, 25, 40)))
    )
    return Choose(text(rng, 100), rng.choice(VERBS), choices)
