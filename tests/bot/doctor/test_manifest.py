"""The install link and what it asks for."""

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.manifest import (
    PERMISSIONS,
    SCOPES,
    application_id,
    id_in,
    missing_from,
    permissions_value,
    written,
)
from bot.commands import DEFINITIONS
from bot.secret import Secret
from briefings.errors import BadInput
from tests.standins.discord.world import Permission

ID = "123456789012345678"


def token(number: str) -> str:
    return base64.urlsafe_b64encode(number.encode()).decode().rstrip("=") + ".Gabcde.rest"


def test_the_link_asks_for_exactly_the_listed_permissions() -> None:
    """The number in the link is the sum of the permissions that are explained, and nothing else."""
    asked = parse_qs(urlsplit(written(ID).link).query)
    assert asked["client_id"] == [ID]
    assert asked["scope"] == [" ".join(name for name, _ in SCOPES)]
    bits = int(asked["permissions"][0])
    assert missing_from(bits) == ()
    assert bits.bit_count() == len(PERMISSIONS)


def test_names_and_bits_are_discords() -> None:
    """Each permission's bit is the one that Discord has under that name."""
    names = {"View Channels": "VIEW_CHANNEL"}
    for each in PERMISSIONS:
        assert Permission[names.get(each.name, each.name.upper().replace(" ", "_"))] == each.bit


def test_dangerous_permissions_are_not_asked_for() -> None:
    """Neither power over the server nor loud mentions are in the link."""
    powers = Permission.ADMINISTRATOR | Permission.MANAGE_GUILD | Permission.MENTION_EVERYONE
    assert not permissions_value() & (powers | Permission.MANAGE_MESSAGES)


def test_the_text_explains_everything() -> None:
    """Link, scopes, permissions and commands all stand in what a person reads."""
    text = written(ID).text()
    told = [written(ID).link, *(each.why for each in PERMISSIONS), *(why for _, why in SCOPES)]
    assert [part for part in told if part not in text] == []
    assert all(f"/{each.name}" in text for each in DEFINITIONS if each.form == "command")
    assert "APPLICATION_ID" not in text
    assert "APPLICATION_ID" in written(None).text()


def test_the_json_holds_the_commands() -> None:
    """A program gets the link, the permissions by name and the commands as they are registered."""
    made = json.loads(json.dumps(written(ID).as_json()))
    assert made["install_link"] == written(ID).link
    assert sum(int(each["bit"]) for each in made["permissions"]["each"]) == int(made["permissions"]["value"])
    assert made["privileged_intents"] == []
    assert {"brief", "Brief me on this"} <= {each["name"] for each in made["commands"]}


def test_the_id_comes_from_the_token() -> None:
    """Whoever has set the token need not look up the id; a given one wins."""
    assert application_id(None, Secret(token(ID))) == ID
    assert application_id("987654321098765432", Secret(token(ID))) == "987654321098765432"
    assert application_id(None, None) is None
    assert application_id(None, Secret("stand-in.token.of-nobody")) is None


@pytest.mark.parametrize("given_id", ["", "abc", "1", ID + "\n", ID + "&x=1", "٣" * 18, "9" * 30])
def test_what_is_no_id_is_refused(given_id: str) -> None:
    """The link is made from numbers only."""
    with pytest.raises(BadInput):
        application_id(given_id, None)


@given(st.text())
def test_any_text_is_a_token_or_not(text: str) -> None:
    """Whatever stands in the setting, looking for the id raises nothing and finds numbers only."""
    found = id_in(text)
    assert found is None or found.isdecimal()


@given(st.integers(10**16, 2**63))
def test_every_id_is_found_in_its_token(number: int) -> None:
    """The first part of a token spells the id."""
    assert id_in(token(str(number))) == str(number)
