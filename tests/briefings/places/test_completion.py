"""What completion must not offer."""

from briefings.places import Gazetteer


def test_one_reading_of_an_unclear_name_is_not_offered_for_another() -> None:
    """Among covered places, a name that also means one that is not covered offers nothing."""
    gazetteer = Gazetteer.shipped()
    assert gazetteer.complete("taiwan", among={"CN", "IN"}) == ()
    assert {code for _, code in gazetteer.complete("korea", among={"KP", "KR"})} == {"KP", "KR"}
