"""Secrets, and what readers typed, are found wherever they hide."""

import asyncio
import json
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.redaction import REDACTED, TEXT_NAMES, WITHHELD, Redactor, withheld
from bot.secret import Secret

# None of these opens anything.
PASSWORD = 'p/ä"ss w\\ord'  # noqa: S105
DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDe." + "x_-9" * 9
SHAPES = [
    DISCORD,
    f"Authorization: Bot {DISCORD}",
    "xoxb-123456789012-abcdefGHIJKL",
    "xoxe.xoxp-1-Mi0yLTEyMzQ1Njc4",
    "xapp-1-A0123-456-abcdef",
    "Bearer abcdefghijklmnopqrstuvwxyz",
    "postgresql+asyncpg://communique:hunter2/x@db.example:5432/communique",
    "/api/v10/webhooks/123456789/aW50ZXJhY3Rpb246/messages/@original",
    "https://discord.com/api/v10/interactions/123/aW50ZXJhY3Rpb246/callback?with_response=true",
    'token="hunter2hunter2"',
    "{'password': 'hunter2', 'x': 1}",
    "client_secret... secret: hunter2;",
]
PARTS = ["GabcDe", "123456789012", "Mi0yLTE", "A0123", "klmnop", "hunter2", "aW50"]


@pytest.mark.parametrize("text", SHAPES)
def test_credentials_are_known_by_their_shape(text: str) -> None:
    """A token, an address with a password or an answering address loses its secret part, unasked."""
    line = Redactor().line(f"before {text} after")
    assert REDACTED in line
    assert not [part for part in PARTS if part in line]
    assert line.startswith("before ")
    assert line.endswith(" after")


@pytest.mark.parametrize(
    "text",
    [
        "Bot disconnected from the gateway",
        "https://discord.com/oauth2/authorize?client_id=1&permissions=2&scope=bot",
        "http://127.0.0.1:8080/api/v10/users/@me",
        "connected to wss://gateway.discord.gg/ as Communiqué in 3 servers",
        "the token is refused; set another one",
        "File /srv/app.py, line 12, in run_the_whole_program.and_more",
        "a@b.example wrote",
    ],
)
def test_innocent_lines_stay_as_they_are(text: str) -> None:
    """What holds no secret is not touched."""
    assert Redactor(["hunter2"]).line(text) == text


@pytest.mark.parametrize(
    "form",
    [
        PASSWORD,
        quote(PASSWORD, safe=""),
        json.dumps(PASSWORD),
        json.dumps(PASSWORD, ensure_ascii=False),
        repr(PASSWORD),
        f"x{PASSWORD}{PASSWORD}y",
    ],
)
def test_a_told_secret_is_found_in_any_spelling(form: str) -> None:
    """Plain, quoted for an address, escaped for JSON or by repr: it is gone."""
    line = Redactor([PASSWORD]).line(f"failed with {form}!")
    assert "ss" not in line.replace(REDACTED, "")
    assert REDACTED in line


def test_of_two_secrets_the_longer_goes_first() -> None:
    """A secret that begins with another leaves no tail behind."""
    assert Redactor(["abcd", "abcdefgh"]).line("abcdefgh abcd") == f"{REDACTED} {REDACTED}"


def test_fields_named_as_secrets_are_not_shown_at_all() -> None:
    """Whatever a field called token holds, short or nested, it is not looked at twice."""
    clean = Redactor().field("request", {"headers": {"Authorization": "x"}, "bot_token": ["a"], "tokens": 3})
    assert clean == {"headers": {"Authorization": REDACTED}, "bot_token": REDACTED, "tokens": 3}


@pytest.mark.parametrize("name", sorted(TEXT_NAMES))
def test_what_readers_typed_is_counted_and_not_shown(name: str) -> None:
    """A field for text shows its length, unless the operator asked for the text."""
    assert Redactor().field(name, "what of Guam?") == "(13 characters)"
    assert Redactor(with_text=True).field(name, "what of Guam?") == "what of Guam?"
    assert Redactor([PASSWORD], with_text=True).field(name, f"my {PASSWORD}") == f"my {REDACTED}"


def test_values_of_any_kind_become_plain() -> None:
    """Whatever is logged, what comes out can be written as JSON and holds no secret."""

    class Odd:
        def __str__(self) -> str:
            raise ZeroDivisionError

    loop: list[object] = []
    loop.append(loop)
    clean = Redactor(["hunter2"]).field(
        "values",
        [b"hunter2", {"hunter2": ("hunter2",)}, {"a"}, Odd(), Secret("hunter2"), None, True, 1.5, loop,
         datetime(2026, 3, 1, tzinfo=UTC), ValueError("hunter2")],
    )  # fmt: skip
    assert "hunter2" not in json.dumps(clean)
    assert "ZeroDivisionError" in json.dumps(clean)


async def test_withheld_texts_do_not_appear() -> None:
    """While a text is being answered it is kept out of every line, in tasks begun meanwhile too."""
    redactor = Redactor()
    text = "what of “Guam”,\nhonestly?"
    with withheld(text, "", "a"):
        task = asyncio.create_task(_free(redactor, f"cannot read {text!r} at all"))
        assert redactor.free_text(f"no answer to {text}") == f"no answer to {WITHHELD}"
        assert redactor.free_text("a cat") == "a cat"
        assert Redactor(with_text=True).free_text(text) == text
    assert await task == f"cannot read '{WITHHELD}' at all"
    assert redactor.free_text(text) == text


async def _free(redactor: Redactor, text: str) -> str:
    await asyncio.sleep(0)
    return redactor.free_text(text)


@given(
    secret=st.text(st.characters(exclude_categories=["Cs"]), min_size=6, max_size=20).filter(
        lambda text: len(text.strip()) == len(text)
    ),
    around=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)
def test_no_told_secret_survives(secret: str, around: str) -> None:
    """Whatever letters a secret has, and whatever stands around it, the line does not hold it."""
    line = Redactor([secret]).line(f"{around}{secret}{around}")
    assert secret not in line.replace(REDACTED, "") or secret in REDACTED


def test_a_secret_says_nothing_of_itself() -> None:
    """Printed, formatted or inside another value, a secret shows nothing; asked by name it is itself."""
    held = Secret("hunter2")
    assert "hunter2" not in f"{held} {held!r} {[held]} {(held,)!s}"
    assert held.reveal() == "hunter2"
    assert held == Secret("hunter2")
